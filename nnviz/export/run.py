"""What is exported: one moment of a run, and how the run got there."""

import msgspec
from msgspec.structs import replace

from nnviz.experiment.commands import LogEntry
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Request, Snapshot
from nnviz.experiment.spec.spec import Spec
from nnviz.export.closeup import Closeup
from nnviz.export.errors import ExportError
from nnviz.export.options import Task

EVERYTHING = Request(boundary=240, responses=96, metrics=True, gradients=True)
"""What exports show; finer than on screen, because paper is."""
SCORES = Request(metrics=True, gradients=True)
"""What a session is asked for itself; the rest is computed from its weights."""
PAST = replace(SCORES, timeline=True, health=1, terrain=True, trace=True)
"""What pictures of the past, of the layers and of the coming update need of a session besides."""
SLICE = 0.1
"""Seconds of training between two looks at whether to go on."""
MOST_LOOKS = 1000
"""At the past, each for a fraction of a second, until its health is known."""


class Run(msgspec.Struct, frozen=True, eq=False):
    """A run of an experiment up to one moment.

    Attributes
    ----------
    name : str
        A short name for files and titles, such as "lab-a-xor".
    start : Spec
        The experiment as it was at update 0.
    log : tuple of LogEntry
        What was changed by hand since, and after how many updates; empty for a plain run.
    snapshot : Snapshot
        The moment, with everything that `EVERYTHING` asks for.
    """

    name: str
    start: Spec
    log: tuple[LogEntry, ...]
    snapshot: Snapshot


def run_of(session: Session, name: str, *, maps: bool = True) -> Run:
    """Return the present moment of a session, with the maps that pictures need."""
    snapshot = session.snapshot(SCORES)
    if maps:
        snapshot = Closeup().complete(with_past(session), EVERYTHING)
    return Run(name, session.origin.start, session.origin.log, snapshot)


def with_past(session: Session) -> Snapshot:
    """Return the present moment with all of the past, however long it takes to measure."""
    for _ in range(MOST_LOOKS):
        snapshot = session.snapshot(PAST)
        if snapshot.health is None or snapshot.health.complete:
            break
    return snapshot


def train_to(session: Session, update: int, task: Task) -> None:
    """Repeat a run up to an update.

    Raises
    ------
    ExportError
        If it diverges before, or the task is cancelled.
    """
    while session.update < update:
        task.check()
        if session.advance_for(SLICE, at_most=update - session.update) == 0:
            raise ExportError("The run cannot be repeated: training diverges.")

"""What is exported: one moment of a run, and how the run got there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from nnviz.experiment.commands import LogEntry
from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.wish import wishes_on_paper
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.spec import Spec
from nnviz.export.closeup import Closeup
from nnviz.export.errors import ExportError
from nnviz.tasks.task import Task

if TYPE_CHECKING:
    from nnviz.export.shown import Shown

SCORES = (ScoresWish(), GradientsWish())
"""What exports without pictures show."""
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
        The moment, with everything that `wishes_on_paper` says.
    """

    name: str
    start: Spec
    log: tuple[LogEntry, ...]
    snapshot: Snapshot


def run_of(session: Session, name: str, *, maps: bool = True) -> Run:
    """Return the present moment of a session, with the maps that pictures need."""
    snapshot = session.snapshot(*SCORES)
    if maps:
        snapshot = Closeup().complete(with_past(session), wishes_on_paper())
    return Run(name, session.origin.start, session.origin.log, snapshot)


def run_shown(run: Run, shown: Shown) -> Run:
    """Return the run with maps of that part of the inputs which is shown."""
    missing = shown.missing_maps(run.snapshot)
    return replace(run, snapshot=Closeup().complete(run.snapshot, missing)) if missing else run


def with_past(session: Session) -> Snapshot:
    """Return the present moment with all that its weights do not tell, however long it takes to measure."""
    wishes = [wish for wish in wishes_on_paper() if not wish.is_of_weights]
    for _ in range(MOST_LOOKS):
        snapshot = session.snapshot(*wishes)
        if not session.looks_are_incomplete:
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

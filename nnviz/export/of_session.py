"""From a session to what is exported of it."""

from nnviz.experiment.look.wish import wishes_on_paper
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.export.closeup import Closeup
from nnviz.export.errors import ExportError
from nnviz.export.run import SCORES, Run
from nnviz.tasks.task import Task

SLICE = 0.1
"""Seconds of training between two looks at whether to go on."""
MOST_LOOKS = 1000
"""At the past, each for a fraction of a second, until its health is known."""


def run_of(session: Session, name: str, *, maps: bool = True) -> Run:
    """Return the present moment of a session, with the maps that pictures need."""
    fine = Closeup().complete(with_past(session), wishes_on_paper()) if maps else session.snapshot(*SCORES)
    return Run(name, session.origin.start, session.origin.log, fine)


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

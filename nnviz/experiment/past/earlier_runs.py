"""The earlier runs of a session: what they were and what came of them, and their timelines to go back to."""

from collections import OrderedDict

import msgspec

from nnviz.experiment.look.maps import outputs_and_responses
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.past.past_copy import PastCopy, copy_of_run
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.snapshot import RunView

MOST_RUNS = 40
DELETED_KEPT = 8
BUDGET_EACH = 1_000_000
"""Bytes of keyframes that an earlier run keeps: its past stays within reach, a little slower."""
THUMBNAIL = 32
"""Points a side of the small map."""


class EarlierRun(msgspec.Struct, frozen=True, eq=False):
    """A run that was left for another, and its past."""

    view: RunView
    timeline: Timeline
    shelf: DataShelf


class EarlierRuns:
    """The runs of a session before the present one, a bounded number of them."""

    def __init__(self) -> None:
        self._runs: OrderedDict[int, EarlierRun] = OrderedDict()
        self._deleted: OrderedDict[int, EarlierRun] = OrderedDict()
        self._next = 1

    def views(self) -> tuple[RunView, ...]:
        """Return what can be said about each, the latest last."""
        return tuple(run.view for run in self._runs.values())

    def put(self, run: TrainingRun, timeline: Timeline, shelf: DataShelf) -> None:
        """Keep a run that is being left, and its data; one that never began is not worth it."""
        if all(branch.length == 0 for branch in timeline.branches.values()):
            return
        timeline.present.position = run.update
        timeline.shrink(BUDGET_EACH)
        self._runs[self._next] = EarlierRun(_view(self._next, run), timeline, shelf)
        self._next += 1
        while len(self._runs) > MOST_RUNS:
            self._runs.popitem(last=False)

    def run(self, run_id: int) -> EarlierRun:
        """Return a run; ValueError if there is none."""
        if run_id not in self._runs:
            raise ValueError("There is no such run any more.")
        return self._runs[run_id]

    def copies(self) -> tuple[PastCopy, ...]:
        """Return copies of all, the latest last."""
        return tuple(
            copy_of_run(number, run.timeline, run.view.spec, run.shelf) for number, run in self._runs.items()
        )

    def delete(self, run_id: int) -> None:
        """Take a run away; the last ones can be brought back."""
        self._deleted[run_id] = self.take(run_id)
        while len(self._deleted) > DELETED_KEPT:
            self._deleted.popitem(last=False)

    def restore(self, run_id: int) -> None:
        """Bring a deleted run back."""
        if run_id not in self._deleted:
            raise ValueError("This run can no longer be brought back.")
        self._runs[run_id] = self._deleted.pop(run_id)
        self._runs = OrderedDict(sorted(self._runs.items()))

    def take(self, run_id: int) -> EarlierRun:
        """Return a run that is no earlier one any more."""
        run = self.run(run_id)
        del self._runs[run_id]
        return run


def _view(run_id: int, run: TrainingRun) -> RunView:
    maps = outputs_and_responses(run.network, *run.parameters(), run.prepared, THUMBNAIL, 0)
    return RunView(
        id=run_id,
        spec=run.spec,
        update=run.update,
        epoch=run.epochs.epoch(run.update),
        metrics=run.metrics(),
        curves=run.history.curves(),
        thumbnail=maps.boundary,
    )

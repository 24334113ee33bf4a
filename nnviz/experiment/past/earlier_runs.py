"""The earlier runs of a session: what they were and what came of them, and their timelines to go back to."""

from collections import OrderedDict

import msgspec

from nnviz.experiment.look.input_planes import outputs_and_responses
from nnviz.experiment.past.data_shelf import DataShelf, weight
from nnviz.experiment.past.saved_run import PastCopy, copy_of_run
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.timeline import RunView

MOST_RUNS = 40
DELETED_KEPT = 8
STEPS_KEPT = 400
"""More than a window keeps of undo."""
BUDGET_EACH = 1_000_000
"""Bytes of keyframes that an earlier run keeps: its past stays within reach, a little slower."""
DRAWN_ROOM = 64_000_000
"""Bytes of data that runs left before the last one keep together, if they can be drawn again."""
OWN_ROOM = 160_000_000
"""Bytes of data that all earlier runs keep together, those from files that may have gone, too."""
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
        self._left_by: dict[int, int | None] = {}

    def views(self) -> tuple[RunView, ...]:
        """Return what can be said about each, the latest last."""
        return tuple(run.view for run in self._runs.values())

    def put(self, run: TrainingRun, timeline: Timeline, shelf: DataShelf) -> int | None:
        """Keep a run that is being left, and its data; return its number.

        One that never began is not worth it, unless something in it was named or branched off: that can be
        undone, so it has to be there. Then None is returned.
        """
        if all(branch.length == 0 for branch in timeline.branches.values()) and not timeline.has_marks:
            return None
        timeline.present.position = run.update
        timeline.shrink(BUDGET_EACH)
        self._runs[self._next] = EarlierRun(_view(self._next, run), timeline, shelf)
        self._next += 1
        while len(self._runs) > MOST_RUNS:
            self._runs.popitem(last=False)
        self._make_room(shelf)
        return self._next - 1

    def _make_room(self, latest: DataShelf) -> None:
        """Let go of data that can be drawn again, then of runs whose data cannot; those left first go first.

        The data of the run left last stay: its data and those of the present run are often the same.
        """
        others = {id(run.shelf): run.shelf for run in self._all() if run.shelf is not latest}
        for shelf in others.values():
            if weight(others.values()) <= DRAWN_ROOM:
                break
            shelf.drop_drawn()
        while len(self._runs) > 1 and weight(run.shelf for run in self._all()) > OWN_ROOM:
            (self._deleted or self._runs).popitem(last=False)

    def _all(self) -> list[EarlierRun]:
        return [*self._deleted.values(), *self._runs.values()]

    def note_step(self, step: int, left: int | None) -> None:
        """Remember by which step a run was left; None: by it a run was left that never began.

        Of several runs that one step left, the first is what undoing the step leads back to.
        """
        self._left_by.setdefault(step, left)
        while len(self._left_by) > STEPS_KEPT:
            del self._left_by[next(iter(self._left_by))]

    def forget_step(self, step: int) -> int | None:
        """Return the run that was left by a step, if it is still there, and forget the step.

        Raises
        ------
        KeyError
            If no run was left by that step.
        """
        left = self._left_by.pop(step)
        return left if left in self._runs else None

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

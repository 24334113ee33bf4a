"""Having the runs trained again that small multiples show: beside the window, while they are looked at."""

from collections import OrderedDict

from PySide6.QtCore import QObject, Signal, Slot

from nnviz.experiment.results.standing import Standing
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.ends import Ends
from nnviz.paint.sweep.multiples import MOST
from nnviz.tasks.task import Task
from nnviz.tasks.tasks import Tasks

KEPT = 4 * MOST
"""Ends that are kept for the next look at them."""


class EndsMaker(QObject):
    """Keeps the last moments of runs, and makes those that are missing, the latest wish first.

    Signals
    -------
    arrived
        There is one more.
    """

    arrived = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = Tasks(self, "The pictures of the runs")
        self._tasks.published.connect(self._take)
        self._kept: OrderedDict[Spec, RunInstant | None] = OrderedDict()
        self._wanted: tuple[Spec, ...] = ()

    def of(self, standing: Standing, rows: tuple[int, ...]) -> dict[int, RunInstant]:
        """Return what there is of these rows, each the end of its middle run."""
        specs = ((row, _middle(standing, row)) for row in rows[:MOST])
        found = {row: None if spec is None else self._kept.get(spec) for row, spec in specs}
        return {row: snapshot for row, snapshot in found.items() if snapshot is not None}

    def want(self, standing: Standing, rows: tuple[int, ...]) -> None:
        """Make those of these rows that are missing, of rows that are done."""
        wanted = [_middle(standing, row) for row in rows[:MOST]]
        missing = tuple(spec for spec in wanted if spec is not None and spec not in self._kept)
        if not missing or (self._tasks.is_busy and missing == self._wanted):
            return
        self._wanted = missing

        def make(task: Task) -> None:
            ends = Ends(task.check)
            for spec in missing:
                try:
                    task.publish((spec, ends.of(spec)))
                except SpecError:
                    task.publish((spec, None))  # the table says why

        self._tasks.submit(make)

    @Slot()
    def rest(self) -> None:
        """Make no more: nobody looks."""
        self._tasks.give_up()
        self._wanted = ()

    @Slot(object)
    def _take(self, part: tuple[Spec, RunInstant | None]) -> None:
        spec, snapshot = part
        self._kept[spec] = snapshot
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._wanted = tuple(each for each in self._wanted if each != spec)
        self.arrived.emit()


def _middle(standing: Standing, row: int) -> Spec | None:
    """Return the run that stands for a row, as soon as all of its runs are done."""
    places = standing.places[row]
    if not places or any(standing.outcomes[place] is None for place in places):
        return None
    place = standing.middle_cell(row)
    return None if place is None else standing.cells[place].spec

"""The map of trainings: two keys as the axes of a picture, every pixel of which is a real run.

It sharpens from coarse to fine. A pixel is the run that `spec_at` says, bit for bit.
"""

from collections.abc import Callable, Generator

import msgspec
import numpy as np

from nnviz.arrays import Floats, IntArray
from nnviz.experiment.maps.order import MapOrder, Window, axes_of
from nnviz.experiment.maps.settable import (
    check_corners,
    is_start,
    put,
)
from nnviz.experiment.results.criterion import Criterion, parse_criterion
from nnviz.experiment.results.map_standing import MapAxis
from nnviz.experiment.run.problem import WORTH_COMPILING, epoch_work, load
from nnviz.experiment.run.room import MOST_KEPT
from nnviz.experiment.runs.crew import ProblemShelf, spread
from nnviz.experiment.runs.pixels import Painter
from nnviz.experiment.runs.straight import curve_epochs
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec

COARSE = 8
"""About so many pixels a side has the first picture."""
TOGETHER = 32
"""Pixels of a block, at most: their losses are measured together."""


class Block(msgspec.Struct, frozen=True, eq=False):
    """Pixels that are done.

    Attributes
    ----------
    columns, rows : ndarray of int64, shape (n,)
        Where they are: the places of their values on the axes.
    size : int
        Until finer pixels come, each stands for so many a side, itself and those to the right and below.
    loss, accuracy : ndarray, shape (n,)
        On the training points at the end; NaN where the run diverged, or where there is no accuracy.
    learned : ndarray, shape (n,)
        The epoch at which the criterion was met first; NaN where it was not, or none was given.
    diverged : ndarray of int64, shape (n,)
        The update that met a number that is not finite; 0 where there was none.
    updates : ndarray of int64, shape (n,)
        How many each was trained, that one included.
    """

    columns: IntArray
    rows: IntArray
    size: int
    loss: Floats
    accuracy: Floats
    learned: Floats
    diverged: IntArray
    updates: IntArray


class TrainingMap:
    """A map of trainings, ready to run.

    Parameters
    ----------
    spec : Spec
    x, y : MapAxis
        Of different keys.
    criterion : Criterion, optional
        When a run counts as having learned; looking at that takes some time.

    Raises
    ------
    SpecError
        If an axis has a value that is not allowed, or its key changes more than a number.

    Examples
    --------
    >>> from nnviz.experiment.spec.catalogue import find
    >>> from nnviz.experiment.spec.reading import load_spec
    >>> spec = load_spec(find("xor-truth-table"))
    >>> rates = axis(spec, "training.learning_rate", 0.1, 10.0, 3, by_factors=True)
    >>> rates.values
    (0.1, 1.0, 10.0)
    >>> seeds = axis(spec, "training.seed", 0, 1, 2)
    >>> trainings = TrainingMap(spec, rates, seeds)
    >>> trainings.spec_at(2, 1).training.learning_rate
    10.0
    """

    def __init__(self, spec: Spec, x: MapAxis, y: MapAxis, criterion: Criterion | None = None) -> None:
        if x.key == y.key:
            raise SpecError(f"{x.key} is both axes of the map: give two keys.", x.key)
        ends = [(x.values[i], y.values[j]) for i in (0, -1) for j in (0, -1)]
        check_corners(spec, [{x.key: along, y.key: up} for along, up in ends])
        self.spec, self.x, self.y, self.criterion = spec, x, y, criterion
        self._columns = [put(spec, x.key, value) for value in x.values]

    def spec_at(self, column: int, row: int) -> Spec:
        """Return the experiment of a pixel: opened in the window, it is that run with its whole past."""
        return put(self._columns[column], self.y.key, self.y.values[row])

    def run(self, jobs: int, stop: IntArray | None = None) -> Generator[Block, None, None]:
        """Run all pixels, from coarse to fine; yield blocks of them as they are done.

        Parameters
        ----------
        jobs : int
            Threads.
        stop : ndarray of int64, shape (1,), optional
            Set its number from any thread to end within milliseconds; leaving the loop does the same.
        """
        flag = np.zeros(1, np.int64) if stop is None else stop
        shelf = ProblemShelf()

        def start() -> Callable[[_Places], Block]:
            painter = Painter(shelf, self.criterion, flag)
            return lambda places: self._block(painter, places)

        yield from spread(self._units(jobs), start, jobs, flag)

    def _block(self, painter: Painter, places: "_Places") -> Block:
        specs = [self.spec_at(column, row) for column, row in places.at]
        values = painter.run(specs)
        columns, rows = (np.array(numbers, np.int64) for numbers in zip(*places.at, strict=True))
        return Block(columns, rows, places.size, *values)

    def _units(self, jobs: int) -> list["_Places"]:
        """Return the pixels in the order in which they run: those of a level together, in rows or columns.

        Along an axis that only changes how runs start, they go side by side; data and networks change seldom.
        """
        size = 1
        while max(len(self.x.values), len(self.y.values)) > COARSE * size:
            size *= 2
        units: list[_Places] = []
        seen: set[tuple[int, int]] = set()
        by_columns = _weight(self.x.key) > _weight(self.y.key)
        while size:
            level = [
                (column, row)
                for row in range(0, len(self.y.values), size)
                for column in range(0, len(self.x.values), size)
                if (column, row) not in seen
            ]
            seen.update(level)
            if by_columns:
                level.sort()
            together = max(1, min(self._most_together(), -(-len(level) // (4 * jobs))))
            units += [_Places(level[i : i + together], size) for i in range(0, len(level), together)]
            size //= 2
        return units

    def _most_together(self) -> int:
        """Return how many pixels may wait in memory to be measured together."""
        moments = 1 if self.criterion is None else len(curve_epochs(self.spec.training.epochs))
        return max(1, min(TOGETHER, 8 * MOST_KEPT // (moments * self.spec.network.built.parameter_count)))


def _weight(key: str) -> int:
    """Return how much is made anew for another value of a key."""
    if is_start(key):
        return 0
    return 2 if key.startswith(("data.", "network.")) else 1


class _Places(msgspec.Struct, frozen=True):
    at: list[tuple[int, int]]
    size: int


def trainings_of(
    order: MapOrder, spec: Spec, x_window: Window | None = None, y_window: Window | None = None
) -> TrainingMap:
    """Return the map of an experiment that was ordered, or of the part of it between the ends of two windows.

    Raises
    ------
    SpecError
        With one sentence, if it cannot be.
    """
    base = with_values(spec, order.overrides) if order.overrides else spec
    criterion = parse_criterion(order.learned) if order.learned.strip() else None
    return TrainingMap(base, *axes_of(order, base, x_window, y_window), criterion)


def worth_compiling(trainings: TrainingMap) -> Spec | None:
    """Return the experiment of a map whose runs together are worth waiting for compiled code."""
    spec = trainings.spec_at(0, 0)
    runs = len(trainings.x.values) * len(trainings.y.values)
    try:
        work = (spec.training.epochs + 1) * epoch_work(spec, load(spec)) * runs
    except SpecError:
        return None  # said in its place
    return spec if work > WORTH_COMPILING else None

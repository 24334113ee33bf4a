"""How a map of trainings stands, as a record: its axes, and what is known of every pixel so far."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats, IntArray
from nnviz.experiment.results.criterion import Criterion

Bools = NDArray[np.bool_]

QUANTITIES = {
    "loss": "training loss",
    "accuracy": "training accuracy",
    "learned": "learned at epoch",
    "diverged": "diverged at update",
}
"""What a pixel can show, and what that is called."""


class MapAxis(msgspec.Struct, frozen=True):
    """One side of a map.

    Attributes
    ----------
    key : str
        A key of the experiment that takes a number, or one weight's start: "network.weights.LAYER.FROM.TO",
        "network.biases.LAYER.UNIT", counted from 1.
    values : tuple of float
        Ascending or descending, as they are run: rounded to what a file says.
    by_factors : bool
        Whether they are spaced, and drawn, by equal factors.
    """

    key: str
    values: tuple[float, ...]
    by_factors: bool = False


class MapPixel(msgspec.Struct, frozen=True):
    """One run of a map.

    Attributes
    ----------
    x, y : float
        Its values on the axes.
    loss, accuracy, learned : float or None
        On the training points at the end, and the epoch at which it had learned; None where there is no such.
    diverged : int or None
        The update that met a number that is not finite.
    updates : int
        How many it was trained.
    """

    x: float
    y: float
    loss: float | None
    accuracy: float | None
    learned: float | None
    diverged: int | None
    updates: int


class MapStanding(msgspec.Struct, frozen=True, eq=False, weakref=True):
    """A map at one moment.

    Attributes
    ----------
    x, y : MapAxis
    titles : tuple of str
        What the axes are called.
    here : tuple of (float or None)
        The values that the experiment itself has on the axes.
    criterion : Criterion or None
        When a run counts as having learned.
    size : ndarray of int64, shape (rows, columns)
        How many pixels a side the run stands for that is shown there: 1 where it is the pixel's own, 0 where
        nothing is known.
    loss, accuracy, learned : ndarray, shape (rows, columns)
        NaN where there is none.
    diverged, updates : ndarray of int64, shape (rows, columns)
    done : int
        How many of the runs have been made.
    """

    x: MapAxis
    y: MapAxis
    titles: tuple[str, str]
    here: tuple[float | None, float | None]
    criterion: Criterion | None
    size: IntArray
    loss: Floats
    accuracy: Floats
    learned: Floats
    diverged: IntArray
    updates: IntArray
    done: int

    @property
    def runs(self) -> int:
        """How many pixels there are."""
        return self.size.size

    @property
    def is_done(self) -> bool:
        """Whether nothing is missing."""
        return self.done == self.runs

    def values(self, quantity: str) -> Floats:
        """Return one of `QUANTITIES`, NaN where it has no number, (rows, columns)."""
        if quantity == "diverged":
            return np.where(self.diverged > 0, self.diverged, np.nan)
        found: Floats = getattr(self, quantity)
        return found

    def run_at(self, column: int, row: int) -> tuple[int, int]:
        """Return the pixel whose run is shown at a pixel: itself, or the coarse one that stands for it."""
        step = max(int(self.size[row, column]), 1)
        return column - column % step, row - row % step

    def pixel(self, column: int, row: int) -> MapPixel | None:
        """Return what is shown at a pixel; None where nothing is known."""
        if not self.size[row, column]:
            return None
        x, y = self.run_at(column, row)
        at = row, column
        return MapPixel(
            self.x.values[x],
            self.y.values[y],
            _number(self.loss[at]),
            _number(self.accuracy[at]),
            _number(self.learned[at]),
            int(self.diverged[at]) or None,
            int(self.updates[at]),
        )


def edges(axis: MapAxis) -> Floats:
    """Return where the pixels of an axis begin and end, (n + 1,): half way between neighbours."""
    values = np.array(axis.values, dtype=np.float64)
    if axis.by_factors:
        values = np.log(values)
    if len(values) == 1:
        ends = np.array([values[0] - 0.5, values[0] + 0.5])
    else:
        middle = (values[1:] + values[:-1]) / 2
        ends = np.concatenate([[2 * values[0] - middle[0]], middle, [2 * values[-1] - middle[-1]]])
    return np.exp(ends) if axis.by_factors else ends


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None

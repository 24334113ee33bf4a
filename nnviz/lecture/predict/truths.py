"""What can come out of a question: a curve, a boundary, signs, a number, a winner. Records only."""

import numpy as np
from msgspec import Struct

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.maps import Extent
from nnviz.explain.exercise.asking import Blank
from nnviz.explain.exercise.sheet import Sheet


class CurveTruth(Struct, frozen=True, eq=False):
    """A curve over an axis: the loss over the epochs, or the answer over one input."""

    x: Floats
    y: Floats
    x_name: str
    y_name: str

    @property
    def y_range(self) -> tuple[float, float]:
        """The range that the axis shows: a little more than the curve, from 0 where it is a loss."""
        low, high = float(np.min(self.y)), float(np.max(self.y))
        low = 0.0 if self.y_name == "loss" else low - 0.2 * (high - low)
        return low, high + 0.25 * (high - low or 1.0)


class BoundaryTruth(Struct, frozen=True, eq=False):
    """Where the class of the answer changes: points, shape (n, 2), within an extent of the plane."""

    points: Floats
    extent: Extent


class SignsTruth(Struct, frozen=True, eq=False):
    """Which weights rise (1), fall (-1) or stay (0) in the coming update; `count` were lit."""

    names: tuple[str, ...]
    signs: tuple[int, ...]
    count: int


class NumberTruth(Struct, frozen=True, eq=False):
    """A number of the walk, as a blank of a sheet, so that a wrong one can be diagnosed."""

    sheet: Sheet
    blank: Blank
    value: float


class WinnerTruth(Struct, frozen=True, eq=False):
    """Several runs: their names, their curves (epochs and loss), and who was best in the end."""

    names: tuple[str, ...]
    curves: tuple[tuple[Floats, Floats], ...]
    order: tuple[int, ...]
    """The runs from the best to the worst."""
    by: str
    """What makes one the best, in words."""


Truth = CurveTruth | BoundaryTruth | SignsTruth | NumberTruth | WinnerTruth

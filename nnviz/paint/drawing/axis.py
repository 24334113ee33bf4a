"""One axis and the range it shows: round numbers that seldom move, and zero for what cannot be negative.

Where a hand has chosen a part of a plot, a `Zoom` says which.
"""

import math
from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec.structs import replace

from nnviz.arrays import Floats
from nnviz.numerals import percent, short_number
from nnviz.paint.drawing.numbers import nice_ceiling, nice_step
from nnviz.paint.drawing.ticks import Ticks, linear_ticks, log_ticks, percent_ticks

HUGE = 1e300
"""Values beyond are treated as missing: the width of a range must be a number too."""


class Axis(msgspec.Struct, frozen=True):
    """What one direction means and shows.

    Attributes
    ----------
    low, high : float or None
        Ends of the range; None takes them from the data.
    log, percent : bool
        Logarithmic; or shares between 0 and 1 shown in per cent.
    labelled : bool
        Whether an x axis says its numbers and name (the upper chart of two that share it does not).
    """

    label: str = ""
    low: float | None = None
    high: float | None = None
    log: bool = False
    percent: bool = False
    labelled: bool = True

    def ticks(self, low: float, high: float, count: int) -> Ticks:
        """Return about `count` ticks between two values."""
        make = log_ticks if self.log else percent_ticks if self.percent else linear_ticks
        return make(low, high, max(count, 2))

    def words(self, value: float) -> str:
        """Return a value of this axis as a readout says it."""
        return percent(value, 2) if self.percent and math.isfinite(value) else short_number(value)


def axis_range(axis: Axis, columns: Sequence[Floats]) -> tuple[float, float]:
    """Return the ends of the axis: those it names, else round numbers around the data."""
    least, greatest = _extent(columns, positive=axis.log)
    low, high = _decades(least, greatest) if axis.log else _round(least, greatest)
    low = low if axis.low is None else axis.low
    high = high if axis.high is None else axis.high
    if high > low and (low > 0.0 or not axis.log):
        return low, high
    return (high / 10.0, high) if axis.log else (low, low + 1.0)


def _extent(columns: Sequence[Floats], positive: bool) -> tuple[float, float]:
    """Return the least and the greatest value that can be shown, (1, 1) if there is none."""
    values = np.concatenate([np.empty(0), *columns])
    known = values[np.abs(values) <= HUGE]
    known = known[known > 1.0 / HUGE] if positive else known
    return (float(known.min()), float(known.max())) if len(known) else (1.0, 1.0)


def _round(least: float, greatest: float) -> tuple[float, float]:
    if least >= 0.0:
        return 0.0, nice_ceiling(greatest) if greatest > 0.0 else 1.0
    step = nice_step(greatest - least if greatest > least else abs(least), 5)
    return step * math.floor(least / step), step * math.ceil(max(greatest, least + step) / step)


def _decades(least: float, greatest: float) -> tuple[float, float]:
    low, high = math.floor(math.log10(least) + 1e-9), math.ceil(math.log10(greatest) - 1e-9)
    return 10.0**low, 10.0 ** max(high, low + 1)


Ends = tuple[float, float]


class Zoom(msgspec.Struct, frozen=True):
    """What was chosen of one plot; None leaves it to the plot.

    Attributes
    ----------
    x, y : (float, float) or None
        The values at the ends of the axes.
    log_x, log_y : bool or None
        Whether the axes are logarithmic.
    """

    x: Ends | None = None
    y: Ends | None = None
    log_x: bool | None = None
    log_y: bool | None = None

    def axis_x(self, axis: Axis) -> Axis:
        """Return the axis of x as it was chosen."""
        return _chosen(axis, self.x, self.log_x)

    def axis_y(self, axis: Axis) -> Axis:
        """Return the axis of y as it was chosen."""
        return _chosen(axis, self.y, self.log_y)


WHOLE = Zoom()


def _chosen(axis: Axis, ends: Ends | None, log: bool | None) -> Axis:
    log = axis.log if log is None else log
    low, high = (axis.low, axis.high) if ends is None else ends
    if log:  # ends that have no logarithm are those of the data
        low, high = _positive(low), _positive(high)
    return replace(axis, low=low, high=high, log=log)


def _positive(end: float | None) -> float | None:
    return end if end is not None and end > 0.0 and math.isfinite(end) else None

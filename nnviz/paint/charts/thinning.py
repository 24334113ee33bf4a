"""Long, noisy curves made short: the mean of each narrow column, and the band from its least to its greatest.

Qt takes 160 ms for 10,000 noisy points of a wide antialiased line; what the eye sees of them is this.
"""

import msgspec
import numpy as np

from nnviz.arrays import Floats

COLUMNS = 600
"""The most points that a curve is drawn with."""
NARROWEST = 1.5
"""Columns are at least so wide: finer noise is only slow."""


class Thinned(msgspec.Struct, frozen=True, eq=False):
    """A line, and the band of what it stands for (`low` and `high` are `y` where nothing was joined)."""

    x: Floats
    y: Floats
    low: Floats
    high: Floats

    @property
    def has_band(self) -> bool:
        """Whether the band is wide enough to be seen (positions are in the painter's units)."""
        return len(self.x) > 0 and bool(np.nanmax(self.high - self.low) > 1.0)


def thin(x: Floats, y: Floats, width: float) -> Thinned:
    """Return the curve as it was if it has few points, else one point a column.

    Parameters
    ----------
    x, y : ndarray, shape (n,)
        Positions in the painter's units, `x` ascending. NaN in `y` marks a gap, which stays one where it
        is wider than a column.
    width : float
        Of the plot; says how many columns there are.
    """
    columns = max(min(COLUMNS, int(width / NARROWEST)), 2)
    if len(x) <= columns:
        return Thinned(x, y, y, y)
    placed = np.isfinite(x)
    x, y = x[placed], y[placed]
    if len(x) <= columns:
        return Thinned(x, y, y, y)
    breadth = (x[-1] - x[0]) / columns
    column = np.floor((x - x[0]) / breadth) if breadth > 0 else np.zeros(len(x))
    starts = np.concatenate([[0], np.flatnonzero(np.diff(column)) + 1])
    known = np.isfinite(y)
    gaps = np.where(known, y, np.nan)
    counts = np.add.reduceat(known, starts, dtype=np.float64)
    counts[counts == 0.0] = np.nan  # the mean of nothing is a gap
    return Thinned(
        np.add.reduceat(np.where(known, x, 0.0), starts) / counts,
        np.add.reduceat(np.where(known, y, 0.0), starts) / counts,
        np.fmin.reduceat(gaps, starts),
        np.fmax.reduceat(gaps, starts),
    )

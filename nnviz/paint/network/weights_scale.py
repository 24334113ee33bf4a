"""How a number becomes a line: one visible scale for all weights, its limit a round number."""

from math import isfinite

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.paint.drawing.numbers import nice_ceiling

BINS = 16
"""Distinct line widths for each sign: pens are few, so that thousands of lines paint in few calls."""

_SHRINK_BELOW = 0.5
"""The limit shrinks only when every value is below this share of it, so that the scale does not flicker."""


def round_limit(magnitude: float) -> float:
    """Return a round number that is at least `magnitude` (1 for zero)."""
    return nice_ceiling(magnitude) if isfinite(magnitude) and magnitude > 0.0 else 1.0


def next_limit(magnitude: float, previous: float | None) -> float:
    """Return the limit for the largest magnitude now, keeping the `previous` one while it still serves."""
    if previous is not None and _SHRINK_BELOW * previous <= magnitude <= previous:
        return previous
    return round_limit(magnitude)


def largest(arrays: tuple[Floats, ...]) -> float:
    """Return the largest finite magnitude in the arrays; 0 when there is none."""
    found = (float(np.abs(array[np.isfinite(array)]).max(initial=0.0)) for array in arrays)
    return max(found, default=0.0)


def bins_of(values: Floats, limit: float) -> NDArray[np.intp]:
    """Return signed bins -BINS..BINS, same shape as `values`: 0 for zero or NaN, BINS from `limit` up."""
    share = shares_of(values, limit)
    outward = np.ceil(np.abs(share) * BINS)
    return np.asarray(np.sign(share) * outward, dtype=np.intp)


def shares_of(values: Floats, limit: float) -> Floats:
    """Return values as shares -1 to 1 of the limit, same shape: 0 for NaN, 1 from `limit` up."""
    return np.clip(np.nan_to_num(values / limit, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)


def bin_of(value: float, limit: float) -> int:
    """Return the signed bin of one value."""
    return int(bins_of(np.array(value), limit))

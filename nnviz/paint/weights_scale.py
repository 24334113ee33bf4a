"""How a number becomes a line: one visible scale for all weights, its limit a round number."""

from math import floor, isfinite, log10

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BINS = 16
"""Distinct line widths for each sign: pens are few, so that thousands of lines paint in few calls."""

_SHRINK_BELOW = 0.5
"""The limit shrinks only when every value is below this share of it, so that the scale does not flicker."""


_ROUND = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)


def round_limit(magnitude: float) -> float:
    """Return the smallest round number, at most two digits, that is at least `magnitude` (1 for zero)."""
    if not isfinite(magnitude) or magnitude <= 0.0:
        return 1.0
    power = 10.0 ** floor(log10(magnitude))
    for step in _ROUND:
        if magnitude <= step * power * (1 + 1e-12):
            return step * power
    return 10.0 * power


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
    share = np.clip(np.nan_to_num(values / limit, nan=0.0, posinf=1.0, neginf=-1.0), -1.0, 1.0)
    outward = np.ceil(np.abs(share) * BINS)
    return np.asarray(np.sign(share) * outward, dtype=np.intp)


def short_number(value: float) -> str:
    """Return a round limit as it is written beside an axis: 0.05, 2, 20, 5e-06."""
    return f"{value:g}"


def bin_of(value: float, limit: float) -> int:
    """Return the signed bin of one value."""
    return int(bins_of(np.array(value), limit))

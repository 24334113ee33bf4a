"""Numbers of an axis: evenly spaced, by factors, or drawn at random; rounded to what a file says."""

import math
from collections.abc import Sequence
from zlib import crc32

import numpy as np

from nnviz.arrays import Floats

DIGITS = 6
"""Significant digits of a number on an axis, more where neighbours are closer."""
MOST = 10_000
"""Values one axis may have."""


def spaced(low: float, high: float, count: int, by_factors: bool) -> list[float]:
    """Return so many numbers from `low` to `high`, rounded; the ends are as given."""
    if count == 1:
        return [low]
    even = np.geomspace(low, high, count) if by_factors else np.linspace(low, high, count)
    return [low, *rounded(even)[1:-1], high]


def drawn(low: float, high: float, count: int, by_factors: bool, seed: int, key: str) -> list[float]:
    """Return so many random numbers between `low` and `high`, rounded; `seed` and `key` decide which."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(crc32(key.encode()),)))
    shares = rng.random(count)
    if by_factors:
        return rounded(low * (high / low) ** shares)
    return rounded(low + (high - low) * shares)


def rounded(values: Sequence[float] | Floats) -> list[float]:
    """Return the numbers with few digits, yet exact to a thousandth of the distance between neighbours.

    So what is run is what a table and a file say, not a number with 17 digits that nobody typed.
    """
    ordered = np.unique(np.asarray(values, dtype=np.float64))
    gaps = np.diff(ordered)
    largest = float(np.abs(ordered).max(initial=0.0))
    digits = DIGITS
    if len(gaps) and largest > 0.0:
        digits = max(DIGITS, math.ceil(math.log10(largest / float(gaps.min()))) + 3)
    return [float(f"{float(value):.{min(digits, 17)}g}") for value in values]

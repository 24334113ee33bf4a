"""Cells as numbers: the places of categories, and what stands where a number is missing."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.tables.columns import Content


def values_of(column: Content) -> tuple[str, ...]:
    """Return the values of a category; what is missing is one of its own."""
    return (*column.classes, "(missing)") if column.missing.any() else column.classes


def codes(column: Content, values: Sequence[str]) -> NDArray[np.int64]:
    """Return the place of each cell among the values; of cells that are none of them, the last."""
    places = {value: i for i, value in enumerate(values)}
    last = len(values) - 1
    return np.array([places.get(cell, last) for cell in column.cells], dtype=np.int64)


def without_gaps(values: Floats, used: NDArray[np.bool_]) -> Floats:
    """Return numbers with the mean of those in used rows where one is missing."""
    present = values[used & ~np.isnan(values)]
    scale = float(np.abs(present).max(initial=1.0))
    mean = math.fsum((present / scale).tolist()) / max(len(present), 1) * scale
    return np.where(np.isnan(values), mean, values)

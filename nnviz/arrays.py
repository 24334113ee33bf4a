"""The types of arrays that are named all over the code, and of what draws them; whether some are the same."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers in double precision, of any shape."""

Parameters = tuple[list[Floats], list[Floats]]
"""Weights and biases, one of each a layer after the input, in the shapes that the layers say."""

IntArray = NDArray[np.int64]
"""A flat buffer of integers (sizes, offsets, codes, a stop flag)."""

Float64Array = NDArray[np.float64]
"""A flat buffer of float64, whatever the lane tag (hyper-parameters, losses)."""

FloatArray = NDArray[np.floating[Any]]
"""A flat buffer in the precision of the lane tag (parameters, gradients, workspace, samples)."""


Draw = Callable[[np.random.Generator, tuple[int, ...], int, int], Floats]
"""Draws an array: from a generator, its shape, and how many units lead into and out of each."""


def all_equal(some: Sequence[Floats], others: Sequence[Floats]) -> bool:
    """Return whether arrays are the same, one for one."""
    return len(some) == len(others) and all(map(np.array_equal, some, others))

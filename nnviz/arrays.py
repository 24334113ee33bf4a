"""The types of arrays that are named all over the code."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers in double precision, of any shape."""

Parameters = tuple[list[Floats], list[Floats]]
"""Weights, (fan_in, fan_out) a layer, and biases, (fan_out,) a layer."""

"""The types of arrays that are named all over the code."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
"""Numbers in double precision, of any shape."""

Parameters = tuple[list[Floats], list[Floats]]
"""Weights and biases, one of each a layer after the input, in the shapes that the layers say."""

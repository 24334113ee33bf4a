"""The slopes of units, by the engine's own functions."""

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import SOFTMAX, activation_slope, activation_value


def slopes(code: int, z: Floats, mask: Floats | None) -> Floats:
    """Return da/dz of units from their z, times the dropout mask; NaN for softmax, which has a matrix."""
    if code == SOFTMAX:
        return np.full_like(z, np.nan)
    flat = np.ascontiguousarray(z).ravel()  # the engine's functions take lanes: one row of numbers
    with np.errstate(all="ignore"):
        result: Floats = activation_slope(code, flat, activation_value(code, flat)).reshape(z.shape)
    return result if mask is None else result * mask

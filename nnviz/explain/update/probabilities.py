"""Logarithms of an output, and of 1 minus it, from z, which has them where an output is as good as 0 or 1."""

import numpy as np

from nnviz.arrays import Floats


def log_output(activation: str, z: Floats, unit: int) -> float:
    """Return ln of an output of sigmoid or softmax."""
    return -float(np.logaddexp(0.0, -_lead(activation, z, unit)))


def log_complement(activation: str, z: Floats, unit: int) -> float:
    """Return ln of 1 minus an output of sigmoid or softmax."""
    return -float(np.logaddexp(0.0, _lead(activation, z, unit)))


def _lead(activation: str, z: Floats, unit: int) -> float:
    """Return the number whose sigmoid the output is: z, and of softmax less what all others together have."""
    own = float(z[unit])
    if activation != "softmax":
        return own
    return own - float(np.logaddexp.reduce(np.delete(z, unit).astype(np.float64)))

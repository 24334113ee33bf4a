"""Which classes outputs say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import FloatArray


def predicted_classes(outputs: FloatArray, axis: int = -1) -> NDArray[np.int64]:
    """Return the class that outputs say, those of each sample along an axis, which is left out.

    One output says class 1 from 0.5 on; of several the largest says the class.
    """
    if outputs.shape[axis] == 1:
        return np.asarray(outputs.take(0, axis=axis) >= 0.5, dtype=np.int64)
    return np.asarray(outputs.argmax(axis=axis), dtype=np.int64)

"""How good a network is: its loss and accuracy at a moment, and as curves over a run."""

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats


class Scores(msgspec.Struct, frozen=True):
    """Mean loss per sample without penalties, and the share classified rightly (NaN where there is none)."""

    loss: float
    accuracy: float


class Metrics(msgspec.Struct, frozen=True):
    """Scores on each part of the split; None where that part is empty."""

    train: Scores
    validation: Scores | None
    test: Scores | None


class Curves(msgspec.Struct, frozen=True, eq=False):
    """The history so far: read-only views of equal length, bounded in size however long the run.

    `loss` and `accuracy` map "train", "validation" and "test" (those not empty) to values at `epochs`.
    """

    epochs: Floats
    updates: NDArray[np.int64]
    loss: dict[str, Floats]
    accuracy: dict[str, Floats]

"""What every data set is in the end: one frozen Dataset, and its split into training, validation and test."""

import msgspec
import numpy as np
from numpy.typing import NDArray


class Dataset(msgspec.Struct, frozen=True, eq=False):
    """Points and what is to be learned about them.

    Attributes
    ----------
    X : ndarray of float64, shape (n_samples, n_features)
        The inputs before any derived feature; read-only.
    y : ndarray, shape (n_samples,) of int64 or (n_samples, n_outputs) of float64
        Classes 0..k-1, or real targets; read-only.
    classes : tuple of str
        Names of the classes; empty for regression.
    feature_names : tuple of str
        One name a column of `X`.
    domain : tuple of (low, high)
        The range worth showing, one pair a column of `X`.
    """

    X: NDArray[np.float64]
    y: NDArray[np.int64] | NDArray[np.float64]
    classes: tuple[str, ...]
    feature_names: tuple[str, ...]
    domain: tuple[tuple[float, float], ...]

    @property
    def is_classification(self) -> bool:
        """Whether `y` holds classes rather than real targets."""
        return bool(self.classes)


PARTS = ("train", "validation", "test")
"""The parts of a `Split`, by name."""


class Split(msgspec.Struct, frozen=True, eq=False):
    """One data set divided; validation and test may be empty (zero rows)."""

    train: Dataset
    validation: Dataset
    test: Dataset

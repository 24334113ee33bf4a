"""What every data set is in the end: one frozen Dataset, and its split into training, validation and test."""

from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

MAX_SAMPLES = 100_000
"""Of a data set, whatever it comes from."""
MAX_CLASSES = 100
"""Of a data set that is read from files."""

Image = tuple[int, int, int]
"""Height, width and channels."""


class InputKind(StrEnum):
    """What the inputs of a data set are, which decides how they are shown."""

    LINE = "line"
    PLANE = "plane"
    TABLE = "table"
    IMAGE = "image"


def kind_of(inputs: int, image: Image | None) -> InputKind:
    """Return what so many inputs are: those of an image, or one, two or more numbers."""
    if image is not None:
        return InputKind.IMAGE
    return {1: InputKind.LINE, 2: InputKind.PLANE}.get(inputs, InputKind.TABLE)


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
    image : tuple of (height, width, channels), optional
        Of images: the columns of `X` run row by row, channels fastest.
    """

    X: NDArray[np.float64]
    y: NDArray[np.int64] | NDArray[np.float64]
    classes: tuple[str, ...]
    feature_names: tuple[str, ...]
    domain: tuple[tuple[float, float], ...]
    image: Image | None = None

    @property
    def inputs(self) -> int:
        """How many inputs there are, before any derived feature."""
        return len(self.feature_names)

    @property
    def kind(self) -> InputKind:
        """What the inputs are."""
        return kind_of(self.inputs, self.image)

    @property
    def has_axes(self) -> bool:
        """Whether a picture has an axis for each input: they are a line or a plane."""
        return self.kind in (InputKind.LINE, InputKind.PLANE)

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

"""Measured data that come with scikit-learn: breast cancer and small handwritten digits."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.data.base import DataSet, Fraction, Shape, classification
from nnviz.data.dataset import Dataset

_TestFraction = Annotated[Fraction, Meta(title="Test", description="Share of the points kept for testing.")]


class BreastCancer(DataSet, frozen=True, tag="breast_cancer"):
    """Breast cancer Wisconsin (diagnostic): 569 samples, 30 features, malignant (0) or benign (1)."""

    title: ClassVar[str] = "Breast cancer"
    about: ClassVar[str] = "569 tumours, 30 measurements each: malignant or benign."

    test_fraction: _TestFraction = 0.2
    standardize: Annotated[
        bool,
        Meta(
            title="Standardize",
            description="Shift and scale each input to mean 0, deviation 1 on the training points.",
        ),
    ] = True

    def shape(self) -> Shape:
        """Thirty inputs, two classes."""
        return Shape(inputs=30, classes=2)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Load the samples in random order (the file's own order groups the hospitals' visits)."""
        from sklearn.datasets import load_breast_cancer  # noqa: PLC0415  (0.7 s: only when needed)

        bunch = load_breast_cancer()
        order = rng.permutation(len(bunch.target))
        return classification(
            bunch.data[order],
            bunch.target[order],
            tuple(str(name) for name in bunch.target_names),
            feature_names=tuple(str(name) for name in bunch.feature_names),
        )


class Digits(DataSet, frozen=True, tag="digits"):
    """Optical recognition of handwritten digits: 1797 pictures of 8 x 8, of 0 to 16 scaled to [-1, 1]."""

    title: ClassVar[str] = "Digits 8 x 8"
    about: ClassVar[str] = "1797 small handwritten digits, ten classes; 0 to 16 in a pixel becomes -1 to 1."

    image: ClassVar[tuple[int, int, int]] = (8, 8, 1)

    test_fraction: _TestFraction = 0.2

    def shape(self) -> Shape:
        """Sixty-four pixels, ten classes."""
        return Shape(inputs=64, classes=10, image=self.image)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Load the pictures in random order (the file's own order groups the writers)."""
        from sklearn.datasets import load_digits  # noqa: PLC0415  (0.7 s: only when needed)

        bunch = load_digits()
        order = rng.permutation(len(bunch.target))
        return classification(
            bunch.data[order] / 8.0 - 1.0,
            bunch.target[order],
            tuple(str(digit) for digit in range(10)),
            domain=((-1.0, 1.0),) * 64,
            image=self.image,
        )

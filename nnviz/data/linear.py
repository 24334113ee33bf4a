"""Two halves of the unit square, divided by the diagonal."""

from typing import ClassVar

import numpy as np

from nnviz.data.base import DataSet, Noise, Samples, Shape, classification, padded_domain
from nnviz.data.dataset import Dataset


class Linear(DataSet, frozen=True, tag="linear"):
    """Points uniform in [0, 1]²; class 0 where x1 > x2, else 1."""

    title: ClassVar[str] = "Linear"
    about: ClassVar[str] = "Points of the unit square, divided by the diagonal: one straight line is enough."

    samples: Samples = 100
    noise: Noise = 0.0

    def shape(self) -> Shape:
        """Two inputs, two classes."""
        return Shape(inputs=2, classes=2)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points in the order in which they are trained."""
        X = rng.uniform(0.0, 1.0, size=(self.samples, 2))
        y = np.where(X[:, 0] > X[:, 1], 0, 1)
        X = X + self.noise * rng.standard_normal(X.shape)
        return classification(X, y, ("0", "1"), domain=padded_domain(X, 0.0, 1.0))

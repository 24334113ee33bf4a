"""Two Gaussian clouds, one a class."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.data.base import DataSet, Samples, Shape, classification, padded_domain
from nnviz.data.dataset import Dataset


class Gauss(DataSet, frozen=True, tag="gauss"):
    """Two normal clouds: class 0 about (-0.5, -0.5), class 1 about (0.5, 0.5).

    It is a classification, as in TensorFlow Playground; its bumps for regression are `gauss_regression`.
    """

    title: ClassVar[str] = "Gauss"
    about: ClassVar[str] = "Two round clouds: one neuron is enough while they do not overlap."

    samples: Samples = 500
    spread: Annotated[
        float, Meta(title="Spread", description="Standard deviation of each cloud.", ge=0.0, le=10.0)
    ] = 0.2

    def shape(self) -> Shape:
        """Two inputs, two classes."""
        return Shape(inputs=2, classes=2)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points, the classes in turn."""
        y = np.arange(self.samples) % 2
        X = (y - 0.5)[:, np.newaxis] + self.spread * rng.standard_normal((self.samples, 2))
        return classification(X, y, ("lower left", "upper right"), domain=padded_domain(X, -1.0, 1.0))

"""Round clouds on a circle, one a class."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.data.base import DataSet, Samples, Shape, classification, padded_domain
from nnviz.data.dataset import Dataset


class Blobs(DataSet, frozen=True, tag="blobs"):
    """Normal clouds with their middles evenly spaced on the circle of radius 0.7."""

    title: ClassVar[str] = "Blobs"
    about: ClassVar[str] = "Round clouds on a circle, as many as there are classes."

    samples: Samples = 300
    classes: Annotated[int, Meta(title="Classes", description="How many clouds.", ge=2, le=10)] = 3
    spread: Annotated[
        float, Meta(title="Spread", description="Standard deviation of each cloud.", ge=0.0, le=10.0)
    ] = 0.2

    def shape(self) -> Shape:
        """Two inputs, one class a cloud."""
        return Shape(inputs=2, classes=self.classes)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points, the classes in turn."""
        y = np.arange(self.samples) % self.classes
        angle = 2 * np.pi * y / self.classes + np.pi / 2
        middles = 0.7 * np.column_stack([np.cos(angle), np.sin(angle)])
        X = middles + self.spread * rng.standard_normal((self.samples, 2))
        names = [f"blob {i + 1}" for i in range(self.classes)]
        return classification(X, y, names, domain=padded_domain(X, -1.0, 1.0))

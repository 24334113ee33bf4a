"""Spiral arms, one a class."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.data.base import DataSet, Noise, Samples, Shape, classification, padded_domain
from nnviz.data.dataset import Dataset


class Spiral(DataSet, frozen=True, tag="spiral"):
    """Arms that wind out from the middle to radius 1, at equal angles; one class an arm."""

    title: ClassVar[str] = "Spiral"
    about: ClassVar[str] = "Arms that wind around each other: only a larger network follows them."

    samples: Samples = 500
    classes: Annotated[int, Meta(title="Classes", description="How many arms.", ge=2, le=10)] = 2
    turns: Annotated[
        float, Meta(title="Turns", description="How often an arm goes around.", ge=0.1, le=5.0)
    ] = 1.75
    noise: Noise = 0.02

    def shape(self) -> Shape:
        """Two inputs, one class an arm."""
        return Shape(inputs=2, classes=self.classes)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points, the classes in turn, from the middle outwards."""
        y = np.arange(self.samples) % self.classes
        radius = (np.arange(self.samples) // self.classes + 1) / -(-self.samples // self.classes)
        angle = 2 * np.pi * (self.turns * radius + y / self.classes)
        X = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
        X = X + self.noise * rng.standard_normal(X.shape)
        names = [f"arm {i + 1}" for i in range(self.classes)]
        return classification(X, y, names, domain=padded_domain(X, -1.0, 1.0))

"""Two interleaving half circles, by scikit-learn."""

from typing import ClassVar

import numpy as np

from nnviz.data.base import DataSet, Noise, Samples, Shape, classification
from nnviz.data.dataset import Dataset


class Moons(DataSet, frozen=True, tag="moons"):
    """`sklearn.datasets.make_moons`: class 0 on the upper moon, class 1 on the lower one."""

    title: ClassVar[str] = "Moons"
    about: ClassVar[str] = "Two half moons that reach into each other."

    samples: Samples = 200
    noise: Noise = 0.2

    def shape(self) -> Shape:
        """Two inputs, two classes."""
        return Shape(inputs=2, classes=2)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points in shuffled order."""
        from sklearn.datasets import make_moons  # noqa: PLC0415  (0.7 s: only when needed)

        X, y = make_moons(n_samples=self.samples, noise=self.noise, random_state=int(rng.integers(2**31)))
        return classification(X, y, ("upper", "lower"))

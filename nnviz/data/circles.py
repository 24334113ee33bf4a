"""Two concentric circles, by scikit-learn."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.data.base import DataSet, Noise, Samples, Shape, classification, padded_domain
from nnviz.data.dataset import Dataset


class Circles(DataSet, frozen=True, tag="circles"):
    """`sklearn.datasets.make_circles`: class 0 on the outer circle of radius 1, class 1 on the inner one."""

    title: ClassVar[str] = "Circles"
    about: ClassVar[str] = "A ring around a ring."

    samples: Samples = 1000
    factor: Annotated[
        float,
        Meta(title="Factor", description="Radius of the inner circle; the outer one has 1.", ge=0.0, lt=1.0),
    ] = 0.4
    noise: Noise = 0.05

    def shape(self) -> Shape:
        """Two inputs, two classes."""
        return Shape(inputs=2, classes=2)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points in shuffled order."""
        from sklearn.datasets import make_circles  # noqa: PLC0415  (0.7 s: only when needed)

        X, y = make_circles(
            n_samples=self.samples,
            factor=self.factor,
            noise=self.noise,
            random_state=int(rng.integers(2**31)),
        )
        return classification(X, y, ("outer", "inner"), domain=padded_domain(X, -1.0, 1.0))

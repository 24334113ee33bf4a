"""XOR: the two diagonals of the unit square."""

from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.data.base import DataSet, Noise, Shape, classification, padded_domain
from nnviz.data.dataset import Dataset


class Xor(DataSet, frozen=True, tag="xor"):
    """Evenly spaced points on both diagonals, in a fixed order; class 1 on the falling one.

    Eleven positions give 21 points, (0.1 i, 0.1 i) and (0.1 i, 1 - 0.1 i) for i = 0..10, the centre once;
    two positions give the truth table of exclusive or.
    """

    title: ClassVar[str] = "XOR"
    about: ClassVar[str] = "Two crossing diagonals: no single straight line divides them."

    positions: Annotated[
        int,
        Meta(
            title="Positions",
            description="Places along each diagonal: 11 give the 21 points of lab A, 2 the truth table.",
            ge=2,
            le=5_000,
        ),
    ] = 11
    noise: Noise = 0.0

    def shape(self) -> Shape:
        """Two inputs, two classes."""
        return Shape(inputs=2, classes=2)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Return the points, one position after the other, the rising diagonal first."""
        last = self.positions - 1
        points: list[tuple[float, float]] = []
        labels: list[int] = []
        for i in range(self.positions):
            points.append((i / last, i / last))
            labels.append(0)
            if 2 * i != last:
                points.append((i / last, 1 - i / last))
                labels.append(1)
        X = np.array(points) + self.noise * rng.standard_normal((len(points), 2))
        return classification(X, labels, ("0", "1"), domain=padded_domain(X, 0.0, 1.0))

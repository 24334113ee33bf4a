"""Patterns on the square [-1, 1]²: one class inside a figure, the other outside."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.base import DataSet, Noise, Samples, Shape, classification, padded_domain
from nnviz.data.dataset import Dataset


class Pattern(DataSet, frozen=True):
    """Points uniform in [-1, 1]²; class 1 where `inside` says so."""

    samples: Samples = 500
    noise: Noise = 0.0

    @staticmethod
    @abstractmethod
    def inside(X: Floats) -> NDArray[np.bool_]:
        """Return which points, shape (n_samples, 2), are of class 1."""

    def shape(self) -> Shape:
        """Two inputs, two classes."""
        return Shape(inputs=2, classes=2)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points, classify them, then shift them by the noise."""
        X = rng.uniform(-1.0, 1.0, size=(self.samples, 2))
        y = self.inside(X).astype(np.int64)
        X = X + self.noise * rng.standard_normal(X.shape)
        return classification(X, y, ("outside", "inside"), domain=padded_domain(X, -1.0, 1.0))


class Circle(Pattern, frozen=True, tag="circle"):
    """Class 1 where √(x1² + x2²) < 0.75."""

    title: ClassVar[str] = "Circle"
    about: ClassVar[str] = "A disc of radius 0.75."

    @staticmethod
    def inside(X: Floats) -> NDArray[np.bool_]:
        """Inside the disc."""
        return np.asarray(np.hypot(X[:, 0], X[:, 1]) < 0.75)


class Diamond(Pattern, frozen=True, tag="diamond"):
    """Class 1 where |x1| + |x2| < 1."""

    title: ClassVar[str] = "Diamond"
    about: ClassVar[str] = "A square standing on its corner: four straight edges."

    @staticmethod
    def inside(X: Floats) -> NDArray[np.bool_]:
        """Inside the diamond."""
        return np.asarray(np.abs(X).sum(axis=1) < 1.0)


class Square(Pattern, frozen=True, tag="square"):
    """Class 1 where max(|x1|, |x2|) < 0.5."""

    title: ClassVar[str] = "Centered square"
    about: ClassVar[str] = "A square of side 1 in the middle."

    @staticmethod
    def inside(X: Floats) -> NDArray[np.bool_]:
        """Inside the square."""
        return np.asarray(np.abs(X).max(axis=1) < 0.5)


class ThickAngle(Pattern, frozen=True, tag="thick_angle"):
    """Class 1 where -0.5 < max(x1, x2) < 0.5."""

    title: ClassVar[str] = "Thick right angle"
    about: ClassVar[str] = "A right angle one unit thick."

    @staticmethod
    def inside(X: Floats) -> NDArray[np.bool_]:
        """Inside the angle."""
        corner = X.max(axis=1)
        return np.asarray((corner > -0.5) & (corner < 0.5))


class ThinAngle(Pattern, frozen=True, tag="thin_angle"):
    """Class 1 where 0 < max(x1, x2) < 0.5."""

    title: ClassVar[str] = "Thin right angle"
    about: ClassVar[str] = "A right angle half a unit thick: the hardest of the five patterns."

    @staticmethod
    def inside(X: Floats) -> NDArray[np.bool_]:
        """Inside the angle."""
        corner = X.max(axis=1)
        return np.asarray((corner > 0.0) & (corner < 0.5))

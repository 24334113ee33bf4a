"""Regression over the plane: a real target for each point of [-1, 1]²."""

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from nnviz.arrays import Floats
from nnviz.data.base import DataSet, Samples, Shape, TargetNoise, padded_domain, regression
from nnviz.data.dataset import Dataset


class Surface(DataSet, frozen=True):
    """Points uniform in [-1, 1]² with the height of a surface as target."""

    samples: Samples = 500
    noise: TargetNoise = 0.0

    @staticmethod
    @abstractmethod
    def height(X: Floats) -> Floats:
        """Return the target of each point, shape (n_samples,)."""

    def shape(self) -> Shape:
        """Two inputs, one real target."""
        return Shape(inputs=2, targets=1)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points and add the noise to their targets."""
        X = rng.uniform(-1.0, 1.0, size=(self.samples, 2))
        y = self.height(X) + self.noise * rng.standard_normal(self.samples)
        return regression(X, y[:, np.newaxis], domain=padded_domain(X, -1.0, 1.0))


class Plane(Surface, frozen=True, tag="plane"):
    """Target (x1 + x2) / 2."""

    title: ClassVar[str] = "Plane (regression)"
    about: ClassVar[str] = "A slanted plane: one linear unit fits it exactly."

    @staticmethod
    def height(X: Floats) -> Floats:
        """Rise from -1 in one corner to 1 in the opposite one."""
        return np.asarray(X.mean(axis=1))


class GaussRegression(Surface, frozen=True, tag="gauss_regression"):
    """Six bumps, three up and three down, in two rows (after TensorFlow Playground's `reg-gauss`)."""

    title: ClassVar[str] = "Gauss (regression)"
    about: ClassVar[str] = "Six round bumps, alternately up and down."

    @staticmethod
    def height(X: Floats) -> Floats:
        """Sum of sign · exp(-d² / (2 · 0.15²)) over the bumps, d the distance to the bump's middle."""
        middles = np.array([(x1, x2) for x2 in (-0.45, 0.45) for x1 in (-0.65, 0.0, 0.65)])
        signs = np.array([-1.0, 1.0, -1.0, 1.0, -1.0, 1.0])
        squared = ((X[:, np.newaxis, :] - middles) ** 2).sum(axis=2)
        return np.asarray(np.exp(-squared / (2 * 0.15**2)) @ signs)

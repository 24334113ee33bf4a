"""Functions of one variable on [-1, 1], for regression along a line."""

from abc import abstractmethod
from typing import Annotated, ClassVar

import numpy as np
from msgspec import Meta

from nnviz.arrays import Floats
from nnviz.data.base import DataSet, Samples, Shape, TargetNoise, padded_domain, regression
from nnviz.data.dataset import Dataset


class Function(DataSet, frozen=True):
    """Points uniform in [-1, 1] with the value of a function as target."""

    samples: Samples = 100
    noise: TargetNoise = 0.0

    @abstractmethod
    def value(self, x: Floats) -> Floats:
        """Return the function of each x, shape (n_samples,)."""

    def shape(self) -> Shape:
        """One input, one real target."""
        return Shape(inputs=1, targets=1)

    def make(self, rng: np.random.Generator) -> Dataset:
        """Draw the points and add the noise to their targets."""
        x = rng.uniform(-1.0, 1.0, size=self.samples)
        y = self.value(x) + self.noise * rng.standard_normal(self.samples)
        X = x[:, np.newaxis]
        return regression(X, y[:, np.newaxis], domain=padded_domain(X, -1.0, 1.0))


class Sine(Function, frozen=True, tag="sine"):
    """sin(π · periods · x)."""

    title: ClassVar[str] = "Sine (regression)"
    about: ClassVar[str] = "Whole waves over [-1, 1]; more periods need more units."

    periods: Annotated[
        float, Meta(title="Periods", description="Waves between -1 and 1.", ge=0.1, le=20.0)
    ] = 1.0

    def value(self, x: Floats) -> Floats:
        """Return the wave."""
        return np.asarray(np.sin(np.pi * self.periods * x))


class StepFunction(Function, frozen=True, tag="step"):
    """-0.5 left of 0, 0.5 from 0 on."""

    title: ClassVar[str] = "Step (regression)"
    about: ClassVar[str] = "A jump, which a smooth network can only make steep."

    def value(self, x: Floats) -> Floats:
        """Return the step."""
        return np.where(x < 0.0, -0.5, 0.5)


class Absolute(Function, frozen=True, tag="absolute"):
    """|x|."""

    title: ClassVar[str] = "Absolute value (regression)"
    about: ClassVar[str] = "A kink: two relu units make it exactly."

    def value(self, x: Floats) -> Floats:
        """Return |x|."""
        return np.abs(x)


class Cubic(Function, frozen=True, tag="cubic"):
    """4 x³ - 3 x, the third Chebyshev polynomial: between -1 and 1, with two turning points."""

    title: ClassVar[str] = "Cubic (regression)"
    about: ClassVar[str] = "A polynomial with a hill and a valley."

    def value(self, x: Floats) -> Floats:
        """Return the polynomial."""
        return np.asarray(4 * x**3 - 3 * x)

"""What every layer of a network can be asked: its shapes, its parameters, and what they start from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Draw, FloatArray, Floats

Shape = tuple[int, ...]
"""(units,), or (height, width, channels): the values of a sample, row by row, channels fastest."""

NOTHING: Shape = (0,)
"""The shape of the weights of a layer that has none."""


def maps_of(shape: Shape) -> tuple[int, int, int]:
    """Return (height, width, channels) of a shape; units are channels of one pixel."""
    height, width, channels = (1,) * (3 - len(shape)) + shape
    return height, width, channels


@dataclass(frozen=True)
class Layer:
    """One layer: what it makes of values of one shape, without its weights.

    Parameters
    ----------
    shape_in : tuple of int
        That of the values it gets from the layer before.
    activation : str
        A name of `ACTIVATIONS`; "identity" for kinds of layers that have none.
    bias : bool
        Whether it has biases that are learned.
    dropout : float
        Share of its activations set to zero while training. The kept ones are divided by 1 - share, so that
        nothing changes when it is off.

    Attributes
    ----------
    kind, title : str
        Its name in experiment files, and for people.
    short : str
        Its name where there is hardly any room.
    code : int
        What kernels know its kind by.
    has_kernels : bool
        Whether its weights are kernels, which go over maps.
    is_sum : bool
        Whether it has weighted sums, as many as one chooses: units, or maps. Others have as many as they get.
    one_by_one : bool
        Whether each of its units or maps comes from the one below it alone.
    has_activation : bool
        Whether an activation may follow.
    takes_units, takes_maps : bool
        What may come before it.
    learns : type, optional
        What one of its weights is: `Weight`, `KernelWeight` or `Gain`; none where it learns nothing.
    """

    kind: ClassVar[str]
    title: ClassVar[str]
    short: ClassVar[str]
    code: ClassVar[int]
    has_kernels: ClassVar[bool] = False
    is_sum: ClassVar[bool] = False
    one_by_one: ClassVar[bool] = False
    has_activation: ClassVar[bool] = False
    takes_units: ClassVar[bool] = True
    takes_maps: ClassVar[bool] = True
    learns: ClassVar[type[Any] | None] = None

    shape_in: Shape
    activation: str = field(default="identity", kw_only=True)
    bias: bool = field(default=False, kw_only=True)
    dropout: float = field(default=0.0, kw_only=True)

    @property
    def shape_out(self) -> Shape:
        """The shape of its z, a and delta, and so what the next layer gets."""
        return self.shape_in

    @property
    def makes_maps(self) -> bool:
        """Whether its values lie in maps, not in a row of units."""
        return len(self.shape_out) > 1

    @property
    def size_in(self) -> int:
        """How many numbers of a sample it gets."""
        return math.prod(self.shape_in)

    @property
    def size_out(self) -> int:
        """How many numbers it makes of a sample: the units of a dense layer."""
        return math.prod(self.shape_out)

    @property
    def weights_shape(self) -> Shape:
        """The shape of its weights: first what comes in, last what goes out; `NOTHING` where it has none."""
        return NOTHING

    @property
    def biases_shape(self) -> Shape:
        """The shape of its biases: one for each unit or map, also where they are not learned and stay 0."""
        return self.weights_shape[-1:]

    @property
    def pixels(self) -> int:
        """How many values each of its units or maps has for a sample: 1 where it is dense."""
        return self.maps[0] * self.maps[1]

    @property
    def has_parameters(self) -> bool:
        """Whether it has weights at all."""
        return math.prod(self.weights_shape) > 0

    @property
    def parameter_count(self) -> int:
        """Numbers that are learned: its weights, and its biases if it has some."""
        return math.prod(self.weights_shape) + self.bias * math.prod(self.biases_shape)

    @property
    def room(self) -> int:
        """Numbers that its parameters take in a flat buffer: there is room for biases always."""
        return math.prod(self.weights_shape) + math.prod(self.biases_shape)

    @property
    def fan_in(self) -> int:
        """How many weighted inputs add up to one z."""
        return math.prod(self.weights_shape[:-1])

    @property
    def fan_out(self) -> int:
        """In how many z one input occurs."""
        return math.prod(self.weights_shape[:-2]) * self.weights_shape[-1]

    @property
    def products(self) -> int:
        """Products of a weight and an activation that one sample takes: what its work is measured in."""
        return math.prod(self.weights_shape) * self.pixels

    @property
    def own_room(self) -> int:
        """Numbers for which it needs room in every block of the workspace, besides z, a and delta."""
        return 0

    @property
    def scratch_room(self) -> int:
        """Numbers for which it needs room while an error goes down through it."""
        return 0

    @property
    def maps(self) -> tuple[int, int, int]:
        """(height, width, channels) of what it puts out; one pixel where that is no map."""
        return maps_of(self.shape_out)

    @property
    def maps_in(self) -> tuple[int, int, int]:
        """The same of what it gets."""
        return maps_of(self.shape_in)

    def columns(self) -> dict[int, int]:
        """Return what kernels have to know of its kind, by columns of their table of layers."""
        return {}

    def numbers(self) -> dict[int, float]:
        """Return the same of what is no whole number."""
        return {}

    def learned(self, weights: NDArray[Any]) -> NDArray[Any]:
        """Return the part of its weights that is learned: of most kinds all."""
        return weights

    def weights_in(self, flat: FloatArray) -> FloatArray:
        """Return the weights as a view into flat numbers, a row of which holds all that goes into a unit."""
        *before, units = self.weights_shape
        rows = flat.reshape(units, *before)
        return rows.transpose(*range(1, rows.ndim), 0)

    def zeros(self) -> tuple[Floats, Floats]:
        """Return weights and biases of the right shapes that are all zero."""
        return np.zeros(self.weights_shape), np.zeros(self.biases_shape)

    def initial(
        self, draw: Draw, rng: np.random.Generator, scale: float, *, draws_biases: bool
    ) -> tuple[Floats, Floats]:
        """Draw weights, scaled, then biases (zeros where none are drawn, or the layer has none)."""
        fans = self.fan_in, self.fan_out
        weights = draw(rng, self.weights_shape, *fans) * scale
        if draws_biases and self.bias:
            return weights, draw(rng, self.biases_shape, *fans)
        return weights, np.zeros(self.biases_shape)

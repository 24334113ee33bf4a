"""Where each number goes: the weights into a unit or pixel, those out of it, and where a weight acts."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.pool import Pool
from nnviz.engine.layers.window import Windowed
from nnviz.explain.layers.windows import corner, seen_by
from nnviz.parts import KernelWeight, Learned, Pixel, Unit, Weight

Place = Unit | Pixel
"""Where there is one number of a sample."""


class ActingWeight(NamedTuple):
    """A weight where it acts once: on the number it takes, None for a zero of the padding, towards a sum."""

    weight: Weight | KernelWeight
    source: Place | None
    target: Place

    @property
    def at(self) -> tuple[int, int] | None:
        """Row and column of the sum, where it is a pixel."""
        return (self.target.row, self.target.column) if isinstance(self.target, Pixel) else None


def place(layer: int, index: tuple[int, ...]) -> Place:
    """Return the place of a number in the array of its layer."""
    return Unit(layer, index[0]) if len(index) == 1 else Pixel(layer, index[0], index[1], index[2])


def places_of(network: Network, layer: int) -> tuple[Place, ...]:
    """Return the places of all numbers of a layer, in the order of its array; 0 is the input."""
    return _places(network.layers[layer].shape_out, layer)


@lru_cache(maxsize=64)
def _places(shape: tuple[int, ...], layer: int) -> tuple[Place, ...]:
    return tuple(place(layer, index) for index in np.ndindex(*shape))


def in_window(record: Windowed, layer: int, target: Pixel, channel: int) -> list[Place | None]:
    """Return what a window sees of a map of the layer before, row by row; None for zeros around it."""
    top, left = corner(record, target.row, target.column)
    return [_pixel(record, layer - 1, top + i, left + j, channel) for i, j in np.ndindex(*record.size)]


def lines_into(network: Network, target: Place) -> tuple[ActingWeight, ...]:
    """Return the weights that a sum adds up, in the order of their array; none where there is no sum."""
    return _into(network.layers[target.layer], target)


@lru_cache(maxsize=4096)
def _into(record: Layer, target: Place) -> tuple[ActingWeight, ...]:
    layer = target.layer
    if isinstance(record, Conv) and isinstance(target, Pixel):
        top, left = corner(record, target.row, target.column)
        return tuple(
            ActingWeight(
                KernelWeight(layer, i, j, c, target.map),
                _pixel(record, layer - 1, top + i, left + j, c),
                target,
            )
            for i, j, c in np.ndindex(*record.weights_shape[:-1])
        )
    if record.kind != "dense" or not isinstance(target, Unit):
        return ()
    return tuple(
        ActingWeight(Weight(layer, i, target.unit), Unit(layer - 1, i), target)
        for i in range(record.weights_shape[0])
    )


def lines_from(network: Network, source: Place) -> tuple[ActingWeight, ...]:
    """Return the weights of the layer above that a number is multiplied by."""
    return _from(network.layers[source.layer + 1], source)


@lru_cache(maxsize=4096)
def _from(record: Layer, source: Place) -> tuple[ActingWeight, ...]:
    layer = source.layer + 1
    if isinstance(record, Conv) and isinstance(source, Pixel):
        seeing = seen_by(record, source.row, source.column).places
        return tuple(
            ActingWeight(KernelWeight(layer, i, j, source.map, k), source, Pixel(layer, row, column, k))
            for k in range(record.weights_shape[3])
            for row, column, i, j in seeing
        )
    if record.kind != "dense" or not isinstance(source, Unit):
        return ()
    return tuple(
        ActingWeight(Weight(layer, source.unit, k), source, Unit(layer, k)) for k in range(record.size_out)
    )


def acting(network: Network, part: Weight | KernelWeight) -> tuple[ActingWeight, ...]:
    """Return every place at which a weight acts in the forward pass of a sample."""
    if isinstance(part, Weight):
        return (ActingWeight(part, part.start, part.end),)
    return _acting(network.layers[part.layer], part)


@lru_cache(maxsize=4096)
def _acting(record: Layer, part: KernelWeight) -> tuple[ActingWeight, ...]:
    assert isinstance(record, Conv)
    return tuple(_at(record, part, row, column) for row, column in np.ndindex(*record.counts))


def acting_at(network: Network, part: Weight | KernelWeight, at: tuple[int, int] | None) -> ActingWeight:
    """Return one of these places, by the row and column of its output pixel."""
    if isinstance(part, Weight) or at is None:
        return acting(network, part)[0]
    return _at(network.layers[part.layer], part, *at)


def _at(record: Layer, part: KernelWeight, row: int, column: int) -> ActingWeight:
    assert isinstance(record, Conv)
    top, left = corner(record, row, column)
    below = _pixel(record, part.layer - 1, top + part.row, left + part.column, part.source)
    return ActingWeight(part, below, Pixel(part.layer, row, column, part.target))


def of_unit(network: Network, layer: int, unit: int) -> tuple[Place, ...]:
    """Return all numbers of a unit, which is one, or of a map."""
    return _of_unit(network.layers[layer].shape_out, layer, unit)


@lru_cache(maxsize=1024)
def _of_unit(shape: tuple[int, ...], layer: int, unit: int) -> tuple[Place, ...]:
    return tuple(at for at in _places(shape, layer) if unit_of(at) == unit)


def unit_of(at: Place) -> int:
    """Return the unit or map of a place."""
    return at.map if isinstance(at, Pixel) else at.unit


def unit_into(part: Learned) -> int:
    """Return the unit or map that a parameter belongs to."""
    return part.target if isinstance(part, Weight | KernelWeight) else part.unit


def pooled_from(network: Network, target: Pixel) -> list[Pixel]:
    """Return what a pixel of a pooling layer is made of."""
    record = network.layers[target.layer]
    assert isinstance(record, Pool)
    found = in_window(record, target.layer, target, target.map)
    return [at for at in found if isinstance(at, Pixel)]


def pooled_in(network: Network, source: Pixel) -> list[Pixel]:
    """Return the pixels of the pooling layer above in whose windows a pixel lies."""
    record, layer = network.layers[source.layer + 1], source.layer + 1
    assert isinstance(record, Pool)
    seeing = seen_by(record, source.row, source.column).places
    return [Pixel(layer, row, column, source.map) for row, column, _, _ in seeing]


def flattened(network: Network, layer: int, unit: int) -> Place:
    """Return what stands before a unit of a flattening layer."""
    return places_of(network, layer - 1)[unit]


def _pixel(record: Layer, layer: int, row: int, column: int, channel: int) -> Pixel | None:
    height, width, _ = record.maps_in
    return Pixel(layer, row, column, channel) if 0 <= row < height and 0 <= column < width else None

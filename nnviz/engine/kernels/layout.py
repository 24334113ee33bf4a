"""Where everything of a network lies in flat buffers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from nnviz.arrays import FloatArray, Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.kernels.handed import Places
from nnviz.engine.kernels.network import Network
from nnviz.engine.lanes import buffers
from nnviz.engine.lanes.tags import Tag, vector_of
from nnviz.engine.layers.columns import (
    ACTIVATION,
    BIASES_AT,
    CHANNELS,
    COLUMNS,
    DROP_BELOW,
    HAS_BIAS,
    HEIGHT,
    KIND,
    NUMBERS,
    OWN_AT,
    UNITS,
    UNITS_AT,
    WEIGHTS_AT,
    WIDTH,
)
from nnviz.engine.layers.layer import Layer


class Layout:
    """Where everything of a network lies in flat buffers, for one lane tag.

    All offsets count lane groups: 1 number for one sample, 16 for sixteen samples, 8 for eight networks.

    * Parameters: layer after layer, its weights row by row (one row holds all weights INTO one unit, so
      weights[j, i] of the textbook), then its biases (zeros where it has none), padded to whole vectors.
    * A block of the workspace holds what belongs to one lane group of samples: `a` of all units (the inputs
      first), then `z` of all, `delta` of all, then the targets, scratch for the outputs, which lanes are
      present, and what layers need for themselves. Each layer is padded to whole vectors.
    * Behind all blocks there is scratch for what one layer at a time needs on the way back.

    Attributes
    ----------
    table, numbers : ndarray of int64, of float64
        One row of `COLUMNS` and one of `NUMBERS` numbers a layer, the inputs first.
    parameters : int
        Length of the parameters.
    units, outputs : int
        Units of all layers, and of the last one, padded.
    block, scratch : int
        Length of one block of the workspace, and of the scratch behind the last one.
    """

    def __init__(self, network: Network, tag: Tag) -> None:
        self.network, self.tag = network, tag
        vector = vector_of(tag)
        self._unit_step = max(1, vector.lanes // tag.lanes)
        self._parameter_step = vector.lanes // (tag.lanes if tag.networks else 1)
        self.table = np.zeros(len(network.layers) * COLUMNS, np.int64)
        rows = self.table.reshape(-1, COLUMNS)
        units_at = parameters_at = 0
        for row, layer in zip(rows, network.layers, strict=True):
            biases_at = parameters_at + layer.room - layer.biases_shape[0]
            row[[KIND, UNITS, UNITS_AT]] = layer.code, layer.size_out, units_at
            row[ACTIVATION] = ACTIVATIONS[layer.activation].code
            row[[WEIGHTS_AT, BIASES_AT, HAS_BIAS]] = parameters_at, biases_at, layer.bias
            row[DROP_BELOW] = int(layer.dropout * 2**53)
            row[[HEIGHT, WIDTH, CHANNELS]] = layer.maps
            for column, whole in layer.columns().items():
                row[column] = whole
            units_at += self.padded(layer.size_out)
            parameters_at += -(-layer.room // self._parameter_step) * self._parameter_step
        self.parameters = parameters_at
        self.units, self.outputs = units_at, self.padded(network.outputs)
        self.block = 3 * self.units + 2 * self.outputs + self._unit_step
        for row, layer in zip(rows, network.layers, strict=True):
            row[OWN_AT] = self.block if layer.own_room else 0
            self.block += self.padded(layer.own_room)
        self.scratch = self.padded(max(layer.scratch_room for layer in network.computed))
        self.numbers = np.zeros(len(network.layers) * NUMBERS)
        for place, layer in enumerate(network.layers):
            for column, number in layer.numbers().items():
                self.numbers[place * NUMBERS + column] = number

    @cached_property
    def _parts(self) -> tuple[tuple[Layer, slice, slice], ...]:
        """Each layer after the input, and where its weights and its biases are in flat parameters."""
        ends = self.table.reshape(-1, COLUMNS)[1:, [WEIGHTS_AT, BIASES_AT]].tolist()
        return tuple(
            (layer, slice(begin, middle), slice(middle, middle + layer.biases_shape[0]))
            for layer, (begin, middle) in zip(self.network.computed, ends, strict=True)
        )

    @property
    def places(self) -> Places:
        """What kernels need of it."""
        return Places(self.table, self.numbers, self.units, self.outputs, self.block)

    def padded(self, units: int) -> int:
        """Return the room a layer of so many units takes in the workspace."""
        return -(-units // self._unit_step) * self._unit_step

    def pack(self, weights: Sequence[Floats], biases: Sequence[Floats]) -> FloatArray:
        """Return weights and biases of one network as flat parameters, without lanes."""
        flat = buffers.zeros(self.parameters, self.tag.dtype)
        with np.errstate(over="ignore"):  # a number too large for single precision is infinite there
            for into_weights, into_biases, w, b in zip(*self.views(flat), weights, biases, strict=True):
                into_weights[...] = w
                into_biases[...] = b
        return flat

    def views(self, flat: FloatArray) -> tuple[list[FloatArray], list[FloatArray]]:
        """Return views into flat parameters (or gradients, or moments): of the weights, and of the biases.

        One of each a layer after the input, in the shapes the layers say.
        """
        weights = [layer.weights_in(flat[part]) for layer, part, _ in self._parts]
        return weights, [flat[part] for _, _, part in self._parts]

    def penalised(self) -> FloatArray:
        """Return 1 for each weight and 0 for each bias: whom l1, l2 and weight decay concern."""
        mask = np.zeros(self.parameters, self.tag.dtype)
        for layer, weights in zip(self.network.computed, self.views(mask)[0], strict=True):
            layer.learned(weights)[...] = 1.0
        return mask


@lru_cache(maxsize=64)
def layout_of(network: Network, tag: Tag) -> Layout:
    """Return the layout of a network, made once: making one takes longer than measuring a small network."""
    return Layout(network, tag)

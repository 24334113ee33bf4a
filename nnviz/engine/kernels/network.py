"""The network: how many layers of how many units, and where all that lies in flat buffers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.lanes import buffers
from nnviz.engine.lanes.interpreted import Tag, vector_of
from nnviz.engine.lanes.kernel import FloatArray, IntArray

MAX_LAYERS = 100
MAX_UNITS = 100_000
MAX_PARAMETERS = 50_000_000
DTYPES = ("float64", "float32")


@dataclass(frozen=True)
class Network:
    """A network of dense layers, without its weights.

    Parameters
    ----------
    layers : tuple of int
        Units of each layer, the inputs first.
    activations : tuple of str
        Names of `ACTIVATIONS`, one a layer after the input.
    bias : bool or tuple of bool
        Whether units have biases; or one answer a layer after the input.
    dropout : tuple of float
        Share of a layer's activations set to zero while training, one a layer after the input (the output's
        is 0); empty for none. The kept ones are divided by 1 - share, so that nothing changes when it is off.
    dtype : {"float64", "float32"}
        Precision of training; float32 is faster on wide layers.

    Raises
    ------
    ValueError
        If the parts do not fit together; the message says what is allowed.
    """

    layers: tuple[int, ...]
    activations: tuple[str, ...]
    bias: bool | tuple[bool, ...] = True
    dropout: tuple[float, ...] = ()
    dtype: str = "float64"

    def __post_init__(self) -> None:
        _check(
            2 <= len(self.layers) <= MAX_LAYERS, f"a network has 2 to {MAX_LAYERS} layers, inputs included"
        )
        _check(
            all(1 <= units <= MAX_UNITS for units in self.layers),
            f"each layer has 1 to {MAX_UNITS:,} units, not {max(self.layers, key=lambda n: abs(n - 1)):,}",
        )
        depth = len(self.layers) - 1
        _check(len(self.activations) == depth, f"{depth} layers after the input need {depth} activations")
        for name in self.activations:
            _check(name in ACTIVATIONS, f"no activation {name!r}; choose one of {', '.join(ACTIVATIONS)}")
        for name in self.activations[:-1]:
            _check(not ACTIVATIONS[name].output_only, f"{name} is for the output layer only")
        _check(
            isinstance(self.bias, bool) or len(self.bias) == depth,
            f"bias is true, false or a list of {depth}",
        )
        _check(len(self.dropout) in (0, depth), f"dropout needs {depth} numbers, or none")
        _check(all(0.0 <= share < 1.0 for share in self.dropout), "a dropout is at least 0 and less than 1")
        _check(not self.dropout or self.dropout[-1] == 0.0, "the output layer has no dropout")
        _check(self.dtype in DTYPES, f"dtype is one of {', '.join(DTYPES)}")
        _check(
            self.parameter_count <= MAX_PARAMETERS, f"the network has more than {MAX_PARAMETERS:,} parameters"
        )

    @property
    def depth(self) -> int:
        """Layers after the input."""
        return len(self.layers) - 1

    @property
    def has_bias(self) -> tuple[bool, ...]:
        """Whether each layer after the input has biases."""
        return (self.bias,) * self.depth if isinstance(self.bias, bool) else self.bias

    @property
    def dropout_rates(self) -> tuple[float, ...]:
        """The dropout of each layer after the input."""
        return self.dropout or (0.0,) * self.depth

    @property
    def parameter_count(self) -> int:
        """Numbers that are learned: all weights and the biases there are."""
        fans = zip(self.layers, self.layers[1:], self.has_bias, strict=False)
        return sum((fan_in + has_bias) * fan_out for fan_in, fan_out, has_bias in fans)


def _check(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)


UNITS, ACTIVATION, UNITS_AT, WEIGHTS_AT, BIASES_AT, HAS_BIAS, DROP_BELOW, COLUMNS = range(8)
"""The columns of the table of layers that kernels read: `layers[row(layer) + UNITS]`, and their number.

`UNITS_AT` is where a layer's units lie among the units of a block, `WEIGHTS_AT` and `BIASES_AT` where its
parameters lie; `DROP_BELOW` is its dropout as a share of 2^53.
"""


class Places(NamedTuple):
    """Where everything lies, as kernels take it: see `Layout`, which has the same attributes."""

    table: IntArray
    units: int
    outputs: int
    block: int


class Layout:
    """Where everything of a network lies in flat buffers, for one lane tag.

    All offsets count lane groups: 1 number for one sample, 16 for sixteen samples, 8 for eight networks.

    * Parameters: layer after layer, its weights row by row (one row holds all weights INTO one unit, so
      weights[j, i] of the textbook), then its biases (zeros where it has none), padded to whole vectors.
    * A block of the workspace holds what belongs to one lane group of samples: `a` of all units (the inputs
      first), then `z` of all, `delta` of all, then the targets, scratch for the outputs, and which lanes are
      present. Each layer is padded to whole vectors.

    Attributes
    ----------
    table : ndarray of int64
        One row of `COLUMNS` numbers a layer, the inputs first.
    parameters : int
        Length of the parameters.
    units, outputs : int
        Units of all layers, and of the last one, padded.
    block : int
        Length of one block of the workspace.
    """

    def __init__(self, network: Network, tag: Tag) -> None:
        self.network, self.tag = network, tag
        vector = vector_of(tag)
        self._unit_step = max(1, vector.lanes // tag.lanes)
        self._parameter_step = vector.lanes // (tag.lanes if tag.networks else 1)
        self.table = np.zeros((network.depth + 1) * COLUMNS, np.int64)
        rows = self.table.reshape(-1, COLUMNS)
        units_at = parameters_at = 0
        for layer, units in enumerate(network.layers):
            rows[layer, [UNITS, UNITS_AT]] = units, units_at
            units_at += self.padded(units)
            if layer > 0:
                weights = network.layers[layer - 1] * units
                rows[layer, ACTIVATION] = ACTIVATIONS[network.activations[layer - 1]].code
                rows[layer, [WEIGHTS_AT, BIASES_AT]] = parameters_at, parameters_at + weights
                rows[layer, HAS_BIAS] = network.has_bias[layer - 1]
                rows[layer, DROP_BELOW] = int(network.dropout_rates[layer - 1] * 2**53)
                parameters_at += -(-(weights + units) // self._parameter_step) * self._parameter_step
        self.parameters = parameters_at
        self.units, self.outputs = units_at, self.padded(network.layers[-1])
        self.block = 3 * self.units + 2 * self.outputs + self._unit_step

    @property
    def places(self) -> Places:
        """What kernels need of it."""
        return Places(self.table, self.units, self.outputs, self.block)

    def padded(self, units: int) -> int:
        """Return the room a layer of so many units takes in the workspace."""
        return -(-units // self._unit_step) * self._unit_step

    def pack(self, weights: Sequence[Floats], biases: Sequence[Floats]) -> FloatArray:
        """Return weights and biases of one network as flat parameters, without lanes."""
        flat = buffers.zeros(self.parameters, self.tag.dtype)
        for into_weights, into_biases, w, b in zip(*self.views(flat), weights, biases, strict=True):
            into_weights[...] = w
            into_biases[...] = b
        return flat

    def views(self, flat: FloatArray) -> tuple[list[FloatArray], list[FloatArray]]:
        """Return views into flat parameters (or gradients, or moments): of the weights, and of the biases.

        Those of the weights have shape (fan_in, fan_out).
        """
        weights, biases = [], []
        sizes = self.network.layers
        for row, fan_in, fan_out in zip(self.table.reshape(-1, COLUMNS)[1:], sizes, sizes[1:], strict=False):
            begin, middle = row[WEIGHTS_AT], row[BIASES_AT]
            weights.append(flat[begin:middle].reshape(fan_out, fan_in).T)
            biases.append(flat[middle : middle + fan_out])
        return weights, biases

    def penalised(self) -> FloatArray:
        """Return 1 for each weight and 0 for each bias: whom l1, l2 and weight decay concern."""
        mask = np.zeros(self.parameters, self.tag.dtype)
        for weights in self.views(mask)[0]:
            weights[...] = 1.0
        return mask


@lru_cache(maxsize=64)
def layout_of(network: Network, tag: Tag) -> Layout:
    """Return the layout of a network, made once: making one takes longer than measuring a small network."""
    return Layout(network, tag)

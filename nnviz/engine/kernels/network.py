"""The network: its layers, one record each, without their weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nnviz.arrays import Parameters
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.input import Input
from nnviz.engine.layers.layer import Layer, Shape
from nnviz.engine.layers.norm import BatchNorm

MAX_LAYERS = 100
MAX_UNITS = 100_000
MAX_PARAMETERS = 50_000_000
DTYPES = ("float64", "float32")


@dataclass(frozen=True, init=False)
class Network:
    """A network, without its weights.

    Parameters
    ----------
    layers : sequence of Layer, or of int
        The input first. Numbers of units mean dense layers, which the next three parameters describe.
    activations : sequence of str
        Names of `ACTIVATIONS`, one a layer after the input.
    bias : bool or sequence of bool
        Whether units have biases; or one answer a layer after the input.
    dropout : sequence of float
        That of each layer after the input (the output has none); empty for none.
    dtype : {"float64", "float32"}
        Precision of training; float32 is faster on wide layers.

    Raises
    ------
    ValueError
        If the parts do not fit together; the message says what is allowed.
    """

    layers: tuple[Layer, ...]
    dtype: str = "float64"

    def __init__(
        self,
        layers: Sequence[Layer] | Sequence[int],
        activations: Sequence[str] = (),
        bias: bool | Sequence[bool] = True,
        dropout: Sequence[float] = (),
        dtype: str = "float64",
    ) -> None:
        _check(2 <= len(layers) <= MAX_LAYERS, f"a network has 2 to {MAX_LAYERS} layers, inputs included")
        records = tuple(layer for layer in layers if isinstance(layer, Layer))
        if len(records) < len(layers):
            units = [layer for layer in layers if isinstance(layer, int)]
            records = dense_layers(units, activations, bias, dropout)
        object.__setattr__(self, "layers", records)
        object.__setattr__(self, "dtype", dtype)
        self._check_layers()

    def _check_layers(self) -> None:
        sizes = [layer.size_out for layer in self.layers]
        _check(
            all(1 <= size <= MAX_UNITS for size in sizes),
            f"each layer has 1 to {MAX_UNITS:,} units, not {max(sizes, key=lambda n: abs(n - 1)):,}",
        )
        for before, layer in zip(self.layers, self.layers[1:], strict=False):
            fits = before.shape_out == layer.shape_in
            _check(fits, f"a layer after {before.shape_out} cannot begin with {layer.shape_in}")
        for name in self.activations:
            _check(name in ACTIVATIONS, f"no activation {name!r}; choose one of {', '.join(ACTIVATIONS)}")
        for name in self.activations[:-1]:
            _check(not ACTIVATIONS[name].output_only, f"{name} is for the output layer only")
        rates = [layer.dropout for layer in self.layers]
        _check(all(0.0 <= share < 1.0 for share in rates), "a dropout is at least 0 and less than 1")
        _check(rates[-1] == 0.0, "the output layer has no dropout")
        _check(self.dtype in DTYPES, f"dtype is one of {', '.join(DTYPES)}")
        _check(
            self.parameter_count <= MAX_PARAMETERS, f"the network has more than {MAX_PARAMETERS:,} parameters"
        )

    @property
    def computed(self) -> tuple[Layer, ...]:
        """The layers after the input: those that compute something."""
        return self.layers[1:]

    @property
    def depth(self) -> int:
        """Layers after the input."""
        return len(self.layers) - 1

    @property
    def input_shape(self) -> Shape:
        """The shape of the values of a sample that it takes."""
        return self.layers[0].shape_out

    @property
    def inputs(self) -> int:
        """Numbers of a sample that it takes."""
        return self.layers[0].size_out

    @property
    def outputs(self) -> int:
        """Numbers that it makes of a sample."""
        return self.layers[-1].size_out

    @property
    def sizes(self) -> str:
        """How many numbers each layer has, as people write it: 2-4-4-1."""
        return "-".join(str(layer.size_out) for layer in self.layers)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each layer after the input."""
        return tuple(layer.activation for layer in self.computed)

    @property
    def has_bias(self) -> tuple[bool, ...]:
        """Whether each layer after the input has biases."""
        return tuple(layer.bias for layer in self.computed)

    @property
    def dropout_rates(self) -> tuple[float, ...]:
        """The dropout of each layer after the input."""
        return tuple(layer.dropout for layer in self.computed)

    @property
    def drops(self) -> bool:
        """Whether there is dropout in any layer."""
        return any(self.dropout_rates)

    @property
    def has_batch_norm(self) -> bool:
        """Whether a sample's outputs depend on the others of its batch while it trains."""
        return any(isinstance(layer, BatchNorm) for layer in self.layers)

    @property
    def is_dense(self) -> bool:
        """Whether all its layers are dense: what most pictures and files can show."""
        flat = not self.layers[0].makes_maps
        return flat and all(isinstance(layer, Dense) for layer in self.computed)

    @property
    def parameter_count(self) -> int:
        """Numbers that are learned: all weights and the biases there are."""
        return sum(layer.parameter_count for layer in self.layers)

    def zeros(self) -> Parameters:
        """Return weights and biases of the right shapes that are all zero."""
        zeros = [layer.zeros() for layer in self.computed]
        return [weights for weights, _ in zeros], [biases for _, biases in zeros]

    def without_dropout(self) -> Network:
        """Return this network with every unit kept."""
        return Network(tuple(replace(layer, dropout=0.0) for layer in self.layers), dtype=self.dtype)

    def with_all_biases(self) -> Network:
        """Return this network with biases in every layer that can have some."""
        layers = (replace(layer, bias=layer.has_parameters) for layer in self.layers)
        return Network(tuple(layers), dtype=self.dtype)


def dense_layers(
    units: Sequence[int], activations: Sequence[str], bias: bool | Sequence[bool], dropout: Sequence[float]
) -> tuple[Layer, ...]:
    """Return an input and dense layers after it; see `Network` for the parameters and errors."""
    depth = len(units) - 1
    _check(len(activations) == depth, f"{depth} layers after the input need {depth} activations")
    biased = [bias] * depth if isinstance(bias, bool) else bias
    _check(len(biased) == depth, f"bias is true, false or a list of {depth}")
    _check(len(dropout) in (0, depth), f"dropout needs {depth} numbers, or none")
    rates = dropout or [0.0] * depth
    layers: list[Layer] = [Input((units[0],))]
    for count, activation, has_bias, rate in zip(units[1:], activations, biased, rates, strict=True):
        shape = layers[-1].shape_out
        layers.append(Dense(shape, count, activation=activation, bias=has_bias, dropout=rate))
    return tuple(layers)


def _check(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)

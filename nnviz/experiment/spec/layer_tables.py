"""The layers of a network as an experiment file has them: numbers of units, or a table a layer.

A table becomes a record of the engine, which knows its shapes; what a table cannot say of itself (activation,
bias and dropout, which may also be listed for the whole network) is told it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta, Struct

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.layers.input import Input
from nnviz.engine.layers.layer import Layer, Shape
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import AvgPool, MaxPool
from nnviz.experiment.spec.errors import SpecError, one_of, refused

MAX_UNITS = 10_000
MAX_LAYERS = 64
MAX_SIDE = 1_000

Units = Annotated[int, Meta(ge=1, le=MAX_UNITS)]
Side = Annotated[int, Meta(ge=1, le=MAX_SIDE)]
Sides = Side | Annotated[tuple[Side, ...], Meta(min_length=2, max_length=2)]
Share = Annotated[float, Meta(ge=0.0, lt=1.0)]
Name = Annotated[str, Meta(extra={"registry": ACTIVATIONS})]


@dataclass(frozen=True)
class Own:
    """What a layer with units has besides its table: its activation, whether it has biases, its dropout."""

    activation: str
    bias: bool
    dropout: float


class LayerTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """A layer as a table; `kind` says which."""

    has_units = False
    """Whether activation, bias and dropout of the network concern it."""
    fresh: ClassVar[dict[str, Any]] = {}
    """What a new one says at first, when it is put into a network on the diagram."""

    def record(self, shape: Shape, own: Own) -> Layer:
        """Return the engine's record, for values of a shape; ValueError if it cannot take them."""
        raise NotImplementedError


class WithUnits(LayerTable, frozen=True, kw_only=True):
    """What layers with units share; left out, the keys of [network] hold."""

    has_units = True

    units: Units
    activation: Name | None = None
    bias: bool | None = None
    dropout: Share | None = None


class DenseTable(WithUnits, frozen=True, kw_only=True, tag="dense"):
    """`{kind = "dense", units = 50}`, as the number 50 alone."""

    fresh: ClassVar[dict[str, Any]] = {"units": 16, "activation": "relu"}

    def record(self, shape: Shape, own: Own) -> Layer:
        """Return a dense layer."""
        if len(shape) > 1:
            raise ValueError('a dense layer takes no maps: put {kind = "flatten"} before it')
        return Dense(shape, self.units, activation=own.activation, bias=own.bias, dropout=own.dropout)


class ConvTable(WithUnits, frozen=True, kw_only=True, tag="conv"):
    """`{kind = "conv", units = 10, size = 5}`."""

    fresh: ClassVar[dict[str, Any]] = {"units": 8, "size": 3, "padding": "same", "activation": "relu"}

    size: Sides
    stride: Sides = 1
    padding: Literal["valid", "same"] = "valid"

    def record(self, shape: Shape, own: Own) -> Layer:
        """Return a convolution."""
        return Conv(
            shape,
            _pair(self.size),
            _pair(self.stride),
            units=self.units,
            padding=self.padding,
            activation=own.activation,
            bias=own.bias,
            dropout=own.dropout,
        )


class MaxPoolTable(LayerTable, frozen=True, kw_only=True, tag="max_pool"):
    """`{kind = "max_pool", size = 2}`."""

    fresh: ClassVar[dict[str, Any]] = {"size": 2}

    size: Sides
    stride: Sides | None = None

    def record(self, shape: Shape, _own: Own) -> Layer:
        """Return a pooling layer."""
        return MaxPool(shape, _pair(self.size), _pair(self.stride or self.size))


class AvgPoolTable(LayerTable, frozen=True, kw_only=True, tag="avg_pool"):
    """`{kind = "avg_pool", size = 2}`."""

    fresh: ClassVar[dict[str, Any]] = {"size": 2}

    size: Sides
    stride: Sides | None = None

    def record(self, shape: Shape, _own: Own) -> Layer:
        """Return a pooling layer."""
        return AvgPool(shape, _pair(self.size), _pair(self.stride or self.size))


class FlattenTable(LayerTable, frozen=True, kw_only=True, tag="flatten"):
    """`{kind = "flatten"}`."""

    def record(self, shape: Shape, _own: Own) -> Layer:
        """Return a flattening layer."""
        return Flatten(shape)


class BatchNormTable(LayerTable, frozen=True, kw_only=True, tag="batch_norm"):
    """`{kind = "batch_norm"}`; an activation may follow it, for a convolution without one before it."""

    momentum: Annotated[float, Meta(ge=0.0, le=1.0)] = 0.1
    epsilon: Annotated[float, Meta(gt=0.0, le=1.0)] = 1e-5
    activation: Name = "identity"

    def record(self, shape: Shape, _own: Own) -> Layer:
        """Return a batch normalisation."""
        return BatchNorm(shape, momentum=self.momentum, epsilon=self.epsilon, activation=self.activation)


TABLES: dict[str, type[LayerTable]] = {
    "dense": DenseTable,
    "conv": ConvTable,
    "max_pool": MaxPoolTable,
    "avg_pool": AvgPoolTable,
    "flatten": FlattenTable,
    "batch_norm": BatchNormTable,
}
"""By `kind`."""

AnyTable = DenseTable | ConvTable | MaxPoolTable | AvgPoolTable | FlattenTable | BatchNormTable
Entry = Units | Annotated[tuple[Side, ...], Meta(min_length=3, max_length=3)] | AnyTable
"""One layer of a file: the input may be `[height, width, channels]`, all others are numbers or tables."""


def _pair(sides: int | tuple[int, ...]) -> tuple[int, int]:
    return (sides, sides) if isinstance(sides, int) else (sides[0], sides[1])


def place_of(number: int) -> str:
    """Return what messages call an entry of `network.layers`; 0 is the input."""
    return f"network.layers (layer {number})" if number else "network.layers (the input)"


def layers_of(value: object, plain: Any, read: Any) -> tuple[Entry, ...]:
    """Return the layers of plain values.

    Parameters
    ----------
    value : object
        As the file has it.
    plain : type
        That of a list of numbers of units, which says what is wrong where there is no table.
    read : callable
        `section` of `convert.py`, which reads one table.

    Raises
    ------
    SpecError
        That names the layer, the key, the value, and what is allowed.
    """
    entries = value if isinstance(value, (list, tuple)) else []
    if not any(isinstance(entry, (dict, list, tuple, LayerTable)) for entry in entries):
        return msgspec.convert(value, plain)  # type: ignore[no-any-return]
    if not 2 <= len(entries) <= MAX_LAYERS:
        raise refused("network.layers", value, f"it must list 2 to {MAX_LAYERS} layers, the input first.")
    first, *others = entries
    return (_input(first), *(_layer(entry, number, read) for number, entry in enumerate(others, start=1)))


def _input(entry: object) -> Entry:
    try:
        return msgspec.convert(entry, Units | Annotated[tuple[Side, ...], Meta(min_length=3, max_length=3)])
    except msgspec.ValidationError:
        allowed = f"it must be a whole number from 1 to {MAX_UNITS:,}, or [height, width, channels]."
        raise refused(place_of(0), entry, allowed) from None


def _layer(entry: object, number: int, read: Any) -> Entry:
    if isinstance(entry, LayerTable):
        entry = msgspec.to_builtins(entry)
    if not isinstance(entry, dict):
        try:
            return msgspec.convert(entry, Units)
        except msgspec.ValidationError:
            allowed = f"it must be a whole number from 1 to {MAX_UNITS:,}, or a table with a kind."
            raise refused(place_of(number), entry, allowed) from None
    kind = entry.get("kind")
    if not isinstance(kind, str) or kind not in TABLES:
        if "kind" not in entry:
            raise SpecError(f"{place_of(number)}.kind is missing: {one_of(TABLES)}", "network.layers")
        raise refused(f"{place_of(number)}.kind", kind, one_of(TABLES, kind))
    rest = {key: value for key, value in entry.items() if key != "kind" and value is not None}
    table: Entry = read(TABLES[kind], rest, f"{place_of(number)}.")
    return table


def has_units(entry: Entry) -> bool:
    """Whether a layer after the input has units: an activation, perhaps biases and dropout."""
    return isinstance(entry, int) or (isinstance(entry, LayerTable) and entry.has_units)


def own_of(
    entries: Sequence[Entry],
    activation: str | Sequence[str],
    bias: bool | Sequence[bool],
    dropout: float | Sequence[float],
) -> tuple[Own, ...]:
    """Return what each layer after the input has of its own: by its table, or by the lists of [network].

    A list has an entry for each layer with units, or for each that does not say it in its table. The output
    has no dropout.
    """
    others = entries[1:]
    names = _spread(others, "activation", activation)
    biased = _spread(others, "bias", bias)
    last = len(others) - 1
    shares = [*_spread(others[:last], "dropout", dropout), getattr(others[last], "dropout", None)]
    return tuple(
        Own(name, has_bias, float(share or 0.0)) if has_units(entry) else Own("identity", False, 0.0)
        for entry, name, has_bias, share in zip(others, names, biased, shares, strict=True)
    )


def lengths_allowed(entries: Sequence[Entry], key: str) -> tuple[int, int]:
    """Return how long a list of [network] may be: for all layers with units, or for those that need it."""
    units = [entry for entry in entries if has_units(entry)]
    return len(units), sum(getattr(entry, key, None) is None for entry in units)


def _spread(entries: Sequence[Entry], key: str, value: Any) -> list[Any]:
    """Return an entry for each layer; None for those without units."""
    said = [getattr(entry, key, None) for entry in entries]
    if not isinstance(value, (tuple, list)):
        return [value if its_own is None else its_own for its_own in said]
    every = len(value) == lengths_allowed(entries, key)[0]
    coming = iter(value)
    spread = []
    for entry, its_own in zip(entries, said, strict=True):
        listed = next(coming, None) if has_units(entry) and (every or its_own is None) else None
        spread.append(listed if its_own is None else its_own)
    return spread


def records(entries: Sequence[Entry], own: Sequence[Own]) -> tuple[Layer, ...]:
    """Return the engine's records; `own` has an entry for each layer after the input.

    Raises
    ------
    SpecError
        Where a layer cannot take what comes before it.
    """
    first, *others = entries
    made: list[Layer] = [Input((first,) if isinstance(first, int) else tuple(first))]  # type: ignore[arg-type]
    for number, (entry, its_own) in enumerate(zip(others, own, strict=True), start=1):
        table = DenseTable(units=entry) if isinstance(entry, int) else entry
        assert isinstance(table, LayerTable)  # only the input is a list
        try:
            made.append(table.record(made[-1].shape_out, its_own))
        except ValueError as error:
            raise refused(place_of(number), msgspec.to_builtins(entry), f"{error}.") from None
    return tuple(made)

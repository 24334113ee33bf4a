"""Putting one number into an experiment, many thousand times: quickly, and as `with_values` would."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from nnviz.experiment.run.problem import initial_parameters_of
from nnviz.experiment.spec.errors import SpecError, refused
from nnviz.experiment.spec.fields import value_of
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec

ONE_WEIGHT = re.compile(r"network\.(weights|biases)((?:\.\d+)+)")
"""A weight at the start, "network.weights.LAYER.FROM.TO", or a bias, "network.biases.LAYER.UNIT", from 1."""
UNITS = re.compile(r"network\.layers\.(\d{1,4})")
"""How many units a hidden layer has, "network.layers.LAYER", from 1."""
START_KEYS = frozenset({"network.init", "network.init_scale", "training.seed"})
"""Keys that change where a run starts, and nothing else unless batches or dropout are drawn."""


def is_written_out(key: str) -> bool:
    """Whether an axis is a part of what the file has as a list: one weight, or the units of one layer."""
    return ONE_WEIGHT.fullmatch(key) is not None or UNITS.fullmatch(key) is not None


def is_start(key: str) -> bool:
    """Whether a key changes how a run starts only: so runs that differ in it can go side by side."""
    return key in START_KEYS or ONE_WEIGHT.fullmatch(key) is not None


def put(spec: Spec, key: str, value: float) -> Spec:
    """Return the experiment with another number at a key that is known to take it (see `check_corners`)."""
    place = ONE_WEIGHT.fullmatch(key)
    if place is not None:
        return _with_one(spec, place[1], [int(part) for part in place[2].split(".")[1:]], value)
    layer = UNITS.fullmatch(key)
    if layer is not None:
        return replace(
            spec, network=replace(spec.network, layers=_with_units(spec, int(layer[1]), value, key))
        )
    table, _, name = key.partition(".")
    section = replace(getattr(spec, table), **{name: value})
    if key == "network.init_scale":
        section = replace(section, weights=None, biases=None)  # who scales what is drawn wants it drawn
    return replace(spec, **{table: section})


def check_corners(spec: Spec, corners: list[Mapping[str, float]]) -> None:
    """See to it that numbers are allowed, and leave the rest of the experiment as it is.

    Limits are those of intervals, so what holds for the ends of an axis holds for all of it.

    Raises
    ------
    SpecError
        With one sentence that names the key.
    """
    for corner in corners:
        plain = {key: value for key, value in corner.items() if not is_written_out(key)}
        made = spec
        for key, value in plain.items():
            require_number(spec, key)
            made = put(made, key, value)
        if with_values(spec, plain) != made:
            key = next(iter(plain))
            raise SpecError(
                f"{key} changes more of this experiment than itself: it is no axis of a map.", key
            )
        for key, value in corner.items():
            if UNITS.fullmatch(key):
                _check_units(made, put(made, key, value), key)
            elif key not in plain:
                put(made, key, value)


def require_number(spec: Spec, key: str) -> None:
    """Refuse a key that does not take a single number.

    Raises
    ------
    SpecError
    """
    try:
        value = value_of(spec, key)
    except KeyError:
        with_values(spec, {key: 0})  # says what there is in its place
        value = None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise SpecError(f"{key} takes no single number: it is no axis of a map.", key)


def _with_units(spec: Spec, layer: int, units: float, key: str) -> tuple[Any, ...]:
    """Return the layers with another number of units in one of them."""
    layers = list(spec.network.layers)
    if not (1 <= layer < len(layers) - 1 and all(isinstance(each, int) for each in layers)):
        hidden = max(len(layers) - 2, 0)
        raise refused(key, units, f"it must be one of the hidden layers, of which there are {hidden}, dense.")
    layers[layer] = int(units)
    return tuple(layers)


def _check_units(spec: Spec, made: Spec, key: str) -> None:
    if spec.network.weights is not None or spec.network.biases is not None:
        raise SpecError(f"{key} is no axis where the experiment gives its initial weights.", key)
    if with_values(spec, {"network.layers": list(made.network.layers)}) != made:
        raise SpecError(f"{key} changes more of this experiment than itself: it is no axis of a map.", key)


def _with_one(spec: Spec, kind: str, place: list[int], value: float) -> Spec:
    """Return the experiment with its initial weights written out, one of them (or one bias) changed."""
    network = spec.network
    if network.weights is None or network.biases is None:
        weights, biases = initial_parameters_of(spec)
        network = replace(
            network,
            weights=tuple(tuple(map(tuple, layer.tolist())) for layer in weights),
            biases=tuple(tuple(layer.tolist()) for layer in biases),
        )
    key = f"network.{kind}.{'.'.join(map(str, place))}"
    parameters = _changed(getattr(network, kind), place, float(value), key)
    return replace(spec, network=replace(network, **{kind: parameters}))


def _changed(values: object, place: list[int], value: float, key: str) -> object:
    """Return nested tuples with one number changed."""
    if not place or not isinstance(values, tuple):
        if place or isinstance(values, tuple):
            raise SpecError(f"{key} is no weight: it must be network.weights.LAYER.FROM.TO, all from 1.", key)
        return value
    number, *rest = place
    if not 1 <= number <= len(values):
        raise refused(key, value, f"there are {len(values)} where it says {number}.")
    return (*values[: number - 1], _changed(values[number - 1], rest, value, key), *values[number:])

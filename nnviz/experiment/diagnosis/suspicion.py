"""A cause that is seen, and what may help: still to be tried."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from nnviz.experiment.diagnosis.facts import DRAWN, Facts
from nnviz.experiment.spec.layer_tables import Entry
from nnviz.experiment.spec.spec import Spec

Changes = Mapping[str, Any]
"""Values by dotted keys, as `--set` takes them."""


class Remedy(msgspec.Struct, frozen=True):
    """Settings that may help: what a button says, and the changes."""

    title: str
    changes: Changes


class Suspicion(msgspec.Struct, frozen=True):
    """One cause that is seen.

    Attributes
    ----------
    kind : str
        The cause in one word or two, for scripts.
    layer : int
        Counted from 1, the first after the inputs; 0 where it is no matter of one layer.
    sentence : str
        What is the matter, with numbers.
    evidence : dict of str to number
        What it was seen by.
    remedies : tuple of Remedy
        To be tried, the likeliest first.
    is_contradiction : bool
        Whether it is wrong whatever comes of training: it is said also where the network learns a little.
    if_nothing_helps : str
        What is said instead where all remedies were tried in vain; empty: the same.
    """

    kind: str
    layer: int
    sentence: str
    evidence: Mapping[str, Any]
    remedies: tuple[Remedy, ...] = ()
    is_contradiction: bool = False
    if_nothing_helps: str = ""

    @property
    def is_limit(self) -> bool:
        """Whether no setting can change it: it is said whatever else helps."""
        return self.is_contradiction and not self.remedies


Cause = Callable[[Facts], Iterator[Suspicion]]

GLOROT = Remedy("Try Glorot initial weights", {"network.init": "glorot_uniform", "network.init_scale": 1.0})
STANDARDIZED = Remedy("Try standardized inputs", {"data.standardize": True})
LEAKY, TANH = "leaky_relu", "tanh"


def with_rate(spec: Spec, factor: float) -> Remedy:
    """Return the remedy of another learning rate."""
    rate = min(float(f"{spec.training.learning_rate * factor:.3g}"), 1e6)
    return Remedy(f"Try a learning rate of {rate:g}", {"training.learning_rate": rate})


def slower(spec: Spec) -> tuple[Remedy, ...]:
    """Return smaller learning rates, the mildest change first."""
    return tuple(with_rate(spec, 10.0**-power) for power in range(1, 5))


def faster(spec: Spec) -> tuple[Remedy, ...]:
    """Return larger learning rates, and an optimizer that finds its own."""
    return (*(with_rate(spec, factor) for factor in (10.0, 100.0, 1000.0)), adam(0.01))


def adam(rate: float) -> Remedy:
    """Return the remedy of an optimizer that scales each step."""
    changes = {"training.optimizer": "adam", "training.learning_rate": rate}
    return Remedy(f"Try Adam with a learning rate of {rate:g}", changes)


def hidden_activation(spec: Spec, name: str, title: str, only: str | None = None) -> Remedy:
    """Return the remedy of another function in the hidden layers (in those that have `only`)."""
    *hidden, last = _activations(spec)
    names = (*(name if only in (None, each) else each for each in hidden), last)
    return Remedy(f"Try {title} in the hidden layers", {"network.activation": names})


def _activations(spec: Spec) -> list[str]:
    """Return the functions of the layers with units, which a list in the file is of."""
    return [layer.activation for layer in spec.network.built.layers[1:] if layer.kind in DRAWN]


def output_activation(spec: Spec, name: str, title: str) -> Remedy:
    """Return the remedy of another function of the output layer."""
    names = (*_activations(spec)[:-1], name)
    return Remedy(f"Try {title} as the output's activation", {"network.activation": names})


def wider(spec: Spec, units: int) -> Remedy:
    """Return the remedy of hidden layers of at least so many units, or of one where there is none."""
    first, *hidden, last = map(_plain, spec.network.layers)
    *_, output = spec.network.activations
    if not hidden:
        changes = {"network.layers": (first, units, last), "network.activation": (TANH, output)}
        return Remedy(f"Try a hidden layer of {units} tanh units", changes)
    layers = (first, *(_with_units(each, units) for each in hidden), last)
    return Remedy(f"Try {units} hidden units", {"network.layers": layers})


def _plain(entry: Entry) -> Any:
    """Return a layer as a file has it: a number, a shape, or a table of what is said of it."""
    table = msgspec.to_builtins(entry)
    return (
        {key: value for key, value in table.items() if value is not None}
        if isinstance(table, dict)
        else table
    )


def _with_units(layer: Any, least: int) -> Any:
    """Return a layer with at least so many units, what else its table says unchanged."""
    if isinstance(layer, dict):
        return layer | {"units": max(least, layer["units"])} if layer["kind"] == "dense" else layer
    return max(least, layer)


def other_seeds(spec: Spec, count: int) -> tuple[Remedy, ...]:
    """Return other draws of the initial weights."""
    if spec.network.weights is not None:
        return (GLOROT,)
    seeds = [(spec.training.seed + step) % 2**32 for step in range(1, count + 1)]
    return tuple(
        Remedy(f"Try other initial weights (seed {seed})", {"training.seed": seed}) for seed in seeds
    )


def joined(one: Remedy, other: Remedy) -> Remedy:
    """Return two remedies in one; where they change the same settings there is room for the second only."""
    if set(one.changes) & set(other.changes):
        return other
    second = other.title.removeprefix("Try ")
    return Remedy(f"{one.title} and {second}", {**other.changes, **one.changes})


def livelier(spec: Spec) -> tuple[Remedy, ...]:
    """Return what most often gets a network off a plateau."""
    hidden = (hidden_activation(spec, TANH, "tanh"),) if len(spec.network.activations) > 1 else ()
    return (
        adam(0.01),
        with_rate(spec, 10.0),
        *hidden,
        with_rate(spec, 0.1),
        wider(spec, 8),
        joined(wider(spec, 8), adam(0.01)),
    )


def finite(value: float) -> float | None:
    """Return a number that evidence can hold: None for one that is not finite."""
    return value if math.isfinite(value) else None

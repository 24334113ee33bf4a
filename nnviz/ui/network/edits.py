"""What the controls on the network diagram change: each returns a new, valid Spec or raises SpecError."""

import re
from typing import Any

from nnviz.data.features import available_features
from nnviz.data.held import shape_of
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.network import map_edits

_FIRST_HIDDEN_UNITS = 4
_FIRST_HIDDEN_ACTIVATION = "tanh"


def add_unit(spec: Spec, layer: int) -> Spec:
    """Return the experiment with one more unit in hidden layer `layer` (1 is the first)."""
    if not spec.network.built.is_dense:
        return map_edits.with_units(spec, layer, +1)
    return _with_units(spec, layer, spec.network.built.layers[layer].size_out + 1)


def remove_unit(spec: Spec, layer: int) -> Spec:
    """Return the experiment with one unit less in hidden layer `layer`."""
    if not spec.network.built.is_dense:
        return map_edits.with_units(spec, layer, -1)
    return _with_units(spec, layer, spec.network.built.layers[layer].size_out - 1)


def _with_units(spec: Spec, layer: int, units: int) -> Spec:
    layers = list(spec.network.layers)
    layers[layer] = units
    return with_values(spec, {"network.layers": layers})


def add_layer(spec: Spec, after: int) -> Spec:
    """Return the experiment with a hidden layer more, behind layer `after` (0: the inputs) and like it."""
    network = spec.network
    if not network.built.is_dense:
        kind = "conv" if network.built.layers[after].makes_maps else "dense"
        return map_edits.inserted(spec, after + 1, kind)
    hidden = network.built.depth - 1
    alike = max(after, 1)  # the hidden layer that is copied, if there is one
    units = network.layers[alike] if hidden else _FIRST_HIDDEN_UNITS
    changes: dict[str, object] = {
        "network.layers": [*network.layers[: after + 1], units, *network.layers[after + 1 :]]
    }
    if isinstance(network.activation, tuple) or not hidden:
        names = list(network.activations)
        names.insert(after, names[alike - 1] if hidden else _first_activation(names[-1]))
        changes["network.activation"] = names
    if isinstance(network.bias, tuple):
        biased = list(network.bias)
        biased.insert(after, biased[alike - 1])
        changes["network.bias"] = biased
    if isinstance(network.dropout, tuple):
        shares = list(network.dropout)
        shares.insert(after, 0.0)
        changes["network.dropout"] = shares
    return with_values(spec, changes)


def _first_activation(output: str) -> str:
    """Return what a first hidden layer takes: as the output, unless that would learn nothing new."""
    if ACTIVATIONS[output].output_only or output == "identity":
        return _FIRST_HIDDEN_ACTIVATION
    return output


def remove_layer(spec: Spec, layer: int) -> Spec:
    """Return the experiment without hidden layer `layer` (1 is the first)."""
    network = spec.network
    if not network.built.is_dense:
        return map_edits.without(spec, layer)
    changes: dict[str, object] = {"network.layers": _without(network.layers, layer)}
    if isinstance(network.activation, tuple):
        changes["network.activation"] = _without(network.activation, layer - 1)
    if isinstance(network.bias, tuple):
        changes["network.bias"] = _without(network.bias, layer - 1)
    if isinstance(network.dropout, tuple):
        changes["network.dropout"] = _without(network.dropout, layer - 1) or 0.0
    return with_values(spec, changes)


def _without(entries: tuple[Any, ...], index: int) -> list[Any]:
    return [*entries[:index], *entries[index + 1 :]]


def set_activation(spec: Spec, layer: int, name: str) -> Spec:
    """Return the experiment with another activation of layer `layer` (1 is the first after the inputs)."""
    if not spec.network.built.is_dense:
        return map_edits.with_entry(spec, layer, activation=name)
    names = list(spec.network.activations)
    names[layer - 1] = name
    return with_values(spec, {"network.activation": name if set(names) == {name} else names})


def activations_for(spec: Spec, layer: int) -> tuple[str, ...]:
    """Return the names that layer `layer` may take."""
    network = spec.network.built
    is_choice = layer == network.depth and network.outputs > 1
    return tuple(name for name, record in ACTIVATIONS.items() if is_choice or not record.output_only)


def features_for(spec: Spec) -> tuple[str, ...]:
    """Return the inputs that could be switched on; none where points have more than two coordinates."""
    return available_features(shape_of(spec.data).inputs)


def features_on(spec: Spec) -> tuple[str, ...]:
    """Return the inputs that are on, in the order the network takes them; empty where there is no choice."""
    known = features_for(spec)
    return spec.data.features or known[: shape_of(spec.data).inputs]


def switch_feature(spec: Spec, name: str) -> Spec:
    """Return the experiment with an input switched on or off; the order of the others stays."""
    on = features_on(spec)
    if name in on:
        chosen = [other for other in on if other != name]
        if not chosen:
            raise SpecError("The network needs at least one input.", "data.features")
    else:
        chosen = [known for known in features_for(spec) if known == name or known in on]
    return with_values(spec, {"data.features": chosen})


def in_short(reason: str) -> str:
    """Return why a change is refused without the table of the layer, which nobody has typed here."""
    found = re.fullmatch(r"network\.layers \((layer \d+)\) = .* is not allowed: (.*)", reason)
    return reason if found is None else f"{found[1].capitalize()}: {found[2]}"

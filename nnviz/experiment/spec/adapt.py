"""Making network and training fit again after a change in the app: the one place that says how.

A file with a contradiction is an error. A person who picks another data set, or adds a layer, means the rest
to follow; what they set themselves in the same change is never touched.
"""

from collections.abc import Set as AbstractSet
from typing import Any

import msgspec

from nnviz.data.base import DataSet, Shape
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.experiment.spec.checks import data_shape, input_count
from nnviz.experiment.spec.spec import Spec

_KEPT_WITH_THE_DATA = ("seed", "validation_fraction", "test_fraction")


def other_data_set(before: DataSet, name: str) -> dict[str, Any]:
    """Return `[data]` for another data set: its defaults, with seed and split kept if they had been set."""
    defaults = {field.name: field.default for field in msgspec.structs.fields(type(before))}
    kept = {key: getattr(before, key) for key in _KEPT_WITH_THE_DATA if getattr(before, key) != defaults[key]}
    return {"name": name, **kept}


def adapt(table: dict[str, Any], data: DataSet, before: Spec, changed: AbstractSet[str]) -> None:
    """Adapt `[network]` and `[training]` of a changed experiment, in place.

    - The first and last layer take the sizes the data need (two classes keep one output or two).
    - If that makes it another kind of task, the output activation and the loss become the usual ones.
    - A loss that needs probabilities gets an output activation that gives them.
    - Lists with an entry per layer are shortened or lengthened before their last entry.
    - Explicit weights that no longer fit are dropped, and all of them if `init` or `init_scale` is picked.

    Parameters
    ----------
    table : dict
        The changed experiment, as plain values.
    data : DataSet
        That of the changed experiment.
    before : Spec
        The experiment before the change.
    changed : set of str
        Dotted keys that were set on purpose.
    """
    network, training = table["network"], table["training"]
    shape = data_shape(data)
    if not _is_layers(network["layers"]):
        return
    if "network.layers" not in changed:
        network["layers"] = _fitting_layers(network["layers"], data, shape)
    _resize_lists(network, changed)
    _fit_output(network, training, shape, before, changed)
    if network["layers"] != list(before.network.layers) or changed & {"network.init", "network.init_scale"}:
        for key in {"weights", "biases"} - {name.removeprefix("network.") for name in changed}:
            network.pop(key, None)


def _is_layers(layers: object) -> bool:
    return isinstance(layers, list) and len(layers) >= 2 and all(isinstance(units, int) for units in layers)


def _fitting_layers(layers: list[int], data: DataSet, shape: Shape) -> list[int]:
    last = layers[-1]
    if shape.targets:
        last = shape.targets
    elif shape.classes == 2 and not (shape.more_classes and last > 2):
        last = last if last in (1, 2) else 1
    elif not (shape.more_classes and last > shape.classes):
        last = shape.classes
    return [input_count(data, shape), *layers[1:-1], last]


def _resize_lists(network: dict[str, Any], changed: AbstractSet[str]) -> None:
    layers = len(network["layers"]) - 1
    for key, length in (("activation", layers), ("bias", layers), ("dropout", layers - 1)):
        entries = network[key]
        if isinstance(entries, list) and f"network.{key}" not in changed and len(entries) != length:
            network[key] = _resized(entries, length) if length else 0.0


def _resized(entries: list[Any], length: int) -> list[Any]:
    if length == 0 or not entries:
        return []
    *hidden, last = entries
    filler = hidden[-1] if hidden else last
    return [*(hidden + [filler] * length)[: length - 1], last]


def _fit_output(
    network: dict[str, Any],
    training: dict[str, Any],
    shape: Shape,
    before: Spec,
    changed: AbstractSet[str],
) -> None:
    outputs = network["layers"][-1]
    usual_activation, usual_loss = _usual(shape, outputs)
    old_shape = data_shape(before.data)
    if _task(shape, outputs) != _task(old_shape, before.network.built.outputs):
        if "network.activation" not in changed:
            _set_output(network, usual_activation)
        if "training.loss" not in changed:
            training["loss"] = usual_loss
    loss = LOSSES.get(training["loss"]) if isinstance(training["loss"], str) else None
    if (
        "training.loss" in changed
        and "network.activation" not in changed
        and loss is not None
        and loss.needs_probabilities
        and not ACTIVATIONS[_output(network)].is_probability
        and shape.classes
    ):
        _set_output(network, usual_activation)


def _task(shape: Shape, outputs: int) -> str:
    return "regression" if shape.targets else "one output" if outputs == 1 else "an output a class"


def _usual(shape: Shape, outputs: int) -> tuple[str, str]:
    """Return the usual output activation and loss."""
    return {
        "regression": ("identity", "half_squared_error"),
        "one output": ("sigmoid", "log_loss"),
        "an output a class": ("softmax", "cross_entropy"),
    }[_task(shape, outputs)]


def _output(network: dict[str, Any]) -> str:
    activation = network["activation"]
    return str(activation[-1] if isinstance(activation, list) else activation)


def _set_output(network: dict[str, Any], name: str) -> None:
    activation = network["activation"]
    layers = len(network["layers"]) - 1
    names = list(activation) if isinstance(activation, list) else [activation] * layers
    names[-1] = name
    network["activation"] = name if set(names) == {name} else names

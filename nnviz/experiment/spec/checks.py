"""What one key's type cannot say: whether data, network and training fit together."""

from typing import Any

import numpy as np

from nnviz.data.base import DataSet, Shape
from nnviz.data.errors import DataError
from nnviz.data.features import available_features
from nnviz.data.held import shape_of, validates
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.experiment.spec.errors import refused, refused_data, shown
from nnviz.experiment.spec.layer_lists import for_each_layer
from nnviz.experiment.spec.layer_tables import has_units, lengths_allowed, place_of
from nnviz.experiment.spec.sections import MAX_WEIGHTS, NetworkSpec, TrainingSpec
from nnviz.experiment.spec.stop_section import StopSpec


def check_stop(data: DataSet, stop: StopSpec) -> None:
    """Check that there is what a run is to stop by.

    Raises
    ------
    SpecError
        If conditions look at validation points and there are none.
    """
    if stop.is_set and stop.on == "validation" and not _validates(data):
        column = getattr(data, "split_column", "")
        remedy = "set data.validation_fraction, such as 0.2"
        if column != "":
            remedy = f"no row of the column {shown(str(column))} is for validation"
        elif data.is_divided:
            remedy = "there is no folder for validation"
        raise refused("stop.on", stop.on, f"there are no validation points: {remedy}.")


def _validates(data: DataSet) -> bool:
    try:
        return validates(data)
    except DataError as error:
        raise refused_data(data, error) from None


MAX_VALUES = 100_000
"""Values of one sample that a layer may make."""
SINGLE_ENDS = float(np.finfo(np.float32).max)
"""The largest number in single precision."""


def check(data: DataSet, network: NetworkSpec, training: TrainingSpec) -> None:
    """Check that the three sections fit together.

    Raises
    ------
    SpecError
        At the first contradiction.
    """
    shape = data_shape(data)
    _check_features(data, shape)
    _check_fractions(data)
    _check_lists(network)
    _check_layers(network)
    _check_ends(data, shape, network)
    _check_activations(network)
    _check_parameters(network)
    _check_loss(shape, network, training)


def as_meant(data: DataSet, network: NetworkSpec, training: TrainingSpec) -> DataSet:
    """Return the data as the network must mean them: whole numbers as classes for outputs that need them."""
    _check_lists(network)
    last = network.records[-1]
    softmax = ACTIVATIONS[last.activation].output_only
    return data.asked_for(last.size_out, softmax or LOSSES[training.loss].needs_probabilities)


def data_shape(data: DataSet) -> Shape:
    """Return the shape of the points, or raise a SpecError that says why there is none."""
    try:
        return shape_of(data)
    except DataError as error:
        raise refused_data(data, error) from None


def input_count(data: DataSet, shape: Shape) -> int:
    """Return how many inputs the network needs: the derived features, or the coordinates."""
    return len(data.features) or shape.inputs


def _check_features(data: DataSet, shape: Shape) -> None:
    known = available_features(shape.inputs)
    for name in data.features:
        if not known:
            raise refused(
                "data.features", data.features, f"points with {shape.inputs} columns are taken as they are."
            )
        if name not in known:
            raise refused("data.features", data.features, f"each must be one of {', '.join(known)}.")
    if len(set(data.features)) != len(data.features):
        raise refused("data.features", data.features, "each may appear once.")


def _check_fractions(data: DataSet) -> None:
    if data.validation_fraction + data.test_fraction > 0.95:
        raise refused(
            "data.test_fraction",
            data.test_fraction,
            "validation_fraction and test_fraction together may be at most 0.95.",
        )


def _check_lists(network: NetworkSpec) -> None:
    for key, value, without_output in (
        ("activation", network.activation, False),
        ("bias", network.bias, False),
        ("dropout", network.dropout, True),
    ):
        entries = network.layers[1:-1] if without_output else network.layers[1:]
        lengths = lengths_allowed(entries, key)
        if isinstance(value, tuple) and len(value) not in lengths:
            what = "hidden layer" if without_output else "layer after the input"
            what += "" if all(map(has_units, entries)) else " with units (dense, conv)"
            needed = f"it needs one entry for each {what}, {lengths[0]} in all."
            raise refused(f"network.{key}", value, needed)


def _check_layers(network: NetworkSpec) -> None:
    """Check that each layer can follow the one before, and that all together are not too large."""
    layers = network.records
    count = sum(layer.parameter_count - layer.bias * layer.biases_shape[0] for layer in layers)
    if count > MAX_WEIGHTS:
        raise refused("network.layers", network.layers, f"at most {MAX_WEIGHTS:,} weights are allowed.")
    for number, layer in enumerate(layers):
        if layer.size_out > MAX_VALUES:
            allowed = f"at most {MAX_VALUES:,} values a layer are allowed, not {layer.size_out:,}."
            raise refused(place_of(number), " x ".join(map(str, layer.shape_out)), allowed)
    last = len(layers) - 1
    if layers[-1].makes_maps:
        needed = "the last layer must be a dense one, not one of maps."
        raise refused("network.layers", network.layers, needed)
    if layers[-1].dropout:
        raise refused(f"{place_of(last)}.dropout", layers[-1].dropout, "the output has no dropout.")


def _check_ends(data: DataSet, shape: Shape, network: NetworkSpec) -> None:
    inputs = input_count(data, shape)
    first, *_, last = network.records
    if first.size_out != inputs:
        source = "data.features lists" if data.features else f'data set "{data.name}" has'
        raise refused(
            "network.layers", network.layers, f"it must begin with {inputs}, as many inputs as {source}."
        )
    if first.makes_maps and shape.image is not None and first.shape_out != tuple(shape.image):
        size = f"[{', '.join(map(str, shape.image))}]"
        raise refused(place_of(0), list(first.shape_out), f"the images of the data are {size}.")
    outputs = last.size_out
    if shape.targets:
        if outputs != shape.targets:
            why = f'the targets of data set "{data.name}"{_because(shape)}'
            raise refused("network.layers", network.layers, f"it must end with {shape.targets}, {why}.")
        return
    counts = (1, 2) if shape.classes == 2 else (shape.classes,)
    if outputs not in counts and not (shape.more_classes and outputs > shape.classes):
        ends = " or ".join(map(str, counts))
        why = f'the outputs for the {shape.classes} classes of data set "{data.name}"{_because(shape)}'
        other = " (whole numbers in data.y are classes; write real targets as rows: [[0.0], [2.5]])"
        hint = other if data.name == "points" else ""
        raise refused("network.layers", network.layers, f"it must end with {ends}, {why}{hint}.")


def _because(shape: Shape) -> str:
    return f" ({shape.reason})" if shape.reason else ""


def _check_activations(network: NetworkSpec) -> None:
    value = network.activation
    *hidden, last = network.activations
    for name in hidden:
        if ACTIVATIONS[name].output_only:
            raise refused(
                "network.activation", value, f"{name} is for the last layer only; list one per layer."
            )
    if ACTIVATIONS[last].output_only and network.records[-1].size_out == 1:
        raise refused("network.activation", value, f"{last} needs at least two outputs; use sigmoid for one.")


def _check_parameters(network: NetworkSpec) -> None:
    layers = network.records[1:]
    for key, entries in (("weights", network.weights), ("biases", network.biases)):
        if entries is None:
            continue
        each = for_each_layer(entries, layers)
        if len(each) != len(layers):
            allowed = f"it needs one entry for each layer after the input, {len(layers)} in all."
            raise refused(f"network.{key}", entries, allowed)
        for number, (layer, values) in enumerate(zip(layers, each, strict=True), start=1):
            weights, biases = layer.zeros()
            expected = layer.learned(weights).shape if key == "weights" else biases.shape
            where = f"network.{key} (layer {number})"
            given = _shape(values)  # a batch normalisation may bring its running mean and variance along
            if given != expected and not (key == "weights" and given == weights.shape):
                raise refused(where, values, _must_be(expected))
            if key == "biases" and not layer.bias and any(values):
                raise refused(where, values, "network.bias is false for this layer.")
            if network.dtype == "float32" and np.abs(np.array(values)).max(initial=0.0) > SINGLE_ENDS:
                raise refused(where, values, f"float32 ends at {SINGLE_ENDS:.2g}; take float64.")


def _shape(values: Any) -> tuple[int, ...] | None:
    """Return the shape of nested tuples of numbers; None where they are ragged."""
    if not isinstance(values, tuple):
        return ()
    inner = list({_shape(value) for value in values}) or [()]
    return None if len(inner) > 1 or inner[0] is None else (len(values), *inner[0])


def _must_be(shape: tuple[int, ...]) -> str:
    if shape == (0,):
        return "this layer has none: it must be []."
    if len(shape) > 2:
        return f"it must be lists of numbers, {' by '.join(map(str, shape))}."
    rows = f"{_count(shape[0], 'row')} of " if len(shape) > 1 else ""
    return f"it must be {rows}{_count(shape[-1], 'number')}."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _check_loss(shape: Shape, network: NetworkSpec, training: TrainingSpec) -> None:
    output = ACTIVATIONS[network.activations[-1]]
    needs_probabilities = LOSSES[training.loss].needs_probabilities
    if shape.targets and not shape.probabilities:
        if output.output_only:
            raise refused(
                "network.activation",
                network.activation,
                f"the targets are numbers, not classes{_because(shape)}.",
            )
        if needs_probabilities:
            allowed = [name for name, loss in LOSSES.items() if not loss.needs_probabilities]
            reason = f"the targets are numbers, not classes{_because(shape)}; take {' or '.join(allowed)}."
            raise refused("training.loss", training.loss, reason)
    if needs_probabilities and not output.is_probability:
        allowed = [name for name, activation in ACTIVATIONS.items() if activation.is_probability]
        reason = f"its outputs must lie between 0 and 1: give the last layer {' or '.join(allowed)}."
        raise refused("training.loss", training.loss, reason)

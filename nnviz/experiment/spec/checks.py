"""What one key's type cannot say: whether data, network and training fit together."""

from collections.abc import Sequence
from itertools import pairwise

from nnviz.data import DataError, DataSet, Shape
from nnviz.data.features import available_features
from nnviz.data.held import shape_of
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.experiment.spec.errors import refused
from nnviz.experiment.spec.sections import MAX_WEIGHTS, NetworkSpec, TrainingSpec
from nnviz.experiment.spec.stop_section import StopSpec


def check_stop(data: DataSet, stop: StopSpec) -> None:
    """Check that there is what a run is to stop by.

    Raises
    ------
    SpecError
        If conditions look at validation points and there are none.
    """
    if stop.is_set and stop.on == "validation" and data.validation_fraction == 0.0:
        raise refused(
            "stop.on", stop.on, "there are no validation points: set data.validation_fraction, such as 0.2."
        )


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
    _check_ends(data, shape, network)
    _check_activations(network)
    _check_parameters(network)
    _check_loss(shape, network, training)


def as_meant(data: DataSet, network: NetworkSpec, training: TrainingSpec) -> DataSet:
    """Return the data as the network must mean them: whole numbers as classes for outputs that need them."""
    softmax = ACTIVATIONS[network.activations[-1]].output_only
    return data.asked_for(network.layers[-1], softmax or LOSSES[training.loss].needs_probabilities)


def data_shape(data: DataSet) -> Shape:
    """Return the shape of the points, or raise a SpecError that says why there is none."""
    try:
        return shape_of(data)
    except DataError as error:
        raise refused(f"data.{error.key}", getattr(data, error.key, None), error.reason) from None


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
    layers = len(network.layers) - 1
    for key, value, length, what in (
        ("activation", network.activation, layers, "layer after the input"),
        ("bias", network.bias, layers, "layer after the input"),
        ("dropout", network.dropout, layers - 1, "hidden layer"),
    ):
        if isinstance(value, tuple) and len(value) != length:
            raise refused(f"network.{key}", value, f"it needs one entry for each {what}, {length} in all.")
    count = sum(fan_in * fan_out for fan_in, fan_out in pairwise(network.layers))
    if count > MAX_WEIGHTS:
        raise refused("network.layers", network.layers, f"at most {MAX_WEIGHTS:,} weights are allowed.")


def _check_ends(data: DataSet, shape: Shape, network: NetworkSpec) -> None:
    inputs = input_count(data, shape)
    if network.layers[0] != inputs:
        source = "data.features lists" if data.features else f'data set "{data.name}" has'
        raise refused(
            "network.layers", network.layers, f"it must begin with {inputs}, as many inputs as {source}."
        )
    outputs = network.layers[-1]
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
        hint = other if shape.more_classes else ""
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
    if ACTIVATIONS[last].output_only and network.layers[-1] == 1:
        raise refused("network.activation", value, f"{last} needs at least two outputs; use sigmoid for one.")


def _check_parameters(network: NetworkSpec) -> None:
    if network.weights is not None:
        _check_layer_count("network.weights", network.weights, network)
        for layer, matrix in enumerate(network.weights, start=1):
            rows, columns = network.built.layers[layer].weights_shape
            if len(matrix) != rows or any(len(row) != columns for row in matrix):
                raise refused(
                    f"network.weights (layer {layer})",
                    matrix,
                    f"it must be {_count(rows, 'row')} of {_count(columns, 'number')}.",
                )
    if network.biases is not None:
        _check_layer_count("network.biases", network.biases, network)
        for layer, row in enumerate(network.biases, start=1):
            if len(row) != network.layers[layer]:
                raise refused(
                    f"network.biases (layer {layer})",
                    row,
                    f"it must be {_count(network.layers[layer], 'number')}.",
                )
            if not network.biased[layer - 1] and any(row):
                raise refused(f"network.biases (layer {layer})", row, "network.bias is false for this layer.")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _check_layer_count(key: str, entries: Sequence[object], network: NetworkSpec) -> None:
    layers = len(network.layers) - 1
    if len(entries) != layers:
        raise refused(key, entries, f"it needs one entry for each layer after the input, {layers} in all.")


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

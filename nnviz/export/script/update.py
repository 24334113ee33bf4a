"""One update of a script, line by line: forward, backward, change, for exactly one experiment."""

from collections.abc import Iterator

from nnviz.export.script.activations import ACTIVATION_CODE
from nnviz.export.script.beginning import ScriptStart
from nnviz.export.script.layers import (
    Names,
    error_expression,
    gradient_expression,
    image_line,
    places,
    sum_lines,
)
from nnviz.export.script.losses import output_delta
from nnviz.export.script.optimizers import OPTIMIZER_CODE, SCHEDULE_CODE


def update_lines(start: ScriptStart) -> list[str]:
    """Return the statements of one update; `update` is its number, counted from 0."""
    return [
        *_choice_of_samples(start),
        "",
        "# forward",
        *forward_lines(start, "x", learning=True),
        "",
        *_backward_and_change(start),
    ]


def forward_lines(start: ScriptStart, inputs: str, *, learning: bool) -> Iterator[str]:
    """Go through z = a W + b and a = f(z), layer by layer; with dropout when learning."""
    below = inputs
    network = start.network
    for k, layer in enumerate(network.computed, start=1):
        yield from sum_lines(layer, Names(k, below), learning=learning)
        yield f"a{k} = {ACTIVATION_CODE[layer.activation].value.format(z=f'z{k}', a=f'a{k}')}"
        below = f"a{k}"
        if learning and layer.dropout:
            mask = f"dropout_mask({layer.dropout!r}, update, {k}, len(x), {layer.size_out})"
            yield f"mask{k} = {mask}" + (f".reshape(a{k}.shape)" if layer.makes_maps else "")
            yield f"kept{k} = a{k} * mask{k}"
            below = f"kept{k}"


def _names(start: ScriptStart, layer: int) -> Names:
    """Return the variables of a layer while it learns."""
    below = "x" if layer == 1 else f"a{layer - 1}"
    if layer > 1 and start.network.dropout_rates[layer - 2]:
        below = f"kept{layer - 1}"
    return Names(layer, below)


def _choice_of_samples(start: ScriptStart) -> Iterator[str]:
    training, samples = start.training, len(start.train.X)
    size = training.samples_per_update(samples)
    if not training.shuffle and size == samples:
        yield "x, y = X, Y  # all samples"
    else:
        yield "batch = update % UPDATES_PER_EPOCH"
        if training.shuffle:
            yield "if batch == 0 or update == FIRST_UPDATE:"
            yield "    order = visiting_order(len(X), update // UPDATES_PER_EPOCH)"
            yield "rows = order[batch * BATCH_SIZE : (batch + 1) * BATCH_SIZE]"
        else:
            yield "rows = slice(batch * BATCH_SIZE, (batch + 1) * BATCH_SIZE)"
        yield "x, y = X[rows], Y[rows]"
    if image := image_line(start.network, "x"):
        yield image
    rate = SCHEDULE_CODE[training.schedule]
    if "epoch" in rate:
        yield "epoch = update // UPDATES_PER_EPOCH"
    if training.schedule != "constant":
        yield f"rate = {rate}"
    if training.optimizer == "adam":
        yield "power1, power2 = power1 * BETA1, power2 * BETA2  # beta to the power of the number of updates"


def _backward_and_change(start: ScriptStart) -> Iterator[str]:
    depth = start.network.depth
    mistaken = start.training.order == "update_first"
    yield "# backward: delta is the derivative of the loss with respect to z"
    z, a = f"z{depth}", f"a{depth}"
    yield f"delta{depth} = " + _output_delta(start).format(z=z, a=a)
    for layer in range(depth, 0, -1):
        yield from _gradients(start, layer)
        if mistaken:
            if start.network.layers[layer].has_parameters:
                yield f"# the mistake: W{layer} changes before the error has passed through it"
            yield from _changes(start, layer)
        if layer > 1:
            yield _hidden_delta(start, layer - 1)
    if not mistaken:
        yield ""
        yield "# update"
        for layer in range(1, depth + 1):
            yield from _changes(start, layer)


def _output_delta(start: ScriptStart) -> str:
    return output_delta(start.network, start.training, one_hot=start.has_classes)[1]


def _hidden_delta(start: ScriptStart, layer: int) -> str:
    z, a = f"z{layer}", f"a{layer}"
    slope = ACTIVATION_CODE[start.network.activations[layer - 1]].slope.format(z=z, a=a)
    error = error_expression(start.network.layers[layer + 1], _names(start, layer + 1))
    line = f"delta{layer} = {error}" + (f" * {slope}" if slope else "")
    return line + (f" * mask{layer}" if start.network.dropout_rates[layer - 1] else "")


def _gradients(start: ScriptStart, layer: int) -> Iterator[str]:
    training, record = start.training, start.network.layers[layer]
    if not record.has_parameters:
        return
    mean = (
        " / len(x)"
        if training.reduction == "mean" and training.samples_per_update(len(start.train.X)) > 1
        else ""
    )
    penalties = (f" + L2 * W{layer}" if training.l2 else "") + (
        f" + L1 * np.sign(W{layer})" if training.l1 else ""
    )
    yield f"dW{layer} = {gradient_expression(record, _names(start, layer))}{mean}{penalties}"
    if start.network.has_bias[layer - 1]:
        yield f"db{layer} = delta{layer}.sum(axis={places(record)}){mean}"


def _changes(start: ScriptStart, layer: int) -> Iterator[str]:
    training = start.training
    if not start.network.layers[layer].has_parameters:
        return
    change = OPTIMIZER_CODE[training.optimizer].change
    rate = "LEARNING_RATE" if training.schedule == "constant" else "rate"
    if training.weight_decay:
        yield f"W{layer} -= {rate} * WEIGHT_DECAY * W{layer}"
    yield change.format(w=f"W{layer}", g=f"dW{layer}", rate=rate)
    if start.network.has_bias[layer - 1]:
        yield change.format(w=f"b{layer}", g=f"db{layer}", rate=rate)

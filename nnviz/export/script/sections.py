"""The sections of a script of a run, in the order a reader needs them; script and notebook share them."""

import textwrap
from collections.abc import Iterator

import msgspec

from nnviz.arrays import Floats
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.layer import Layer
from nnviz.export.script.activations import ACTIVATION_CODE, definitions
from nnviz.export.script.beginning import ScriptStart
from nnviz.export.script.checks import Check
from nnviz.export.script.layers import LINES, function_texts, has_windows, image_line
from nnviz.export.script.literals import UNPACK, array_source, is_packed
from nnviz.export.script.losses import activations_used, floor_of, loss_definition, output_delta
from nnviz.export.script.optimizers import OPTIMIZER_CODE, SCHEDULE_CODE
from nnviz.export.script.random_numbers import DROPOUT_MASK, RANDOM_BITS, VISITING_ORDER
from nnviz.export.script.update import forward_lines, update_lines
from nnviz.parts import Gain, KernelWeight

LINES_PRINTED = 10
PART = 500
"""Samples that a script of maps looks at together."""
LARGEST_EXPONENT = {"float64": 700.0, "float32": 80.0}


class ScriptSection(msgspec.Struct, frozen=True):
    """A piece of a script with a heading and what is to be said about it."""

    title: str
    text: str
    code: str


def sections_of(start: ScriptStart, checks: tuple[Check, ...]) -> tuple[ScriptSection, ...]:
    """Return the sections of a script that repeats a run."""
    functions = definitions([*_function_texts(start)])
    return (
        ScriptSection("Settings", "Everything that was chosen in the experiment.", _settings(start)),
        ScriptSection("Data", "The inputs, one row a sample, and what the outputs should be.", _data(start)),
        ScriptSection(
            "Weights at the start",
            _about_weights(start.network),
            _parameters(start),
        ),
        ScriptSection(
            "Functions", "The activations, the loss, and how a gradient becomes a change.", functions
        ),
        ScriptSection(
            "Measuring",
            "The loss is the mean over the samples, without penalties.",
            _measuring(start, checks),
        ),
        ScriptSection(
            "Training",
            "Each pass through the loop is one update: forward, backward, change.",
            _training(start),
        ),
        ScriptSection("Result", "The loss must be that of the app.", _result(start, checks)),
    )


def _about_weights(network: Network) -> str:
    if network.layers[1].learns is KernelWeight:
        return "W1[i, j, c, k] is the weight at place [i, j] of the kernel from channel c to map k."
    return "W1[i, j] is the weight from input i to unit j of the first layer."


def _settings(start: ScriptStart) -> str:
    training, network = start.training, start.network
    imports = ["import math"] if _needs_math(start) else []
    if any(is_packed(array) for array in _arrays(start)):
        imports = ["import base64", *imports, "import zlib"]
    lines = [*sorted(imports), *([""] if imports else []), "import numpy as np", "", ""]
    lines += [
        f"FLOAT = np.{network.dtype}",
        f"LEARNING_RATE = {training.learning_rate!r}",
        f"BATCH_SIZE = {training.samples_per_update(len(start.train.X))}",
        f"UPDATES_PER_EPOCH = {training.updates_per_epoch(len(start.train.X))}",
        f"FIRST_UPDATE, LAST_UPDATE = {start.update}, {start.end}",
    ]
    return "\n".join([*lines, *_constants(start)])


def _constants(start: ScriptStart) -> Iterator[str]:
    training = start.training
    if training.shuffle or start.network.drops:
        yield f"SEED = {start.trainer.seed}  # of the order of visits and of dropout"
    for name in OPTIMIZERS[training.optimizer].settings:
        yield f"{name.upper()} = {getattr(training, name)!r}"
    rate = SCHEDULE_CODE[training.schedule]
    if "SCHEDULE_FACTOR" in rate:
        yield f"SCHEDULE_FACTOR = {training.schedule_factor!r}"
    if "SCHEDULE_EPOCHS" in rate:
        yield f"SCHEDULE_EPOCHS = {training.schedule_epochs}"
    if "SCHEDULE_UPDATES" in rate:
        yield f"SCHEDULE_UPDATES = {training.schedule_epochs} * UPDATES_PER_EPOCH"
    for name in ("l1", "l2", "weight_decay"):
        if getattr(training, name):
            yield f"{name.upper()} = {getattr(training, name)!r}"
    if "sigmoid(z)" in definitions([*_function_texts(start)]):
        yield f"LARGEST = {LARGEST_EXPONENT[start.network.dtype]}  # e to the power of this is still a number"
    floor = floor_of(start.network, training)
    if floor is not None:
        yield f"FLOOR = {floor!r}  # probabilities are kept between this and 1 - FLOOR"


def _needs_math(start: ScriptStart) -> bool:
    return any("math." in text for text in (SCHEDULE_CODE[start.training.schedule], *_function_texts(start)))


def _arrays(start: ScriptStart) -> list[Floats]:
    return [start.train.X, start.train.Y, *(array for _, array in _named_parameters(start))]


def _data(start: ScriptStart) -> str:
    packed = any(is_packed(array) for array in _arrays(start))
    parts = [UNPACK + "\n\n"] if packed else []
    return "\n".join([*parts, f"X = {array_source(start.train.X)}", f"Y = {array_source(start.train.Y)}"])


def _named_parameters(start: ScriptStart) -> Iterator[tuple[str, Floats]]:
    trainer = start.trainer
    for layer, (w, b) in enumerate(zip(*trainer.parameters(), strict=True), start=1):
        record = start.network.layers[layer]
        if record.has_parameters:
            yield f"W{layer}", _learned(record, w)
        yield from ((f"{name}{layer}", w[row]) for row, name in enumerate(LINES[record.kind].kept, start=1))
        if start.network.has_bias[layer - 1]:
            yield f"b{layer}", b


def _learned(layer: Layer, weights: Floats) -> Floats:
    """Return what is learned of a layer's weights: a factor for each unit or map in one row."""
    return layer.learned(weights)[0] if layer.learns is Gain else weights


def _parameters(start: ScriptStart) -> str:
    lines = [f"{name} = {array_source(array)}" for name, array in _named_parameters(start)]
    traces = start.trainer.trace().layers
    for name, which in OPTIMIZER_CODE[start.training.optimizer].moments:
        for layer, trace in enumerate(traces, start=1):
            record = start.network.layers[layer]
            if not record.has_parameters:
                continue
            moment = _learned(record, getattr(trace, f"weights_{which}_moment"))
            lines.append(f"{name}_W{layer} = {array_source(moment)}")
            if start.network.has_bias[layer - 1]:
                moment = getattr(trace, f"biases_{which}_moment")
                lines.append(f"{name}_b{layer} = {array_source(moment)}")
    if start.training.optimizer == "adam":
        power1, power2 = start.state.powers.tolist()
        lines.append(f"power1, power2 = {power1!r}, {power2!r}")
    return "\n".join(lines)


def _function_texts(start: ScriptStart) -> Iterator[str]:
    training, network = start.training, start.network
    if training.shuffle or network.drops:
        yield RANDOM_BITS
    if training.shuffle:
        yield VISITING_ORDER
    if network.drops:
        yield DROPOUT_MASK
    yield from function_texts(network)
    for name in activations_used(network):
        yield ACTIVATION_CODE[name].define
    yield output_delta(network, training, one_hot=start.has_classes)[0]
    yield loss_definition(network, training)
    yield OPTIMIZER_CODE[training.optimizer].define


def _measuring(start: ScriptStart, checks: tuple[Check, ...]) -> str:
    answer = _answer_lines(start)
    expected = "".join(f"    {check.update}: ({check.loss!r}, {check.tolerance:.1e}),\n" for check in checks)
    accuracy = (
        ["    accuracy = np.mean((a[:, 0] >= 0.5) == Y[:, 0])"]
        if start.network.outputs == 1
        else ["    accuracy = np.mean(a.argmax(axis=1) == Y.argmax(axis=1))"]
    )
    shown = ', f"accuracy {accuracy:.2%}"' if start.has_classes else ""
    return "\n".join(
        [
            "EXPECTED = {  # after so many updates: the loss in the app, and how far this one may be from it",
            f"{expected}}}" if expected else "}",
            "history = []",
            "",
            "",
            *answer,
            "",
            "",
            "def measure(update):",
            '    """Print, keep and check the loss after so many updates."""',
            "    z, a = outputs()",
            "    loss = float(sample_losses(z, a, Y).mean())",
            *(accuracy if start.has_classes else []),
            "    epoch = update / UPDATES_PER_EPOCH",
            "    history.append((epoch, loss))",
            f'    print(f"epoch {{epoch:9,.6g}}", f"loss {{loss:.10g}}"{shown}, sep="   ")',
            "    if update in EXPECTED:",
            "        expected, tolerance = EXPECTED[update]",
            '        message = f"the loss after {update} updates is {loss!r}, in the app it is {expected!r}"',
            "        assert abs(loss - expected) <= tolerance * max(1.0, abs(expected)), message",
            "    return loss",
        ]
    )


def _answer_lines(start: ScriptStart) -> list[str]:
    """Return the function `outputs()`; of large maps some samples at a time."""
    network = start.network
    depth, in_parts = network.depth, has_windows(network)
    lines = [line for line in (image_line(network, "x"),) if line]
    name = "x" if lines or in_parts else "X"
    lines += forward_lines(start, name, learning=False)
    body = [f"    {line}" for line in lines]
    if name == "X":
        head = ["def outputs():", '    """Return z and a of the output layer for all samples."""']
        return [*head, *body, f"    return z{depth}, a{depth}"]
    return [
        "def answers(x):",
        '    """Return z and a of the output layer for some samples."""',
        *body,
        f"    return z{depth}, a{depth}",
        "",
        "",
        "def outputs():",
        '    """Return the same for all samples, a part of them at a time: maps take much memory."""',
        f"    parts = [answers(X[begin : begin + {PART}]) for begin in range(0, len(X), {PART})]",
        "    return tuple(np.concatenate(values) for values in zip(*parts))",
    ]


def _training(start: ScriptStart) -> str:
    updates = textwrap.indent("\n".join(update_lines(start)), "    ")
    epoch = start.training.updates_per_epoch(len(start.train.X))
    length = max(1, start.end - start.update)
    every = max(1, round(length / LINES_PRINTED / epoch)) * epoch if length >= epoch else length
    return "\n".join(
        [
            f"PRINT_EVERY = {every}  # updates",
            "",
            "measure(FIRST_UPDATE)",
            "for update in range(FIRST_UPDATE, LAST_UPDATE):",
            updates,
            "",
            "    done = update + 1",
            "    if done % PRINT_EVERY == 0 or done in EXPECTED or done == LAST_UPDATE:",
            "        measure(done)",
        ]
    )


def _result(start: ScriptStart, checks: tuple[Check, ...]) -> str:
    last = checks[-1] if checks else None
    note = []
    if last is None or last.update < start.end:
        note = [
            "# Rounding has grown so much by now that no other program ends at exactly the loss of the app:",
            f"# there it was {start.loss!r}.",
        ]
    return "\n".join(
        [
            *note,
            "_, a = outputs()",
            'print("Outputs of the first samples, and what they should be:")',
            "for output, target in list(zip(a, Y))[:10]:",
            "    print(np.round(output, 4), target)",
        ]
    )

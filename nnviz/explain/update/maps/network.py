"""A phase as a whole in a network with layers of maps: a line a layer, dense ones included."""

from collections.abc import Iterable

from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import equation
from nnviz.explain.update import backward_steps, change_steps, forward_steps, gradient_steps
from nnviz.explain.update.case import Case
from nnviz.explain.update.input_steps import INPUT_WHY
from nnviz.explain.update.maps import backward, changes, forward, gradients
from nnviz.explain.update.maps.common import all_maps, has_maps, has_slope, lines_into, map_count, map_lines
from nnviz.explain.update.maps.kinds import steps_of
from nnviz.parts import Unit


def input_step(case: Case, key: Key) -> Step:
    """Return the step in which an image is put at the inputs."""
    y = case.trace.Y[case.sample]
    channels = range(map_count(case, 0))
    target = case.number(y[0], "target") if len(y) == 1 else case.column(y, "target")
    lines = map_lines(case, "a", 0, channels)
    if has_maps(case, 0):
        names = ["x"] if len(lines) == 1 else [f"x_{{{channel + 1}}}" for channel in channels]
        lines = [equation(Term(name, "input"), line) for name, line in zip(names, lines, strict=True)]
    return Step(
        key,
        f"Sample {case.sample + 1} of the batch of {case.batch}" if case.batch > 1 else "One sample",
        (),
        (*lines, equation(Term("y", "target"), target)),
        (),
        INPUT_WHY,
        units=all_maps(case, 0),
    )


def _lit(case: Case, layers: Iterable[int]) -> tuple[Unit, ...]:
    return all_maps(case, *layers)


def forward_step(case: Case, key: Key) -> Step:
    """Return the forward pass: what each layer computes, and the first map or all units that come out."""
    symbols: list[Formula] = []
    lines: list[Formula] = []
    for layer in range(1, case.depth + 1):
        if case.record(layer).kind == "dense":
            symbols.append(
                (
                    *forward_steps.layer_sum(case, layer),
                    Term(r",\quad"),
                    *forward_steps.layer_activation(case, layer),
                )
            )
        else:
            symbols.append(steps_of(case, layer).symbols(case, layer))
            if has_slope(case, layer) or case.mask(layer) is not None:
                symbols.append(forward.activation_symbols(case, layer))
        lines += map_lines(case, "a", layer, range(1))
    return Step(
        key,
        "Forward: from the image to the output",
        tuple(symbols),
        tuple(lines),
        (),
        "Kernels move over the maps, pooling makes them smaller, dense layers decide. Of maps the first.",
        units=_lit(case, range(case.depth + 1)),
        weights=tuple(w for layer in range(1, case.depth + 1) for w in lines_into(case, layer)),
        values=tuple((Unit(case.depth, j), float(a)) for j, a in enumerate(case.a(case.depth))),
    )


def backward_step(case: Case, key: Key) -> Step:
    """Return the backward pass: how each layer's deltas follow from those above."""
    layers = range(case.depth, 0, -1)
    symbols: list[Formula] = []
    lines: list[Formula] = []
    for layer in layers:
        dense_above = layer == case.depth or case.record(layer + 1).kind == "dense"
        row = backward_steps.layer_symbols if dense_above else backward.delta_symbols
        symbols.append(row(case, layer))
        lines += map_lines(case, "delta", layer, range(1))
    return Step(
        key,
        "Backward: from the loss to the first layer",
        tuple(symbols),
        tuple(lines),
        (),
        "Delta says how the loss changes when a z does; it follows from those above. Of maps the first.",
        units=_lit(case, layers),
        weights=tuple(w for layer in layers[:-1] for w in lines_into(case, layer)),
    )


def learning(case: Case) -> list[int]:
    """Return the layers with parameters, the last one first."""
    return [layer for layer in range(case.depth, 0, -1) if case.record(layer).has_parameters]


def gradient_step(case: Case, key: Key) -> Step:
    """Return the gradients of all layers that learn; of kernels the first."""
    symbols: list[Formula] = []
    lines: list[Formula] = []
    for layer in learning(case):
        if case.record(layer).kind == "dense":
            symbols += gradient_steps.layer_symbols(case, layer)
            lines += gradient_steps.layer_readings(case, layer)
        else:
            symbols += gradients.gradient_symbols(case, layer)
            lines += gradients.gradient_lines(case, layer, range(1))
    return Step(
        key,
        "The gradients",
        tuple(symbols),
        tuple(lines),
        (),
        f"{gradients.CONV_WHY} Of kernels those of the first map are shown.",
        units=_lit(case, range(case.depth + 1)),
        weights=tuple(w for layer in learning(case) for w in lines_into(case, layer)),
    )


def change_step(case: Case, key: Key) -> Step:
    """Return what all layers that learn become; of kernels the first."""
    lines: list[Formula] = []
    for layer in learning(case):
        if case.record(layer).kind == "dense":
            lines += change_steps.layer_numbers(case, layer)
        else:
            lines += changes.change_lines(case, layer, range(1))
    return Step(
        key,
        "The new weights",
        tuple((Term(line),) for line in change_steps.optimizer_lines(case)),
        tuple(lines),
        (),
        change_steps.change_why(case),
        units=_lit(case, learning(case)),
        weights=tuple(w for layer in learning(case) for w in lines_into(case, layer)),
    )

"""The steps of the backward pass: delta = dL/dz of every neuron, from the output layer down.

The deltas are those of the sample's own loss; mean or sum over the batch comes with the gradients.
"""

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.losses import SIGMOID_CROSS_ENTROPY
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import capital, equation, layer_name, put_in
from nnviz.explain.update.case import Case
from nnviz.explain.update.forward_steps import into_layer
from nnviz.explain.update.hidden_delta import hidden_part_step, hidden_step, hidden_why
from nnviz.explain.update.output_delta import (
    OUTPUT_WHY,
    SHORT_CUTS,
    SOFTMAX_WHY,
    jacobian,
    output_part_step,
    output_step,
    short_cut,
)
from nnviz.explain.update.wrong_order import (
    OFF_BY,
    RIGHT,
    WRONG_DELTA_WHY,
    down_weights,
    is_wrong,
    right_delta,
)
from nnviz.parts import Unit, latex_layer


def delta_step(case: Case, key: Key) -> Step:
    """Return the deltas of the network, of a layer, of one neuron, or one summand of it."""
    if key.layer is None:
        return _network_step(case, key)
    output = key.layer == case.depth
    if key.unit is None:
        return _output_layer_step(case, key) if output else _hidden_layer_step(case, key, key.layer)
    if key.part is not None:
        part_step = output_part_step if output else hidden_part_step
        return part_step(case, key, key.layer, key.unit, key.part)
    return output_step(case, key, key.unit) if output else hidden_step(case, key, key.layer, key.unit)


def _network_step(case: Case, key: Key) -> Step:
    layers = range(case.depth, 0, -1)
    places = [Unit(layer, j) for layer in layers for j in range(case.units(layer))]
    return Step(
        key,
        "Backward: from the loss to the first layer",
        tuple(layer_symbols(case, layer) for layer in layers),
        tuple(equation(_name(layer), case.column(case.delta(layer), "delta")) for layer in layers),
        (),
        "Delta says how the loss changes when a neuron's sum z does: a layer's follow from the next one's.",
        units=tuple(places),
        weights=tuple(w for layer in layers[:-1] for w in into_layer(case, layer)),
        values=tuple((place, float(case.delta(place.layer)[place.unit])) for place in places),
    )


def _output_layer_step(case: Case, key: Key) -> Step:
    layer, units = case.depth, range(case.units(case.depth))
    why = SOFTMAX_WHY if case.through_jacobian else OUTPUT_WHY
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: the deltas",
        (layer_symbols(case, layer),),
        (equation(_name(layer), _output_numbers(case), case.column(case.delta(layer), "delta")),),
        (),
        SHORT_CUTS[case.rule][1] if case.rule in SHORT_CUTS else why,
        units=tuple(Unit(layer, j) for j in units),
        values=tuple((Unit(layer, j), float(case.delta(layer)[j])) for j in units),
    )


def _output_numbers(case: Case) -> list[Term]:
    """Return the deltas of the outputs as an expression of columns."""
    a, y = case.a(case.depth), case.trace.Y[case.sample]
    targets = case.column(y, "target")
    if case.rule == SIGMOID_CROSS_ENTROPY:
        return [targets, Term(r"\odot"), case.column(a - 1.0, "a")]
    if case.rule in SHORT_CUTS:
        outputs = a * np.sum(y) if "t" in short_cut(case) else a
        return [case.column(outputs, "a"), Term("-"), targets]
    slopes = case.column(case.output_slopes, "loss")
    if case.through_jacobian:
        return [case.matrix(jacobian(case).T, "z"), slopes]
    return [slopes, Term(r"\odot"), case.column(case.slopes(case.depth), "z")]


def _hidden_layer_step(case: Case, key: Key, layer: int) -> Step:
    units = range(case.units(layer))
    delta = case.delta(layer)
    row = _hidden_numbers(case, layer, down_weights(case, layer + 1), case.delta(layer + 1))
    numbers: list[Formula] = [equation(_name(layer), row, case.column(delta, "delta"))]
    if is_wrong(case, layer):
        right = right_delta(case, layer)
        row = _hidden_numbers(case, layer, case.layer(layer + 1).weights, right_delta(case, layer + 1))
        numbers.append((RIGHT, *equation(row, case.column(right, "delta"))))
        sides = [case.column(delta, "delta"), Term("-"), case.column(right, "delta")]
        numbers.append((OFF_BY, *equation(sides, case.column(delta - right))))
    above = [Unit(layer + 1, k) for k in range(case.units(layer + 1))]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: the deltas",
        (layer_symbols(case, layer),),
        tuple(numbers),
        (),
        WRONG_DELTA_WHY if is_wrong(case, layer) else hidden_why(case, layer),
        units=(*(Unit(layer, j) for j in units), *above),
        weights=tuple(into_layer(case, layer + 1)),
        values=tuple((Unit(layer, j), float(delta[j])) for j in units),
    )


def _hidden_numbers(case: Case, layer: int, weights: Floats, above: Floats) -> list[Term]:
    """Return a layer's deltas as a matrix times a column, entry by entry times the slopes."""
    row = [case.matrix(weights, "weight"), case.column(above, "delta")]
    if case.record(layer).has_activation:
        row += [Term(r"\odot"), case.column(case.slopes(layer), "z")]
    return row


def _name(layer: int) -> Term:
    return Term(latex_layer(r"\delta", layer), "delta")


def layer_symbols(case: Case, layer: int) -> Formula:
    """Return the deltas of a layer with symbols."""
    name = _name(layer)
    if layer < case.depth:
        new = r"_{\text{new}}" if case.training.order == "update_first" else ""
        weights = Term(rf"{{W^{{({layer + 1})}}{new}}}^{{\mathsf T}}", "weight")
        row = [weights, _name(layer + 1)]
        if case.record(layer).has_activation:
            row += [Term(r"\odot"), Term(f"f'(z^{{({layer})}})", "z")]
        if case.mask(layer) is not None:
            row += [Term(r"\odot"), Term(latex_layer("m", layer))]
        return equation(name, row)
    if case.rule in SHORT_CUTS:
        letters = {"p": r"\hat{y}", "t": r"\sum_k y_k"}
        return equation(name, Term(put_in(short_cut(case), letters).replace(r" \cdot ", " "), "loss"))
    slope = Term(r"\frac{\partial L}{\partial \hat{y}}", "loss")
    if case.through_jacobian:
        return equation(name, [Term(r"J^{\mathsf T}", "z"), slope])
    return equation(name, [slope, Term(r"\odot"), Term(f"f'(z^{{({layer})}})", "z")])

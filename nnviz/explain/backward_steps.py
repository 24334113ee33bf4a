"""The steps of the backward pass: delta = dL/dz of every neuron, from the output layer down.

The deltas are those of the sample's own loss; mean or sum over the batch comes with the gradients.
"""

import numpy as np
from numpy.typing import NDArray

from nnviz.engine import ACTIVATIONS, LOSSES
from nnviz.engine.losses import SIGMOID_CROSS_ENTROPY, SIGMOID_LOG_LOSS, SOFTMAX_CROSS_ENTROPY
from nnviz.explain.case import Case
from nnviz.explain.formulas import capital, equation, layer_name, product, put_in, total
from nnviz.explain.forward_steps import into_layer
from nnviz.explain.matrices import column, matrix
from nnviz.explain.numbers import latex_factor
from nnviz.explain.step import Formula, Key, Step, Term, Unit, Weight

Floats = NDArray[np.float64]

OUTPUT_WHY = "How the loss changes with the output, times how the output changes with z: the chain rule."
HIDDEN_WHY = "The errors above come down the lines they went up, each times its weight; then the slope of f."
WRONG_ORDER_WHY = (
    "The mistake: the weights above were changed before the error came down through them, so this delta "
    "is not the slope of the loss."
)

SHORT_CUTS = {
    SIGMOID_LOG_LOSS: (r"\hat{y} - y", "Sigmoid and log loss were made for each other: the slopes cancel."),
    SIGMOID_CROSS_ENTROPY: (
        r"y (\hat{y} - 1)",
        "The slope of the sigmoid cancels with that of the logarithm.",
    ),
    SOFTMAX_CROSS_ENTROPY: (
        r"\hat{y} - y",
        "Softmax and cross-entropy were made for each other: of the whole Jacobian this difference remains.",
    ),
}
"""Where loss and output activation simplify: delta, and why."""


def delta_step(case: Case, key: Key) -> Step:
    """Return the deltas of the network, of a layer, of one neuron, or one summand of it."""
    if key.layer is None:
        return _network_step(case, key)
    if key.unit is None:
        return _layer_step(case, key, key.layer)
    if key.part is not None:
        return _part_step(case, key, key.layer, key.unit, key.part)
    if key.layer == case.depth:
        return _output_step(case, key, key.unit)
    return _hidden_step(case, key, key.layer, key.unit)


def down_weights(case: Case, layer: int) -> Floats:
    """Return the weights the error went down through, (fan_in, fan_out): in the wrong order the new ones."""
    trace = case.layer(layer)
    return trace.weights_after if case.training.order == "update_first" else trace.weights


def _network_step(case: Case, key: Key) -> Step:
    layers = range(case.depth, 0, -1)
    places = [Unit(layer, j) for layer in layers for j in range(case.units(layer))]
    return Step(
        key,
        "Backward: the error goes down",
        tuple(_layer_symbols(case, layer) for layer in layers),
        tuple(
            equation(_layer_delta(layer), column(case.delta(layer), case.digits, "delta")) for layer in layers
        ),
        (),
        "Delta says how the loss changes when a neuron's sum z does: each layer's follow from the one above.",
        units=tuple(places),
        weights=tuple(w for layer in layers[:-1] for w in into_layer(case, layer)),
        values=tuple((place, float(case.delta(place.layer)[place.unit])) for place in places),
    )


def _layer_step(case: Case, key: Key, layer: int) -> Step:
    units, delta = range(case.units(layer)), column(case.delta(layer), case.digits, "delta")
    lit = [Unit(layer, j) for j in units]
    if layer == case.depth:
        why = SHORT_CUTS[case.rule][1] if case.rule in SHORT_CUTS else OUTPUT_WHY
        right: list[Term] = [delta]
        weights: list[Weight] = []
    else:
        why = WRONG_ORDER_WHY if case.training.order == "update_first" else HIDDEN_WHY
        above = column(case.delta(layer + 1), case.digits, "delta")
        slopes = np.array([_slope(case, layer, j) for j in units])
        matrices = matrix(down_weights(case, layer + 1), case.digits, "weight")
        right = [matrices, above, Term(r"\odot"), column(slopes, case.digits, "z")]
        weights = into_layer(case, layer + 1)
        lit += [Unit(layer + 1, k) for k in range(case.units(layer + 1))]
    sides = [right] if layer == case.depth else [right, [delta]]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}: the deltas",
        (_layer_symbols(case, layer),),
        (equation(_layer_delta(layer), *sides),),
        (),
        why,
        units=tuple(lit),
        weights=tuple(weights),
        values=tuple((Unit(layer, j), float(case.delta(layer)[j])) for j in units),
    )


def _output_step(case: Case, key: Key, unit: int) -> Step:
    layer, name = case.depth, case.delta_symbol(case.depth, unit)
    p, y = float(case.a(layer)[unit]), float(case.trace.Y[case.sample][unit])
    delta = float(case.delta(layer)[unit])
    if case.rule in SHORT_CUTS:
        formula, why = SHORT_CUTS[case.rule]
        symbols = [equation(name, Term(_with_names(case, formula, unit), "loss"))]
        numbers = latex_factor(p, case.digits), latex_factor(y, case.digits)
        right = [Term(put_in(formula.replace(r"\hat{y}", "p"), {"p": numbers[0], "y": numbers[1]}), "loss")]
    elif case.activation_name(layer) == "softmax":
        why = "Every output depends on every z through softmax: its Jacobian carries all slopes to this one."
        first = r"\frac{\partial L}{\partial \hat{y}_k}"
        second = rf"\frac{{\partial \hat{{y}}_k}}{{\partial z_{{{unit + 1}}}}}"
        symbols = [equation(name, Term(rf"\sum_k {first} {second}", "loss"))]
        right = total([[case.factor(value, "loss")] for value in _jacobian_parts(case, unit)])
    else:
        why = OUTPUT_WHY
        record = ACTIVATIONS[case.activation_name(layer)]
        loss_slope = LOSSES[case.training.loss].slope_formula
        first = rf"\frac{{\partial L}}{{\partial {case.output_symbol(unit)}}}"
        symbols = [
            equation(name, [Term(first, "loss"), Term(r"\cdot"), Term("f'(z)", "z")]),
            equation(Term(first, "loss"), Term(_with_names(case, loss_slope, unit), "loss")),
            equation(Term("f'(z)", "z"), Term(record.slope_formula, "z")),
        ]
        right = product(
            case.factor(float(case.output_slopes[unit]), "loss"), case.factor(case.slope(layer, unit), "z")
        )
    return Step(
        key,
        f"Output layer, neuron {unit + 1}: its delta",
        tuple(symbols),
        (equation(name, right, case.number(delta, "delta")),),
        (),
        why,
        units=(Unit(layer, unit),),
        values=((Unit(layer, unit), delta),),
    )


def _hidden_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    above, weights = case.delta(layer + 1), down_weights(case, layer + 1)
    targets = range(case.units(layer + 1))
    delta, slope = float(case.delta(layer)[unit]), _slope(case, layer, unit)
    name = case.delta_symbol(layer, unit)
    symbols = [[case.weight_symbol(layer + 1, unit, k), case.delta_symbol(layer + 1, k)] for k in targets]
    numbers = [
        product(
            case.factor(weights[unit, k], "weight", Weight(layer + 1, unit, k)),
            case.factor(above[k], "delta", Unit(layer + 1, k)),
        )
        for k in targets
    ]
    derivative = Term(rf"f'(z^{{({layer})}}_{{{unit + 1}}})", "z", Unit(layer, unit))
    record = ACTIVATIONS[case.activation_name(layer)]
    lines = [
        equation(name, [Term(r"\big("), *total(symbols), Term(r"\big) \cdot"), derivative]),
        equation(derivative, Term(record.slope_formula, "z")),
    ]
    if case.mask(layer) is not None:
        lines.append((Term(r"\text{(times the dropout mask)}"),))
    right = [
        Term(r"\big("),
        *total(numbers),
        Term(r"\big) \cdot"),
        case.factor(slope, "z", Unit(layer, unit)),
    ]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: its delta",
        tuple(lines),
        (equation(name, right, case.number(delta, "delta")),),
        (),
        WRONG_ORDER_WHY if case.training.order == "update_first" else HIDDEN_WHY,
        units=(Unit(layer, unit), *(Unit(layer + 1, k) for k in targets)),
        weights=tuple(Weight(layer + 1, unit, k) for k in targets),
        values=((Unit(layer, unit), delta),),
    )


def _part_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    if layer == case.depth:
        return _jacobian_step(case, key, unit, part)
    weight = Weight(layer + 1, unit, part)
    w, above = float(down_weights(case, layer + 1)[unit, part]), float(case.delta(layer + 1)[part])
    symbols = product(case.weight_symbol(layer + 1, unit, part), case.delta_symbol(layer + 1, part))
    numbers = product(case.factor(w, "weight", weight), case.factor(above, "delta", Unit(layer + 1, part)))
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: blame from neuron {part + 1} above",
        (tuple(symbols),),
        (equation(numbers, case.number(w * above)),),
        (),
        "The stronger the line, the more of the error above is this neuron's doing.",
        units=(Unit(layer, unit), Unit(layer + 1, part)),
        weights=(weight,),
        values=((weight, w * above),),
    )


def _jacobian_step(case: Case, key: Key, unit: int, part: int) -> Step:
    """Return one summand of softmax's chain rule: the slope by output `part`, times that output's by z."""
    a_j, a_k = float(case.a(case.depth)[unit]), float(case.a(case.depth)[part])
    slope, y_k, z_j = float(case.output_slopes[part]), f"\\hat{{y}}_{{{part + 1}}}", f"z_{{{unit + 1}}}"
    jacobian = a_j * ((1.0 if unit == part else 0.0) - a_k)
    entry = rf"{y_k} (1 - {y_k})" if unit == part else rf"-\hat{{y}}_{{{unit + 1}}} {y_k}"
    first, second = rf"\frac{{\partial L}}{{\partial {y_k}}}", rf"\frac{{\partial {y_k}}}{{\partial {z_j}}}"
    return Step(
        key,
        f"Output layer, neuron {unit + 1}: the path through output {part + 1}",
        (
            (Term(first, "loss"), Term(r"\cdot"), Term(second, "z")),
            equation(Term(second, "z"), Term(entry, "z")),
        ),
        (
            equation(
                product(case.factor(slope, "loss"), case.factor(jacobian, "z")), case.number(slope * jacobian)
            ),
        ),
        (),
        "One entry of softmax's Jacobian; with cross-entropy the paths together give just y hat minus y.",
        units=(Unit(case.depth, unit), Unit(case.depth, part)),
        values=((Unit(case.depth, part), slope * jacobian),),
    )


def _jacobian_parts(case: Case, unit: int) -> list[float]:
    a = case.a(case.depth)
    same = np.arange(len(a)) == unit
    return [float(part) for part in case.output_slopes * a[unit] * (same - a)]


def _slope(case: Case, layer: int, unit: int) -> float:
    """Return f'(z) of a hidden neuron, times its dropout mask."""
    mask = case.mask(layer)
    return case.slope(layer, unit) * (1.0 if mask is None else float(mask[unit]))


def _layer_delta(layer: int) -> Term:
    return Term(rf"\delta^{{({layer})}}", "delta")


def _layer_symbols(case: Case, layer: int) -> Formula:
    name = _layer_delta(layer)
    if layer < case.depth:
        new = r"_\text{new}" if case.training.order == "update_first" else ""
        return equation(
            name,
            [
                Term(rf"{{W^{{({layer + 1})}}{new}}}^{{\mathsf T}}", "weight"),
                _layer_delta(layer + 1),
                Term(r"\odot"),
                Term(f"f'(z^{{({layer})}})", "z"),
            ],
        )
    if case.rule in SHORT_CUTS:
        return equation(name, Term(SHORT_CUTS[case.rule][0], "loss"))
    if case.activation_name(layer) == "softmax":
        return equation(name, Term(r"J^{\mathsf T} \frac{\partial L}{\partial \hat{y}}", "loss"))
    slope = Term(r"\frac{\partial L}{\partial \hat{y}}", "loss")
    return equation(name, [slope, Term(r"\odot"), Term(f"f'(z^{{({layer})}})", "z")])


def _with_names(case: Case, formula: str, unit: int) -> str:
    """Return a formula about one output with the names of this one."""
    y_hat, y = case.output_symbol(unit), case.target_symbol(unit).latex
    general = formula.replace(r"\hat y_j", "p").replace("y_j", "q").replace(r"\hat{y}", "p").replace("y", "q")
    return put_in(general, {"p": y_hat, "q": y, "k": str(case.units(case.depth))})

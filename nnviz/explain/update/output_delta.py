"""Where back-propagation starts: the delta of an output, by the short cut and the long way."""

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import SIGMOID_CROSS_ENTROPY, SIGMOID_LOG_LOSS, SOFTMAX_CROSS_ENTROPY
from nnviz.explain.formulas.numbers import latex
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import equation, product, put_in, total, worked_out
from nnviz.explain.update.case import Case
from nnviz.explain.update.functions import (
    is_rounded_away,
    loss_slope_numbers,
    loss_slope_symbols,
    slope_numbers,
)
from nnviz.parts import Unit

OUTPUT_WHY = "How the loss changes with the output, times how the output changes with z: the chain rule."
SOFTMAX_WHY = "Every output depends on every z through softmax: its Jacobian carries all slopes to this one."

SHORT_CUTS = {
    SIGMOID_LOG_LOSS: ("p - y", "Sigmoid and log loss were made for each other: the slopes cancel."),
    SIGMOID_CROSS_ENTROPY: (
        "y (p - 1)",
        "The slope of the sigmoid cancels with that of the logarithm.",
    ),
    SOFTMAX_CROSS_ENTROPY: (
        "p - y",
        "Softmax and cross-entropy were made for each other: of the whole Jacobian this difference remains.",
    ),
}
"""Where loss and output activation simplify: delta of output p with target y, and why."""

_LONG_WAY = Term(r"\text{the long way:}")


def short_cut(case: Case) -> str:
    """Return the short formula of an output's delta with the letters p and y; t is the sum of all targets."""
    formula = SHORT_CUTS[case.rule][0]
    targets = float(np.sum(case.trace.Y[case.sample]))
    return "p t - y" if case.rule == SOFTMAX_CROSS_ENTROPY and targets != 1.0 else formula


def output_step(case: Case, key: Key, unit: int) -> Step:
    """Return the delta of one output."""
    layer, name = case.depth, case.delta_symbol(case.depth, unit)
    softmax = case.activation_name(layer) == "softmax"
    symbols, numbers = _jacobian_lines(case, unit) if softmax else _slope_lines(case, unit)
    why = SOFTMAX_WHY if softmax else OUTPUT_WHY
    if case.rule in SHORT_CUTS:
        why = SHORT_CUTS[case.rule][1]
        short = Term(put_in(short_cut(case), _names(case, unit)).replace(r" \cdot ", " "), "loss")
        number = Term(put_in(short_cut(case), _numbers(case, unit)), "loss")
        if any(is_rounded_away(case, k) for k in range(case.units(layer))):
            symbols, numbers = [], []  # the long way divides by 0
        symbols = [equation(name, short), *symbols]
        numbers = [
            equation(name, number),
            *((_LONG_WAY, *line) if line[0] == name else line for line in numbers),
        ]
    delta = float(case.delta(layer)[unit])
    return Step(
        key,
        f"Output layer, neuron {unit + 1}: its delta",
        tuple(symbols),
        tuple(numbers),
        equation(name, case.number(delta, "delta", Unit(layer, unit))),
        why,
        units=(Unit(layer, unit),),
        values=((Unit(layer, unit), delta),),
    )


def output_part_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    """Return one summand of softmax's chain rule: the slope by output `part`, times that output's by z."""
    symbols, lines = _jacobian_entry(case, unit, part)
    factors = _part_factors(case, unit, part)
    value = float(case.output_slopes[part]) * jacobian(case)[part, unit]
    return Step(
        key,
        f"Output layer, neuron {unit + 1}: the path through output {part + 1}",
        (tuple(product(*_part_symbols(case, unit, part))), *symbols),
        (*lines, tuple(product(*factors))),
        (case.number(value, "delta"),),
        "An entry of softmax's Jacobian, times the slope of the loss there: one summand of delta.",
        units=(Unit(layer, unit), Unit(layer, part)),
        values=((Unit(layer, part), value),),
    )


def jacobian(case: Case) -> Floats:
    """Return softmax's Jacobian of this sample: [k, j] is the slope of output k by z of output j."""
    a = case.a(case.depth)
    matrix: Floats = -a[:, None] * a[None, :]
    np.fill_diagonal(matrix, [a[k] * np.delete(a, k).sum() for k in range(len(a))])  # 1 - a has fewer digits
    return matrix


def _slope_lines(case: Case, unit: int) -> tuple[list[Formula], list[Formula]]:
    """Return delta as dL/dy-hat times f'(z), with symbols and with numbers."""
    layer, output = case.depth, case.output_symbol(unit)
    first = Term(rf"\frac{{\partial L}}{{\partial {output}}}", "loss", Unit(layer, unit))
    second = Term("f'(z)", "z", Unit(layer, unit))
    name = case.delta_symbol(layer, unit)
    slope, local = float(case.output_slopes[unit]), case.slope(layer, unit)
    record = ACTIVATIONS[case.activation_name(layer)]
    symbols = [
        equation(name, product(first, second)),
        equation(first, Term(loss_slope_symbols(case, unit), "loss")),
        equation(second, Term(record.slope_formula, "z")),
    ]
    numbers = [
        worked_out(first, Term(loss_slope_numbers(case, unit), "loss"), case.number(slope, "loss")),
        worked_out(second, Term(slope_numbers(case, layer, unit), "z"), case.number(local, "z")),
        equation(name, product(case.factor(slope, "loss"), case.factor(local, "z"))),
    ]
    return symbols, numbers


def _jacobian_lines(case: Case, unit: int) -> tuple[list[Formula], list[Formula]]:
    """Return delta as a sum over all outputs, with symbols and with numbers."""
    name = case.delta_symbol(case.depth, unit)
    first = r"\frac{\partial L}{\partial \hat{y}_k}"
    second = rf"\frac{{\partial \hat{{y}}_k}}{{\partial z_{{{unit + 1}}}}}"
    entry = rf"\hat{{y}}_{{{unit + 1}}} ([k = {unit + 1}] - \hat{{y}}_k)"
    parts = [product(*_part_factors(case, unit, k)) for k in range(case.units(case.depth))]
    symbols = [
        equation(name, [Term(r"\sum_k"), Term(first, "loss"), Term(r"\cdot"), Term(second, "z")]),
        equation(Term(second, "z"), Term(entry, "z")),
    ]
    return symbols, [equation(name, total(parts, case.longest_sum))]


def _jacobian_entry(case: Case, unit: int, part: int) -> tuple[list[Formula], list[Formula]]:
    """Return the two factors of one path, each with its formula and its numbers."""
    first, second = _part_symbols(case, unit, part)
    y_j, y_k = case.output_symbol(unit), case.output_symbol(part)
    entry = f"{y_k} (1 - {y_k})" if unit == part else f"-{y_j} {y_k}"
    a = case.a(case.depth)
    p, q = latex(float(a[unit]), case.digits), latex(float(a[part]), case.digits)
    inside = put_in("q (1 - q)" if unit == part else "-p q", {"p": p, "q": q})
    slope = case.number(float(case.output_slopes[part]), "loss")
    symbols = [
        equation(first, Term(loss_slope_symbols(case, part), "loss")),
        equation(second, Term(entry, "z")),
    ]
    numbers = [
        worked_out(first, Term(loss_slope_numbers(case, part), "loss"), slope),
        equation(second, Term(inside, "z"), case.number(jacobian(case)[part, unit], "z")),
    ]
    return symbols, numbers


def _part_symbols(case: Case, unit: int, part: int) -> tuple[Term, Term]:
    output, z = case.output_symbol(part), f"z_{{{unit + 1}}}"
    return (
        Term(rf"\frac{{\partial L}}{{\partial {output}}}", "loss", Unit(case.depth, part)),
        Term(rf"\frac{{\partial {output}}}{{\partial {z}}}", "z", Unit(case.depth, unit)),
    )


def _part_factors(case: Case, unit: int, part: int) -> tuple[Term, Term]:
    return (
        case.factor(float(case.output_slopes[part]), "loss", Unit(case.depth, part)),
        case.factor(jacobian(case)[part, unit], "z", Unit(case.depth, unit)),
    )


def _names(case: Case, unit: int) -> dict[str, str]:
    return {"p": case.output_symbol(unit), "y": case.target_symbol(unit).latex, "t": r"\sum_k y_k"}


def _numbers(case: Case, unit: int) -> dict[str, str]:
    y = case.trace.Y[case.sample]
    values = {"p": case.a(case.depth)[unit], "y": y[unit], "t": np.sum(y)}
    return {letter: latex(float(value), case.digits) for letter, value in values.items()}

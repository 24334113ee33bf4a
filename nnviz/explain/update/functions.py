"""The functions of an update with their numbers put in: f(z), f'(z), the loss of an output and its slope."""

import numpy as np

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import (
    LOSSES,
    PROBABILITY_FLOOR,
    SIGMOID_LOG_LOSS,
    SOFTMAX_LOG_LOSS,
    Loss,
    loss_term,
)
from nnviz.explain.formulas.numbers import latex
from nnviz.explain.formulas.step import Term
from nnviz.explain.formulas.sums import branch, put_in, total
from nnviz.explain.update.case import Case


def activation_numbers(case: Case, layer: int, unit: int | tuple[int, ...]) -> str:
    """Return f(z) of a neuron with the number of z put in; of softmax with every z of the layer."""
    record = ACTIVATIONS[case.activation_name(layer)]
    z = case.z(layer)
    if record.name == "softmax":
        powers = [[Term(rf"e^{{{latex(float(z_k), case.digits)}}}")] for z_k in z]
        below = " ".join(term.latex for term in total(powers))
        which = unit if isinstance(unit, int) else unit[-1]
        return rf"\frac{{{powers[which][0].latex}}}{{{below}}}"
    number = float(z[unit])
    return put_in(branch(record.formula, number), {"z": latex(number, case.digits)})


def slope_numbers(case: Case, layer: int, unit: int | tuple[int, ...]) -> str:
    """Return f'(z) of a neuron with the numbers of z and f(z) put in; not for softmax."""
    z = float(case.z(layer)[unit])
    a = latex(case.value(layer, unit), case.digits)
    formula = branch(ACTIVATIONS[case.activation_name(layer)].slope_formula, z)
    return put_in(formula, {"z": latex(z, case.digits), "a": a})


_TERM_OF_BOTH = r"-y \ln p - (1 - y) \ln (q)"
_SLOPE_OF_BOTH = r"\frac{1 - y}{q} - \frac{y}{p}"
"""The log loss with q for 1 minus the output, which keeps its digits where the output is as good as 1."""


def loss_symbols(case: Case, unit: int) -> str:
    """Return what one output adds to the loss of its sample, with symbols."""
    names = {"p": case.output_symbol(unit), "y": case.target_symbol(unit).latex}
    return put_in(_letters_of_one(_loss(case).term_formula), names).replace(r" \cdot ", " ")


def loss_numbers(case: Case, unit: int) -> str:
    """Return what one output adds to the loss of its sample, with numbers."""
    by_complement = case.rule == SOFTMAX_LOG_LOSS
    if case.rule == SIGMOID_LOG_LOSS:  # 1 - 1.000 would say nothing
        by_complement = float(f"{float(case.a(case.depth)[unit]):.{case.digits}g}") == 1.0
    formula = _TERM_OF_BOTH if by_complement else _letters_of_one(_loss(case).term_formula)
    return put_in(formula, _loss_letters(case, unit))


def loss_value(case: Case, unit: int) -> float:
    """Return what one output adds to the loss of its sample."""
    output, target = case.a(case.depth)[unit], case.trace.Y[case.sample][unit]
    if case.is_from_z:
        both = ((target, case.log_output(unit)), (1.0 - target, case.log_complement(unit)))
        parts = both if _loss(case) is LOSSES["log_loss"] else both[:1]
        return float(sum(-share * logarithm for share, logarithm in parts if share))
    floor = PROBABILITY_FLOOR[case.network.dtype]
    with np.errstate(all="ignore"):
        return float(loss_term(_loss(case).code, case.units(case.depth), floor, output, target))


def loss_slope_symbols(case: Case, unit: int) -> str:
    """Return the slope of the loss by one output, with symbols."""
    names = {"p": case.output_symbol(unit), "y": case.target_symbol(unit).latex}
    return put_in(_letters_of_one(_loss(case).slope_formula), names).replace(r" \cdot ", " ")


def loss_slope_numbers(case: Case, unit: int) -> str:
    """Return the slope of the loss by one output, with numbers; 0 where the probability is clamped."""
    if is_clamped(case, unit):
        return "0"
    formula = _SLOPE_OF_BOTH if case.rule == SOFTMAX_LOG_LOSS else _letters_of_one(_loss(case).slope_formula)
    return put_in(formula, _loss_letters(case, unit))


def clamped(case: Case, unit: int) -> float:
    """Return an output as the logarithm of the loss takes it: from z as it is, else short of 0 and 1."""
    p = float(case.a(case.depth)[unit])
    if not _loss(case).needs_probabilities or case.is_from_z:
        return p
    floor = PROBABILITY_FLOOR[case.network.dtype]
    return max(min(p, 1.0 - floor), floor)


def is_clamped(case: Case, unit: int) -> bool:
    """Return whether an output is too near to 0 or 1 for the logarithm of the loss."""
    return clamped(case, unit) != float(case.a(case.depth)[unit])


def is_rounded_away(case: Case, unit: int) -> bool:
    """Return whether an output is so near to 0 or 1 that only z, which the loss takes, says how near."""
    p, floor = float(case.a(case.depth)[unit]), PROBABILITY_FLOOR[case.network.dtype]
    return _loss(case).needs_probabilities and case.is_from_z and not floor <= p <= 1.0 - floor


def _loss(case: Case) -> Loss:
    return LOSSES[case.training.loss]


def _letters_of_one(formula: str) -> str:
    """Return a formula of the loss with p for the output and y for its target."""
    return formula.replace(r"\hat y_j", "p").replace("y_j", "y")


def _loss_letters(case: Case, unit: int) -> dict[str, str]:
    p, q = clamped(case, unit), case.complement(unit)
    return {
        "p": latex(p, case.digits) if p or not case.is_from_z else _power(case, case.log_output(unit)),
        "y": latex(float(case.trace.Y[case.sample][unit]), case.digits),
        "q": latex(q, case.digits) if q or not case.is_from_z else _power(case, case.log_complement(unit)),
        "k": str(case.units(case.depth)),
    }


def _power(case: Case, logarithm: float) -> str:
    """Return a probability that is smaller than the smallest number."""
    return f"e^{{{latex(logarithm, case.digits)}}}"

"""The functions of an update with their numbers put in: f(z), f'(z), the loss of an output and its slope."""

import math

from nnviz.engine import ACTIVATIONS, LOSSES
from nnviz.engine.losses import PROBABILITY_FLOOR
from nnviz.explain.case import Case
from nnviz.explain.formulas import branch, put_in, total
from nnviz.explain.numbers import latex
from nnviz.explain.step import Term

LOSS_TERMS = {
    "half_squared_error": r"\frac{1}{2} (p - y)^2",
    "mean_squared_error": r"\frac{1}{k} (p - y)^2",
    "log_loss": r"-y \ln p - (1 - y) \ln (1 - p)",
    "cross_entropy": r"-y \ln p",
}
"""What one output p with target y adds to the loss of its sample; k is the number of outputs."""


def activation_numbers(case: Case, layer: int, unit: int) -> str:
    """Return f(z) of a neuron with the number of z put in; of softmax with every z of the layer."""
    record = ACTIVATIONS[case.activation_name(layer)]
    z = case.z(layer)
    if record.name == "softmax":
        powers = [[Term(rf"e^{{{latex(float(z_k), case.digits)}}}")] for z_k in z]
        below = " ".join(term.latex for term in total(powers))
        return rf"\frac{{{powers[unit][0].latex}}}{{{below}}}"
    number = float(z[unit])
    return put_in(branch(record.formula, number), {"z": latex(number, case.digits)})


def slope_numbers(case: Case, layer: int, unit: int) -> str:
    """Return f'(z) of a neuron with the numbers of z and f(z) put in; not for softmax."""
    z = float(case.z(layer)[unit])
    a = latex(case.value(layer, unit), case.digits)
    formula = branch(ACTIVATIONS[case.activation_name(layer)].slope_formula, z)
    return put_in(formula, {"z": latex(z, case.digits), "a": a})


def loss_symbols(case: Case, unit: int) -> str:
    """Return what one output adds to the loss of its sample, with symbols."""
    names = {"p": case.output_symbol(unit), "y": case.target_symbol(unit).latex}
    return put_in(LOSS_TERMS[case.training.loss], names).replace(r" \cdot ", " ")


def loss_numbers(case: Case, unit: int) -> str:
    """Return what one output adds to the loss of its sample, with numbers."""
    return put_in(LOSS_TERMS[case.training.loss], _loss_letters(case, unit))


def loss_value(case: Case, unit: int) -> float:
    """Return what one output adds to the loss of its sample."""
    p, y = clamped(case, unit), float(case.trace.Y[case.sample][unit])
    match case.training.loss:
        case "half_squared_error":
            return 0.5 * (p - y) * (p - y)
        case "mean_squared_error":
            return (p - y) * (p - y) / case.units(case.depth)
        case "log_loss":
            return -y * math.log(p) - (1.0 - y) * math.log(1.0 - p)
        case _:
            return -y * math.log(p)


def loss_slope_symbols(case: Case, unit: int) -> str:
    """Return the slope of the loss by one output, with symbols."""
    names = {"p": case.output_symbol(unit), "y": case.target_symbol(unit).latex}
    return put_in(_slope_formula(case), names).replace(r" \cdot ", " ")


def loss_slope_numbers(case: Case, unit: int) -> str:
    """Return the slope of the loss by one output, with numbers; 0 where the probability is clamped."""
    return "0" if is_clamped(case, unit) else put_in(_slope_formula(case), _loss_letters(case, unit))


def clamped(case: Case, unit: int) -> float:
    """Return an output as the logarithm of the loss takes it: not nearer to 0 or 1 than the floor."""
    p = float(case.a(case.depth)[unit])
    if not LOSSES[case.training.loss].needs_probabilities:
        return p
    floor = PROBABILITY_FLOOR[case.network.dtype]
    return max(min(p, 1.0 - floor), floor)


def is_clamped(case: Case, unit: int) -> bool:
    """Return whether an output is too near to 0 or 1 for the logarithm of the loss."""
    return clamped(case, unit) != float(case.a(case.depth)[unit])


def _slope_formula(case: Case) -> str:
    """Return the loss's slope with p for the output and y for its target."""
    formula = LOSSES[case.training.loss].slope_formula
    return formula.replace(r"\hat y_j", "p").replace("y_j", "y")


def _loss_letters(case: Case, unit: int) -> dict[str, str]:
    return {
        "p": latex(clamped(case, unit), case.digits),
        "y": latex(float(case.trace.Y[case.sample][unit]), case.digits),
        "k": str(case.units(case.depth)),
    }

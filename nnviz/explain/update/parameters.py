"""Weights and biases of an update, and their gradients, as formulas name them."""

from nnviz.explain.formulas.step import Term
from nnviz.explain.update.case import Case
from nnviz.parts import Bias, Learned, Parameter, Weight, in_diagram


def parameter_place(case: Case, layer: int, unit: int, part: int) -> Parameter:
    """Return the weight from unit `part` below, or the bias, which is the part after the last weight."""
    return Bias(layer, unit) if part == case.units(layer - 1) else Weight(layer, part, unit)


def gradient_symbol(case: Case, place: Learned) -> Term:
    """Return the derivative of the loss by a parameter."""
    name = case.parameter_symbol(place).latex
    return Term(rf"\frac{{\partial L}}{{\partial {name}}}", "gradient", in_diagram(place))


def batch_factor(case: Case, *, symbol: bool) -> str:
    """Return 1/n where the mean is taken over more than one sample."""
    if case.batch == 1 or case.training.reduction == "sum":
        return ""
    return r"\frac{1}{n}" if symbol else rf"\frac{{1}}{{{case.batch}}}"

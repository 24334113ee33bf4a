"""What l1 and l2 add to the gradient of a weight; biases are never penalised."""

from nnviz.explain.formulas.step import Term
from nnviz.explain.formulas.sums import product
from nnviz.explain.update.case import Case
from nnviz.parts import Bias, Learned, in_diagram


def penalty_value(case: Case, place: Learned) -> float:
    """Return what l1 and l2 add to the gradient of a parameter; nothing for a bias."""
    if isinstance(place, Bias):
        return 0.0
    w = case.parameter(place)
    return case.training.l2 * w + case.training.l1 * _sign(w)


def penalty_symbols(case: Case, place: Learned) -> list[Term]:
    """Return what l1 and l2 add to the gradient of a weight, with symbols."""
    if isinstance(place, Bias):
        return []
    name = case.parameter_symbol(place).latex
    row: list[Term] = []
    if case.training.l2:
        row += [Term("+"), Term(rf"\lambda_2 {name}", "weight", in_diagram(place))]
    if case.training.l1:
        row += [Term("+"), Term(rf"\lambda_1 \text{{sign}}({name})", "weight", in_diagram(place))]
    return row


def penalty_numbers(case: Case, place: Learned) -> list[list[Term]]:
    """Return what l1 and l2 add to the gradient of a weight, as summands."""
    if isinstance(place, Bias):
        return []
    w = case.parameter(place)
    row: list[list[Term]] = []
    if case.training.l2:
        row.append(product(Term(case.setting(case.training.l2)), case.factor(w, "weight", in_diagram(place))))
    if case.training.l1:
        row.append(
            product(Term(case.setting(case.training.l1)), case.factor(_sign(w), "weight", in_diagram(place)))
        )
    return row


def _sign(value: float) -> float:
    return float((value > 0.0) - (value < 0.0))

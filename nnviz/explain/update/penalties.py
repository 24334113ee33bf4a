"""What l1 and l2 add to the gradient of a weight; biases are never penalised."""

from nnviz.explain.formulas.step import Bias, Term, Weight
from nnviz.explain.formulas.sums import product
from nnviz.explain.update.case import Case


def parameter_symbol(case: Case, place: Weight | Bias) -> Term:
    """Return w or b of a parameter."""
    if isinstance(place, Bias):
        return case.bias_symbol(place.layer, place.unit)
    return case.weight_symbol(place.layer, place.source, place.target)


def penalty_value(case: Case, place: Weight | Bias) -> float:
    """Return what l1 and l2 add to the gradient of a parameter; nothing for a bias."""
    if isinstance(place, Bias):
        return 0.0
    w = float(case.layer(place.layer).weights[place.source, place.target])
    return case.training.l2 * w + case.training.l1 * _sign(w)


def penalty_symbols(case: Case, place: Weight | Bias) -> list[Term]:
    """Return what l1 and l2 add to the gradient of a weight, with symbols."""
    if isinstance(place, Bias):
        return []
    name = parameter_symbol(case, place).latex
    row: list[Term] = []
    if case.training.l2:
        row += [Term("+"), Term(rf"\lambda_2 {name}", "weight", place)]
    if case.training.l1:
        row += [Term("+"), Term(rf"\lambda_1 \text{{sign}}({name})", "weight", place)]
    return row


def penalty_numbers(case: Case, place: Weight | Bias) -> list[list[Term]]:
    """Return what l1 and l2 add to the gradient of a weight, as summands."""
    if isinstance(place, Bias):
        return []
    w = float(case.layer(place.layer).weights[place.source, place.target])
    row: list[list[Term]] = []
    if case.training.l2:
        row.append(product(Term(case.setting(case.training.l2)), case.factor(w, "weight", place)))
    if case.training.l1:
        row.append(product(Term(case.setting(case.training.l1)), case.factor(_sign(w), "weight", place)))
    return row


def _sign(value: float) -> float:
    return float((value > 0.0) - (value < 0.0))

"""The delta of a hidden neuron: the errors above, each times the weight of its line, then the slope of f."""

from collections.abc import Sequence

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.explain.formulas.step import Formula, Key, Step, Term
from nnviz.explain.formulas.sums import (
    capital,
    equation,
    layer_name,
    product,
    sum_in_brackets,
    total,
    worked_out,
)
from nnviz.explain.update.case import Case
from nnviz.explain.update.functions import slope_numbers
from nnviz.explain.update.wrong_order import (
    RIGHT,
    WRONG_DELTA_WHY,
    down_weights,
    is_wrong,
    off_by,
    right_delta,
)
from nnviz.parts import Unit, Weight

HIDDEN_WHY = "The next layer's deltas come back along its lines, each times its weight; then the slope of f."
FLATTENED_WHY = "The next layer's deltas come back along its lines, each times its weight."
SILENCED_WHY = "Dropout silenced this neuron: a change of its sum would not have changed the loss."


def hidden_step(case: Case, key: Key, layer: int, unit: int) -> Step:
    """Return the delta of one hidden neuron."""
    targets, mask = range(case.units(layer + 1)), case.mask(layer)
    name, delta = case.delta_symbol(layer, unit), float(case.delta(layer)[unit])
    row = _sum(case, layer, unit, down_weights(case, layer + 1), case.delta(layer + 1))
    numbers = [*_slope_line(case, layer, unit), equation(name, row)]
    why = hidden_why(case, layer) if mask is None or mask[unit] else SILENCED_WHY
    if is_wrong(case, layer):
        why = WRONG_DELTA_WHY
        right = float(right_delta(case, layer)[unit])
        weights = case.layer(layer + 1).weights
        row = _sum(case, layer, unit, weights, right_delta(case, layer + 1))
        numbers += [(RIGHT, *equation(row, case.number(right, "delta"))), off_by(case, delta, right, "delta")]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: its delta",
        _symbols(case, layer, unit),
        tuple(numbers),
        equation(name, case.number(delta, "delta", Unit(layer, unit))),
        why,
        units=(Unit(layer, unit), *(Unit(layer + 1, k) for k in targets)),
        weights=tuple(Weight(layer + 1, unit, k) for k in targets),
        values=((Unit(layer, unit), delta),),
    )


def hidden_part_step(case: Case, key: Key, layer: int, unit: int, part: int) -> Step:
    """Return what the error of one neuron above adds."""
    weight, above = Weight(layer + 1, unit, part), Unit(layer + 1, part)
    w, delta = float(down_weights(case, layer + 1)[unit, part]), float(case.delta(layer + 1)[part])
    row = product(case.factor(w, "weight", weight), case.factor(delta, "delta", above))
    numbers: list[Formula] = [tuple(row)]
    if is_wrong(case, layer):
        w_right = float(case.layer(layer + 1).weights[unit, part])
        delta_right = float(right_delta(case, layer + 1)[part])
        row = product(case.factor(w_right, "weight", weight), case.factor(delta_right, "delta", above))
        right = w_right * delta_right
        numbers += [(RIGHT, *equation(row, case.number(right))), off_by(case, w * delta, right, "plain")]
    return Step(
        key,
        f"{capital(layer_name(layer, case.depth))}, neuron {unit + 1}: blame from neuron {part + 1} above",
        (tuple(product(_weight_symbol(case, weight), case.delta_symbol(layer + 1, part))),),
        tuple(numbers),
        (case.number(w * delta),),
        WRONG_DELTA_WHY
        if is_wrong(case, layer)
        else "The stronger the line, the more of the error above is this neuron's doing.",
        units=(Unit(layer, unit), above),
        weights=(weight,),
        values=((weight, w * delta),),
    )


def _symbols(case: Case, layer: int, unit: int) -> tuple[Formula, ...]:
    targets = range(case.units(layer + 1))
    name = case.delta_symbol(layer, unit)
    summands = [
        [_weight_symbol(case, Weight(layer + 1, unit, k)), case.delta_symbol(layer + 1, k)] for k in targets
    ]
    slope = Term(f"f'({case.z_symbol(layer, unit).latex})", "z", Unit(layer, unit))
    has_slope = case.record(layer).has_activation
    row = [Term(r"\cdot"), slope] if has_slope else []
    if case.mask(layer) is not None:
        row += [Term(r"\cdot"), Term("m")]
    whole = equation(name, [*_all(case, layer, summands), *row])
    record = ACTIVATIONS[case.activation_name(layer)]
    return (whole, equation(slope, Term(record.slope_formula, "z"))) if has_slope else (whole,)


def _sum(case: Case, layer: int, unit: int, weights: Floats, above: Floats) -> list[Term]:
    """Return the sum of errors times weights, in brackets, times the slope and the dropout mask."""
    summands = [
        product(
            case.factor(weights[unit, k], "weight", Weight(layer + 1, unit, k)),
            case.factor(above[k], "delta", Unit(layer + 1, k)),
        )
        for k in range(case.units(layer + 1))
    ]
    row = _all(case, layer, summands)
    if case.record(layer).has_activation:
        slope = case.factor(case.slope(layer, unit), "z", Unit(layer, unit))
        row = [*row, Term(r"\cdot"), slope]
    mask = case.mask(layer)
    return row if mask is None else [*row, Term(r"\cdot"), case.number(float(mask[unit]))]


def hidden_why(case: Case, layer: int) -> str:
    """Return how an error comes to a hidden layer: some have no activation, and so no slope."""
    return HIDDEN_WHY if case.record(layer).has_activation else FLATTENED_WHY


def _all(case: Case, layer: int, summands: Sequence[Sequence[Term]]) -> list[Term]:
    """Return a sum, in brackets where the slope or the mask of dropout is a factor of it."""
    has_factor = case.record(layer).has_activation or case.mask(layer) is not None
    in_one = sum_in_brackets(summands, longest=case.longest_sum)
    return in_one if has_factor else total(summands, case.longest_sum)


def _slope_line(case: Case, layer: int, unit: int) -> list[Formula]:
    if not case.record(layer).has_activation:
        return []
    place = Unit(layer, unit)
    name = Term(f"f'({case.z_symbol(layer, unit).latex})", "z", place)
    inside = Term(slope_numbers(case, layer, unit), "z", place)
    return [worked_out(name, inside, case.number(case.slope(layer, unit), "z"))]


def _weight_symbol(case: Case, weight: Weight) -> Term:
    """Return w of a line the delta comes back along; in the wrong order it is the new one."""
    name = case.parameter_symbol(weight)
    if case.training.order != "update_first":
        return name
    return Term(rf"{{{name.latex}}}^{{\text{{new}}}}", "weight", weight)

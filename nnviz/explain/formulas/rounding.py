"""Saying where rounded digits do not add up: a row has ≈ there, and = everywhere else.

Numbers are shown with a few digits and computed with all. 0.5072 + 0.1072 is 0.6144, whatever the sum of the
numbers behind them is: where that is shown as 0.6143, an equals sign would be wrong on the blackboard.
"""

import numpy as np
from msgspec.structs import replace

from nnviz.arrays import Floats
from nnviz.explain.formulas.calculator import (
    APPROXIMATES,
    EQUALS,
    RELATIONS,
    SymbolicError,
    sides_of,
    value_of,
)
from nnviz.explain.formulas.numbers import DIGITS_RANGE
from nnviz.explain.formulas.step import Formula, Step, Term

_ROUNDING = 1e-12
"""Relative differences that come of computing with float64 itself."""


def honest(step: Step, digits: int) -> Step:
    """Return a step in which every equals sign holds for the digits that are shown."""
    if digits >= DIGITS_RANGE[1]:  # all digits there are
        return step
    numbers = tuple(honest_row(row, digits) for row in step.numbers)
    return replace(step, numbers=numbers, result=_honest_result(step, digits))


def honest_row(row: Formula, digits: int, before: Floats | None = None) -> Formula:
    """Return a row with the sign of approximation where what is shown does not come to what follows.

    `before` is the value of the row's first side where only another row shows it in numbers.
    """
    if all(term.latex != EQUALS for term in row):
        return row
    values = [_value(side) for side in sides_of(row)]
    values[0] = before if values[0] is None else values[0]
    terms: list[Term] = []
    known = values[0]
    for term in row:
        if term.latex in RELATIONS:
            values.pop(0)
            if term.latex == EQUALS and not _agree(known, values[0], digits):
                term = Term(APPROXIMATES)  # noqa: PLW2901
            known = values[0]
        terms.append(term)
    return tuple(terms)


def _honest_result(step: Step, digits: int) -> Formula:
    """Return the result, which is what a row of numbers comes to: that with its name, else the only one."""
    result = step.result
    if not result:
        return result
    if len(result) == 1:
        shown, value = _last(step.numbers[0]) if step.numbers else None, _value(result[0].latex)
        return result if _agree(shown, value, digits) else (Term(APPROXIMATES), *result)
    rows = [row for row in step.numbers if row[0].latex == result[0].latex]
    return honest_row(result, digits, _last(rows[-1])) if rows else result


def _last(row: Formula) -> Floats | None:
    return _value(sides_of(row)[-1])


def _agree(left: Floats | None, right: Floats | None, digits: int) -> bool:
    """Return whether the digits at the left come to those at the right; True where nothing can be said."""
    if left is None or right is None or left.shape != right.shape:
        return True
    if not (np.isfinite(left).all() and np.isfinite(right).all()):
        return True
    size = np.abs(right)
    leading = np.floor(np.log10(size, out=np.zeros_like(size), where=size > 0.0))
    half = np.where(size > 0.0, 0.5 * 10.0 ** (leading - digits + 1), 0.0)
    return bool((np.abs(left - right) <= half + _ROUNDING * np.maximum(size, np.abs(left))).all())


def _value(side: str) -> Floats | None:
    try:
        return value_of(side)
    except (SymbolicError, ArithmeticError, ValueError):
        return None

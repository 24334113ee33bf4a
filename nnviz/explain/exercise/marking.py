"""Marking answers: right, right on the student's own numbers, or wrong with the likely mistake."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from nnviz.explain.exercise.asking import Blank, where_of
from nnviz.explain.exercise.misconceptions import MISCONCEPTIONS, ROUNDING, Misconception, wrong_values
from nnviz.explain.exercise.quantity import AskedQuantity, Get
from nnviz.explain.exercise.sheet import Sheet
from nnviz.explain.exercise.update import Update
from nnviz.explain.formulas.numbers import plain

EXACT = 0.003
"""Relative difference up to which two numbers are the same: that of three digits, carried along."""
CLOSE = 0.03
"""Up to which a wrong number is taken as one that was rounded."""
SMALLEST = 5e-7
"""Absolute difference that nobody can mean."""


class Mark(msgspec.Struct, frozen=True):
    """What is said of one answer.

    Attributes
    ----------
    id : str
        Of the blank.
    given, expected : float or None
        `given` is None where the blank was left empty.
    right : bool
    follow_through : bool
        Wrong, but right on the student's own numbers from the steps before.
    misconception : str or None
        Name of the likely mistake.
    also : tuple of str
        Names of others that lead to the same number.
    sentence : str
        For the student; where several mistakes lead to the very number, all of them.
    """

    id: str
    given: float | None
    expected: float
    right: bool
    follow_through: bool
    misconception: str | None
    sentence: str
    also: tuple[str, ...] = ()


def marks_of(sheet: Sheet, answers: Mapping[str, float]) -> list[Mark]:
    """Return a mark for each blank of the sheet, in its order.

    Parameters
    ----------
    answers : mapping
        From ids of blanks to numbers; blanks may be left out.

    Raises
    ------
    ValueError
        If an id is none of the sheet's.
    """
    known = {blank.id: blank for blank in sheet.blanks}
    strange = next((name for name in answers if name not in known), None)
    if strange is not None:
        raise ValueError(f'this sheet has no blank "{strange}": they are {", ".join(known)}.')
    right = sheet.update.values()
    own = sheet.update.values({known[name].quantity: float(value) for name, value in answers.items()})
    return [_mark(sheet.update, blank, answers.get(blank.id), right, own) for blank in sheet.blanks]


def _mark(update: Update, blank: Blank, given: float | None, right: Get, own: Get) -> Mark:
    expected = right(blank.quantity)
    if given is None:
        return Mark(blank.id, None, expected, False, False, None, "Left empty.")
    if same(given, expected):
        return Mark(blank.id, given, expected, True, False, None, "Right.")
    on_own = update.compute(blank.quantity, own)
    if same(given, on_own):
        sentence = "Right with your own numbers from the steps before; the mistake is further up."
        return Mark(blank.id, given, expected, False, True, None, sentence)
    found, equals = _likely(update, blank.quantity, given, (right, own), (expected, on_own))
    step = where_of(update, blank.quantity)
    if not found:
        sentence = f"Wrong: it is {plain(expected)}. Go through this step again ({step})."
        return Mark(blank.id, given, expected, False, False, None, sentence)
    also = tuple(misconception.name for misconception in found[1:])
    said = " Or: ".join(misconception.sentence for misconception in found[:equals])
    sentence = f"{said} The step to look at: {step}."
    return Mark(blank.id, given, expected, False, False, found[0].name, sentence, also)


def _likely(
    update: Update,
    quantity: AskedQuantity,
    given: float,
    starts: tuple[Get, Get],
    targets: tuple[float, float],
) -> tuple[list[Misconception], int]:
    """Return the misconceptions that lead to a number, the likeliest first, and how many are as likely.

    Those come first whose number, written with as many digits, is the given one; then those nearest to it.
    New weights hardly differ, whatever went wrong in the gradient.
    """
    apart: dict[str, float] = {}
    for get in starts:
        for misconception, value in wrong_values(update, quantity, get):
            if same(given, value):
                name, unexplained = misconception.name, max(0.0, abs(given - value) - _last_digit(given))
                apart[name] = min(unexplained, apart.get(name, unexplained))
    found = [misconception for misconception in MISCONCEPTIONS if misconception.name in apart]
    found.sort(key=lambda misconception: apart[misconception.name])
    if not found and any(_rounded(given, target) for target in targets):
        return [ROUNDING], 1
    return found, sum(apart[each.name] == apart[found[0].name] for each in found)


def same(given: float, value: float) -> bool:
    """Return whether a number is what a careful student writes for a value."""
    return abs(given - value) <= max(EXACT * abs(value), SMALLEST)


def _rounded(given: float, value: float) -> bool:
    """Return whether a number is the value cut to few digits, or close enough to come of such ones."""
    if abs(given - value) <= CLOSE * abs(value):
        return True
    return 1e-13 < _last_digit(given) < 0.01 and abs(given - value) <= _last_digit(given)


def _last_digit(given: float) -> float:
    """Return half a unit of the last digit of a number as it was written."""
    exponent = Decimal(f"{given:.12g}").as_tuple().exponent
    return 0.5001 * 10.0**exponent if isinstance(exponent, int) else 0.0

"""Numbers as people type, read and step them; no widgets here."""

import math
import re
from fractions import Fraction

SIGNIFICANT_DIGITS = 12
"""Enough for what a person types, too few for 0.1 + 0.2 to show as 0.30000000000000004."""

_DIGITS = re.compile(r"[+-]?[0-9]+")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])(\d*),(\d+)(?![\d.,])")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_FRACTION = re.compile(r"([^/]+)/([^/]+)")


class NumberError(ValueError):
    """The text is not a number; the message is one sentence for the user."""


def parse_number(text: str) -> float:
    """Return the number written as `text`: 0.8, 0,8, 1e-3, 3/10, −2.

    A comma is taken for a decimal point where it can be nothing else: 1,000 might be a thousand.

    Raises
    ------
    NumberError
        When the text is not one finite number.
    """
    plain = _plain(text)
    if _THOUSANDS.fullmatch(plain):
        raise NumberError("Write thousands without a comma (1000) and decimals with a point (0.8).")
    return _parse(_DECIMAL_COMMA.sub(r"\1.\2", plain), "Not a number. Examples: 0.8, 1e-3, 3/10.")


def _parse(plain: str, otherwise: str) -> float:
    """Return the finite number that is written, or raise NumberError, with `otherwise` for what is none."""
    if not plain:
        raise NumberError("Type a number.")
    try:
        value = _parse_fraction(plain) if "/" in plain else float(plain)
    except ZeroDivisionError:
        raise NumberError("Division by zero.") from None
    except (ValueError, OverflowError):
        raise NumberError(otherwise) from None
    if not math.isfinite(value):
        raise NumberError("Type a finite number.")
    return value


def _plain(text: str) -> str:
    """Return `text` with an ASCII minus and without any blank (thousands may be set apart by thin ones)."""
    return "".join(text.replace("\N{MINUS SIGN}", "-").split())


def _parse_fraction(text: str) -> float:
    match = _FRACTION.fullmatch(text)
    if match is None:
        raise ValueError
    numerator, denominator = (float(part) for part in match.groups())
    if numerator.is_integer() and denominator.is_integer():
        return float(Fraction(int(numerator), int(denominator)))
    return numerator / denominator


def parse_whole_number(text: str) -> int:
    """Return the whole number written as `text`; 2e3 and 4/2 count as whole.

    Raises
    ------
    NumberError
        When the text is not one whole number.
    """
    plain = _plain(text)
    if _DIGITS.fullmatch(plain):
        if len(plain) > 20:
            raise NumberError("That number is too long.")
        return int(plain)  # exact, where a float would round beyond 2^53
    if "," in plain:
        raise NumberError("Write whole numbers without a comma: 1000.")
    value = _parse(plain, "Not a whole number. Examples: 1, 32, 2e3.")
    if not value.is_integer():
        raise NumberError("Type a whole number.")
    return int(value)


def format_number(value: float | int) -> str:
    """Return `value` as people write it: 0.3, 1000, 1e-5."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.{SIGNIFICANT_DIGITS}g}"
    return re.sub(r"e([+-])0*(\d+)$", lambda m: f"e{m[1].replace('+', '')}{m[2]}", text)


def step_1_2_5(value: float, direction: int) -> float:
    """Return the number of ..., 0.1, 0.2, 0.5, 1, 2, 5, ... above (`direction` 1) or below (-1) `value`."""
    exponent = math.floor(math.log10(value))
    ladder = [digit * 10.0**power for power in range(exponent - 1, exponent + 2) for digit in (1, 2, 5)]
    margin = 1e-9 * value
    if direction > 0:
        step = min(rung for rung in ladder if rung > value + margin)
    else:
        step = max(rung for rung in ladder if rung < value - margin)
    return round_to_digits(step, 1)


def step_evenly(value: float, direction: int) -> float:
    """Return `value` one step on, where a step is a hundredth up to a tenth of the value's size.

    Steps are powers of ten and results multiples of them, so 0.2 becomes 0.21 and 500 becomes 510.
    """
    step = 10.0 ** (math.floor(math.log10(abs(value))) - 1) if value else 0.01
    return round_to_digits((round(value / step) + direction) * step, SIGNIFICANT_DIGITS)


def round_to_digits(value: float, digits: int) -> float:
    """Return `value` rounded to `digits` significant decimal digits."""
    return float(f"{value:.{digits - 1}e}")

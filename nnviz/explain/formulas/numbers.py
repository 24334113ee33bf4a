"""Numbers as they are read: a chosen count of significant digits, never 0.30000000000000004."""

import math
from collections.abc import Callable

from nnviz.numerals import PLAIN_RANGE, times_power

DIGITS_RANGE = (2, 17)
"""Fewest and most significant digits; 17 tell every float64 from its neighbours."""


def plain(value: float, digits: int = 4) -> str:
    """Return a number as plain text with a typographic minus, e.g. "−0.5321" or "1.234·10⁻⁷".

    Trailing zeros are kept off integers only: 0.5000 says that four digits are known, 3 says three.
    """
    return _written(value, digits, times_power).replace("-", "−")


def latex(value: float, digits: int = 4) -> str:
    r"""Return a number in LaTeX, e.g. "-0.5321" or "1.234 \cdot 10^{-7}"."""
    if math.isnan(value):
        return r"\text{NaN}"
    if math.isinf(value):
        return r"\infty" if value > 0 else r"-\infty"
    return _written(value, digits, lambda mantissa, exponent: rf"{mantissa} \cdot 10^{{{exponent}}}")


def latex_factor(value: float, digits: int = 4) -> str:
    """Return a number in LaTeX as a factor of a product: in brackets where it is negative."""
    text = latex(value, digits)
    return rf"\left({text}\right)" if text.startswith("-") else text


def agreeing_digits(a: float, b: float) -> int:
    """Return how many leading significant digits two numbers share (17 where they are equal).

    The relative difference decides, so 0.999999 and 1.000001 agree in about five digits.
    """
    if a == b:
        return DIGITS_RANGE[1]
    scale = max(abs(a), abs(b))
    if not (math.isfinite(a) and math.isfinite(b)):
        return 0
    return min(DIGITS_RANGE[1], max(0, math.floor(-math.log10(abs(a - b) / scale))))


def _written(value: float, digits: int, powered: Callable[[str, int], str]) -> str:
    if not math.isfinite(value):
        return str(value)
    if value == 0.0:
        return "0"
    if value == round(value) and abs(value) < 10**digits:
        return str(round(value))
    low, high = PLAIN_RANGE
    if digits == DIGITS_RANGE[1]:  # the shortest text that no other number shares
        mantissa, _, exponent = repr(value).partition("e")
        return powered(mantissa, int(exponent)) if exponent else mantissa
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    if low <= abs(float(f"{value:.{digits - 1}e}")) < high:
        return f"{value:.{max(0, digits - 1 - int(exponent))}f}"
    return powered(mantissa, int(exponent))

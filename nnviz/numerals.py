"""Numbers in plain text: digits raised and lowered, powers of ten, shares in per cent."""

import math

MINUS = "\N{MINUS SIGN}"
PLAIN_RANGE = (1e-4, 1e6)
"""Magnitudes written without a power of ten."""

_DIGITS = "0123456789-"
LOWERED, RAISED = "₀₁₂₃₄₅₆₇₈₉₋", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"
_LOWERED = str.maketrans(_DIGITS, LOWERED)
_RAISED = str.maketrans(_DIGITS, RAISED)
_FULL = str.maketrans(LOWERED + RAISED, 2 * f"0123456789{MINUS}")


def lowered(number: int | str) -> str:
    """Return digits as an index, such as ₁₂."""
    return str(number).translate(_LOWERED)


def raised(number: int | str) -> str:
    """Return digits as an exponent, such as ⁻³."""
    return str(number).translate(_RAISED)


def full_size(digits: str) -> str:
    """Return raised or lowered digits as usual ones."""
    return digits.translate(_FULL)


def power_of_ten(exponent: int) -> str:
    """Return 10 to a power as it is printed, such as 10⁻³."""
    return "10" + raised(exponent)


def times_power(mantissa: str, exponent: int) -> str:
    """Return a number in powers of ten, such as 4.970·10⁻⁵: the same dot as in formulas."""
    return f"{mantissa}·{power_of_ten(exponent)}"


def short_number(value: float, digits: int = 4) -> str:
    """Return a number for reading: `digits` significant figures, powers of ten where they help."""
    if not math.isfinite(value):
        return {math.inf: "∞", -math.inf: MINUS + "∞"}.get(value, "not a number")
    if value == 0.0:
        return "0"
    sign = MINUS if value < 0.0 else ""
    low, high = PLAIN_RANGE
    if low <= abs(value) < high:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        text = f"{abs(value):,.{decimals}f}"
        return sign + (text.rstrip("0").rstrip(".") if "." in text else text)
    mantissa, exponent = f"{abs(value):.{digits - 1}e}".split("e")
    shown = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return sign + (power_of_ten(int(exponent)) if shown == "1" else times_power(shown, int(exponent)))


def percent(share: float, decimals: int = 1) -> str:
    """Return a share between 0 and 1 in per cent, such as "98.0 %"."""
    return f"{100.0 * share:.{decimals}f} %"


def counted(count: float, noun: str) -> str:
    """Return how many there are, such as "1 epoch" or "2,000 epochs"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"

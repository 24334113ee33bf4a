"""Where ticks stand and what they say: round numbers in steps of 1, 2 or 5 times a power of ten."""

import math
from collections.abc import Sequence

import msgspec

from nnviz.numerals import MINUS, power_of_ten, short_number, times_power
from nnviz.paint.drawing.numbers import nice_step


class Ticks(msgspec.Struct, frozen=True):
    """Labelled ticks, and small ones without a label between them."""

    values: tuple[float, ...]
    labels: tuple[str, ...]
    minor: tuple[float, ...] = ()


def linear_ticks(low: float, high: float, count: int) -> Ticks:
    """Return at most about `count` ticks of the range from `low` to `high` (`low` < `high`)."""
    step = nice_step(high - low, count)
    first, last = _multiples(low, high, step)
    if last == first:  # one tick says nothing about the scale
        step = nice_step(high - low, 2 * count)
        first, last = _multiples(low, high, step)
    if step < 1e-12 * max(abs(low), abs(high)):  # the range is narrower than the digits of its numbers
        return Ticks((low, high), (f"{low:.6g}", f"{high:.6g}"))
    values = tuple(step * k for k in range(first, last + 1))
    return Ticks(values, number_labels(values, step))


def _multiples(low: float, high: float, step: float) -> tuple[int, int]:
    return math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)


def number_labels(values: Sequence[float], step: float) -> tuple[str, ...]:
    """Return the values with as many decimals as `step` needs, or with one common power of ten."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest == 0.0 or 1e-3 <= largest < 1e7:
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        return tuple(_signed(value, decimals) for value in values)
    exponent = math.floor(math.log10(largest) + 1e-9)
    decimals = max(0, exponent - math.floor(math.log10(step) + 1e-9))
    unit = 10.0**exponent
    return tuple(times_power(_signed(value / unit, decimals), exponent) if value else "0" for value in values)


def _signed(value: float, decimals: int) -> str:
    text = f"{abs(value):,.{decimals}f}"
    return MINUS + text if value < 0 and float(text.replace(",", "")) else text


def percent_ticks(low: float, high: float, count: int) -> Ticks:
    """Return ticks of shares between 0 and 1, labelled in per cent."""
    ticks = linear_ticks(100.0 * low, 100.0 * high, count)
    return Ticks(
        tuple(value / 100.0 for value in ticks.values), tuple(f"{label} %" for label in ticks.labels)
    )


def log_ticks(low: float, high: float, count: int) -> Ticks:
    """Return ticks of a logarithmic axis at powers of ten, and at 2 and 5 times them where there is room."""
    first, last = math.ceil(math.log10(low) - 1e-9), math.floor(math.log10(high) + 1e-9)
    decades = math.log10(high) - math.log10(low)
    if decades < 1.0 or last < first:
        return _within_a_decade(low, high, count)
    inside = range(max(first - 1, -307), last + 1)
    minor = _factors(inside, range(2, 10), low, high) if decades <= 6 else ()
    if 3 * decades <= count:
        values = _factors(inside, (1, 2, 5), low * (1 - 1e-9), high * (1 + 1e-9))
        return Ticks(values, tuple(short_number(value) for value in values), minor)
    stride = math.ceil(nice_step(decades, count)) if decades > count else 1
    exponents = [k for k in range(first, last + 1) if k % stride == 0] or [first]
    return Ticks(tuple(10.0**k for k in exponents), _powers(exponents), minor)


def _factors(exponents: Sequence[int], factors: Sequence[int], low: float, high: float) -> tuple[float, ...]:
    """Return those of the factors times powers of ten that are between two numbers."""
    values = (factor * 10.0**k for k in exponents for factor in factors)
    return tuple(value for value in values if low <= value <= high)


def _powers(exponents: Sequence[int]) -> tuple[str, ...]:
    """Return powers of ten in words: as numbers where all are short."""
    if exponents[0] >= -3 and exponents[-1] <= 3:
        return tuple(f"{10.0**k:,.{max(0, -k)}f}" for k in exponents)
    return tuple(power_of_ten(k) for k in exponents)


def _within_a_decade(low: float, high: float, count: int) -> Ticks:
    ticks = linear_ticks(low, high, count)
    return Ticks(
        tuple(v for v in ticks.values if v > 0.0),
        tuple(label for v, label in zip(ticks.values, ticks.labels, strict=True) if v > 0.0),
    )

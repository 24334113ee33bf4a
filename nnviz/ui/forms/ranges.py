"""The range of a field's slider: its limits say what is possible, a slider shows what is usual."""

import math

from nnviz.experiment.spec.fields import Field
from nnviz.ui.forms.scales import SliderScale
from nnviz.ui.widgets.numbers import round_to_digits, step_1_2_5

USUAL_LOW = 1e-5
USUAL_HIGH = 10.0
"""Where a logarithmic slider starts and ends unless the limits or the default say otherwise."""

WIDEST_WHOLE = 100_000
"""Whole numbers with a wider range (seeds, epochs) have no slider."""


def usual_range(field: Field) -> SliderScale | None:
    """Return the scale of the slider of a numeric field, None where a slider makes no sense."""
    if field.low is None or field.high is None:
        return None
    if field.kind == "int":
        return _whole(field.low, field.high, _magnitude(field.default))
    if field.scale == "log":
        return _logarithmic(field.low, field.high, _magnitude(field.default))
    return _linear(field.low, field.high, _magnitude(field.default))


def _whole(low: float, high: float, default: float) -> SliderScale | None:
    if high > WIDEST_WHOLE:
        return None
    if low > 0 and high / low >= 1000:
        return SliderScale(low, min(high, _round_up(50 * default)), logarithmic=True, whole=True)
    return SliderScale(low, high, whole=True)


def _logarithmic(low: float, high: float, default: float) -> SliderScale:
    bottom = min(USUAL_LOW, default / 100) if default else USUAL_LOW
    return SliderScale(
        low=max(low, round_to_digits(bottom, 1)),
        high=min(high, max(USUAL_HIGH, default)),
        logarithmic=True,
        zero=low == 0,
    )


def _linear(low: float, high: float, default: float) -> SliderScale:
    usual = _round_up(5 * default) if default else 1.0
    return SliderScale(low, high if low < 0 else min(high, max(low + usual, 0.5)))


def _round_up(value: float) -> float:
    """Return `value`, or the next number of 1, 2, 5, 10, ... above it."""
    return step_1_2_5(value * (1 - 1e-6), 1)


def _magnitude(default: object) -> float:
    """Return the size of a numeric default, 0 where there is none."""
    number = isinstance(default, int | float) and math.isfinite(default)
    return abs(float(default)) if number else 0.0  # type: ignore[arg-type]

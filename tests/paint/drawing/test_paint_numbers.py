"""Numbers in pictures: as short as they can be, with typographic signs."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.numerals import short_number
from nnviz.paint.drawing.numbers import nice_ceiling, nice_step, scores_in_words, steady_number


@given(st.floats(-290, 290).map(lambda exponent: 10.0**exponent))
def test_the_ceiling_is_above_and_near(value):
    assert value * (1 - 1e-6) <= nice_ceiling(value) <= 1.5 * value


@given(st.floats(1e-200, 1e200), st.integers(1, 50))
def test_a_step_cuts_into_no_more_parts_than_asked_for(span, count):
    step = nice_step(span, count)
    assert count / 2.5 * (1 - 1e-6) <= span / step <= count * (1 + 1e-6)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.12478, "0.1248"),
        (-2.0, "−2"),
        (10.0, "10"),
        (0.0, "0"),
        (1e-12, "10⁻¹²"),
        (-2.5e8, "−2.5·10⁸"),
        (math.nan, "not a number"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_for_reading(value, text):
    assert short_number(value) == text


def test_a_few_digits_or_many():
    assert short_number(1234567.0, 7) == "1.234567·10⁶"
    assert short_number(2e8, 1) == "2·10⁸"
    assert short_number(1234.0, 2) == "1,234"


def test_numbers_that_change_keep_their_decimals():
    assert [steady_number(value) for value in (0.5, -0.25, 0.0)] == ["0.5000", "−0.2500", "0.0000"]
    assert steady_number(-1.25e-7) == "−1.25·10⁻⁷"


def test_scores_without_classes_have_no_accuracy():
    assert scores_in_words(0.01234, 0.98) == "loss 0.01234, accuracy 98.0 %"
    assert scores_in_words(0.5, math.nan) == "loss 0.5"

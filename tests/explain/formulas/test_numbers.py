"""Numbers are written with the digits asked for."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.explain.formulas.numbers import agreeing_digits, latex, latex_factor, plain

LOWER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (0.1 + 0.2, 4, "0.3000"),
        (0.1 + 0.2, 17, "0.30000000000000004"),
        (-1.23456, 3, "−1.23"),
        (0.0, 5, "0"),
        (-0.0, 5, "0"),
        (2.0, 4, "2"),
        (123456.7, 4, "123457"),
        (1.5e-7, 3, "1.50·10⁻⁷"),
        (0.99996, 4, "1.000"),
        (999999.96, 7, "1.000000·10⁶"),
        (math.nan, 4, "nan"),
    ],
)
def test_plain_text(value: float, digits: int, expected: str) -> None:
    assert plain(value, digits) == expected


def test_latex() -> None:
    assert latex(1.5e-7, 3) == r"1.50 \cdot 10^{-7}"
    assert latex(-math.inf) == r"-\infty"
    assert latex_factor(-0.5, 2) == r"\left(-0.50\right)"
    assert latex_factor(0.5, 2) == "0.50"


@given(st.floats(-1e300, 1e300), st.integers(2, 17))
def test_what_is_written_is_the_number_to_that_many_digits(value: float, digits: int) -> None:
    mantissa, _, exponent = plain(value, digits).replace("−", "-").partition("·10")
    written = float(f"{mantissa}e{exponent.translate(LOWER) or 0}")
    assert written == pytest.approx(value, rel=0.51 * 10.0 ** (1 - digits), abs=1e-323)


def test_agreeing_digits() -> None:
    assert agreeing_digits(1.0, 1.0) == 17
    assert agreeing_digits(1.23456, 1.23457) == 5
    assert agreeing_digits(1.0, -1.0) == 0
    assert agreeing_digits(math.inf, 1.0) == 0

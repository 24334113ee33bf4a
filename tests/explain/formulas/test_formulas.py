"""Formulas: numbers in place of letters, signs, brackets, sums that are not too long."""

import math

import numpy as np
import pytest

from nnviz.engine.choices.activations import ACTIVATIONS, activation_slope, activation_value
from nnviz.explain.formulas.calculator import value_of
from nnviz.explain.formulas.step import Term
from nnviz.explain.formulas.sums import (
    LONGEST_SUM,
    branch,
    long_total,
    product,
    put_in,
    sum_in_brackets,
    total,
)


def text(row: list[Term]) -> str:
    return " ".join(term.latex for term in row)


@pytest.mark.parametrize(
    ("formula", "numbers", "expected"),
    [
        (r"\frac{1}{1 + e^{-z}}", {"z": "-2"}, r"\frac{1}{1 + e^{-\left(-2\right)}}"),
        ("e^{z} - 1", {"z": "-2"}, "e^{-2} - 1"),
        ("a (1 - a)", {"a": "0.3"}, r"0.3 \cdot (1 - 0.3)"),
        ("1 - a^2", {"a": "-0.3"}, r"1 - \left(-0.3\right)^2"),
        ("1 - a^2", {"a": r"3 \cdot 10^{-7}"}, r"1 - \left(3 \cdot 10^{-7}\right)^2"),
        (r"w - \eta g", {"w": "-1", r"\eta": "0.1", "g": "-3"}, r"-1 - 0.1 \cdot \left(-3\right)"),
        (r"-y \ln p", {"y": "1", "p": r"2 \cdot 10^{-9}"}, r"-1 \cdot \ln \left(2 \cdot 10^{-9}\right)"),
        (r"\beta_1 m", {r"\beta_1": "0.9", "m": "2"}, r"0.9 \cdot 2"),
        (r"1 - \beta_1^t", {r"\beta_1": "0.9", r"\beta_1^t": "0.81"}, "1 - 0.81"),
        (r"\max(0, z)", {"z": "-4"}, r"\max(0, -4)"),
        (r"z\,\Phi(z)", {"z": "2"}, r"2 \cdot \Phi(2)"),
        (r"\eta", {r"\et": "5"}, r"\eta"),
    ],
)
def test_numbers_are_put_in(formula: str, numbers: dict[str, str], expected: str) -> None:
    assert put_in(formula, numbers) == expected


def test_the_case_that_holds() -> None:
    formula = r"\begin{cases} 1 & z > 0 \\ e^{z} & z \le 0 \end{cases}"
    assert branch(formula, 0.1) == "1"
    assert branch(formula, 0.0) == branch(formula, math.nan) == "e^{z}"
    assert branch("1 - a^2", 3.0) == "1 - a^2"


def test_a_negative_summand_brings_its_own_sign() -> None:
    assert text(total([[Term("-1")], [Term("-2")], [Term("3")]])) == "-1 - 2 + 3"
    assert text(total([[Term("1")], product(Term("-2"), Term("x"))])) == r"1 - 2 \cdot x"


def test_long_sums_are_elided_in_the_middle() -> None:
    row = text(long_total(100, lambda number: [Term(f"x_{{{number}}}")]))
    assert row.count("+") == LONGEST_SUM - 1
    assert row.endswith(r"+ \cdots\text{ 89 more }\cdots + x_{99}")
    assert row == text(total([[Term(f"x_{{{number}}}")] for number in range(100)]))


def test_brackets_only_where_there_is_a_sum() -> None:
    assert text(sum_in_brackets([[Term("a")]])) == "a"
    assert text(sum_in_brackets([[Term("a")], [Term("b")]])) == r"\big( a + b \big)"
    assert text(sum_in_brackets([[Term("a")]], r"\frac{1}{2}")) == r"\frac{1}{2} \big( a \big)"


@pytest.mark.parametrize("name", [name for name, record in ACTIVATIONS.items() if not record.output_only])
@pytest.mark.parametrize("z", [-1.3, 0.7])
def test_formulas_and_names_of_activations_can_be_worked_out(name: str, z: float) -> None:
    """A formula with what the calculator cannot read is a `SymbolicError` that names it, here first."""
    record, at = ACTIVATIONS[name], np.array([z])
    a = activation_value(record.code, at)
    slope = activation_slope(record.code, at, a)
    numbers = {"z": repr(z), "a": repr(float(a[0]))}
    assert value_of(put_in(branch(record.formula, z), numbers)) == pytest.approx(a[0])
    assert value_of(put_in(branch(record.slope_formula, z), numbers)) == pytest.approx(slope[0])
    assert value_of(rf"\text{{{name.replace('_', ' ')}}}({z!r})") == pytest.approx(a[0])

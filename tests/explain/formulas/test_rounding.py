"""An equals sign stands only where the digits that are shown come to what follows."""

import numpy as np
import pytest

from nnviz.explain.formulas.calculator import SymbolicError, sides_of, value_of
from nnviz.explain.formulas.rounding import honest, honest_row
from nnviz.explain.formulas.step import Formula, Key, Phase, Step, Term


def row(*latex: str) -> Formula:
    return tuple(Term(each) for each in latex)


def signs(formula: Formula) -> list[str]:
    return [term.latex for term in formula if term.latex in ("=", r"\approx", r"\leftarrow")]


@pytest.mark.parametrize(
    ("formula", "sign"),
    [
        (row("0.5072", "+", "0.1072", "=", "0.6143"), r"\approx"),
        (row("0.5072", "+", "0.1072", "=", "0.6144"), "="),
        (row("z", "=", "0.5072", "+", "0.1072", "=", "0.6143"), r"\approx"),
        (row("0.1234", r"\cdot", "0.5678", "=", "0.07007"), "="),  # rounded, but as anybody would
        (row("0.5072", "-", "0.5072", "=", r"3.100 \cdot 10^{-5}"), r"\approx"),
        (row("0.5", "-", "0.5", "=", "0"), "="),
        (row(r"\frac{1}{3}", "=", "0.3333"), "="),
        (row(r"\frac{-2}{1 + \lvert -2 \rvert}", "=", "-0.6667"), "="),
        (row(r"(1 - \lvert -0.5 \rvert)^2", "=", "0.25"), "="),
        (row(r"\text{right:}", r"\frac{1}{3}", "=", "0.3334"), r"\approx"),
        (row("1", r"\cdots\text{ 3 more }\cdots", "=", "7"), "="),  # not all is shown
        (row("w", "=", "z"), "="),
    ],
)
def test_rows(formula: Formula, sign: str) -> None:
    assert signs(honest_row(formula, 4))[-1] == sign


def test_matrices_entry_by_entry() -> None:
    left = r"\begin{pmatrix}0.5072\\1\end{pmatrix}"
    for entry, sign in (("0.6144", "="), ("0.6143", r"\approx")):
        sides = row(
            left,
            "+",
            r"\begin{pmatrix}0.1072\\1\end{pmatrix}",
            "=",
            rf"\begin{{pmatrix}}{entry}\\2\end{{pmatrix}}",
        )
        assert signs(honest_row(sides, 4)) == [sign]


def step(numbers: Formula, result: Formula) -> Step:
    return Step(Key(Phase.FORWARD), "", (), (numbers,), result, "")


def test_a_result_goes_on_from_the_row_of_its_name() -> None:
    sum_row = row("z", "=", "0.5072", "+", "0.1072")
    assert signs(honest(step(sum_row, row("z", "=", "0.6143")), 4).result) == [r"\approx"]
    assert signs(honest(step(sum_row, row("z", "=", "0.6144")), 4).result) == ["="]
    bare = row("0.5072", "+", "0.1072")
    assert honest(step(bare, row("0.6143")), 4).result == row(r"\approx", "0.6143")
    assert honest(step(bare, row("0.6144")), 4).result == row("0.6144")


def test_with_all_digits_nothing_is_rounded() -> None:
    shown = step(row("0.1", "+", "0.2"), row("0.30000000000000004"))
    assert honest(shown, 17) is shown


def test_what_stands_for_something_has_no_value() -> None:
    for latex in ("z", "", "1 +", r"\frac{1}{z}", r"\begin{pmatrix}1&\cdots\end{pmatrix}", "( 1"):
        with pytest.raises(SymbolicError):
            value_of(latex)
    assert sides_of(row("w", r"\leftarrow", "1", "-", "0.5", r"\approx", "0.5")) == ["w", "1 - 0.5", "0.5"]
    assert np.array_equal(
        value_of(r"\begin{pmatrix}1&2\end{pmatrix} \begin{pmatrix}3\\4\end{pmatrix}"), [[11.0]]
    )

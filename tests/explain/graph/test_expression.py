import numpy as np
import pytest

from nnviz.explain.graph.expression import (
    MOST_CHARACTERS,
    MOST_LINES,
    parse,
    parse_value,
    value_text,
    with_input,
)
from nnviz.explain.graph.expression_reader import DEEPEST, LARGEST_EXPONENT, LONGEST_LINE
from nnviz.explain.graph.expression_tree import ExpressionError

HOSTILE = [
    "__import__('os').system('true')",
    "x.__class__.__mro__",
    "(lambda: x)()",
    "[y for y in x]",
    "x if x else 1",
    "x[0]",
    "open('secret')",
    "f'{x}'",
    "'a' * 999999999",
    "x**99999",
    "9**9**9**9",
    "2**x",
    "9" * 3900 + "*x",
    "1e400*x",
    "1e300*x",
    "1j*x",
    "True*x",
    "None",
    "...",
    "(" * 3000 + "x" + ")" * 3000,
    "-" * 3900 + "x",
    "x" + "+x" * 1900,
    "x" + ".a" * 1500,
    "x@" * 1500 + "x",
    "import os",
    "del x",
    "x += 1",
    "(x := 3)",
    "a = b = 2",
    "x = 1; y = 2",
    "def f(): pass",
    "while True: pass",
    "await x",
    "x < 2",
    "not x",
    "~x",
    "x // 2",
    "x^2",
    "sin(x, x)",
    "sin()",
    "sin(x=1)",
    "sin(*x)",
    "sin",
    "exec(x)",
    "nosuch(x)",
    "\x00",
    "x\ufeff*2",
    "π*2",
    "lambda",
    "a" * 30 + "*2",
    "_x + 1",
    "x__y + 1",
    "[1, [2]]*x",
    "[]*x",
    "[x, 1]",
    "[[[1]]]*x",
    "sum([" + "1," * 500 + "])*x",
    "sin(x",
    "x +",
    ")",
    "x y",
    "",
    "# nothing",
    "x = 3",
    "x\nx = 2*y",
    "y = 2*x\ny = 3*x",
    "x = 2*x",
    "x\n" * (MOST_LINES + 1),
    "x" * MOST_CHARACTERS + "x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_no_expression_is_refused_with_one_sentence_and_its_place(text):
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    error = caught.value
    assert str(error).endswith(".")
    assert "\n" not in str(error)
    assert len(str(error)) < 250
    if error.line >= 0:
        row = text.split("\n")[error.line]
        assert str(error).startswith(f"Line {error.line + 1}: ")
        assert 0 <= error.start <= error.end <= len(row)


def test_the_place_is_that_of_the_mistake():
    with pytest.raises(ExpressionError) as caught:
        parse("z = w*x\n  y = sin(z) + nosuch(z)")
    error = caught.value
    assert (error.line, error.start, error.end) == (1, 15, 21)


def test_bounds_are_not_too_narrow():
    nested = "(" * (DEEPEST - 1) + "x" + ")" * (DEEPEST - 1)
    assert parse(nested).free == ("x",)
    assert parse(f"x**{LARGEST_EXPONENT}").free == ("x",)
    long = "x = [" + ", ".join(["0.12345678901234567"] * 16) + "]\nsum(x)"
    assert len(long.split("\n")[0]) < LONGEST_LINE
    assert parse(long).lines[0].is_input


def test_lines_inputs_and_free_names():
    program = parse("x = [1, -0.5]  # the input\n\nz = W1 @ x + b\nnorm2(z)/2")
    assert [line.name for line in program.lines] == ["x", "z", "f"]
    assert [line.is_input for line in program.lines] == [True, False, False]
    assert program.free == ("W1", "b")


@pytest.mark.parametrize("text", ["3", "-0.5", "[1.5, -2]", "[[1, 2], [3, -4e-3]]", "+1e-9"])
def test_values_read_back_exactly(text):
    value = parse_value(text)
    assert np.array_equal(parse_value(value_text(value)), value)


@pytest.mark.parametrize("text", ["", "x", "[1, x]", "2*3*y", "1\n2", "[1, [2]]", "1e99", "x = 2", "__doc__"])
def test_values_that_are_none_are_refused(text):
    with pytest.raises(ExpressionError):
        parse_value(text)


def test_an_input_is_replaced_in_its_line_or_put_in_front():
    text = "# mine\nx = 2\nx*w"
    changed = with_input(text, "x", np.array([1.0, 2.5]))
    assert changed == "# mine\nx = [1.0, 2.5]\nx*w"
    assert with_input(text, "w", np.array(-3.0)) == f"w = -3.0\n{text}"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = 1\nx = 2*x", "Line 2: x already stands for something in line 1."),
        ("y = x + 1\nx = 1", "Line 2: x is used before this line defines it: give it its value first."),
        ("y = y + 1", "Line 1: y is used before this line defines it: give it its value first."),
    ],
)
def test_a_name_that_is_in_use_is_refused_with_the_reason(text: str, sentence: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert str(caught.value) == sentence


def test_tabs_and_the_mark_that_some_editors_put_first_are_read_as_spaces() -> None:
    assert [line.name for line in parse("\ufeffx = 1\ny =\tx*2").lines] == ["x", "y"]

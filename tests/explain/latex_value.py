"""A calculator for the LaTeX that a walk shows, so that tests can work every line out again."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnviz.explain.formulas.step import Formula

TOKEN = re.compile(r"\\\\|\\[A-Za-z]+|\d+(?:\.\d+)?|\S")
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    r"\ln": np.log,
    r"\tanh": np.tanh,
    r"\Phi": lambda z: (1.0 + math.erf(z / math.sqrt(2.0))) / 2.0,
    r"\varphi": lambda z: math.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi),
    r"\sigma": lambda z: 1.0 / (1.0 + math.exp(-z)),
}
NAMED: dict[str, Callable[[Any], Any]] = {
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
    "leaky relu": lambda z: np.maximum(z, 0.01 * z),
    "elu": lambda z: np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0))),
    "gelu": lambda z: z * np.vectorize(FUNCTIONS[r"\Phi"])(z),
    "softplus": lambda z: np.log1p(np.exp(z)),
    "identity": lambda z: z,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(),
}
OPENING = {"(": ")", r"\left(": r"\right)", r"\big(": r"\big)"}


class SymbolicError(Exception):
    """The text has letters that stand for something."""


def sides_of(formula: Formula) -> list[str]:
    """Return the sides of an equation as LaTeX, labels such as "right:" left out."""
    sides = [""]
    for term in formula:
        if term.latex in ("=", r"\leftarrow"):
            sides.append("")
        elif not re.fullmatch(r"\\text\{.*(:|\))\}", term.latex):
            sides[-1] += " " + term.latex
    return [side.strip() for side in sides]


def values_of(formula: Formula) -> list[Any]:
    """Return the values of the sides that can be worked out."""
    values = []
    for side in sides_of(formula):
        try:
            values.append(value_of(side))
        except SymbolicError:
            continue
    return values


def value_of(latex: str) -> Any:
    """Return the value of a LaTeX expression: a number, or a matrix."""
    reader = _Reader(latex)
    value = reader.sum()
    assert reader.peek() == "", f"{reader.peek()!r} is left over in {latex}"
    return value


class _Reader:
    def __init__(self, latex: str) -> None:
        self.names: list[str] = []
        text = re.sub(r"\\text\{([a-z ]*)\}", self._keep_name, latex)
        text = re.sub(r"\\(left|right|big)\s*([()])", r" \\\1\2 ", text)
        self.tokens = re.findall(r"\\(?:left|right|big)[()]|" + TOKEN.pattern, text)
        self.at = 0

    def _keep_name(self, match: re.Match[str]) -> str:
        self.names.append(match.group(1))
        return r" \named "

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        assert not expected or token == expected, f"{expected} is due, not {token!r}: {self.tokens}"
        self.at += 1
        return token

    def sum(self) -> Any:
        value = -self.negated() if self.peek() == "-" else self.product()
        while self.peek() in ("+", "-"):
            sign = 1.0 if self.take() == "+" else -1.0
            value = value + sign * self.product()
        return value

    def negated(self) -> Any:
        self.take("-")
        return self.product()

    def product(self) -> Any:
        value = self.power()
        while True:
            token = self.peek()
            if token in (r"\cdot", r"\odot"):
                self.take()
                value = value * self.power()
            elif token == "/":
                self.take()
                value = value / self.power()
            elif token in ("", "+", "-", ")", "}", ",", "&", r"\\", r"\right)", r"\big)", r"\end"):
                return value
            else:
                factor = self.power()
                both = np.ndim(value) == 2 and np.ndim(factor) == 2
                value = value @ factor if both else value * factor

    def power(self) -> Any:
        value = self.atom()
        if self.peek() == "^":
            self.take()
            exponent = self.group() if self.peek() == "{" else float(self.take())
            return value**exponent
        return value

    def group(self) -> Any:
        self.take("{")
        value = self.sum()
        self.take("}")
        return value

    def atom(self) -> Any:  # noqa: PLR0911
        token = self.take()
        if token in OPENING:
            value = self.sum()
            self.take(OPENING[token])
            return value
        if re.fullmatch(r"\d+(\.\d+)?", token):
            return float(token)
        if token == "e":
            return math.e
        if token == r"\frac":
            above = self.group()
            return above / self.group()
        if token == r"\sqrt":
            return math.sqrt(self.group())
        if token == r"\max":
            return self.maximum()
        if token == r"\begin":
            return self.matrix()
        if token == r"\named":
            return self.named(self.names.pop(0))
        if token in FUNCTIONS:
            return FUNCTIONS[token](self.atom())
        raise SymbolicError(token)

    def named(self, name: str) -> Any:
        if name not in NAMED:
            raise SymbolicError(name)
        return NAMED[name](self.atom())

    def maximum(self) -> float:
        self.take("(")
        first = self.sum()
        self.take(",")
        second = self.sum()
        self.take(")")
        return max(first, second)

    def matrix(self) -> Any:
        self.name("pmatrix")
        rows: list[list[float]] = [[]]
        while True:
            rows[-1].append(self.sum())
            token = self.take()
            if token == r"\\":
                rows.append([])
            elif token == r"\end":
                self.name("pmatrix")
                return np.array(rows)
            else:
                assert token == "&"

    def name(self, expected: str) -> None:
        for character in ("{", *expected, "}"):
            self.take(character)


def close(first: Any, others: Sequence[Any], tolerance: float = 1e-12) -> bool:
    """Return whether values agree, in shape and to the tolerance."""
    return all(
        np.shape(first) == np.shape(other)
        and np.allclose(first, other, rtol=tolerance, atol=tolerance, equal_nan=False)
        for other in others
    )

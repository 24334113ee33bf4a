"""A calculator for the LaTeX that a walk shows: what the digits on screen come to.

It knows what stands in the rows of a walk and nothing else: numbers, the four operations, powers, fractions,
roots, absolute values, the functions of activations and losses, and matrices.
"""

import math
import re
from collections.abc import Callable

import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.formulas.step import Formula

EQUALS, APPROXIMATES, BECOMES = "=", r"\approx", r"\leftarrow"
RELATIONS = (EQUALS, APPROXIMATES, BECOMES)
"""What stands between the sides of a row."""

_TOKEN = re.compile(r"\\(?:left|right|big)[()]|\\\\|\\[A-Za-z]+|\d+(?:\.\d+)?|\S")
_LABEL = re.compile(r"\\text\{.*(?::|\))\}")
_BRACKET = re.compile(r"\\(left|right|big)\s*([()])")
_NAME = re.compile(r"\\text\{([a-z ]*)\}")
_CLOSING = {"(": ")", r"\left(": r"\right)", r"\big(": r"\big)"}
_ENDS = frozenset({"", "+", "-", ")", "}", ",", "&", r"\\", r"\right)", r"\big)", r"\rvert", r"\end"})


class SymbolicError(Exception):
    """The text has letters that stand for something, or leaves something out."""


def _error_function(z: Floats) -> Floats:
    return np.asarray(np.vectorize(math.erf)(z / math.sqrt(2.0)))


_FUNCTIONS: dict[str, Callable[[Floats], Floats]] = {
    r"\ln": np.log,
    r"\tanh": np.tanh,
    r"\Phi": lambda z: (1.0 + _error_function(z)) / 2.0,
    r"\varphi": lambda z: np.exp(-z * z / 2.0) / math.sqrt(2.0 * math.pi),
    r"\sigma": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "sigmoid": lambda z: 1.0 / (1.0 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
    "leaky relu": lambda z: np.maximum(z, 0.01 * z),
    "elu": lambda z: np.where(z > 0.0, z, np.expm1(np.minimum(z, 0.0))),
    "gelu": lambda z: z * (1.0 + _error_function(z)) / 2.0,
    "softplus": lambda z: np.log1p(np.exp(z)),
    "identity": lambda z: z,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(),
    "sum": np.sum,
    "max": np.max,
}


def sides_of(formula: Formula) -> list[str]:
    """Return the sides of a row as LaTeX, labels such as "right:" left out."""
    sides = [""]
    for term in formula:
        if term.latex in RELATIONS:
            sides.append("")
        elif not _LABEL.fullmatch(term.latex):
            sides[-1] += " " + term.latex
    return [side.strip() for side in sides]


def value_of(latex: str) -> Floats:
    """Return the value of a LaTeX expression: a number, or a matrix.

    Raises
    ------
    SymbolicError
        If it has letters that stand for something, leaves something out, or is no expression at all.
    """
    reader = _Reader(latex)
    with np.errstate(all="ignore"):
        value = reader.sum()
    if reader.peek():
        raise SymbolicError(reader.peek())
    return value


class _Reader:
    """Reads an expression from left to right; every method returns the value of what it has taken."""

    def __init__(self, latex: str) -> None:
        self._names: list[str] = []
        text = _NAME.sub(self._keep_name, latex)
        self._tokens = _TOKEN.findall(_BRACKET.sub(r" \\\1\2 ", text))
        self._at = 0

    def _keep_name(self, match: re.Match[str]) -> str:
        self._names.append(match[1])
        return r" \named "

    def peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise SymbolicError(token)
        self._at += 1
        return token

    def sum(self) -> Floats:
        negative = self.peek() == "-"
        if negative:
            self._take()
        value = -self._product() if negative else self._product()
        while self.peek() in ("+", "-"):
            sign = 1.0 if self._take() == "+" else -1.0
            value = value + sign * self._product()
        return value

    def _product(self) -> Floats:
        value = self._power()
        while (token := self.peek()) not in _ENDS:
            if token in (r"\cdot", r"\odot"):
                self._take()
                value = value * self._power()
            elif token == "/":
                self._take()
                value = value / self._power()
            else:
                factor = self._power()
                value = value @ factor if value.ndim == factor.ndim == 2 else value * factor
        return value

    def _power(self) -> Floats:
        value = self._atom()
        if self.peek() != "^":
            return value
        self._take()
        return np.asarray(value ** (self._group() if self.peek() == "{" else self._number(self._take())))

    def _group(self) -> Floats:
        self._take("{")
        value = self.sum()
        self._take("}")
        return value

    def _atom(self) -> Floats:
        token = self._take()
        if token in _CLOSING:
            value = self.sum()
            self._take(_CLOSING[token])
            return value
        if token in _FUNCTIONS and token.startswith("\\"):
            return np.asarray(_FUNCTIONS[token](self._atom()))
        special = {r"\frac": self._fraction, r"\max": self._maximum, r"\begin": self._matrix}
        special |= {r"\sqrt": lambda: np.sqrt(self._group()), r"\named": self._named, r"\lvert": self._size}
        return special[token]() if token in special else self._number(token)

    def _number(self, token: str) -> Floats:
        if token == "e":
            return np.asarray(math.e)
        if not token[0].isdigit():
            raise SymbolicError(token)
        return np.asarray(float(token))

    def _fraction(self) -> Floats:
        above = self._group()
        return np.asarray(above / self._group())

    def _named(self) -> Floats:
        name = self._names.pop(0)
        if name not in _FUNCTIONS:
            raise SymbolicError(name)
        return np.asarray(_FUNCTIONS[name](self._atom()))

    def _size(self) -> Floats:
        value = self.sum()
        self._take(r"\rvert")
        return np.abs(value)

    def _maximum(self) -> Floats:
        self._take("(")
        first = self.sum()
        self._take(",")
        second = self.sum()
        self._take(")")
        return np.asarray(np.maximum(first, second))

    def _matrix(self) -> Floats:
        self._environment()
        rows: list[list[float]] = [[]]
        while True:
            rows[-1].append(float(self.sum()))
            token = self._take()
            if token == r"\\":
                rows.append([])
            elif token == r"\end":
                self._environment()
                return np.array(rows)
            elif token != "&":
                raise SymbolicError(token)

    def _environment(self) -> None:
        for letter in ("{", *"pmatrix", "}"):
            self._take(letter)

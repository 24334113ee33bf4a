"""Expressions in LaTeX, with symbols or with numbers put in."""

import re
from collections.abc import Mapping
from fractions import Fraction

from nnviz.arrays import Floats
from nnviz.explain.formulas.matrices import column, matrix
from nnviz.explain.formulas.numbers import latex as number_latex
from nnviz.explain.graph.expression_tree import Call, Number, Tree, Variable
from nnviz.explain.graph.graph import evaluate
from nnviz.parts import Unit, latex_layer, latex_symbol

SUM, PRODUCT, POWER, ATOM = range(4)
"""How tightly an expression holds together."""

_GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|mu|nu|xi|pi|rho|sigma|tau|phi|chi|psi|omega|"
    "Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega"
)
_NAME = re.compile(r"([A-Za-z]+)_?(.*)")
_OF_LAYER = re.compile(r"(W|z|a|b|delta)(\d+)(?:_(\d+))?")
"""What a layer has, with the layer's number, and of one unit its number."""
_FUNCTION_NAMES = {"sigmoid": r"\sigma", "exp": r"\exp", "log": r"\ln", "sin": r"\sin", "cos": r"\cos"}
_FUNCTION_NAMES |= {"tanh": r"\tanh"}


def name_latex(name: str) -> str:
    r"""Return a name as it is set: x1 as x_{1}, alpha as \alpha, loss upright.

    What a layer of a network has is set as everywhere else: W1 as W^{(1)}, z1_2 as z^{(1)}_{2}.
    """
    if of_layer := _OF_LAYER.fullmatch(name):
        letter, layer, unit = of_layer.groups()
        letter = rf"\{letter}" if len(letter) > 1 else letter
        if unit:
            return latex_symbol(Unit(int(layer), int(unit) - 1), letter)
        return latex_layer(letter, int(layer))
    match = _NAME.fullmatch(name)
    assert match is not None
    letters, index = match.groups()
    base = "\\" + letters if _GREEK.fullmatch(letters) else rf"\mathrm{{{letters}}}"
    if len(letters) == 1:
        base = letters
    index = index.replace("_", ",")
    return f"{base}_{{{index}}}" if index else base


def transposed(latex: str) -> str:
    """Return something on its side."""
    return rf"{{{latex}}}^{{\top}}" if "^" in latex else rf"{latex}^{{\top}}"


def value_latex(value: Floats, digits: int) -> str:
    """Return a number, a column vector or a matrix."""
    if value.ndim == 0:
        return number_latex(float(value), digits)
    return (column(value, digits) if value.ndim == 1 else matrix(value, digits)).latex


def row_latex(value: Floats, digits: int) -> str:
    """Return a derivative as it stands in a product: a vector's lies on its side."""
    return matrix(value.reshape(1, -1), digits).latex if value.ndim == 1 else value_latex(value, digits)


def expression_latex(tree: Tree, shapes: Mapping[str, Floats], numbers: int = 0, constants: int = 6) -> str:
    """Return an expression with symbols, or with the numbers of its variables in so many digits.

    Parameters
    ----------
    tree : Tree
    shapes : mapping of str to ndarray
        The values of the variables: they tell products of numbers from those of vectors.
    numbers : int
        Significant digits; 0 for symbols.
    constants : int
        Significant digits of the numbers that stand in the expression itself.
    """
    return Writer(shapes, numbers, constants).write(tree)[0]


class Writer:
    """Writes expressions; every method returns LaTeX and how tightly it holds together."""

    def __init__(self, values: Mapping[str, Floats], digits: int, constants: int = 6) -> None:
        self.values, self.digits, self.constants = values, digits, constants

    def write(self, tree: Tree) -> tuple[str, int]:
        """Return an expression."""
        if isinstance(tree, Number):
            return self._number(tree.value)
        if isinstance(tree, Variable):
            if not self.digits:
                return name_latex(tree.name), ATOM
            return self._value(self.values[tree.name])
        return self._call(tree)

    def within(self, tree: Tree, least: int) -> str:
        """Return an expression in brackets unless it holds together at least so tightly."""
        text, tightness = self.write(tree)
        return text if tightness >= least else rf"\left({text}\right)"

    def _number(self, value: Floats) -> tuple[str, int]:
        if value.ndim == 0:
            return coefficient_latex(
                float(value), self.digits or self.constants
            ), SUM if value < 0.0 else ATOM
        return value_latex(value, self.digits or self.constants), ATOM

    def _value(self, value: Floats) -> tuple[str, int]:
        text = value_latex(value, self.digits)
        if value.ndim:
            return text, ATOM
        return text, SUM if text.startswith("-") else (PRODUCT if "cdot" in text else ATOM)

    def _call(self, tree: Call) -> tuple[str, int]:
        sign, arguments = tree.operation, tree.arguments
        if sign == "neg":
            return f"-{self.within(arguments[0], PRODUCT)}", SUM
        if sign in ("+", "-"):
            return self._sum(sign, *arguments)
        if sign == "/":
            return rf"\frac{{{self.write(arguments[0])[0]}}}{{{self.write(arguments[1])[0]}}}", PRODUCT
        if sign in ("*", "@"):
            left, right = self._first_factor(arguments[0]), self.within(arguments[1], PRODUCT)
            right = rf"\left({right}\right)" if right.startswith("-") else right
            return self._product(tree, left, right), PRODUCT
        if sign == "**":
            return f"{{{self.within(arguments[0], ATOM)}}}^{{{self.write(arguments[1])[0]}}}", POWER
        return self._function(sign, arguments)

    def _sum(self, sign: str, first: Tree, second: Tree) -> tuple[str, int]:
        left, right = self.within(first, SUM), self.within(second, PRODUCT)
        if right.startswith("-"):
            right, sign = (right[1:], "-") if sign == "+" else (rf"\left({right}\right)", sign)
        return f"{left} {sign} {right}", SUM

    def _first_factor(self, tree: Tree) -> str:
        """Return a factor that needs no brackets for its minus alone."""
        is_number = isinstance(tree, Number) or (self.digits > 0 and isinstance(tree, Variable))
        return self.write(tree)[0] if is_number else self.within(tree, PRODUCT)

    def _product(self, tree: Call, left: str, right: str) -> str:
        on_its_side = tree.operation == "@" and not self.digits
        if on_its_side and evaluate(tree.arguments[0], dict(self.values)).ndim == 1:
            return f"{transposed(left)} {right}"
        return f"{left} {self._times(tree, right)} {right}"

    def _times(self, tree: Call, right: str) -> str:
        """Return the sign of a product: none between letters, a dot before a number."""
        left, other = (evaluate(argument, dict(self.values)) for argument in tree.arguments)
        if tree.operation == "*" and left.ndim and other.ndim:
            return r"\odot"
        starts_with_number = right[0].isdigit() or right.startswith((r"\left(-", r"\frac{0", r"\frac{1"))
        both_numbers = tree.operation == "*" and (self.digits > 0 or starts_with_number)
        return r"\cdot" if both_numbers else r"\,"

    def _function(self, name: str, arguments: tuple[Tree, ...]) -> tuple[str, int]:
        inner = self.write(arguments[0])[0]
        if name == "exp" and "pmatrix" not in inner:
            return f"e^{{{inner}}}", POWER
        if name == "sqrt":
            return rf"\sqrt{{{inner}}}", ATOM
        if name == "square":
            return f"{{{self.within(arguments[0], ATOM)}}}^{{2}}", POWER
        if name == "norm2":
            return rf"\left\|{inner}\right\|^{{2}}", ATOM
        if name == "dot":
            left, right = (self.within(argument, POWER) for argument in arguments)
            return rf"{left} \cdot {right}", PRODUCT
        return rf"{function_latex(name)}\left({inner}\right)", ATOM


def function_latex(name: str) -> str:
    """Return the name of a function as it is set."""
    return _FUNCTION_NAMES.get(name, rf"\mathrm{{{name.replace('_', ' ')}}}")


def coefficient_latex(value: float, digits: int) -> str:
    """Return a number, small fractions as such."""
    fraction = Fraction(value).limit_denominator(12)
    if fraction.denominator > 1 and float(fraction) == value and abs(fraction.numerator) < 10:
        sign = "-" if fraction < 0 else ""
        return rf"{sign}\frac{{{abs(fraction.numerator)}}}{{{fraction.denominator}}}"
    return number_latex(value, digits)

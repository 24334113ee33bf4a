r"""Local derivatives of expressions in symbols, as LaTeX.

A local derivative is a sum of products: each product has a number in front and its other factors in order,
so that those along a path multiply to one product, such as (y - s)^T W_2 diag(\sigma'(z)) W_1.
"""

from collections.abc import Mapping

import msgspec

from nnviz.arrays import Floats
from nnviz.explain.graph.expression_latex import (
    ATOM,
    PRODUCT,
    Writer,
    coefficient_latex,
    function_latex,
    transposed,
)
from nnviz.explain.graph.expression_tree import Call, Number, Tree, Variable, variables
from nnviz.explain.graph.graph import evaluate


class Product(msgspec.Struct, frozen=True):
    """A number and factors in LaTeX, in order."""

    number: float = 1.0
    factors: tuple[str, ...] = ()

    def times(self, other: "Product") -> "Product":
        """Return the product of both."""
        return Product(self.number * other.number, (*self.factors, *other.factors))

    def latex(self, one: str = "1", digits: int = 6) -> str:
        """Return it in LaTeX; `one` is written where it has no factors."""
        sign = "-" if self.number < 0.0 else ""
        size = "" if abs(self.number) == 1.0 else coefficient_latex(abs(self.number), digits)
        if not self.factors:
            return sign + (size or one)
        return sign + r"\,".join((size, *self.factors) if size else self.factors)


Sum = tuple[Product, ...]


def multiply(left: Sum, right: Sum) -> Sum:
    """Return the product of two sums, multiplied out."""
    return tuple(a.times(b) for a in left for b in right)


def sum_latex(products: Sum, one: str = "1", digits: int = 6) -> str:
    """Return a sum of products in LaTeX."""
    text = ""
    for product in products:
        term = product.latex(one, digits)
        text += term if not text else (f" - {term[1:]}" if term.startswith("-") else f" + {term}")
    return text or "0"


def slope(tree: Tree, by: str, values: Mapping[str, Floats]) -> Sum:
    """Return d tree / d by in symbols: the chain rule inside the expression."""
    if isinstance(tree, Variable):
        return (Product(),) if tree.name == by else ()
    if isinstance(tree, Number):
        return ()
    total: Sum = ()
    for place, argument in enumerate(tree.arguments):
        if any(variable.name == by for variable in variables(argument)):
            total += multiply((_local(tree, place, values),), slope(argument, by, values))
    return total


def _local(tree: Call, place: int, values: Mapping[str, Floats]) -> Product:
    """Return the derivative of an operation by one of its arguments."""
    writer = Writer(values, 0)
    sizes = [evaluate(argument, dict(values)).ndim for argument in tree.arguments]
    if tree.operation in ("neg", "+", "-"):
        number = -1.0 if tree.operation == "neg" or (tree.operation == "-" and place == 1) else 1.0
        return Product(number, (r"\mathbf{1}",) if sizes[place] < max(sizes) else ())
    if tree.operation in ("*", "/"):
        return _local_product(tree, place, sizes, writer)
    if tree.operation == "**":
        return _local_power(tree, sizes[0], writer)
    if tree.operation == "@":
        return _local_matmul(tree.arguments, place, sizes, writer)
    if tree.operation in ("dot", "sum", "norm2"):
        return _local_reduction(tree, place, sizes[place] > 0, writer)
    return _local_function(tree, sizes[0], writer)


def _local_reduction(tree: Call, place: int, of_vector: bool, writer: Writer) -> Product:
    if tree.operation == "sum":
        return Product(1.0, (transposed(r"\mathbf{1}"),) if of_vector else ())
    other = tree.arguments[0 if tree.operation == "norm2" else 1 - place]
    text = writer.within(other, ATOM)
    return Product(2.0 if tree.operation == "norm2" else 1.0, (transposed(text) if of_vector else text,))


def _local_product(tree: Call, place: int, sizes: list[int], writer: Writer) -> Product:
    """Return that of a product or quotient of numbers, or of vectors element by element."""
    other = tree.arguments[1 - place]
    spread = sizes[place] > 0 and sizes[1 - place] > 0
    is_number = isinstance(other, Number) and other.value.ndim == 0
    if tree.operation == "*":
        if is_number:
            assert isinstance(other, Number)
            return Product(float(other.value))
        return Product(1.0, (_diagonal(writer.within(other, PRODUCT), spread),))
    if place == 0:
        if is_number:
            assert isinstance(other, Number)
            return Product(1.0 / float(other.value))
        return Product(1.0, (_diagonal(rf"\frac{{1}}{{{writer.write(other)[0]}}}", spread),))
    top, bottom = writer.write(other)[0], writer.within(tree.arguments[1], ATOM)
    return Product(-1.0, (_diagonal(rf"\frac{{{top}}}{{{bottom}^{{2}}}}", spread or sizes[1] > 0),))


def _local_power(tree: Call, size: int, writer: Writer) -> Product:
    base, exponent = tree.arguments
    assert isinstance(exponent, Number)
    power = float(exponent.value)
    if power in (0.0, 1.0):
        return Product(power)
    text = writer.within(base, ATOM)
    if power != 2.0:
        text = f"{{{text}}}^{{{coefficient_latex(power - 1.0, 6)}}}"
    return Product(power, (_diagonal(text, size > 0),))


def _local_matmul(arguments: tuple[Tree, ...], place: int, sizes: list[int], writer: Writer) -> Product:
    if place == 1:
        left = writer.within(arguments[0], PRODUCT)
        return Product(1.0, (transposed(left) if sizes[0] == 1 else left,))
    right = writer.within(arguments[1], ATOM)
    if sizes[0] == 1:
        return Product(1.0, (transposed(right),))
    return Product(1.0, (rf"\otimes {transposed(right)}",))


def _local_function(tree: Call, size: int, writer: Writer) -> Product:
    name, inner = tree.operation, tree.arguments[0]
    if name == "softmax":
        a = writer.write(tree)[0]
        return Product(1.0, (rf"\left(\mathrm{{diag}}({a}) - {a}\,{{{a}}}^{{\top}}\right)",))
    text, tight = writer.write(inner)[0], writer.within(inner, ATOM)
    number, factor = {
        "exp": (1.0, f"e^{{{text}}}"),
        "log": (1.0, rf"\frac{{1}}{{{text}}}"),
        "sqrt": (0.5, rf"\frac{{1}}{{\sqrt{{{text}}}}}"),
        "square": (2.0, tight),
        "sin": (1.0, rf"\cos\left({text}\right)"),
        "cos": (-1.0, rf"\sin\left({text}\right)"),
    }.get(name, (1.0, rf"{function_latex(name)}'\left({text}\right)"))
    return Product(number, (_diagonal(factor, size > 0),))


def _diagonal(text: str, spread: bool) -> str:
    return rf"\mathrm{{diag}}\left({text}\right)" if spread else text

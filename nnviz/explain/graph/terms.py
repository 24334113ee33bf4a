"""The terms of a graph's formulas: values, derivatives, and the local derivatives of its edges."""

import re
from collections.abc import Sequence

from nnviz.explain.formulas.matrices import matrix
from nnviz.explain.formulas.step import Term
from nnviz.explain.formulas.sums import total
from nnviz.explain.graph.expression_latex import expression_latex, name_latex, row_latex, value_latex
from nnviz.explain.graph.graph import Edge, Graph, Node, Path
from nnviz.explain.graph.symbols import Product, Sum, multiply, sum_latex
from nnviz.explain.graph.symbols import slope as slope_of

_MATRIX = re.compile(r"(\\begin\{pmatrix\}.*?\\end\{pmatrix\})")


class GraphTerms:
    """Names and numbers of a graph as terms.

    Parameters
    ----------
    graph : Graph
    digits : int
        Significant digits of numbers.
    """

    def __init__(self, graph: Graph, digits: int) -> None:
        self.graph, self.digits = graph, digits
        self._numbers = {node.name: node.value for node in graph.nodes}

    def symbol(self, node: Node) -> Term:
        """Return the name of a node."""
        return Term(name_latex(node.name), "a")

    def value(self, node: Node) -> Term:
        """Return the value of a node."""
        return Term(value_latex(node.value, self.digits), "a")

    def partial(self, node: Node) -> Term:
        """Return the derivative of the output by a node, with symbols."""
        return Term(partial_latex(self.graph.output.name, node.name), "delta")

    def derivative(self, node: Node) -> Term:
        """Return the derivative of the output by a node, in numbers."""
        return Term(row_latex(self.graph.derivatives[node.index], self.digits), "delta")

    def local_name(self, edge: Edge) -> Term:
        """Return the local derivative of an edge by its name."""
        return Term(partial_latex(self.graph.nodes[edge.target].name, self.graph.nodes[edge.source].name))

    def slope(self, edge: Edge) -> Sum:
        """Return the local derivative of an edge as a sum of products."""
        target = self.graph.nodes[edge.target]
        assert target.tree is not None
        return slope_of(target.tree, self.graph.nodes[edge.source].name, self._numbers)

    def local_symbols(self, edge: Edge) -> list[Term]:
        """Return the local derivative of an edge in symbols, in brackets where it is a sum."""
        products = self.slope(edge)
        text = self.local_latex(edge)
        alone = len(products) == 1 and not text.startswith("-")
        return [Term(text if alone else rf"\left({text}\right)")]

    def local_latex(self, edge: Edge) -> str:
        """Return the local derivative of an edge in symbols."""
        one = "I" if self.graph.nodes[edge.source].value.ndim else "1"
        return sum_latex(self.slope(edge), one, self.digits)

    def local_numbers(self, edge: Edge) -> Term:
        """Return the local derivative of an edge in numbers."""
        return Term(self.jacobian_latex(edge))

    def jacobian_latex(self, edge: Edge) -> str:
        """Return the local derivative of an edge in numbers; a number in brackets where it is negative."""
        if edge.jacobian.size == 1:
            text = value_latex(edge.jacobian.reshape(()), self.digits)
            return rf"\left({text}\right)" if text.startswith("-") else text
        return matrix(edge.jacobian, self.digits).latex

    def node_formulas(self, node: Node) -> tuple[str, str, str, str]:
        """Return the name, the name with what defines it, the value, and the derivative of the output."""
        name = defined = name_latex(node.name)
        if node.tree is not None:
            expression = expression_latex(node.tree, self._numbers, 0, self.digits)
            defined = f"{name} = {{{expression}}}" if expression.startswith("-") else f"{name} = {expression}"
        partial = partial_latex(self.graph.output.name, node.name)
        derivative = self.graph.derivatives[node.index]
        if derivative.ndim == 1 and derivative.size > LONGEST_ROW:
            equation = rf"{{{partial}}}^{{\top}} = {{{value_latex(derivative, self.digits)}}}"
        else:
            equation = f"{partial} = {{{row_latex(derivative, self.digits)}}}"
        return name, defined, value_latex(node.value, self.digits), equation

    def label_formulas(self, edge: Edge) -> tuple[str, ...]:
        """Return a local derivative in symbols and, where they are few and tell more, in numbers."""
        symbols, numbers = self.local_latex(edge), self.jacobian_latex(edge)
        numbers = numbers.removeprefix(r"\left(").removesuffix(r"\right)")
        by_matrix = self.graph.nodes[edge.source].value.ndim == 2
        is_plain = symbols.lstrip("-") in ("I", "1") or symbols == numbers
        return (
            (symbols,) if is_plain or by_matrix or edge.jacobian.size > LARGEST_LABEL else (symbols, numbers)
        )

    def path_symbols(self, path: Path) -> Sum:
        """Return the product of the local derivatives along a path in symbols."""
        product: Sum = (Product(),)
        for edge in path.edges:
            product = multiply(product, self.slope(edge))
        return product


LONGEST_ROW = 2
"""Numbers of a derivative written on its side; a longer one stands upright, as there is more room below."""
LARGEST_LABEL = 9
"""Numbers of a local derivative written at its arrow; of larger ones only the symbols."""


def partial_latex(of: str, by: str) -> str:
    """Return the sign of a partial derivative."""
    return rf"\frac{{\partial {name_latex(of)}}}{{\partial {name_latex(by)}}}"


def matrices_apart(latex: str) -> list[Term]:
    """Return LaTeX as terms, matrices as terms of their own where they do not stand inside a function."""
    pieces = [piece.strip() for piece in _MATRIX.split(latex)]
    if any(
        piece.count("{") != piece.count("}") or re.search(r"\\left|\\right", piece) for piece in pieces[::2]
    ):
        return [Term(latex)]
    return [Term(piece) for piece in pieces if piece not in ("", r"\,")]


def added(rows: Sequence[Sequence[Term]]) -> list[Term]:
    """Return products with plus signs between; a negative one brings its own minus."""
    return total([with_dots(row) for row in rows], len(rows))


def with_dots(row: Sequence[Term]) -> list[Term]:
    """Return factors with dots beside numbers; letters and matrices stand side by side."""
    dotted: list[Term] = []
    for term in row:
        if dotted and (_is_number(dotted[-1]) or _is_number(term)):
            dotted.append(Term(r"\cdot"))
        dotted.append(term)
    return dotted


def _is_number(term: Term) -> bool:
    text = term.latex.lstrip("-").removeprefix(r"\left(").lstrip("-")
    return text[:1].isdigit() or (text.startswith(r"\frac") and text[6:7].isdigit())

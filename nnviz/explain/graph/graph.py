"""Computational graphs: values forward, local derivatives on every edge, derivatives of the output backward.

The derivative of the output E by a node is a row of numbers, and each edge holds the Jacobian of its target
by its source. So the chain rule along a path reads from the left, as it is written by hand:
dE/dx = dE/dy dy/dh dh/dz dz/dx; and dE/dx altogether is the sum over all paths (Bauer 1974).
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.graph.expression_tree import (
    Call,
    ExpressionError,
    Number,
    Program,
    Tree,
    Variable,
    variables,
)
from nnviz.explain.graph.operations import OPERATIONS, describe

FREE_VALUE = 1.0
"""The value of a name that no line defines."""
MOST_NODES = 400
MOST_JACOBIAN = 40_000
"""Numbers in one local derivative."""


class Node(msgspec.Struct, frozen=True, eq=False):
    """An input or a result.

    Attributes
    ----------
    index : int
        Its place among the graph's nodes: parents come before children.
    name : str
        As in the text; t1, t2, ... for results without a name.
    tree : Call, Variable or None
        What computes it from its parents, which it names; None for inputs.
    value : ndarray
    parents : tuple of int
    line : int
        The line of the text it comes from; -1 for an input that no line defines.
    """

    index: int
    name: str
    tree: Tree | None
    value: Floats
    parents: tuple[int, ...]
    line: int

    @property
    def is_input(self) -> bool:
        """Whether nothing computes it."""
        return self.tree is None


class Edge(msgspec.Struct, frozen=True, eq=False):
    """An arrow of the graph: `jacobian` holds d target / d source, shape (target.size, source.size)."""

    source: int
    target: int
    jacobian: Floats


class Path(msgspec.Struct, frozen=True, eq=False):
    """One way from the output down to a node.

    Attributes
    ----------
    edges : tuple of Edge
        The first one ends at the output.
    product : ndarray
        Of the local derivatives along it, in the shape of the node.
    """

    edges: tuple[Edge, ...]
    product: Floats


class Graph(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A computational graph whose last node is a number."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @property
    def output(self) -> Node:
        """The node whose derivatives are taken."""
        return self.nodes[-1]

    @property
    def inputs(self) -> tuple[Node, ...]:
        """The nodes whose values are given."""
        return tuple(node for node in self.nodes if node.is_input)

    @cached_property
    def edges_into(self) -> tuple[tuple[Edge, ...], ...]:
        """For each node the edges from its parents."""
        return tuple(tuple(e for e in self.edges if e.target == n.index) for n in self.nodes)

    @cached_property
    def edges_from(self) -> tuple[tuple[Edge, ...], ...]:
        """For each node the edges to its children, the last child first."""
        return tuple(tuple(e for e in reversed(self.edges) if e.source == n.index) for n in self.nodes)

    @cached_property
    def derivatives(self) -> tuple[Floats, ...]:
        """For each node dE/dnode in the shape of the node."""
        rows = [np.zeros(node.value.size) for node in self.nodes]
        rows[-1] = np.ones(1)
        for node in reversed(self.nodes):
            for edge in self.edges_into[node.index]:
                rows[edge.source] = rows[edge.source] + rows[node.index] @ edge.jacobian
        return tuple(row.reshape(node.value.shape) for row, node in zip(rows, self.nodes, strict=True))

    def node(self, name: str) -> Node | None:
        """Return the node of a name."""
        return next((node for node in self.nodes if node.name == name), None)

    def count_paths(self, to: int) -> int:
        """Return how many paths lead from the output to a node."""
        counts = [0] * len(self.nodes)
        counts[-1] = 1
        for node in reversed(self.nodes):
            for edge in self.edges_into[node.index]:
                counts[edge.source] += counts[node.index]
        return counts[to]

    def paths(self, to: int, most: int) -> tuple[Path, ...]:
        """Return the first paths from the output to a node, at most so many."""
        shape = self.nodes[to].value.shape
        return tuple(
            Path(edges, self._product(edges).reshape(shape)) for edges in islice(self._ways(to), most)
        )

    def _ways(self, to: int) -> Iterator[tuple[Edge, ...]]:
        """Walk down from the output, only where the node can still be reached."""
        above = self._ancestors_of_output(to)
        stack: list[tuple[int, tuple[Edge, ...]]] = [(self.output.index, ())]
        while stack:
            at, way = stack.pop()
            if at == to:
                yield way
                continue
            down = [edge for edge in self.edges_into[at] if edge.source in above]
            stack += [(edge.source, (*way, edge)) for edge in reversed(down)]

    def _ancestors_of_output(self, to: int) -> set[int]:
        """Return the node and everything that depends on it."""
        reached = {to}
        for node in self.nodes:
            if reached.intersection(node.parents):
                reached.add(node.index)
        return reached

    def _product(self, edges: tuple[Edge, ...]) -> Floats:
        row = np.ones((1, 1))
        for edge in edges:
            row = row @ edge.jacobian
        return row


def build(program: Program, single_operations: bool = False) -> Graph:
    """Return the graph of a program with all values and local derivatives.

    Parameters
    ----------
    program : Program
    single_operations : bool
        Whether each operation is a node; otherwise each line is one.

    Raises
    ------
    ExpressionError
        If sizes do not fit, a result is not a finite number, or the output is not one number.
    """
    graph = _Builder(program, single_operations).graph()
    if graph.output.value.ndim:
        found = describe(graph.output.value)
        raise ExpressionError(
            f"the last line must give one number, not {found}: use sum, dot or norm2.",
            *_line_place(program, graph.output.line),
        )
    return graph


def evaluate(tree: Tree, values: dict[str, Floats]) -> Floats:
    """Return the value of an expression; raises ExpressionError at the operation that fails."""
    if isinstance(tree, Number):
        return tree.value
    if isinstance(tree, Variable):
        return values[tree.name]
    arguments = [evaluate(argument, values) for argument in tree.arguments]
    place = (tree.line, tree.start, tree.end)
    try:
        with np.errstate(all="ignore"):
            value = np.asarray(OPERATIONS[tree.operation].value(*arguments), np.float64)
    except ValueError as error:
        raise ExpressionError(f"{error}.", *place) from None
    if not np.all(np.isfinite(value)):
        raise ExpressionError("with these inputs this is not a finite number.", *place)
    return value


def jacobian(tree: Tree, by: str, values: dict[str, Floats]) -> Floats:
    """Return the Jacobian of an expression by one of its variables: the chain rule inside it."""
    if isinstance(tree, Variable):
        return np.eye(values[by].size)
    if isinstance(tree, Number):
        raise TypeError("a number has no derivative")
    arguments = tuple(evaluate(argument, values) for argument in tree.arguments)
    value = evaluate(tree, values)
    with np.errstate(all="ignore"):
        slopes = OPERATIONS[tree.operation].jacobians(arguments, value)
    total = np.zeros((value.size, values[by].size))
    for argument, slope in zip(tree.arguments, slopes, strict=True):
        if any(variable.name == by for variable in variables(argument)):
            total = total + slope @ jacobian(argument, by, values)
    if not np.all(np.isfinite(total)):
        raise ExpressionError("it has no derivative at these inputs.", tree.line, tree.start, tree.end)
    return total


class _Builder:
    """Collects nodes and edges line by line."""

    def __init__(self, program: Program, single_operations: bool) -> None:
        self.program, self.single_operations = program, single_operations
        self.nodes: list[Node] = []
        self.edges: list[Edge] = []
        self.values: dict[str, Floats] = {}
        self.places: dict[str, int] = {}
        self.unnamed = 0

    def graph(self) -> Graph:
        for name in self.program.free:
            self._add(name, None, np.array(FREE_VALUE), -1)
        for line in self.program.lines:
            if line.is_input:
                self._add(line.name, None, evaluate(line.tree, {}), line.number)
            else:
                tree = self._single(line.tree, line.number) if self.single_operations else line.tree
                self._add(line.name, tree, evaluate(tree, self.values), line.number)
        return Graph(tuple(self.nodes), tuple(self.edges))

    def _single(self, tree: Tree, line: int) -> Tree:
        """Return the outermost operation, its arguments replaced by the names of nodes of their own."""
        if not isinstance(tree, Call):
            return tree
        arguments = tuple(self._named(argument, line) for argument in tree.arguments)
        return Call(tree.operation, arguments, tree.line, tree.start, tree.end)

    def _named(self, tree: Tree, line: int) -> Tree:
        if not isinstance(tree, Call) or not variables(tree):
            return tree
        single = self._single(tree, line)
        self.unnamed += 1
        while f"t{self.unnamed}" in {*self.program.free, *(line.name for line in self.program.lines)}:
            self.unnamed += 1
        name = f"t{self.unnamed}"
        self._add(name, single, evaluate(single, self.values), line)
        return Variable(name, tree.line, tree.start, tree.end)

    def _add(self, name: str, tree: Tree | None, value: Floats, line: int) -> None:
        if len(self.nodes) >= MOST_NODES:
            raise ExpressionError(f"The graph has more than {MOST_NODES} nodes.")
        self.values[name] = value
        names = dict.fromkeys(v.name for v in variables(tree)) if tree is not None else {}
        parents = tuple(self.places[parent] for parent in names)
        index = len(self.nodes)
        for parent in parents:
            source = self.nodes[parent]
            if source.value.size * value.size > MOST_JACOBIAN:
                raise ExpressionError(
                    "the vectors and matrices are too large.", *_line_place(self.program, line)
                )
            assert tree is not None
            self.edges.append(Edge(parent, index, jacobian(tree, source.name, self.values)))
        self.places[name] = index
        self.nodes.append(Node(index, name, tree, value, parents, line))


def _line_place(program: Program, line: int) -> tuple[int, int, int]:
    return line, 0, len(program.text.split("\n")[line]) if line >= 0 else 0

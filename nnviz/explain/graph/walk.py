"""The walk through a computational graph: values forward, derivatives backward, path by path, their sum."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal

import msgspec
from msgspec.structs import replace

from nnviz.explain.formulas.rounding import honest_row
from nnviz.explain.formulas.step import Formula, Term
from nnviz.explain.formulas.sums import equation
from nnviz.explain.graph.expression_latex import expression_latex, row_latex
from nnviz.explain.graph.graph import Edge, Graph, Node, Path
from nnviz.explain.graph.terms import GraphTerms, added, matrices_apart, with_dots

MOST_PATHS = 24
"""Paths walked one by one; of more, the largest."""
MOST_COMPARED = 2_000
"""Paths among which the largest are sought."""
LONGEST_SUM = 8
"""Paths written out in their sum."""

GraphPhase = Literal["value", "derivative", "path", "sum"]


class GraphStep(msgspec.Struct, frozen=True):
    """One step, ready to be shown.

    Attributes
    ----------
    phase : str
    title, why : str
    formulas : tuple of Formula
        First with symbols, then with numbers.
    nodes : frozenset of int
        What is lit.
    edges : frozenset of (int, int)
        Lit arrows, as (source, target).
    values, derivatives : frozenset of int
        Nodes whose value, and whose derivative of the output, is known by now.
    """

    phase: GraphPhase
    title: str
    why: str
    formulas: tuple[Formula, ...]
    nodes: frozenset[int]
    edges: frozenset[tuple[int, int]]
    values: frozenset[int]
    derivatives: frozenset[int]


class GraphWalk:
    """All steps of a graph towards one of its nodes; each is made when it is asked for.

    Parameters
    ----------
    graph : Graph
    by : int
        The node whose paths are walked.
    digits : int
        Significant digits of numbers.
    """

    def __init__(self, graph: Graph, by: int, digits: int = 4) -> None:
        self.graph, self.by, self.digits = graph, by, digits
        self.terms = GraphTerms(graph, digits)
        self._values = {node.name: node.value for node in graph.nodes}
        used = [n.index for n in graph.nodes if graph.edges_from[n.index] or n is graph.output]
        results = [node.index for node in graph.nodes if not node.is_input]
        self._keys: list[tuple[GraphPhase, int]] = [("value", index) for index in results]
        self._keys += [("derivative", index) for index in reversed(used)]
        self._keys += [("path", place) for place in range(len(self.paths))]
        self._keys += [("sum", by)] if self.paths else []

    def __len__(self) -> int:
        return len(self._keys)

    @cached_property
    def path_count(self) -> int:
        """All paths from the output to the node."""
        return self.graph.count_paths(self.by)

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """The paths that are walked; none to the output itself."""
        if self.by == self.graph.output.index:
            return ()
        if self.path_count <= MOST_PATHS:
            return self.graph.paths(self.by, MOST_PATHS)
        compared = self.graph.paths(self.by, MOST_COMPARED)
        return tuple(sorted(compared, key=lambda path: -float(abs(path.product).max()))[:MOST_PATHS])

    def phase(self, place: int) -> GraphPhase:
        """Return the phase of a step."""
        return self._keys[place][0]

    def first_of(self, phase: GraphPhase) -> int | None:
        """Return the first step of a phase."""
        return next((k for k, key in enumerate(self._keys) if key[0] == phase), None)

    def step(self, place: int) -> GraphStep:
        """Return a step, counted from 0; an equals sign in it holds for the digits that are shown."""
        step = self._made(place)
        return replace(step, formulas=tuple(honest_row(row, self.digits) for row in step.formulas))

    def _made(self, place: int) -> GraphStep:
        phase, index = self._keys[place]
        if phase == "value":
            return self._value_step(place, self.graph.nodes[index])
        if phase == "derivative":
            return self._derivative_step(place, self.graph.nodes[index])
        return self._path_step(self.paths[index], index) if phase == "path" else self._sum_step()

    # Forward

    def _value_step(self, place: int, node: Node) -> GraphStep:
        assert node.tree is not None
        numbers = expression_latex(node.tree, self._values, self.digits)
        symbols = Term(expression_latex(node.tree, self._values, 0, self.digits))
        formula = equation(self.terms.symbol(node), symbols)
        result = equation(self.terms.symbol(node), matrices_apart(numbers), self.terms.value(node))
        done = {key[1] for key in self._keys[: place + 1]} | {n.index for n in self.graph.inputs}
        return GraphStep(
            "value",
            f"Forward: the value of {node.name}",
            f"{node.name} is computed from {_listed(self._names(node.parents))}.",
            (formula, result),
            frozenset({node.index, *node.parents}),
            frozenset((parent, node.index) for parent in node.parents),
            frozenset(done),
            frozenset(),
        )

    # Backward

    def _derivative_step(self, place: int, node: Node) -> GraphStep:
        edges = self.graph.edges_from[node.index]
        done = {key[1] for key in self._keys[: place + 1] if key[0] == "derivative"}
        return GraphStep(
            "derivative",
            f"Backward: the derivative of {self.graph.output.name} by {node.name}",
            self._derivative_why(node),
            self._derivative_formulas(node, edges),
            frozenset({node.index, *(edge.target for edge in edges)}),
            frozenset((edge.source, edge.target) for edge in edges),
            frozenset(range(len(self.graph.nodes))),
            frozenset(done),
        )

    def _derivative_why(self, node: Node) -> str:
        edges = self.graph.edges_from[node.index]
        if not edges:
            return f"The output changes by as much as it is changed itself: {node.name} starts with 1."
        children = _listed(self._names(edge.target for edge in edges))
        if len(edges) == 1:
            return (
                f"{node.name} reaches the output through {children}: what has come back to {children}, "
                "times the local derivative of the edge."
            )
        return f"{node.name} reaches the output through {children}: what comes back along each edge adds up."

    def _derivative_formulas(self, node: Node, edges: Sequence[Edge]) -> tuple[Formula, ...]:
        total = self.terms.derivative(node)
        if not edges:
            return (equation(self.terms.partial(node), total),)
        chains, symbols, numbers = [], [], []
        for edge in edges:
            target = self.graph.nodes[edge.target]
            chains.append([self.terms.partial(target), self.terms.local_name(edge)])
            symbols.append([self.terms.partial(target), *self.terms.local_symbols(edge)])
            numbers.append([self.terms.derivative(target), self.terms.local_numbers(edge)])
        shown = [total] if node.value.ndim == 2 else equation(added(numbers), total)
        return (
            equation(self.terms.partial(node), added(chains), added(symbols)),
            equation(self.terms.partial(node), shown),
        )

    # Paths

    def _path_step(self, path: Path, place: int) -> GraphStep:
        start, end = self.graph.output, self.graph.nodes[self.by]
        names = [start.name, *(self.graph.nodes[edge.source].name for edge in path.edges)]
        of = f"{place + 1} of {self.path_count:,}"
        if self.path_count > MOST_PATHS:
            of += ", the largest first"
        return GraphStep(
            "path",
            f"Path {of}:  {' → '.join(names)}",
            "Along a path the local derivatives are multiplied, from the output down.",
            self._path_formulas(path, end),
            frozenset({start.index, *(edge.source for edge in path.edges)}),
            frozenset((edge.source, edge.target) for edge in path.edges),
            frozenset(range(len(self.graph.nodes))),
            frozenset(range(len(self.graph.nodes))),
        )

    def _path_formulas(self, path: Path, end: Node) -> tuple[Formula, ...]:
        chain = [self.terms.local_name(edge) for edge in path.edges]
        symbols = added(self._products([path]))
        product = Term(row_latex(path.product, self.digits), "delta")
        start = chain if len(symbols) > 1 else symbols
        if end.value.ndim == 2:
            return (equation(chain, symbols), equation(start, product))
        numbers = with_dots([self.terms.local_numbers(edge) for edge in path.edges])
        return (equation(chain, symbols), equation(start, numbers, product))

    def _products(self, paths: Iterable[Path]) -> list[list[Term]]:
        """Return the products of local derivatives along paths in symbols, to be added."""
        one = "I" if self.graph.nodes[self.by].value.ndim else "1"
        return [[Term(p.latex(one, self.digits))] for path in paths for p in self.terms.path_symbols(path)]

    def _sum_step(self) -> GraphStep:
        node, everything = self.graph.nodes[self.by], frozenset(range(len(self.graph.nodes)))
        edges = {(edge.source, edge.target) for path in self.paths for edge in path.edges}
        lit = {self.graph.output.index, self.by, *(source for source, _ in edges)}
        return GraphStep(
            "sum",
            f"The sum over all paths from {self.graph.output.name} to {node.name}",
            self._sum_why(),
            self._sum_formulas(node),
            frozenset(lit),
            frozenset(edges),
            everything,
            everything,
        )

    def _sum_why(self) -> str:
        if self.path_count == 1:
            return "There is only this one path: its product is the derivative."
        if self.path_count > LONGEST_SUM:
            return (
                f"There are {self.path_count:,} paths, {LONGEST_SUM - 1} of them shown; "
                "back-propagation adds up all of them in one sweep."
            )
        return (
            f"The derivative is the sum over all {self.path_count} paths; "
            "back-propagation adds them up in one sweep."
        )

    def _sum_formulas(self, node: Node) -> tuple[Formula, ...]:
        shown = self.paths if self.path_count <= LONGEST_SUM else self.paths[: LONGEST_SUM - 1]
        symbols = self._products(shown)
        numbers = [[Term(row_latex(path.product, self.digits), "delta")] for path in shown]
        if len(shown) < self.path_count:
            symbols.append([Term(r"\cdots")])
            numbers.append([Term(r"\cdots")])
        partial = self.terms.partial(node)
        if self.path_count == 1:
            return (equation(partial, added(symbols)), equation(partial, self.terms.derivative(node)))
        return (
            equation(partial, added(symbols)),
            equation(partial, added(numbers), self.terms.derivative(node)),
        )

    def _names(self, indices: Iterable[int]) -> list[str]:
        return [self.graph.nodes[index].name for index in indices]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

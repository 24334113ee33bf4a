"""The walk through a graph of layers: what each computes, and the rule by which derivatives come back."""

from nnviz.arrays import Floats
from nnviz.explain.formulas.numbers import latex
from nnviz.explain.formulas.step import Formula, Term
from nnviz.explain.formulas.sums import equation
from nnviz.explain.graph.expression_latex import name_latex, row_latex, value_latex
from nnviz.explain.graph.graph import Edge, Node
from nnviz.explain.graph.layer_rules import SYMBOLIC_RULES, by_biases, by_input, by_weights, value_rule
from nnviz.explain.graph.layers import LayersGraph
from nnviz.explain.graph.terms import partial_latex
from nnviz.explain.graph.walk import GraphPhase, GraphStep

WRITTEN = 4
"""Numbers of a node that are written out; of more their shape and the largest are said."""

_LOSSES = {
    "half_squared_error": (
        r"\frac{1}{2} \left\|\hat{y} - y\right\|^2",
        r"{(\hat{y} - y)}^{\top}",
        r"{(y - \hat{y})}^{\top}",
    ),
    "mean_squared_error": (
        r"\frac{1}{k} \left\|\hat{y} - y\right\|^2",
        r"\frac{2}{k}\,{(\hat{y} - y)}^{\top}",
        r"\frac{2}{k}\,{(y - \hat{y})}^{\top}",
    ),
    "log_loss": (
        r"-\sum_j y_j \ln \hat{y}_j + (1 - y_j) \ln(1 - \hat{y}_j)",
        r"\frac{\hat{y}_j - y_j}{\hat{y}_j (1 - \hat{y}_j)}",
        r"\ln\frac{1 - \hat{y}_j}{\hat{y}_j}",
    ),
    "cross_entropy": (r"-\sum_j y_j \ln \hat{y}_j", r"-\frac{y_j}{\hat{y}_j}", r"-\ln \hat{y}_j"),
}
"""The loss, and its derivatives by the outputs and by the targets."""


class LayersTerms:
    """The formulas of nodes and arrows of a graph of layers."""

    def __init__(self, graph: LayersGraph, digits: int) -> None:
        self.graph, self.digits = graph, digits

    def node_formulas(self, node: Node) -> tuple[str, str, str, str]:
        """Return the name, the name with what defines it, the value, and the derivative of the output."""
        name = name_latex(node.name)
        defined = name if node.is_input else f"{name} = {self.rule(node)}"
        return name, defined, self.summary(node.value), self.derivative(node)

    def label_formulas(self, edge: Edge) -> tuple[str, ...]:
        """Return the local derivative of an arrow in symbols."""
        target = self.graph.nodes[edge.target]
        layer, place = self.graph.layers[edge.target], target.parents.index(edge.source)
        if layer is None:
            return (_LOSSES[self.graph.loss][1 + place],)
        number = target.name.removeprefix("a")
        if place == 1:
            return (by_weights(layer, number, name_latex(self.graph.nodes[target.parents[0]].name)),)
        return ((by_biases if place else by_input)(layer, number),)

    def rule(self, node: Node) -> str:
        """Return what computes a node."""
        layer = self.graph.layers[node.index]
        if layer is None:
            return _LOSSES[self.graph.loss][0]
        below, *own = (name_latex(self.graph.nodes[parent].name) for parent in node.parents)
        return value_rule(layer, below, own)

    def summary(self, value: Floats) -> str:
        """Return a value: written out where it is short, else its shape and its largest number."""
        if value.ndim < 2 and value.size <= WRITTEN:
            return value_latex(value, self.digits)
        shape = r"\times ".join(str(n) for n in value.shape)
        return rf"{shape}:\ \max |\cdot| = {latex(float(abs(value).max()), self.digits)}"

    def derivative(self, node: Node) -> str:
        """Return the derivative of the output by a node: written out where it is short, else its size."""
        partial, value = partial_latex("L", node.name), self.graph.derivatives[node.index]
        if value.ndim < 2 and value.size <= WRITTEN:
            return f"{partial} = {{{row_latex(value, self.digits)}}}"
        size = latex(float((value**2).sum() ** 0.5), self.digits)
        return rf"\left\|{partial}\right\| = {size}"


class LayersWalk:
    """All steps: the value of every layer, then the derivative by every node.

    Parameters
    ----------
    graph : LayersGraph
    by : int
        The node that is chosen.
    digits : int
    """

    def __init__(self, graph: LayersGraph, by: int, digits: int = 4) -> None:
        self.graph, self.by, self.digits = graph, by, digits
        self.terms = LayersTerms(graph, digits)
        self._keys: list[tuple[GraphPhase, int]] = [("value", n.index) for n in graph.nodes if not n.is_input]
        self._keys += [("derivative", n.index) for n in reversed(graph.nodes)]

    def __len__(self) -> int:
        return len(self._keys)

    def phase(self, place: int) -> GraphPhase:
        """Return the phase of a step."""
        return self._keys[place][0]

    def first_of(self, phase: GraphPhase) -> int | None:
        """Return the first step of a phase."""
        return next((k for k, key in enumerate(self._keys) if key[0] == phase), None)

    def step(self, place: int) -> GraphStep:
        """Return a step, counted from 0."""
        phase, index = self._keys[place]
        node = self.graph.nodes[index]
        return self._value_step(place, node) if phase == "value" else self._derivative_step(place, node)

    def _value_step(self, place: int, node: Node) -> GraphStep:
        done = {key[1] for key in self._keys[: place + 1]} | {n.index for n in self.graph.inputs}
        name = Term(name_latex(node.name), "a")
        layer = self.graph.layers[node.index]
        what = "The loss of this sample" if layer is None else f"{layer.title}"
        shape = "" if layer is None else f": {' × '.join(map(str, layer.shape_out))} numbers."
        return GraphStep(
            "value",
            f"Forward: the value of {node.name}",
            f"{what}{shape or '.'}",
            (
                equation(name, Term(self.terms.rule(node))),
                (name, Term(r"\;"), Term(self.terms.summary(node.value), "a")),
            ),
            frozenset({node.index, *node.parents}),
            frozenset((parent, node.index) for parent in node.parents),
            frozenset(done),
            frozenset(),
        )

    def _derivative_step(self, place: int, node: Node) -> GraphStep:
        edges = self.graph.edges_from[node.index]
        done = {key[1] for key in self._keys[: place + 1] if key[0] == "derivative"}
        partial = Term(partial_latex("L", node.name), "delta")
        rows: list[Formula] = [(Term(self.terms.derivative(node), "delta"),)]
        for edge in edges:
            target = Term(partial_latex("L", self.graph.nodes[edge.target].name), "delta")
            rows.insert(
                0, equation(partial, [target, Term(r"\cdot"), Term(self.terms.label_formulas(edge)[0])])
            )
        return GraphStep(
            "derivative",
            f"Backward: the derivative of L by {node.name}",
            self._why(node, edges),
            tuple(rows),
            frozenset({node.index, *(edge.target for edge in edges)}),
            frozenset((edge.source, edge.target) for edge in edges),
            frozenset(range(len(self.graph.nodes))),
            frozenset(done),
        )

    def _why(self, node: Node, edges: tuple[Edge, ...]) -> str:
        if not edges:
            return "The loss changes by as much as it is changed itself: it starts with 1."
        layer = self.graph.layers[edges[0].target]
        if layer is None:
            return "Where back-propagation starts: the slope of the loss."
        rule, is_own = SYMBOLIC_RULES[layer.kind], node.is_input and node.index > 0
        return rule.own_why if is_own else rule.why

"""The walk through a graph of layers: what each computes, and the rule by which derivatives come back."""

from nnviz.arrays import Floats
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.window import Windowed
from nnviz.explain.formulas.numbers import latex
from nnviz.explain.formulas.step import Formula, Term
from nnviz.explain.formulas.sums import equation
from nnviz.explain.graph.expression_latex import function_latex, name_latex, row_latex, value_latex
from nnviz.explain.graph.graph import Edge, Node
from nnviz.explain.graph.layers import LayersGraph
from nnviz.explain.graph.terms import partial_latex
from nnviz.explain.graph.walk import GraphPhase, GraphStep
from nnviz.explain.layers.windows import index_formula

WRITTEN = 4
"""Numbers of a node that are written out; of more their shape and the largest are said."""

_WHY = {
    "conv": "Every window that a pixel lies in sends its error back, times the weight that lay on the pixel.",
    "dense": "Every unit above sends its error back, times the weight of the line.",
    "max_pool": "The error of a window goes whole to the pixel that was the largest; all others get 0.",
    "avg_pool": "The error of a window goes to all its pixels in equal shares.",
    "flatten": "The same numbers in another order: the errors go back where their numbers came from.",
    "batch_norm": "Asked, not trained: mean and deviation are the running ones, so the error is only scaled.",
}
_OWN = {
    "conv": "A kernel acts at every place: every output pixel pulls on each of its weights.",
    "dense": "A weight gets the error of its unit, times what came along its line.",
    "batch_norm": "Gamma gets the errors times the normalised values, beta the errors.",
}
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
        source, target = self.graph.nodes[edge.source], self.graph.nodes[edge.target]
        layer, place = self.graph.layers[edge.target], target.parents.index(edge.source)
        if layer is None:
            return (_LOSSES[self.graph.loss][1 + place],)
        slope = _slope(layer, target.name.removeprefix("a"))
        if place == 0:
            return (_by_input(layer, slope, target.name.removeprefix("a")),)
        return (_by_parameter(layer, slope, place, source.name),)

    def rule(self, node: Node) -> str:
        """Return what computes a node."""
        layer = self.graph.layers[node.index]
        if layer is None:
            return _LOSSES[self.graph.loss][0]
        below, *own = (name_latex(self.graph.nodes[parent].name) for parent in node.parents)
        return _activated(layer, _sum(layer, below, own))

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


def _activated(layer: Layer, inside: str) -> str:
    if layer.activation == "identity":
        return inside
    return rf"{function_latex(layer.activation)}\left({inside}\right)"


def _size(layer: Layer) -> str:
    assert isinstance(layer, Windowed)
    return rf"{layer.size[0]}\times {layer.size[1]}"


def _sum(layer: Layer, below: str, own: list[str]) -> str:
    """Return what a layer makes of the one below, before its activation."""
    match layer.kind:
        case "max_pool":
            return rf"\max_{{{_size(layer)}}} {below}"
        case "avg_pool":
            return rf"\text{{mean}}_{{{_size(layer)}}}\, {below}"
        case "flatten":
            return rf"\text{{in a row: }} {below}"
        case "batch_norm":
            return rf"{own[0]} \odot \frac{{{below} - \mu}}{{\sigma}} + {own[1]}"
        case kind:
            shift = f" + {own[1]}" if len(own) > 1 else ""
            return rf"{own[0]} {'*' if kind == 'conv' else chr(92) + ','} {below}{shift}"


def _slope(layer: Layer, number: str) -> str:
    if layer.activation == "softmax":
        a = f"a^{{({number})}}"
        return rf"(\mathrm{{diag}}({a}) - {a}\,{{{a}}}^{{\top}})"
    return "" if layer.activation == "identity" else rf"f'(z^{{({number})}})"


def _by_input(layer: Layer, slope: str, number: str) -> str:
    """Return the local derivative of a layer by what it gets."""
    if layer.kind == "dense":
        of_each = slope and layer.activation != "softmax"
        front = rf"\mathrm{{diag}}({slope})" if of_each else slope
        return rf"{front}\,W^{{({number})}}" if front else rf"W^{{({number})}}"
    if layer.kind == "conv":
        where = slope.replace(f"z^{{({number})}}", f"z^{{({number})}}_k[y,x]")
        return rf"{where}\,w^{{({number})}}_{{kc}}[i,j]" if where else rf"w^{{({number})}}_{{kc}}[i,j]"
    if layer.kind == "max_pool":
        return r"1 \text{ at the largest, else } 0"
    if layer.kind == "avg_pool":
        assert isinstance(layer, Windowed)
        return rf"\frac{{1}}{{{layer.size[0] * layer.size[1]}}}\text{{ in the window}}"
    if layer.kind == "flatten":
        return "I"
    return rf"{slope}\,\frac{{\gamma}}{{\sigma}}" if slope else r"\frac{\gamma}{\sigma}"


def _by_parameter(layer: Layer, slope: str, place: int, name: str) -> str:
    """Return the local derivative of a layer by its weights (place 1) or biases (2)."""
    front = rf"{slope}\," if slope else ""
    if place == 2:
        return slope or "1"
    if isinstance(layer, Windowed):
        top, _, left, _ = layer.zeros_around
        rows = index_formula("y", "i", layer.stride[0], top)
        columns = index_formula("x", "j", layer.stride[1], left)
        return rf"{front}a_c[{rows},\,{columns}]"
    return rf"{front}\hat{{a}}" if name.startswith("gamma") else rf"{front}{{a}}^{{\top}}"


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
        is_own = node.is_input and node.index > 0
        return _OWN[layer.kind] if is_own else _WHY[layer.kind]

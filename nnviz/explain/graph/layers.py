"""A network of any layers, and one sample, as a computational graph with a node a layer.

Its values are those of the network that is asked: dropout is off, and a batch normalisation takes its running
mean and variance.
"""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS, activation_value
from nnviz.engine.choices.losses import LOSSES, PROBABILITY_FLOOR, loss_slope, loss_term
from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.explain.graph.expression_tree import Tree, Variable
from nnviz.explain.graph.graph import Edge, Graph, Node
from nnviz.explain.graph.operations import softmax
from nnviz.explain.layers.rules import layer_sum, parameter_gradients, through
from nnviz.explain.layers.slopes import slopes
from nnviz.parts import Gain

FLOOR = np.float64(PROBABILITY_FLOOR["float64"])
COMPUTED: Tree = Variable("", -1, 0, 0)
"""What stands for the rule of a layer, which is no expression."""


class Statistics(NamedTuple):
    """The running mean and variance of a batch normalisation."""

    mean: Floats
    variance: Floats


class LayersGraph(Graph, frozen=True, eq=False, dict=True, kw_only=True):
    """A graph of layers.

    Attributes
    ----------
    layers : tuple of Layer or None
        For each node the layer that it is, or whose parameters it holds; None for the loss and the target.
    slopes_of_loss : tuple of ndarray
        For each node dL/dnode in its shape.
    loss : str
    """

    layers: tuple[Layer | None, ...]
    slopes_of_loss: tuple[Floats, ...]
    loss: str

    @property
    def derivatives(self) -> tuple[Floats, ...]:
        """For each node the derivative of the output by it."""
        return self.slopes_of_loss


class _Pass(msgspec.Struct, frozen=True, eq=False):
    """What a layer got, its z and its a, of one sample in the shape of a batch."""

    below: Floats
    z: Floats
    a: Floats


@np.errstate(all="ignore")  # infinite numbers are shown as such
def layers_graph(
    network: Network, loss: str, weights: Sequence[Floats], biases: Sequence[Floats], x: Floats, y: Floats
) -> LayersGraph:
    """Return the graph; for the parameters see `program_by_layers`."""
    passes = _forward(network, weights, biases, x)
    by_a, by_weights, by_biases, by_y = _backward(network, loss, weights, passes, y)
    nodes: list[Node] = []
    layers: list[Layer | None] = []
    found: list[Floats] = []

    def add(
        name: str, tree: Tree | None, value: Floats, by: Floats, parents: tuple[int, ...], of: Layer | None
    ) -> int:
        nodes.append(Node(len(nodes), name, tree, value, parents, -1))
        layers.append(of)
        found.append(by)
        return len(nodes) - 1

    before = add("x", None, x.reshape(network.input_shape), by_a[0], (), network.layers[0])
    for k, (layer, each) in enumerate(zip(network.computed, passes, strict=True), start=1):
        parents = [before]
        if layer.has_parameters:
            w, g = layer.learned(weights[k - 1]), layer.learned(by_weights[k - 1])
            own, shift = ("gamma", "beta") if layer.learns is Gain else ("W", "b")
            parents.append(add(f"{own}{k}", None, w, g, (), layer))
            if layer.bias:
                name = f"{shift}{k}"
                parents.append(add(name, None, biases[k - 1], by_biases[k - 1], (), layer))
        before = add(f"a{k}", COMPUTED, each.a[0], by_a[k], tuple(parents), layer)
    target = add("y", None, y, by_y, (), None)
    value = _loss_terms(loss, passes[-1].a.ravel(), y).sum()
    add("L", COMPUTED, np.array(value), np.array(1.0), (before, target), None)
    edges = tuple(Edge(source, node.index, np.empty((0, 0))) for node in nodes for source in node.parents)
    return LayersGraph(tuple(nodes), edges, layers=tuple(layers), slopes_of_loss=tuple(found), loss=loss)


def _forward(network: Network, weights: Sequence[Floats], biases: Sequence[Floats], x: Floats) -> list[_Pass]:
    below, passes = x.reshape(1, *network.input_shape), []
    for layer, w, b in zip(network.computed, weights, biases, strict=True):
        z = layer_sum(layer, w, b, below, asked=True)
        passes.append(_Pass(below, z, _activated(layer, z)))
        below = passes[-1].a
    return passes


def _activated(layer: Layer, z: Floats) -> Floats:
    if layer.activation == "softmax":
        return softmax(z.ravel()).reshape(z.shape)
    flat = np.ascontiguousarray(z).ravel()
    return np.asarray(activation_value(ACTIVATIONS[layer.activation].code, flat)).reshape(z.shape)


def _backward(
    network: Network, loss: str, weights: Sequence[Floats], passes: list[_Pass], y: Floats
) -> tuple[list[Floats], list[Floats], list[Floats], Floats]:
    """Return dL/da of the input and of every layer, then those by weights, by biases and by the target."""
    code, outputs, answer = LOSSES[loss].code, np.float64(y.size), passes[-1].a.ravel()
    error = np.array([loss_slope(code, outputs, FLOOR, a, t) for a, t in zip(answer, y, strict=True)])
    by_y = _by_target(loss, answer, y)
    by_a: list[Floats] = [error.reshape(passes[-1].a.shape)]
    by_weights: list[Floats] = []
    by_biases: list[Floats] = []
    for layer, w, each in zip(reversed(network.computed), reversed(weights), reversed(passes), strict=True):
        delta = _by_z(layer, each, by_a[0])
        norm = Statistics(w[1], w[2]) if isinstance(layer, BatchNorm) else None
        own, shift = parameter_gradients(layer, delta, each.below, norm)
        by_weights.insert(0, own)
        by_biases.insert(0, shift)
        by_a.insert(0, through(layer, w, delta, each.below, asked=True))
    return [each[0] for each in by_a], by_weights, by_biases, by_y


def _by_z(layer: Layer, each: _Pass, by_a: Floats) -> Floats:
    if layer.activation == "softmax":
        return np.asarray(each.a * (by_a - np.sum(by_a * each.a)))
    return by_a * slopes(ACTIVATIONS[layer.activation].code, each.z, None)


def _loss_terms(loss: str, answer: Floats, y: Floats) -> Floats:
    code, outputs = LOSSES[loss].code, np.float64(y.size)
    return np.array([loss_term(code, outputs, FLOOR, a, t) for a, t in zip(answer, y, strict=True)])


def _by_target(loss: str, answer: Floats, y: Floats) -> Floats:
    kept = np.clip(answer, FLOOR, None)
    if loss == "cross_entropy":
        return -np.log(kept)
    if loss == "log_loss":
        return np.asarray(np.log(np.clip(1.0 - answer, FLOOR, None)) - np.log(kept))
    return (y - answer) * (2.0 / y.size if loss == "mean_squared_error" else 1.0)

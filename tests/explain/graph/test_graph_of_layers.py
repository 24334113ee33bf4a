"""Graphs with a node a layer: the engine's loss, derivatives by differences, steps that can be set."""

import numpy as np
from random_networks import avg_pool, conv, dense, max_pool, network_of, norm

from nnviz.engine.evaluate import evaluate
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.start import initial_parameters
from nnviz.explain.graph.layers import LayersGraph, layers_graph
from nnviz.explain.graph.layers_walk import LayersTerms, LayersWalk

STEP = 1e-6


class Asked:
    """A network of layers of every kind, its parameters and a sample."""

    def __init__(self) -> None:
        rng = np.random.default_rng(1)
        first = (
            conv(3, (3, 2), "tanh", padding="same", stride=(2, 1)),
            norm("sigmoid"),
            max_pool((2, 2), (1, 2)),
        )
        second = (
            conv(2, (2, 1), "relu"),
            avg_pool((1, 2), (1, 1)),
            Flatten,
            dense(4, "tanh"),
            dense(3, "softmax"),
        )
        self.network = network_of((7, 6, 2), *first, *second)
        self.weights, self.biases = initial_parameters(self.network, "glorot_normal", rng)
        self.biases = [
            rng.normal(0, 0.3, b.shape) * layer.bias
            for b, layer in zip(self.biases, self.network.computed, strict=True)
        ]
        self.weights[1][1:] += rng.uniform(0.1, 0.5, self.weights[1][1:].shape)
        self.x, self.y = rng.normal(size=self.network.inputs), np.eye(3)[1]

    def graph(self) -> LayersGraph:
        return layers_graph(self.network, "cross_entropy", self.weights, self.biases, self.x, self.y)

    def slope(self, array: np.ndarray, index: tuple[int, ...]) -> float:
        kept, ends = array[index], []
        for moved in (kept + STEP, kept - STEP):
            array[index] = moved
            ends.append(float(self.graph().output.value))
        array[index] = kept
        return (ends[0] - ends[1]) / (2 * STEP)


def test_the_loss_is_that_of_the_engine() -> None:
    asked = Asked()
    parts = asked.network, "cross_entropy", asked.weights, asked.biases
    expected, _ = evaluate(*parts, asked.x[np.newaxis], asked.y[np.newaxis])
    np.testing.assert_allclose(asked.graph().output.value, expected, rtol=1e-12)


def test_numbers_that_overflow_on_the_way_give_the_engines_loss_without_a_warning() -> None:
    asked = Asked()
    asked.weights = [np.full_like(w, 1e300) for w in asked.weights]
    parts = asked.network, "cross_entropy", asked.weights, asked.biases
    expected, _ = evaluate(*parts, asked.x[np.newaxis], asked.y[np.newaxis])
    np.testing.assert_allclose(asked.graph().output.value, expected, rtol=1e-12)


def test_derivatives_are_those_of_differences() -> None:
    asked = Asked()
    graph, checked = asked.graph(), 0
    image = asked.x.reshape(asked.network.input_shape)
    arrays = {"x": image, "gamma2": asked.weights[1], "beta2": asked.biases[1]}
    for k in (1, 4, 7, 8):
        arrays |= {f"W{k}": asked.weights[k - 1], f"b{k}": asked.biases[k - 1]}
    for name, array in arrays.items():
        node = graph.node(name)
        assert node is not None
        derivatives = graph.derivatives[node.index]
        for index in list(np.ndindex(node.value.shape))[::7]:
            np.testing.assert_allclose(asked.slope(array, index), derivatives[index], rtol=1e-5, atol=1e-8)
            checked += 1
    assert checked > 25


def test_short_values_are_written_out_and_of_long_ones_the_largest() -> None:
    terms = LayersTerms(Asked().graph(), 3)
    assert "0.25" in terms.summary(np.array([0.25, -1.5]))
    assert terms.summary(np.full((2, 3), -1.5)) == r"2\times 3:\ \max |\cdot| = 1.50"


def test_every_step_says_a_rule() -> None:
    graph = Asked().graph()
    walk = LayersWalk(graph, 0, 3)
    steps = [walk.step(place) for place in range(len(walk))]
    assert [step.phase for step in steps] == ["value"] * 9 + ["derivative"] * len(graph.nodes)
    assert all(step.why and len(step.formulas) >= 1 for step in steps)
    said = " ".join(term.latex for step in steps for row in step.formulas for term in row)
    assert all(
        rule in said
        for rule in (r"w^{(1)}_{kc}[i,j]", "at the largest", r"\frac{1}{2}", r"\frac{\gamma}{\sigma}")
    )


def test_local_derivatives_name_the_layer_that_they_come_from() -> None:
    asked = Asked()
    graph = asked.graph()
    terms = LayersTerms(graph, 4)
    said = {
        (graph.nodes[edge.source].name, graph.nodes[edge.target].name): terms.label_formulas(edge)[0]
        for edge in graph.edges
    }
    assert said["W7", "a7"] == r"f'(z^{(7)})\,{a^{(6)}}^{\top}"
    assert said["W1", "a1"].endswith(r"\,x_c[2y+i-3,\,x+j-1]")
    assert said["W4", "a4"].endswith(r"\,a^{(3)}_c[y+i-1,\,x+j-1]")
    assert said["a6", "a7"] == r"\mathrm{diag}(f'(z^{(7)}))\,W^{(7)}"

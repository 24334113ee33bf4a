from itertools import pairwise

import numpy as np
import pytest

from nnviz.assets import assets
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.evaluate import evaluate
from nnviz.engine.kernels.network import Network
from nnviz.engine.start import initial_parameters
from nnviz.explain.graph.examples import load_examples
from nnviz.explain.graph.expression import parse
from nnviz.explain.graph.expression_latex import expression_latex, name_latex
from nnviz.explain.graph.graph import build
from nnviz.explain.graph.of_network import is_written_out, program_by_layers, program_by_neurons
from nnviz.explain.graph.symbols import slope, sum_latex
from nnviz.explain.graph.walk import LONGEST_SUM, MOST_PATHS, GraphWalk

EXAMPLES = load_examples(assets() / "graphs")
VECTORS = next(example for example in EXAMPLES if "vectors" in example.title)


def walk_of(text, by, single_operations=False, digits=4):
    graph = build(parse(text), single_operations)
    return GraphWalk(graph, graph.node(by).index, digits)


def latex(formula):
    return " ".join(term.latex for term in formula)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
@pytest.mark.parametrize("single_operations", [False, True])
def test_every_step_of_every_example_can_be_shown(example, single_operations):
    walk = walk_of(example.expression, example.by, single_operations)
    steps = [walk.step(place) for place in range(len(walk))]
    order = ["value", "derivative", "path", "sum"]
    phases = [order.index(step.phase) for step in steps]
    assert phases == sorted(phases)
    assert set(phases) == {0, 1, 2, 3}
    for step in steps:
        assert step.formulas
        assert step.why.endswith(".")
        assert all(source in step.nodes and target in step.nodes for source, target in step.edges)
    for before, after in pairwise(steps):
        assert before.values <= after.values
        assert before.derivatives <= after.derivatives


def test_a_derivative_is_known_only_after_those_it_is_made_of():
    walk = walk_of(VECTORS.expression, "x", single_operations=True)
    for place in range(len(walk)):
        step = walk.step(place)
        for node in step.derivatives:
            assert {edge.target for edge in walk.graph.edges_from[node]} <= step.derivatives


def test_the_residual_example_reads_as_in_the_report():
    walk = walk_of(VECTORS.expression, "x")
    assert walk.path_count == 3
    total = latex(walk.step(len(walk) - 1).formulas[0])
    for term in (
        r"\left(y - s\right)^{\top}",
        r"r^{\top}\,\mathrm{diag}\left(\sigma'\left(z\right)\right)\,W^{(1)}",
        r"\left(y - s\right)^{\top}\,W^{(2)}\,\mathrm{diag}\left(\sigma'\left(z\right)\right)\,W^{(1)}",
    ):
        assert term in total


def test_one_path_alone_is_called_so():
    walk = walk_of("x = 0.3\nu = sin(x)\ny = u**2", "x")
    assert "only this one path" in walk.step(len(walk) - 1).why
    two = walk_of("x = 0.3\nu = sin(x)\ny = x*u", "x")
    assert "only this one" not in two.step(len(two) - 1).why


def test_of_many_paths_the_largest_are_walked_and_the_rest_is_said():
    lines = ["x = 0.3"]
    for k in range(8):
        before = "x" if k == 0 else f"y{k - 1}"
        lines += [f"u{k} = sin({before})", f"v{k} = {before}*{k + 2}", f"y{k} = u{k} + v{k}"]
    walk = walk_of("\n".join(lines), "x")
    assert walk.path_count == 256
    assert len(walk.paths) == MOST_PATHS
    sizes = [abs(float(path.product)) for path in walk.paths]
    assert sizes == sorted(sizes, reverse=True)
    everything = walk.graph.paths(walk.by, 1000)
    assert sizes[0] == max(abs(float(path.product)) for path in everything)
    step = walk.step(len(walk) - 1)
    assert "256" in step.why
    assert latex(step.formulas[1]).count(r"\cdots") == 1
    assert len(step.formulas[1]) == 2 + 2 * LONGEST_SUM - 1 + 2


def test_numbers_of_a_product_get_dots_and_brackets():
    walk = walk_of("x = -2\ny = 5\nz = -4\nq = x + y\nf = q*z", "x")
    forward = latex(walk.step(1).formulas[1])
    assert forward == r"f = 3 \cdot \left(-4\right) = -12"
    path = latex(walk.step(walk.first_of("path")).formulas[1])
    assert path.endswith(r"\left(-4\right) \cdot 1 = -4")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("x", "x"),
        ("x1", "x_{1}"),
        ("W1", "W^{(1)}"),
        ("z2_10", "z^{(2)}_{10}"),
        ("w1", "w_{1}"),
        ("alpha", r"\alpha"),
        ("loss", r"\mathrm{loss}"),
    ],
)
def test_names_are_set_as_in_a_textbook(name, expected):
    assert name_latex(name) == expected


@pytest.mark.parametrize(
    ("text", "symbols", "derivative"),
    [
        ("x**2", "{x}^{2}", r"2\,x"),
        ("x**3", "{x}^{3}", r"3\,{x}^{2}"),
        ("(x - 1)/2", r"\frac{x - 1}{2}", r"\frac{1}{2}"),
        ("-x*3", r"\left(-x\right) \cdot 3", "-3"),
        ("1/x", r"\frac{1}{x}", r"-\frac{1}{x^{2}}"),
        ("exp(-x)", "e^{-x}", "-e^{-x}"),
        ("sqrt(x)", r"\sqrt{x}", r"\frac{1}{2}\,\frac{1}{\sqrt{x}}"),
        ("x*x", r"x \, x", "x + x"),
        ("2*(x + 1)", r"2 \, \left(x + 1\right)", "2"),
    ],
)
def test_expressions_and_their_derivatives_in_symbols(text, symbols, derivative):
    tree = parse(text).lines[0].tree
    values = {"x": np.array(1.0)}
    assert expression_latex(tree, values) == symbols
    assert sum_latex(slope(tree, "x", values)) == derivative


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("layers", "activations"),
    [
        ((2, 4, 4, 1), ("tanh", "relu", "sigmoid")),
        ((3, 2, 3), ("gelu", "softmax")),
        ((1, 1, 1), ("elu", "sigmoid")),
    ],
)
@pytest.mark.parametrize("bias", [True, False])
def test_a_network_as_a_graph_has_the_loss_and_gradients_of_the_engine(loss, layers, activations, bias):
    network = Network(layers, activations, bias=bias)
    rng = np.random.default_rng(3)
    weights, biases = initial_parameters(network, "glorot_uniform", rng)
    biases = [b + (0.1 if bias else 0.0) for b in biases]
    x, y = rng.normal(size=layers[0]), np.eye(3)[1][: layers[-1]]
    expected, _ = evaluate(network, loss, weights, biases, x[np.newaxis], y[np.newaxis])
    by_layers = build(parse(program_by_layers(network, loss, weights, biases, x, y)))
    by_neurons = build(parse(program_by_neurons(network, loss, weights, biases, x, y)))
    np.testing.assert_allclose([by_layers.output.value, by_neurons.output.value], expected, rtol=1e-12)
    first = by_layers.derivatives[by_layers.node("x").index]
    same = [by_neurons.derivatives[by_neurons.node(f"x{i + 1}").index] for i in range(x.size)]
    np.testing.assert_allclose(same, first, rtol=1e-11, atol=1e-15)

    shift = 1e-6
    above, below = ([w.copy() for w in weights] for _ in range(2))
    above[0][0, 0] += shift
    below[0][0, 0] -= shift
    up, down = (evaluate(network, loss, w, biases, x[np.newaxis], y[np.newaxis])[0] for w in (above, below))
    gradient = by_layers.derivatives[by_layers.node("W1").index].ravel()[0]
    np.testing.assert_allclose(gradient, (up - down) / (2 * shift), rtol=1e-6, atol=1e-9)


def test_networks_that_are_too_large_are_refused_with_a_sentence():
    network = Network((2, 40, 1), ("tanh", "sigmoid"))
    weights, biases = initial_parameters(network, "glorot_uniform", np.random.default_rng(0))
    assert not is_written_out(network)
    with pytest.raises(ValueError, match="graph"):
        program_by_neurons(network, "half_squared_error", weights, biases, np.zeros(2), np.zeros(1))

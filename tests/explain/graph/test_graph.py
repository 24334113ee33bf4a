"""Values, local derivatives, derivatives and paths against PyTorch."""

import math

import numpy as np
import pytest
import torch
from torch_reference import TORCH_ACTIVATIONS

from nnviz.explain.graph.expression import parse
from nnviz.explain.graph.expression_tree import ExpressionError
from nnviz.explain.graph.graph import build, evaluate
from nnviz.explain.graph.operations import FUNCTIONS

TORCH = TORCH_ACTIVATIONS | {
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "square": torch.square,
    "sin": torch.sin,
    "cos": torch.cos,
    "softmax": lambda u: torch.softmax(u, 0),
    "sum": torch.sum,
    "dot": torch.dot,
    "norm2": lambda u: torch.sum(u * u),
}

RESIDUAL = """
x = [1, -0.5]
W1 = [[0.6, -0.4], [0.2, 0.9]]
W2 = [[0.5, -0.3], [0.8, 0.1]]
s = [1, 0]
r = [0.2, -0.1]
z = W1 @ x
h = sigmoid(z)
y = x + W2 @ h
S = norm2(y - s)/2
R = dot(r, h)
E = S + R
"""

PROGRAMS = [
    RESIDUAL,
    "x = 2\ny = 3\nx*y + sin(x)/y - x**3 + (x - y)**-2",
    "x = 0.3\nt = sigmoid(x)\nu = tanh(t*x)\nt*u + exp(-u)*log(t)*sqrt(t)",
    "x = [1, 2, 3]\ny = [0.5, -1, 2]\nsum(x*y/(x + 2)) + dot(x, y)*norm2(x - y)",
    "A = [[1, 2], [3, 4], [5, 6]]\nB = [[0.1, 0.2, 0.3], [0.4, 0.5, -0.6]]\nsum(tanh(A @ B) * 0.1)",
    "a = [1, -2]\nM = [[1, 2, 3], [4, 5, 6.5]]\nb = [0.1, 0.2, -0.3]\na @ M @ b + sum(cos(a @ M))",
    "c = 0.7\nv = [1, 2]\nsum(c*v + v/c - c/v + (c - v)) + sum(v**3)",
    "z = [0.3, -1.2, 0.8]\ny = [0, 1, 0]\n-dot(y, log(softmax(z)))",
    "w = 0.4\na = w*w\nb = a*a + a\nc = b*a - w\nc*c*w",
    *(
        f"v = [0.3, 1.7]\nx = 0.9\nsum({name}(v*x)) + {name}(x)*x"
        for name in FUNCTIONS
        if name
        in (
            "exp",
            "log",
            "sqrt",
            "square",
            "sin",
            "cos",
            "tanh",
            "sigmoid",
            "relu",
            "leaky_relu",
            "elu",
            "softplus",
            "gelu",
        )
    ),
    *(f"v = [-0.3, -1.7]\nsum({name}(v))" for name in ("relu", "leaky_relu", "elu", "softplus", "gelu")),
]


def of_torch(text):
    """Evaluate the same text with PyTorch; return all its tensors by name."""
    names = dict(TORCH)
    found = {}
    program = parse(text)
    rows = text.split("\n")
    for line in program.lines:
        code = rows[line.number]
        body = code.split("=", 1)[1] if "=" in code else code
        value = torch.as_tensor(eval(body, names | found), dtype=torch.float64)
        value = value.requires_grad_() if line.is_input else value
        if value.requires_grad and not line.is_input:
            value.retain_grad()
        found[line.name] = value
    found[program.lines[-1].name].backward()
    return found


@pytest.mark.parametrize("x", [0, -2, 3])
def test_a_number_to_the_power_of_0_is_1_and_flat(x):
    graph = build(parse(f"x = {x}\nx**0 + x"))
    assert graph.output.value == 1.0 + x
    assert graph.derivatives[0] == 1.0


@pytest.mark.parametrize("single_operations", [False, True])
@pytest.mark.parametrize("text", PROGRAMS)
def test_values_derivatives_and_paths_equal_autograd(text, single_operations):
    graph, expected = build(parse(text), single_operations), of_torch(text)
    for name, tensor in expected.items():
        node = graph.node(name)
        np.testing.assert_allclose(node.value, tensor.detach().numpy(), rtol=1e-13, atol=1e-15)
        gradient = graph.derivatives[node.index]
        np.testing.assert_allclose(gradient, tensor.grad.numpy(), rtol=1e-12, atol=1e-14)
        if node is graph.output:
            continue
        paths = graph.paths(node.index, 10_000)
        assert len(paths) == graph.count_paths(node.index)
        total = sum(path.product for path in paths)
        np.testing.assert_allclose(total, tensor.grad.numpy(), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("text", PROGRAMS)
def test_local_derivatives_equal_central_differences(text):
    graph = build(parse(text), single_operations=True)
    values = {node.name: node.value for node in graph.nodes}
    for edge in graph.edges:
        source, target = graph.nodes[edge.source], graph.nodes[edge.target]
        for k in range(source.value.size):
            step = np.zeros(source.value.size)
            step[k] = 1e-6
            step = step.reshape(source.value.shape)
            above = evaluate(target.tree, values | {source.name: source.value + step})
            below = evaluate(target.tree, values | {source.name: source.value - step})
            np.testing.assert_allclose(
                edge.jacobian[:, k], np.ravel(above - below) / 2e-6, rtol=1e-6, atol=1e-7
            )


def test_the_residual_example_has_its_three_paths():
    graph = build(parse(RESIDUAL))
    value = {node.name: node.value for node in graph.nodes}
    slope = np.diag(value["h"] * (1.0 - value["h"]))
    error = value["y"] - value["s"]
    expected = {
        "ESyx": error,
        "ESyhzx": error @ value["W2"] @ slope @ value["W1"],
        "ERhzx": value["r"] @ slope @ value["W1"],
    }
    found = {
        "E" + "".join(graph.nodes[edge.source].name for edge in path.edges): path.product
        for path in graph.paths(graph.node("x").index, 24)
    }
    assert found.keys() == expected.keys()
    for way, product in expected.items():
        np.testing.assert_allclose(found[way], product, rtol=1e-13)


def test_paths_are_counted_without_walking_them():
    text = "x = 0.1\n" + "\n".join(
        f"y{k} = sin({'x' if k == 0 else f'y{k - 1}'}) + cos({'x' if k == 0 else f'y{k - 1}'})"
        for k in range(40)
    )
    graph = build(parse(text), single_operations=True)
    assert graph.count_paths(0) == 2**40
    assert len(graph.paths(0, 24)) == 24


def test_a_free_name_is_an_input_of_value_one():
    graph = build(parse("x*3"))
    assert [node.name for node in graph.inputs] == ["x"]
    assert graph.output.value == 3.0


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("log(-x)", "log(-x)"),
        ("y = 2*x\n1/(x - 1) + y", "1/(x - 1)"),
        ("[1, 2]*x", "[1, 2]*x"),
        ("x = [1, 2]\nsum(x + [1, 2, 3])", "x + [1, 2, 3]"),
        ("x = [1, 2]\nM = [[1, 2, 3]]\nsum(M @ x)", "M @ x"),
        ("sqrt(x - 1)", "sqrt(x - 1)"),
        ("dot(x, [1, 2])", "dot(x, [1, 2])"),
        ("x = 1000\nexp(x)", "exp(x)"),
    ],
)
def test_what_cannot_be_computed_is_named(text, piece):
    with pytest.raises(ExpressionError) as caught:
        build(parse(text))
    error = caught.value
    assert text.split("\n")[error.line][error.start : error.end] == piece


def test_values_are_bounded():
    wide = "[" + ", ".join(["1"] * 16) + "]"
    square = "[" + ", ".join([wide] * 10) + "]"
    graph = build(parse(f"A = {square}\nx = {wide}\nsum(A @ x)"))
    assert math.isclose(graph.output.value, 160.0)

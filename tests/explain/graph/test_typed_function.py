"""Functions as they are typed: values place by place; what is none gets one sentence."""

import numpy as np
import pytest

from nnviz.explain.graph.expression_tree import ExpressionError
from nnviz.explain.graph.function import function_values

X = np.linspace(-1, 1, 7)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("sin(3*x)", np.sin(3 * X)),
        ("y = x**2 - 1", X**2 - 1),
        ("0.5", np.full(7, 0.5)),
        ("y = -2", np.full(7, -2.0)),
        ("  relu(x) + exp(-x) ", np.maximum(X, 0) + np.exp(-X)),
    ],
)
def test_a_function_is_computed_at_each_place(text, values):
    np.testing.assert_allclose(function_values(text, {"x": X}), values, rtol=1e-14)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Type a function of x"),
        ("x\nx", "Type a function of x"),
        ("q + 1", "the name q is unknown here"),
        ("log(x)", "not a finite number"),
        ("1/x", "not a finite number"),
        ("exp(9*x)*1e9", "larger than 1,000,000"),
        ("dot(x, x)", "takes vectors"),
        ("sum(x)", "takes vectors"),
        ("[1, 2]", "only single numbers"),
        ("__import__('os')", "no such function"),
        ("x.real", "can be used"),
        ("x^2", "A power is written x\\*\\*2"),
        ("(" * 500 + "x", "nested"),
        ("lambda x: x", "can be used"),
        ("x = = 1", "cannot be read"),
    ],
)
def test_what_is_no_function_gets_a_sentence(text, told):
    with pytest.raises(ExpressionError, match=told):
        function_values(text, {"x": X})

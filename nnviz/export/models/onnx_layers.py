"""Layers of every kind in an ONNX graph.

In single precision those of maps are ONNX's own operations (Conv, MaxPool, AveragePool,
BatchNormalization), between channels-first transpositions. Runtimes have no Conv in double precision: there
a convolution is written as what it is, a sum of matrix products of shifted maps, and pooling as the largest
or the mean of shifted maps, so that outputs are those of the app to the last digits.
"""

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.kinds import ByKind
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import Pool
from nnviz.engine.layers.window import Windowed


class OnnxOperations(Protocol):
    """What is needed of the graph."""

    dtype: str

    def do(self, operator: str, inputs: Any, output: str = "", **attributes: Any) -> str:
        """Add an operation and return the name of what it computes."""

    def constant(self, name: str, values: Any) -> str:
        """Add an array and return its name."""


def images(graph: OnnxOperations, inputs: str, shape: tuple[int, ...]) -> str:
    """Return inputs as images (n, height, width, channels)."""
    return graph.do("Reshape", [inputs, graph.constant("image", np.array([-1, *shape], np.int64))])


def _dense(
    graph: OnnxOperations, a: str, layer: Dense, number: int, weights: NDArray[Any], biases: NDArray[Any]
) -> str:
    z = graph.do("MatMul", [a, graph.constant(f"W{number}", weights)])
    return graph.do("Add", [z, graph.constant(f"b{number}", biases)]) if layer.bias else z


def _flatten(
    graph: OnnxOperations, a: str, layer: Layer, _number: int, _weights: NDArray[Any], _biases: NDArray[Any]
) -> str:
    return graph.do("Reshape", [a, graph.constant("row", np.array([-1, layer.size_out], np.int64))])


def _first(graph: OnnxOperations, a: str) -> str:
    return graph.do("Transpose", [a], perm=[0, 3, 1, 2])


def _last(graph: OnnxOperations, a: str) -> str:
    return graph.do("Transpose", [a], perm=[0, 2, 3, 1])


def _pads(layer: Windowed) -> list[int]:
    top, bottom, left, right = layer.zeros_around
    return [top, left, bottom, right]


def _conv(
    graph: OnnxOperations, a: str, layer: Conv, number: int, weights: NDArray[Any], biases: NDArray[Any]
) -> str:
    if graph.dtype != "float32":
        return _conv_of_products(graph, a, layer, number, weights, biases)
    parts = [_first(graph, a), graph.constant(f"W{number}", weights.transpose(3, 2, 0, 1))]
    if layer.bias:
        parts.append(graph.constant(f"b{number}", biases))
    shape: dict[str, Any] = {
        "kernel_shape": list(layer.size),
        "strides": list(layer.stride),
        "pads": _pads(layer),
    }
    return _last(graph, graph.do("Conv", parts, **shape))


def _pool(
    graph: OnnxOperations, a: str, layer: Pool, number: int, _weights: NDArray[Any], _biases: NDArray[Any]
) -> str:
    if graph.dtype != "float32":
        return _pool_of_shifted(graph, a, layer, number)
    operator = "MaxPool" if layer.kind == "max_pool" else "AveragePool"
    shape: dict[str, Any] = {"kernel_shape": list(layer.size), "strides": list(layer.stride)}
    return _last(graph, graph.do(operator, [_first(graph, a)], **shape))


def _shifted(graph: OnnxOperations, a: str, layer: Windowed, place: tuple[int, int]) -> str:
    """Add what lies under one place of the window while it moves."""
    starts = np.array(place, np.int64)
    steps = np.array(layer.stride, np.int64)
    ends = starts + steps * (np.array(layer.counts, np.int64) - 1) + 1
    arrays = {"from": starts, "to": ends, "axes": np.array([1, 2], np.int64), "by": steps}
    names = [graph.constant(f"{key}_{'_'.join(map(str, value))}", value) for key, value in arrays.items()]
    return graph.do("Slice", [a, *names])


def _conv_of_products(
    graph: OnnxOperations, a: str, layer: Conv, number: int, weights: NDArray[Any], biases: NDArray[Any]
) -> str:
    top, left, bottom, right = _pads(layer)
    if any(layer.zeros_around):
        pads = graph.constant(f"zeros{number}", np.array([0, top, left, 0, 0, bottom, right, 0], np.int64))
        a = graph.do("Pad", [a, pads, graph.constant("zero", 0.0)])
    z = ""
    for i, j in np.ndindex(*layer.size):
        kernel = graph.constant(f"W{number}_{i}_{j}", weights[i, j])
        products = graph.do("MatMul", [_shifted(graph, a, layer, (i, j)), kernel])
        z = graph.do("Add", [z, products]) if z else products
    return graph.do("Add", [z, graph.constant(f"b{number}", biases)]) if layer.bias else z


def _pool_of_shifted(graph: OnnxOperations, a: str, layer: Pool, number: int) -> str:
    shifted = [_shifted(graph, a, layer, (i, j)) for i, j in np.ndindex(*layer.size)]
    if layer.kind == "max_pool":
        return graph.do("Max", shifted)
    total = shifted[0]
    for other in shifted[1:]:
        total = graph.do("Add", [total, other])
    return graph.do("Div", [total, graph.constant(f"size{number}", float(len(shifted)))])


def _norm(
    graph: OnnxOperations, a: str, layer: BatchNorm, number: int, weights: NDArray[Any], biases: NDArray[Any]
) -> str:
    """Add the normalisation by the running mean and variance, as when the network is only asked."""
    gamma, mean, variance = weights
    if graph.dtype == "float32":
        of_maps = len(layer.shape_in) > 1
        names = [
            graph.constant(f"{name}{number}", values)
            for name, values in (("gamma", gamma), ("beta", biases), ("mean", mean), ("variance", variance))
        ]
        z = graph.do(
            "BatchNormalization", [_first(graph, a) if of_maps else a, *names], epsilon=float(layer.epsilon)
        )
        return _last(graph, z) if of_maps else z
    scale = graph.constant(f"scale{number}", gamma / np.sqrt(variance + layer.epsilon))
    away = graph.do("Sub", [a, graph.constant(f"mean{number}", mean)])
    return graph.do("Add", [graph.do("Mul", [away, scale]), graph.constant(f"beta{number}", biases)])


LAYER_NODES: ByKind[Callable[..., str]] = ByKind(
    __name__,
    {
        "dense": _dense,
        "conv": _conv,
        "max_pool": _pool,
        "avg_pool": _pool,
        "flatten": _flatten,
        "batch_norm": _norm,
    },
)
"""What adds z of a layer (graph, name of what it gets, record, number, weights, biases) and names it."""

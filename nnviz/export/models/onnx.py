"""The trained network as ONNX, the exchange format of frameworks: from points to outputs in one graph."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nnviz import __version__
from nnviz.export.exporter import Exporter
from nnviz.export.models import onnx_wire as wire
from nnviz.export.models.onnx_layers import LAYER_NODES, images
from nnviz.export.models.trained import Trained, trained
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run

OPSET = 15


class OnnxGraph:
    """Collects the operations and constants of a graph.

    Parameters
    ----------
    dtype : {"float64", "float32"}
    """

    def __init__(self, dtype: str) -> None:
        self.dtype = dtype
        self._nodes: list[bytes] = []
        self._constants: dict[str, bytes] = {}

    def do(
        self, operator: str, inputs: Sequence[str], output: str = "", **attributes: float | Sequence[int]
    ) -> str:
        """Add an operation and return the name of what it computes."""
        name = output or f"{operator.lower()}_{len(self._nodes)}"
        self._nodes.append(wire.node(operator, inputs, name, **attributes))
        return name

    def constant(self, name: str, values: NDArray[np.generic] | float) -> str:
        """Add an array in the precision of the graph (or of integers), and return its name."""
        array = np.asarray(values)
        if array.dtype.kind == "f":
            array = array.astype(self.dtype)
        self._constants[name] = wire.tensor(name, array)
        return name

    def message(self, name: str, inputs: bytes, outputs: bytes) -> bytes:
        """Return the GraphProto."""
        return b"".join(
            [
                *(wire.message(1, node) for node in self._nodes),
                wire.message(2, name),
                *(wire.message(5, constant) for constant in self._constants.values()),
                wire.message(11, inputs),
                wire.message(12, outputs),
            ]
        )


def _plain(operator: str) -> Callable[[OnnxGraph, str], str]:
    return lambda graph, z: graph.do(operator, [z])


def _leaky_relu(graph: OnnxGraph, z: str) -> str:
    return graph.do("Max", [z, graph.do("Mul", [z, graph.constant("leak", 0.01)])])


def _elu(graph: OnnxGraph, z: str) -> str:
    """Return max(z, 0) + (e^min(z, 0) - 1)."""
    zero, one = graph.constant("zero", 0.0), graph.constant("one", 1.0)
    below = graph.do("Sub", [graph.do("Exp", [graph.do("Min", [z, zero])]), one])
    return graph.do("Add", [graph.do("Max", [z, zero]), below])


def _softplus(graph: OnnxGraph, z: str) -> str:
    """Return max(z, 0) + ln(1 + e^-|z|), which does not overflow."""
    zero, one = graph.constant("zero", 0.0), graph.constant("one", 1.0)
    power = graph.do("Exp", [graph.do("Neg", [graph.do("Abs", [z])])])
    return graph.do("Add", [graph.do("Max", [z, zero]), graph.do("Log", [graph.do("Add", [power, one])])])


def _gelu(graph: OnnxGraph, z: str) -> str:
    """Return z (1 + erf(z / sqrt(2))) / 2; most runtimes know erf in single precision only."""
    scaled = graph.do("Mul", [z, graph.constant("sqrt_half", np.sqrt(0.5))])
    single = graph.do("Cast", [scaled], to=wire.ELEMENT_TYPES["float32"])
    erf = graph.do("Cast", [graph.do("Erf", [single])], to=wire.ELEMENT_TYPES[graph.dtype])
    share = graph.do("Add", [erf, graph.constant("one", 1.0)])
    return graph.do("Mul", [graph.do("Mul", [z, share]), graph.constant("half", 0.5)])


ACTIVATION_NODES: dict[str, Callable[[OnnxGraph, str], str]] = {
    "sigmoid": _plain("Sigmoid"),
    "tanh": _plain("Tanh"),
    "relu": _plain("Relu"),
    "leaky_relu": _leaky_relu,
    "elu": _elu,
    "gelu": _gelu,
    "softplus": _softplus,
    "identity": _plain("Identity"),
    "softmax": lambda graph, z: graph.do("Softmax", [z], axis=1),
}
"""By the name of the engine's activation; made of operations that exist in double precision."""


def _column(graph: OnnxGraph, index: int) -> str:
    which = graph.constant(f"column_{index}", np.array([index], np.int64))
    return graph.do("Gather", ["points", which], axis=1)


def _square(graph: OnnxGraph, index: int) -> str:
    column = _column(graph, index)
    return graph.do("Mul", [column, column])


FEATURE_NODES: dict[str, Callable[[OnnxGraph], str]] = {
    "x1": lambda graph: _column(graph, 0),
    "x2": lambda graph: _column(graph, 1),
    "x1^2": lambda graph: _square(graph, 0),
    "x2^2": lambda graph: _square(graph, 1),
    "x1*x2": lambda graph: graph.do("Mul", [_column(graph, 0), _column(graph, 1)]),
    "sin(x1)": lambda graph: graph.do("Sin", [_column(graph, 0)]),
    "sin(x2)": lambda graph: graph.do("Sin", [_column(graph, 1)]),
}
"""By the name of the derived input."""


GELU_WARNING = (
    "GELU is computed with erf in single precision, which is all that most ONNX runtimes know: outputs differ"
    " from the app's by about 1e-8."
)


def write_onnx(run: Run, path: Path, options: ExportOptions) -> None:
    """Write the model: `points`, shape (n, features) as in the data, to `outputs`, shape (n, outputs)."""
    if "gelu" in run.snapshot.spec.network.activations and run.snapshot.spec.network.dtype == "float64":
        options.task.warn(GELU_WARNING)
    path.write_bytes(onnx_model(trained(run), run.snapshot.spec.title or run.name))


def onnx_model(model: Trained, about: str) -> bytes:
    """Return the model as the bytes of an ONNX file, in the precision of the network."""
    network = model.network
    graph = OnnxGraph(network.dtype)
    a = _inputs(graph, model)
    if len(network.input_shape) > 1:
        a = images(graph, a, network.input_shape)
    for number, layer in enumerate(network.computed, start=1):
        w, b = model.weights[number - 1], model.biases[number - 1]
        z = LAYER_NODES[layer.kind](graph, a, layer, number, w, b)
        a = ACTIVATION_NODES[layer.activation](graph, z)
    graph.do("Identity", [a], "outputs")
    columns = model.prepared.split.train.inputs
    inputs = wire.value_info("points", network.dtype, columns)
    outputs = wire.value_info("outputs", network.dtype, network.outputs)
    message = graph.message("network", inputs, outputs)
    return wire.model(message, "nnviz", __version__, OPSET, about)


def _inputs(graph: OnnxGraph, model: Trained) -> str:
    """Add what derives the network's inputs from points, and return its name."""
    inputs = "points"
    if model.features:
        columns = [FEATURE_NODES[name](graph) for name in model.features]
        inputs = graph.do("Concat", columns, axis=1)
    if model.spec.data.standardize:
        inputs = graph.do("Sub", [inputs, graph.constant("offset", model.prepared.offset)])
        inputs = graph.do("Div", [inputs, graph.constant("scale", model.prepared.scale)])
    return inputs


ONNX = Exporter("onnx", (".onnx",), "Model in ONNX", write_onnx)

"""The trained network for PyTorch: model code with its weights as a script, or a `state_dict` as .pt."""

import io
from pathlib import Path

import numpy as np

from nnviz import __version__
from nnviz.arrays import Floats
from nnviz.export.errors import ExportError
from nnviz.export.exporter import Exporter
from nnviz.export.models.pytorch_layers import DEFINITIONS, Module, modules_of
from nnviz.export.models.trained import trained
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run
from nnviz.export.script.literals import READABLE, UNPACK, in_docstring, list_source, packed_source
from nnviz.numerals import counted

MODULES = {
    "sigmoid": "nn.Sigmoid()",
    "tanh": "nn.Tanh()",
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.01)",
    "elu": "nn.ELU()",
    "gelu": "nn.GELU()",
    "softplus": "nn.Softplus(threshold=40.0)",
    "identity": "nn.Identity()",
    "softmax": "nn.Softmax(dim=1)",
}
"""By the name of the engine's activation."""

FEATURES = {
    "x1": "X[:, 0]",
    "x2": "X[:, 1]",
    "x1^2": "X[:, 0] ** 2",
    "x2^2": "X[:, 1] ** 2",
    "x1*x2": "X[:, 0] * X[:, 1]",
    "sin(x1)": "torch.sin(X[:, 0])",
    "sin(x2)": "torch.sin(X[:, 1])",
}
"""By the name of the derived input."""
SAMPLES_CHECKED = 5
MOST_NUMBERS = 5_000_000
EXACTNESS = {"float64": 1e-6, "float32": 1e-4}


def write_model_code(run: Run, path: Path, _options: ExportOptions) -> None:
    """Write a script that builds the trained network, and checks some outputs when it is run."""
    path.write_text(model_code(run), encoding="utf-8")


def write_state_dict(run: Run, path: Path, _options: ExportOptions) -> None:
    """Write the `state_dict` of the model in `model_code`; needs PyTorch."""
    try:
        import torch  # noqa: PLC0415 (a large package that the app does not need)
    except ImportError:
        raise ExportError("A .pt file needs PyTorch (pip install torch); a .py file does not.") from None
    dtype = getattr(torch, run.snapshot.spec.network.dtype)
    state = {name: torch.tensor(values, dtype=dtype) for name, values in _state(run).items()}
    content = io.BytesIO()
    torch.save(state, content)
    path.write_bytes(content.getvalue())  # says why it fails, which PyTorch does not


def model_code(run: Run) -> str:
    """Return the script: inputs, model, weights, check."""
    network = run.snapshot.spec.network
    state = _state(run)
    numbers = sum(values.size for values in state.values())
    if numbers > MOST_NUMBERS:
        raise ExportError(
            f"{numbers:,} weights are too many for a script: export them as .pt, .npz or .onnx."
        )
    packed = any(values.size > READABLE for values in (*state.values(), *_points(run)))
    entries = "\n".join(f'    "{name}": {_tensor(values)},' for name, values in state.items())
    title = in_docstring((run.snapshot.spec.title or run.name).rstrip(".") + ".")
    updates = counted(run.snapshot.update, "update")
    return "\n".join(
        [
            f'"""{title}\n\nThe network after {updates}, for PyTorch. Written by nnviz {__version__}.\n"""\n',
            *(["import base64", "import zlib", "", "import numpy as np"] if packed else []),
            "import torch",
            "from torch import nn",
            "",
            f"FLOAT = torch.{network.dtype}",
            "",
            "",
            *([UNPACK.replace("astype(FLOAT)", f"astype(np.{network.dtype})"), "", ""] if packed else []),
            _inputs(run),
            "",
            "",
            _model(run),
            "",
            "",
            f"STATE = {{\n{entries}\n}}",
            "",
            _check(run),
        ]
    )


def _state(run: Run) -> dict[str, Floats]:
    """Return the parameters as PyTorch names and turns them: weight [unit, input]."""
    if modules := _modules_of_maps(run):
        return {
            f"{number}.{name}": np.ascontiguousarray(values)
            for number, (_, state) in enumerate(modules)
            for name, values in state.items()
        }
    biased = run.snapshot.spec.network.biased
    state = {}
    for layer, (w, b) in enumerate(zip(run.snapshot.weights, run.snapshot.biases, strict=True)):
        state[f"{2 * layer}.weight"] = w.T.copy()
        if biased[layer]:
            state[f"{2 * layer}.bias"] = b.copy()
    return state


def _inputs(run: Run) -> str:
    """Return the function from raw points to inputs: derived features, then standardized."""
    model = trained(run)
    lines = [
        "def inputs_of(X):",
        '    """Return the inputs of the model for points as they are in the data."""',
    ]
    if model.features:
        columns = "".join(f"        {FEATURES[name]},\n" for name in model.features)
        lines.append(f"    X = torch.stack([\n{columns}    ], dim=1)")
    if model.spec.data.standardize:
        lines.append(f"    offset = {_tensor(model.prepared.offset)}")
        lines.append(f"    scale = {_tensor(model.prepared.scale)}")
        lines.append("    X = (X - offset) / scale")
    return "\n".join([*lines, "    return X"])


def _modules_of_maps(run: Run) -> list[Module]:
    """Return the modules of a network that has other layers than dense ones; else none."""
    network = run.snapshot.spec.network.built
    if network.is_dense:
        return []
    return list(modules_of(network, list(run.snapshot.weights), list(run.snapshot.biases), MODULES))


def _model(run: Run) -> str:
    if found := _modules_of_maps(run):
        return "\n".join(
            [
                DEFINITIONS,
                "",
                "",
                "def build_model():",
                '    """Return the network without its weights."""',
                "    return nn.Sequential(",
                *(f"        {source}," for source, _ in found),
                "    )",
            ]
        )
    modules = []
    for layer in run.snapshot.spec.network.built.layers[1:]:
        bias = "" if layer.bias else ", bias=False"
        modules.append(f"        nn.Linear({layer.size_in}, {layer.size_out}{bias}, dtype=FLOAT),")
        modules.append(f"        {MODULES[layer.activation]},")
    return "\n".join(
        [
            "def build_model():",
            '    """Return the network without its weights."""',
            "    return nn.Sequential(",
            *modules,
            "    )",
        ]
    )


def _points(run: Run) -> tuple[Floats, Floats]:
    """Return the samples that the script checks itself with, and what comes out."""
    points = run.snapshot.split.train.X[:SAMPLES_CHECKED]
    return points, trained(run).outputs(points)


def _check(run: Run) -> str:
    points, *_ = _points(run)
    tolerance = EXACTNESS[run.snapshot.spec.network.dtype]
    return "\n".join(
        [
            "model = build_model()",
            f"model.load_state_dict(STATE{_looser(run)})",
            "model.eval()",
            "",
            'if __name__ == "__main__":',
            f"    points = {_tensor(points)}",
            f"    expected = {_tensor(trained(run).outputs(points))}",
            "    with torch.no_grad():",
            "        difference = model(inputs_of(points)) - expected",
            f"    assert difference.abs().max() <= {tolerance} * max(1.0, expected.abs().max()), difference",
            '    print("The outputs are those of the app.")',
            "",
        ]
    )


def _looser(run: Run) -> str:
    """Return what lets a batch normalisation be without the number of its batches, which the app has not."""
    return ", strict=False" if run.snapshot.spec.network.built.has_batch_norm else ""


def _tensor(values: Floats) -> str:
    """Return an expression for an array."""
    if values.size > READABLE:
        return f"torch.from_numpy({packed_source(values)})"
    if values.ndim > 2:
        return f"{_tensor(values.reshape(len(values), -1))}.reshape({values.shape})"
    return f"torch.tensor(\n{list_source(values, 8)},\n        dtype=FLOAT,\n    )"


MODEL_CODE = Exporter("pytorch", (".py",), "Model for PyTorch, with its weights", write_model_code)
STATE_DICT = Exporter("pytorch", (".pt",), "Weights for PyTorch (state_dict)", write_state_dict)

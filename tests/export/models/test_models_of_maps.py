"""Networks with layers of maps for other programs: what they load computes what the app computes."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from nnviz.engine.layers.kinds import LAYERS as KINDS
from nnviz.experiment.session import Session
from nnviz.experiment.spec.layer_tables import TABLES
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.weights_file import read_weights
from nnviz.export.models.onnx import write_onnx
from nnviz.export.models.pytorch import model_code, write_model_code, write_state_dict
from nnviz.export.models.weights import write_weights
from nnviz.export.options import ExportOptions
from nnviz.export.run import SCORES, Run
from nnviz.export.script.notebook import write_notebook
from nnviz.export.script.script import write_script

OPTIONS = ExportOptions()

LAYERS: dict[str, list[Any]] = {
    "padded": [
        [8, 8, 1],
        {"kind": "conv", "units": 3, "size": [3, 2], "padding": "same", "stride": [2, 1]},
        {"kind": "batch_norm", "activation": "tanh"},
        {"kind": "avg_pool", "size": [2, 3], "stride": [1, 2]},
        {"kind": "flatten"},
        {"kind": "dense", "units": 6, "dropout": 0.25},
        10,
    ],
    "overlapping": [
        [8, 8, 1],
        {"kind": "conv", "units": 4, "size": 3, "dropout": 0.2},
        {"kind": "max_pool", "size": 3, "stride": 2},
        {"kind": "conv", "units": 5, "size": 2, "bias": False},
        {"kind": "flatten"},
        {"kind": "batch_norm", "activation": "relu"},
        10,
    ],
}
ACTIVATIONS = {"padded": ["identity", "elu", "softmax"], "overlapping": ["leaky_relu", "identity", "softmax"]}


def test_every_kind_of_layer_is_among_them() -> None:
    kinds = {entry["kind"] for layers in LAYERS.values() for entry in layers if isinstance(entry, dict)}
    assert kinds == set(KINDS) == set(TABLES)


def trained_run(name: str, dtype: str = "float64", updates: int = 12, **training: Any) -> tuple[Session, Run]:
    session = Session(
        spec_from_dict(
            {
                "data": {"name": "digits", "test_fraction": 0.9},
                "network": {"layers": LAYERS[name], "activation": ACTIVATIONS[name], "dtype": dtype},
                "training": {
                    "loss": "cross_entropy",
                    "optimizer": "adam",
                    "learning_rate": 0.01,
                    "batch_size": 7,
                    "shuffle": True,
                    "epochs": 5,
                }
                | training,
            }
        )
    )
    session.advance(updates)
    run = Run("unseen", session.origin.start, session.origin.log, session.snapshot(*SCORES))
    return session, run


@pytest.fixture(scope="module", params=LAYERS)
def trained(request: pytest.FixtureRequest) -> tuple[Session, Run]:
    return trained_run(request.param)


def points_of(session: Session) -> np.ndarray:
    return session.split.test.X[:9] if len(session.split.test.X) else session.split.train.X[:9]


def test_onnx_computes_the_same_outputs(trained: tuple[Session, Run], tmp_path: Path) -> None:
    session, run = trained
    path = tmp_path / "model.onnx"
    write_onnx(run, path, OPTIONS)
    onnx.checker.check_model(str(path), full_check=True)
    points = points_of(session)
    (outputs,) = onnxruntime.InferenceSession(str(path)).run(["outputs"], {"points": points})
    np.testing.assert_allclose(outputs, session.outputs(points), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", LAYERS)
def test_onnx_in_single_precision_has_its_own_operations(name: str, tmp_path: Path) -> None:
    session, run = trained_run(name, "float32")
    path = tmp_path / "model.onnx"
    write_onnx(run, path, OPTIONS)
    onnx.checker.check_model(str(path), full_check=True)
    operators = {node.op_type for node in onnx.load(str(path)).graph.node}
    assert {"Conv", "BatchNormalization"} < operators
    points = points_of(session)
    (outputs,) = onnxruntime.InferenceSession(str(path)).run(None, {"points": points.astype(np.float32)})
    np.testing.assert_allclose(outputs, session.outputs(points), rtol=1e-4, atol=1e-5)


def test_pytorch_computes_the_same_outputs(trained: tuple[Session, Run], tmp_path: Path) -> None:
    session, run = trained
    write_state_dict(run, tmp_path / "model.pt", OPTIONS)
    namespace: dict[str, Any] = {"__name__": "model"}
    exec(compile(model_code(run), "model.py", "exec"), namespace)
    model = namespace["build_model"]().eval()
    model.load_state_dict(torch.load(tmp_path / "model.pt", weights_only=True))  # every name, and no other
    points = points_of(session)
    with torch.no_grad():
        inputs = namespace["inputs_of"](torch.tensor(points, dtype=torch.float64))
        from_file, from_code = model(inputs), namespace["model"](inputs)
    assert torch.equal(from_file, from_code)
    np.testing.assert_allclose(from_code.numpy(), session.outputs(points), rtol=1e-9, atol=1e-9)


def test_the_pytorch_script_checks_itself(tmp_path: Path) -> None:
    _, run = trained_run("padded", "float32")
    script = tmp_path / "model.py"
    write_model_code(run, script, OPTIONS)
    done = subprocess.run([sys.executable, "-I", str(script)], capture_output=True, text=True, check=False)
    assert done.stdout == "The outputs are those of the app.\n", done.stderr


def test_weights_come_back_with_the_running_statistics(trained: tuple[Session, Run], tmp_path: Path) -> None:
    session, run = trained
    path = tmp_path / "weights.npz"
    write_weights(run, path, OPTIONS)
    again = Session(read_weights(path))
    for mine, theirs in zip(again.parameters(), session.parameters(), strict=True):
        for one, other in zip(mine, theirs, strict=True):
            np.testing.assert_array_equal(one, other)
    points = points_of(session)
    np.testing.assert_array_equal(again.outputs(points), session.outputs(points))


@pytest.mark.parametrize(
    ("name", "training"),
    [
        ("padded", {"l2": 0.01, "shuffle": False}),
        ("overlapping", {"optimizer": "momentum", "reduction": "sum", "learning_rate": 0.001}),
        ("padded", {"optimizer": "sgd", "order": "update_first", "weight_decay": 0.01}),
    ],
)
def test_a_script_ends_where_the_app_ended(name: str, training: dict[str, Any], tmp_path: Path) -> None:
    _, run = trained_run(name, updates=9, **training)
    script = tmp_path / "run.py"
    write_script(run, script, OPTIONS)
    text = script.read_text(encoding="utf-8")
    assert "EXPECTED = {  #" in text
    assert "1.0e-12" in text  # so exactly it must end
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr + text
    write_notebook(run, tmp_path / "run.ipynb", OPTIONS)
    assert "convolve" in (tmp_path / "run.ipynb").read_text(encoding="utf-8")

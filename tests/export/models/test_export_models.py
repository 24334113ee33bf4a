"""Weights, PyTorch and ONNX: other programs load what was written and compute what the app computes."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from nnviz.cli.runs import experiment
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import read_weights
from nnviz.export.errors import ExportError
from nnviz.export.models.onnx import ACTIVATION_NODES, FEATURE_NODES, write_onnx
from nnviz.export.models.pytorch import FEATURES, MODULES, model_code, write_model_code, write_state_dict
from nnviz.export.models.weights import write_weights
from nnviz.export.options import ExportOptions
from nnviz.export.run import SCORES, Run

OPTIONS = ExportOptions()
ALL_FEATURES = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"]


def moment(session: Session) -> Run:
    """Return a run without maps, which these exports do not need."""
    return Run("unseen", session.origin.start, session.origin.log, session.snapshot(*SCORES))


def trained_run(seed: int, dtype: str = "float64") -> tuple[Session, Run]:
    """Return a short run of an experiment drawn at random, every activation in its turn."""
    rng = np.random.default_rng(seed)
    inner = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
    features = ALL_FEATURES[: int(rng.integers(1, 8))] if seed % 2 else []
    hidden = rng.integers(1, 7, 2).tolist()
    softmax = bool(rng.integers(2))
    spec = spec_from_dict(
        {
            "data": {"name": "moons", "samples": 30, "features": features, "standardize": bool(seed % 3)},
            "network": {
                "layers": [len(features) or 2, *hidden, 2 if softmax else 1],
                "activation": [
                    inner[seed % len(inner)],
                    inner[(seed + 3) % len(inner)],
                    "softmax" if softmax else "sigmoid",
                ],
                "bias": [bool(rng.integers(2)), True, bool(rng.integers(2))],
                "dtype": dtype,
                "dropout": 0.1,
            },
            "training": {"learning_rate": 0.05, "batch_size": 10, "seed": seed},
        }
    )
    return run_after(spec, 20)


def run_after(spec: Spec, updates: int) -> tuple[Session, Run]:
    session = Session(spec)
    session.advance(updates)
    return session, moment(session)


def test_every_activation_and_derived_input_can_be_written() -> None:
    assert set(MODULES) == set(ACTIVATION_NODES) == set(ACTIVATIONS)
    assert set(FEATURES) == set(FEATURE_NODES) == set(ALL_FEATURES)


@pytest.mark.parametrize("seed", range(8))
def test_onnx_computes_the_same_outputs(seed: int, tmp_path: Path) -> None:
    session, run = trained_run(seed)
    path = tmp_path / "model.onnx"
    write_onnx(run, path, OPTIONS)
    onnx.checker.check_model(str(path), full_check=True)
    points = np.random.default_rng(seed).uniform(-3, 3, (17, 2))
    (outputs,) = onnxruntime.InferenceSession(str(path)).run(["outputs"], {"points": points})
    np.testing.assert_allclose(outputs, session.outputs(points), rtol=1e-6, atol=1e-6)


def test_onnx_in_single_precision(tmp_path: Path) -> None:
    session, run = trained_run(3, "float32")
    path = tmp_path / "model.onnx"
    write_onnx(run, path, OPTIONS)
    points = np.random.default_rng(0).uniform(-3, 3, (17, 2))
    (outputs,) = onnxruntime.InferenceSession(str(path)).run(None, {"points": points.astype(np.float32)})
    assert outputs.dtype == np.float32
    np.testing.assert_allclose(outputs, session.outputs(points), rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("seed", range(8))
def test_pytorch_code_and_state_dict_compute_the_same_outputs(seed: int, tmp_path: Path) -> None:
    session, run = trained_run(seed)
    write_state_dict(run, tmp_path / "model.pt", OPTIONS)
    namespace: dict[str, Any] = {"__name__": "model"}
    exec(compile(model_code(run), "model.py", "exec"), namespace)
    model = namespace["build_model"]()
    model.load_state_dict(torch.load(tmp_path / "model.pt", weights_only=True))
    points = np.random.default_rng(seed).uniform(-3, 3, (17, 2))
    with torch.no_grad():
        inputs = namespace["inputs_of"](torch.tensor(points, dtype=torch.float64))
        from_file, from_code = model(inputs), namespace["model"](inputs)
    assert torch.equal(from_file, from_code)
    np.testing.assert_allclose(from_code.numpy(), session.outputs(points), rtol=1e-9, atol=1e-9)


def test_the_pytorch_script_checks_itself(tmp_path: Path) -> None:
    _, run = trained_run(5, "float32")
    script = tmp_path / "model.py"
    write_model_code(run, script, OPTIONS)
    done = subprocess.run([sys.executable, "-I", str(script)], capture_output=True, text=True, check=False)
    assert done.stdout == "The outputs are those of the app.\n", done.stderr


def test_many_weights_are_packed_in_the_script(tmp_path: Path) -> None:
    spec = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 60, 60, 1]}})
    script = tmp_path / "model.py"
    script.write_text(model_code(run_after(spec, 1)[1]), encoding="utf-8")
    assert "unpacked(" in script.read_text(encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(script)], capture_output=True, text=True, check=False)
    assert done.stdout == "The outputs are those of the app.\n", done.stderr


def test_too_many_weights_for_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nnviz.export.models.pytorch.MOST_NUMBERS", 3900)
    spec = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 60, 60, 1]}})
    with pytest.raises(ExportError, match=r"3,901 weights .* as \.pt"):
        model_code(run_after(spec, 1)[1])


def test_weights_come_back_to_the_bit(tmp_path: Path) -> None:
    session, run = trained_run(7)
    path = tmp_path / "weights.npz"
    write_weights(run, path, OPTIONS)
    with np.load(path, allow_pickle=False) as stored:
        assert stored["W1"].shape == session.parameters()[0][0].shape
    again = Session(read_weights(path))
    assert experiment(str(path), []) == again.spec  # the command line, and the window, take it too
    for mine, theirs in zip(again.parameters(), session.parameters(), strict=True):
        for one, other in zip(mine, theirs, strict=True):
            np.testing.assert_array_equal(one, other)


def test_the_same_run_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        write_weights(trained_run(7)[1], tmp_path / name, OPTIONS)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def npz(**arrays: Any) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def test_files_that_are_no_weights_are_refused_in_one_sentence(tmp_path: Path) -> None:
    _, run = trained_run(7)
    good = tmp_path / "good.npz"
    write_weights(run, good, OPTIONS)
    text = run.snapshot.spec.to_toml()
    shapes = {f"W{k + 1}": w for k, w in enumerate(run.snapshot.weights)}
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("experiment.npy", b"no array")
    contents = {
        "empty": b"",
        "text": b"not a zip",
        "cut": good.read_bytes()[:-40],
        "no-arrays": zipped.getvalue(),
        "no-experiment": npz(W1=np.zeros((2, 2))),
        "no-weights": npz(experiment=np.array(text)),
        "other-shape": npz(experiment=np.array(text), **(shapes | {"W1": np.zeros((3, 9))})),
        "other-rank": npz(experiment=np.array(text), **(shapes | {"W1": np.zeros(3)})),
        "not-finite": npz(experiment=np.array(text), **(shapes | {"W1": np.full((2, 2), np.nan)})),
        "not-numbers": npz(experiment=np.array(text), **(shapes | {"W1": np.array([["a"]])})),
        "pickle": npz(experiment=np.array(text), W1=np.array([object()])),
        "no-toml": npz(experiment=np.array("a = [")),
    }
    for name, content in contents.items():
        path = tmp_path / f"{name}.npz"
        path.write_bytes(content)
        with pytest.raises(SpecError, match=f"{name}.npz: "):
            read_weights(path)
    with pytest.raises(SpecError, match="no such file"):
        read_weights(tmp_path / "missing.npz")

"""Scripts and notebooks are run, on experiments drawn at random, and must end where the app ended."""

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.experiment.commands import SetParameter, SetSpec
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.export.options import ExportOptions
from nnviz.export.run import SCORES, Run
from nnviz.export.script.activations import ACTIVATION_CODE
from nnviz.export.script.checks import checks_of
from nnviz.export.script.losses import LOSS_CODE
from nnviz.export.script.notebook import write_notebook
from nnviz.export.script.optimizers import OPTIMIZER_CODE, SCHEDULE_CODE
from nnviz.export.script.script import write_script
from nnviz.export.script.start import start_of
from nnviz.parts import Weight
from nnviz.tasks.task import CancelledError, Task

OPTIONS = ExportOptions()


def moment(session: Session) -> Run:
    """Return a run without maps, which these exports do not need."""
    return Run("unseen", session.origin.start, session.origin.log, session.snapshot(*SCORES))


def spec_of(network: dict[str, Any], training: dict[str, Any], data: dict[str, Any] | None = None) -> Spec:
    return spec_from_dict({"data": data or {"name": "xor"}, "network": network, "training": training})


def run_after(spec: Spec, updates: int) -> Run:
    session = Session(spec)
    session.advance(updates)
    return moment(session)


def executed(script: Path) -> str:
    """Run a script where nnviz cannot be imported, every warning being an error; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=script.parent,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        timeout=240,
    )
    assert done.returncode == 0, done.stderr + script.read_text(encoding="utf-8")
    return done.stdout


def exactly_promised(run: Run) -> bool:
    start = start_of(run, Task())
    checks = checks_of(start, Task())
    return bool(checks) and checks[-1].update == start.end and checks[-1].tolerance == 1e-12


def drawn_spec(seed: int) -> tuple[Spec, int]:
    """Return an experiment drawn from everything the engine offers, and how many updates to run."""
    rng = np.random.default_rng(seed)

    def one_of(names: Any) -> str:
        return str(rng.choice(list(names)))

    classes = one_of([1, 3, 0])
    hidden = [int(n) for n in rng.integers(1, 6, rng.integers(0, 4))]
    inner = [one_of([name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]) for _ in hidden]
    if classes == "0":
        data, outputs = {"name": "plane", "samples": 23}, 1
        last, loss = (
            one_of(["identity", "tanh", "softplus", "gelu"]),
            one_of(["half_squared_error", "mean_squared_error"]),
        )
    elif classes == "1":
        data, outputs, last, loss = {"name": "moons", "samples": 37}, 1, "sigmoid", one_of(LOSSES)
    else:
        data, outputs = {"name": "moons", "samples": 37, "test_fraction": 0.2}, 2
        last, loss = one_of(["softmax", "sigmoid"]), one_of(LOSSES)
    layers = [2, *hidden, outputs]
    network = {
        "layers": layers,
        "activation": [*inner, last],
        "bias": [bool(rng.integers(2)) for _ in layers[1:]],
        "init": one_of(["glorot_uniform", "normal", "he_normal"]),
        "dropout": [float(rng.choice([0.0, 0.3])) for _ in hidden] if hidden else 0.0,
    }
    training = {
        "loss": loss,
        "reduction": one_of(["mean", "mean", "sum"]),
        "optimizer": one_of(OPTIMIZERS),
        "learning_rate": float(rng.choice([0.01, 0.002])),
        "batch_size": int(rng.choice([0, 1, 7, 20])),
        "shuffle": bool(rng.integers(2)),
        "l1": float(rng.choice([0.0, 0.001])),
        "l2": float(rng.choice([0.0, 0.01])),
        "weight_decay": float(rng.choice([0.0, 0.01])),
        "schedule": one_of(SCHEDULES),
        "schedule_epochs": int(rng.integers(1, 9)),
        "schedule_factor": 0.9,
        "order": one_of(["right", "right", "update_first"]),
        "seed": int(rng.integers(2**32)),
    }
    return spec_of(network, training, data), int(rng.integers(10, 40))


def test_every_name_of_the_engine_can_be_written() -> None:
    assert set(ACTIVATION_CODE) == set(ACTIVATIONS)
    assert set(LOSS_CODE) == set(LOSSES)
    assert set(OPTIMIZER_CODE) == set(OPTIMIZERS)
    assert set(SCHEDULE_CODE) == set(SCHEDULES)


@pytest.mark.parametrize("seed", range(16))
def test_a_script_of_a_drawn_experiment_ends_at_the_loss_of_the_app(seed: int, tmp_path: Path) -> None:
    spec, updates = drawn_spec(seed)
    run = run_after(spec, updates)
    script = tmp_path / "run.py"
    write_script(run, script, OPTIONS)
    assert run.snapshot.look(Metrics) is not None
    assert f"    {updates}: ({run.snapshot.look(Metrics).train.loss!r}, 1.0e-12)" in script.read_text(
        encoding="utf-8"
    )
    assert "loss" in executed(script)


def test_lines_are_short_and_the_script_names_its_experiment(tmp_path: Path) -> None:
    spec, updates = drawn_spec(3)
    spec = with_values(spec, {"title": 'A title with """quotes""" \\ and\nlines'})
    script = tmp_path / "run.py"
    write_script(run_after(spec, updates), script, OPTIONS)
    text = script.read_text(encoding="utf-8")
    assert "A title with '''quotes''' / and lines." in (ast.get_docstring(ast.parse(text)) or "")
    assert max(map(len, text.splitlines())) <= 110


def test_a_script_fails_if_the_mathematics_is_changed(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    run = run_after(spec_of({"layers": [2, 3, 1]}, {"learning_rate": 0.8}), 42)
    write_script(run, script, OPTIONS)
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("a1 * (1.0 - a1)", "a1"), encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "in the app it is" in done.stderr


def test_changes_by_hand_are_where_a_script_begins(tmp_path: Path) -> None:
    spec = spec_of({"layers": [2, 4, 1]}, {"optimizer": "adam", "learning_rate": 0.01, "batch_size": 4})
    session = Session(spec)
    session.advance(50)
    session.apply(SetParameter(Weight(1, 1, 2), 0.75))
    session.advance(7)
    session.apply(SetSpec(with_values(session.spec, {"training.shuffle": True, "training.l2": 0.01})))
    session.advance(40)
    run = moment(session)
    assert exactly_promised(run)
    script = tmp_path / "run.py"
    write_script(run, script, OPTIONS)
    assert "after the last change of the settings by hand" in script.read_text(encoding="utf-8")
    executed(script)


def test_large_data_are_packed(tmp_path: Path) -> None:
    spec = spec_of(
        {"layers": [30, 2], "activation": "softmax"},
        {"loss": "cross_entropy", "batch_size": 16, "learning_rate": 0.05, "shuffle": True},
        {"name": "breast_cancer", "standardize": True},
    )
    script = tmp_path / "run.py"
    write_script(run_after(spec, 4), script, OPTIONS)
    assert "unpacked(" in script.read_text(encoding="utf-8")
    assert script.stat().st_size < 500_000
    executed(script)


def test_single_precision_is_repeated_as_well_as_it_can_be(tmp_path: Path) -> None:
    spec = spec_of(
        {"layers": [2, 6, 5, 1], "activation": ["leaky_relu", "elu", "sigmoid"], "dtype": "float32"},
        {"loss": "log_loss", "batch_size": 5, "learning_rate": 0.1, "optimizer": "rmsprop", "alpha": 0.9},
    )
    run = run_after(spec, 100)
    start = start_of(run, Task())
    assert checks_of(start, Task())[-1].update == 100
    script = tmp_path / "run.py"
    write_script(run, script, OPTIONS)
    executed(script)


def test_a_run_that_amplifies_rounding_promises_less() -> None:
    spec = spec_of(
        {"layers": [2, 8, 8, 1], "activation": ["relu", "relu", "identity"], "init": "he_normal"},
        {"learning_rate": 0.35, "batch_size": 1},
    )
    run = run_after(spec, 700)
    start = start_of(run, Task())
    checks = checks_of(start, Task())
    assert not exactly_promised(run)
    assert all(check.update <= start.end for check in checks)


def test_a_run_without_updates_is_checked_at_its_start(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    write_script(run_after(spec_of({"layers": [2, 3, 1]}, {}), 0), script, OPTIONS)
    executed(script)


def test_cancelling_is_said_in_one_sentence(tmp_path: Path) -> None:
    run = run_after(spec_of({"layers": [2, 3, 1]}, {}), 10)
    with pytest.raises(CancelledError, match="cancelled"):
        write_script(run, tmp_path / "run.py", ExportOptions(task=Task(cancelled=lambda: True)))


@pytest.mark.parametrize("seed", [1, 5])
def test_a_notebook_is_valid_and_its_cells_end_at_the_loss_of_the_app(seed: int, tmp_path: Path) -> None:
    spec, updates = drawn_spec(seed)
    spec = with_values(spec, {"title": "A *title* with $signs$ and [brackets]"})
    path = tmp_path / "run.ipynb"
    write_notebook(run_after(spec, updates), path, OPTIONS)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    nbformat.validate(nbformat.from_dict(notebook))
    cells = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    script = tmp_path / "cells.py"
    script.write_text("\n".join(cells), encoding="utf-8")
    assert "loss" in executed(script)

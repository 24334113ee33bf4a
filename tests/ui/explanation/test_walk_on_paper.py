"""The walk on screen is saved as LaTeX or Markdown; what goes wrong is one sentence."""

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.explain.formulas.step import Depth
from nnviz.explain.update.case import Case
from nnviz.explain.update.walk import Walk
from nnviz.export.figures.step_pictures import ON_PAPER, write_pictures
from nnviz.tasks.task import CancelledError, Task
from nnviz.ui.explanation.paper import KINDS, WalkOnPaper


def moment(title: str = "By hand") -> Snapshot:
    spec = with_values(experiment_at("by-hand-one-update"), {"title": title})
    return Session(spec).snapshot()


def walk_of(*layers: int) -> Walk:
    network = Network(layers, ("sigmoid",) * (len(layers) - 1))
    training = Training(batch_size=1)
    rng = np.random.default_rng(0)
    weights, biases = initial_parameters(network, "glorot_uniform", rng)
    X, Y = rng.normal(0, 1, (2, layers[0])), np.ones((2, layers[-1]))
    return Walk(Case(Trainer(network, training, X, Y, weights, biases, seed=0).trace(), network, training))


@pytest.fixture
def paper(qtbot: QtBot) -> WalkOnPaper:
    parent = QWidget()
    qtbot.addWidget(parent)
    return WalkOnPaper(parent)


@pytest.mark.parametrize(("name", "beginning"), [("a.tex", r"\documentclass"), ("a.md", "# By hand")])
def test_it_is_saved(paper: WalkOnPaper, qtbot: QtBot, tmp_path: Path, name: str, beginning: str) -> None:
    path = tmp_path / name
    with qtbot.waitSignal(paper.said, timeout=10_000) as said:
        paper.save(walk_of(2, 2, 1), Depth.NEURON, moment(), path)
    assert said.args == [f"Saved as {path}"]
    assert path.read_text("utf-8").startswith(beginning)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_it_is_drawn(paper: WalkOnPaper, qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"lecture{suffix}"
    with qtbot.waitSignal(paper.said, timeout=20_000) as said:
        paper.save(walk_of(2, 2, 1), Depth.PHASE, moment(), path)
    pictures = sorted(tmp_path.iterdir())
    assert len(pictures) == 7
    assert said.args == [f"Saved as {pictures[0]} and 6 more"]
    with qtbot.waitSignal(paper.said, timeout=20_000) as said:
        paper.save(walk_of(2, 2, 1), Depth.PHASE, moment(), path)
    assert "exists already" in said.args[0]


def test_pictures_that_are_cancelled_leave_nothing(qapp: QApplication, tmp_path: Path) -> None:
    shares: list[float] = []
    options = replace(ON_PAPER, task=Task(shares.append, lambda: len(shares) == 3))
    with pytest.raises(CancelledError):
        write_pictures(walk_of(2, 2, 1), moment(), Depth.PHASE, tmp_path / "update.png", options)
    assert list(tmp_path.iterdir()) == []


def test_the_dialog_gives_the_suffix(
    paper: WalkOnPaper, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = str(tmp_path / "lecture"), list(KINDS)[1]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    with qtbot.waitSignal(paper.said, timeout=10_000):
        paper.ask(walk_of(1, 1), Depth.PHASE, moment())
    assert (tmp_path / "lecture.md").exists()


def test_no_such_folder(paper: WalkOnPaper, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(paper.said, timeout=10_000) as said:
        paper.save(walk_of(1, 1), Depth.PHASE, moment(), tmp_path / "none" / "a.tex")
    assert "there is no folder" in said.args[0]


def test_too_many_steps(paper: WalkOnPaper, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(paper.said, timeout=10_000) as said:
        paper.save(walk_of(200, 50, 1), Depth.PRODUCT, moment(), tmp_path / "a.tex")
    assert "choose a coarser depth" in said.args[0]
    assert said.args[0].endswith(".")
    assert list(tmp_path.iterdir()) == []

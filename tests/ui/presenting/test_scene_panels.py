"""Panels of scenes: what they paint while what they asked for is not there yet."""

import pytest
from pytestqt.qtbot import QtBot

from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.ui.pictures.pixmap_layer import PixmapLayer
from nnviz.ui.presenting.panel import PICTURES, ScenePanel


@pytest.fixture(scope="module")
def bare() -> list[Snapshot]:
    """Moments without any look, of every kind of data."""
    names = ("lab-a-xor", "regression-sine", "digits-8x8")
    return [Session(experiment_at(name)).snapshot() for name in names]


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_waits_for_what_it_asked_for(qtbot: QtBot, bare: list[Snapshot], name: str) -> None:
    panel = ScenePanel(name, PixmapLayer(), None)
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    for snapshot in bare:
        panel.show_snapshot(snapshot)
        with qtbot.captureExceptions() as errors:
            assert not panel.grab().isNull()
        assert not errors

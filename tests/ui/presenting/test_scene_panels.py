"""Panels of scenes: what they paint while what they asked for is not there yet."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.lecture.scene import Scene, WalkPlace
from nnviz.ui.pictures.pixmap_layer import PixmapLayer
from nnviz.ui.presenting.explained import ExplainedPanel
from nnviz.ui.presenting.keys import Keys
from nnviz.ui.presenting.panel import PICTURES, ScenePanel
from nnviz.ui.presenting.stage import StageWindow


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


@pytest.mark.parametrize(("until", "covered"), [("", True), ("epoch 9", False)])
def test_nothing_beside_a_question_gives_the_boundary_away(qtbot: QtBot, until: str, covered: bool) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    stage = StageWindow(host, Keys(host), "light")
    scene = Scene(title="Where?", panels=("boundary", "network", "curves"), ask="boundary", until=until)
    stage.show_scene(scene, None)
    assert {panel.name: panel.asks for panel in stage.pictures} == {
        "boundary": True,
        "network": covered,
        "curves": covered,
    }
    assert stage.reveal()
    assert not any(panel.asks for panel in stage.pictures)


def test_a_walk_goes_on_only_where_it_is_seen(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    panel = ExplainedPanel(host)
    panel.resize(900, 700)
    panel.begin(Scene(title="Forward", panels=("explained",), walk=WalkPlace(phase="forward")), None)
    panel.show_snapshot(Session(experiment_at("lab-a-xor")).snapshot(ComingUpdateWish()))
    first = panel.step
    assert first is not None
    assert not panel.forward()  # another panel is in its place: keys go on to the next scene
    assert panel.step == first
    host.show()
    for _ in range(9):  # pages of the first step
        if panel.step == first:
            assert panel.forward()
    assert panel.step != first
    host.hide()
    assert not panel.back()
    assert panel.step != first

"""The panels of health and of the loss surface, with snapshots of a real session."""

import pytest
from PySide6.QtCore import QPoint, Qt

from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.terrain import TerrainWish
from nnviz.experiment.session import Session
from nnviz.experiment.spec.spec import spec_from_dict
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.ui.views.health_panel import FINE, HealthPanel
from nnviz.ui.views.surface_panel import Kind, SurfacePanel


def spec_of(**training):
    network = {"layers": [2, 2, 1], "activation": "tanh"}
    return spec_from_dict({"data": {"name": "xor"}, "network": network, "training": training})


def snapshot_of(spec, running=False):
    session = Session(spec)
    session.advance(3 * session.updates_in("epoch"))
    return session.snapshot(ScoresWish(), HealthWish(), TerrainWish(), running=running)


@pytest.fixture
def health(qtbot):
    panel = HealthPanel()
    qtbot.addWidget(panel)
    panel.resize(360, 500)
    panel.show()
    return panel


@pytest.fixture
def surface(qtbot):
    panel = SurfacePanel()
    qtbot.addWidget(panel)
    panel.resize(360, 360)
    panel.show()
    yield panel
    panel.tasks.cancel()


def test_a_healthy_network_is_called_so(health):
    health.show_snapshot(snapshot_of(spec_of(learning_rate=0.01)))
    assert [frame.text.text() for frame in health.frames] == [FINE]
    assert not health.frames[0].advice.isVisible()


def test_a_click_follows_the_advice(health, qtbot):
    health.show_snapshot(snapshot_of(spec_of(learning_rate=500.0, batch_size=0)))
    frame = next(each for each in health.frames if "learning rate" in each.advice.text())
    with qtbot.waitSignal(health.spec_changed) as caught:
        qtbot.mouseClick(frame.advice, Qt.MouseButton.LeftButton)
    assert caught.args[0].training.learning_rate == 50.0
    health.show_snapshot(snapshot_of(spec_of(learning_rate=0.01)))
    assert [each.text.text() for each in health.frames if each.isVisible()] == [FINE]


def test_the_panel_is_painted_in_another_style(health):
    health.show_snapshot(snapshot_of(spec_of(learning_rate=0.01)))
    before = health.curves.height()
    health.set_style(Style(DARK, text=26.0, scale=2.0))
    assert health.curves.height() > before
    assert not health.grab().isNull()


def test_the_surface_becomes_finer_until_it_is_fine(surface, qtbot):
    surface.show_snapshot(snapshot_of(spec_of()))
    qtbot.waitUntil(lambda: surface.view.surface is not None, timeout=20_000)
    first = surface.view.surface.side
    qtbot.waitUntil(lambda: surface.view.surface.side > first, timeout=20_000)
    assert not surface.grab().isNull()


def test_the_choice_of_directions_computes_anew(surface, qtbot):
    surface.show_snapshot(snapshot_of(spec_of()))
    for kind, name in ((Kind.RANDOM, "direction 1"), (Kind.WEIGHTS, "w₁₁⁽¹⁾")):
        surface.kind.setCurrentIndex(kind)
        surface.kind.activated.emit(int(kind))
        qtbot.waitUntil(
            lambda name=name: (
                surface.view.surface is not None and surface.view.surface.plane.names[0] == name
            ),
            timeout=20_000,
        )
    assert surface.first.isVisible()
    assert not surface.other.isVisible()


def test_hiding_the_panel_ends_the_computation(surface):
    surface.show_snapshot(snapshot_of(spec_of()))
    surface.hide()
    assert not surface.tasks.is_busy


def test_the_landscape_turns_by_mouse_and_keys(surface, qtbot):
    surface.show_snapshot(snapshot_of(spec_of()))
    qtbot.waitUntil(lambda: surface.view.surface is not None, timeout=20_000)
    view = surface.view
    view.solid.trigger()
    start = view.camera
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view, QPoint(140, 100))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(140, 100))
    turned = view.camera
    assert turned.azimuth != start.azimuth
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert view.camera.elevation == turned.elevation + 10.0
    view.reset.trigger()
    assert view.camera == start


def test_an_unexpected_error_is_told_in_the_picture(surface, qtbot, monkeypatch):
    def plane_of(_terrain):
        raise RuntimeError("no plane")

    monkeypatch.setattr(surface, "plane_maker", lambda: plane_of)
    with qtbot.waitSignal(surface.tasks.failed, timeout=10_000) as told:
        surface.show_snapshot(snapshot_of(spec_of()))
    assert told.args == ["The loss surface failed (RuntimeError: no plane)."]
    assert surface.view.surface is None
    assert surface.view.picture_key()[-1] == told.args[0]
    assert not surface.tasks.is_busy

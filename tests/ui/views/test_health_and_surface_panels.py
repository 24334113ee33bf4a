"""The panels of health and of the loss surface, with snapshots of a real session."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt

from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.terrain import TerrainWish
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.paint.drawing.theme import DARK, Style
from nnviz.ui.views.health_panel import FINE, TRYING, HealthPanel
from nnviz.ui.views.surface_panel import Kind, SurfacePanel

CASES = Path(__file__).parents[2] / "cases"


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


def told(spec):
    """Look until nothing more is being tried, as the panel does while training is paused."""
    wait_until_compiled(spec)
    session = Session(spec)
    for number in range(1, 2000):
        snapshot = session.snapshot(ScoresWish(), HealthWish(number))
        health = snapshot.look(HealthView)
        if health.complete and not (health.trying or health.waiting):
            return snapshot
    raise AssertionError("never done")


def test_a_healthy_network_is_called_so(health):
    health.show_snapshot(told(load_spec(find("xor-quickstart"))))
    assert [frame.text.text() for frame in health.frames] == [FINE]
    assert not health.frames[0].advice.isVisible()
    assert health.moment.text() == "At epoch 0:"


def test_a_click_follows_the_advice(health, qtbot):
    health.show_snapshot(told(load_spec(CASES / "unscaled-inputs.toml")))
    frame = health.frames[0]
    assert "the largest is 1,980" in frame.text.text()
    assert frame.result.text() == "Tried: accuracy 0.50 → 1.00 in 2,000 epochs."
    assert frame.advice.text() == "Try standardized inputs"
    with qtbot.waitSignal(health.advice_followed) as caught:
        qtbot.mouseClick(frame.advice, Qt.MouseButton.LeftButton)
    spec, name = caught.args
    assert spec.data.standardize
    assert name == "Standardized inputs"
    health.show_snapshot(told(spec))
    assert [each.text.text() for each in health.frames if each.isVisible()] == [FINE]


def test_long_advice_stands_above_the_button(health):
    health.show_snapshot(told(load_spec(CASES / "zeros.toml")))
    frame = health.frames[0]
    assert frame.result.text().startswith(
        "Try Glorot initial weights and other initial weights (seed 1). Tried:"
    )
    assert frame.advice.text() == "Try this"


def test_the_panel_asks_on_while_something_is_tried(health):
    snapshot = snapshot_of(spec_of())
    view = snapshot.look(HealthView)
    trying = replace(view, trying=True, tried=0, waiting=False, complete=True, callouts=())
    asked = health.wishes()
    health.show_snapshot(snapshot.with_looks(trying))
    assert health.frames[0].text.text() == TRYING
    assert health.wishes() != asked


def test_what_was_tried_is_counted_and_what_is_certain_is_said_already(health):
    snapshot = told(load_spec(CASES / "zeros.toml"))
    view = snapshot.look(HealthView)
    for tried, words in ((1, "1 setting so far."), (12, "12 settings so far.")):
        trying = replace(view, trying=True, tried=tried)
        health.show_snapshot(snapshot.with_looks(trying))
        said = [frame.text.text() for frame in health.frames if frame.isVisible()]
        assert said == [view.callouts[0].sentence, f"{TRYING} {words}"]
    health.show_snapshot(replace(snapshot, running=True).with_looks(trying))
    assert [frame.text.text() for frame in health.frames if frame.isVisible()] == said[:1]
    health.show_snapshot(snapshot)
    assert [frame.text.text() for frame in health.frames if frame.isVisible()] == said[:1]


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

"""Painting points on the output picture: a stroke is a change that can be undone and saved."""

from pathlib import Path

import pytest
from plot_mouse import LEFT, NONE, Mouse
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.data.points import Points, Row
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.navigation import loading
from nnviz.ui.points.canvas import canvas_of
from nnviz.ui.points.hand import Tool
from nnviz.ui.points.overlay import PointsOverlay
from nnviz.ui.window.main_window import MainWindow

LONG = 20_000
CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
XOR = with_values(
    load_spec(find("lab-a-xor")), {"data.name": "points", "data.x": CORNERS, "data.y": (0, 1, 1, 0)}
)


class Painter:
    """The window while points are painted, and a hand that works in the data's units."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        loading.load_now()  # as in the app, where its view lies over the picture
        self.mouse = Mouse(window.boundary)
        window.actions_["points"].trigger()
        self.bar = window.painting.bar

    @property
    def points(self) -> Points:
        data = self.window.document.spec.data
        assert isinstance(data, Points)
        return data

    def shown(self) -> None:
        """Wait until the window shows the present settings."""
        spec = self.window.document.spec
        self._qtbot.waitUntil(lambda: self._caught_up(spec), timeout=LONG)

    def _caught_up(self, spec: Spec) -> bool:
        self.window.feed.frame()
        latest = self.window.feed.latest
        return latest is not None and latest.spec == spec

    def stroke(self, *places: Row) -> None:
        """Press at the first place, move through the others, release at the last."""
        self.shown()
        at = [self._pixel(place) for place in places]
        self._mouse(QEvent.Type.MouseButtonPress, at[0])
        for place in at[1:]:
            self._mouse(QEvent.Type.MouseMove, place)
        self._mouse(QEvent.Type.MouseButtonRelease, at[-1])

    def _pixel(self, place: Row) -> QPointF:
        view = self.window.boundary
        axes = view.axes_at(QPointF(view.rect().center()))
        assert axes is not None
        return QPointF(float(axes.x.place(place[0])), float(axes.y.place(place[1])))

    def _mouse(self, kind: QEvent.Type, at: QPointF) -> None:
        button = NONE if kind == QEvent.Type.MouseMove else LEFT
        held = NONE if kind == QEvent.Type.MouseButtonRelease else LEFT
        self.mouse.send(kind, at, button, held)


@pytest.fixture
def painter(open_window: Opener, qtbot: QtBot) -> Painter:
    return Painter(open_window(XOR), qtbot)


def test_entering_and_leaving_change_nothing(painter: Painter) -> None:
    before = painter.window.document.spec
    assert painter.window.painting.is_on
    assert painter.bar.isVisible()
    painter.window.actions_["points"].trigger()
    assert not painter.bar.isVisible()
    assert painter.window.document.spec == before


def test_a_painted_point_is_the_experiments_own_and_undone(painter: Painter) -> None:
    before = painter.window.document.spec
    painter.bar.choose_class(0)
    painter.stroke((0.4, 0.6))
    assert len(painter.points.x) == 5
    assert painter.points.x[-1] == pytest.approx((0.4, 0.6), abs=0.02)
    assert painter.points.y[-1] == 0
    painter.window.document.history.undo()
    assert painter.window.document.spec == before


def test_a_new_class_gives_the_network_an_output_and_training_goes_on(painter: Painter) -> None:
    painter.bar.choose_class(2)
    painter.stroke((0.5, 0.5))
    assert painter.window.document.spec.network.layers[-1] == 3
    painter.shown()
    painter.window.run.step()
    painter._qtbot.waitUntil(lambda: painter.window.feed.latest.update > 0, timeout=LONG)


def test_points_are_erased_moved_and_relabelled(painter: Painter) -> None:
    painter.bar.choose_tool(Tool.MOVE)
    painter.stroke((1.0, 0.0), (0.8, 0.1), (0.6, 0.3))
    moved = painter.points
    assert any(row == pytest.approx((0.6, 0.3), abs=0.02) for row in moved.x)
    assert len(moved.x) == 4
    painter.bar.choose_tool(Tool.RELABEL)
    painter.bar.choose_class(1)
    painter.stroke((0.0, 0.0))
    assert painter.points.y[painter.points.x.index((0.0, 0.0))] == 1
    painter.bar.choose_tool(Tool.ERASE)
    painter.stroke((0.0, 0.0))
    assert (0.0, 0.0) not in painter.points.x
    assert len(painter.points.x) == 3


def test_one_point_stays_and_it_is_said(painter: Painter) -> None:
    painter.bar.choose_tool(Tool.ERASE)
    painter.bar.brush.setCurrentText("Large brush")
    for place in CORNERS:
        painter.stroke(place)
    assert len(painter.points.x) == 1
    assert painter.bar.message.text() == "One point stays: a network needs something to learn."


def test_a_stroke_of_a_broad_brush_is_one_step_of_undo(painter: Painter) -> None:
    painter.bar.brush.setCurrentText("Medium brush")
    painter.stroke(*((0.1 * i, 0.5) for i in range(10)))
    assert len(painter.points.x) > 10
    assert painter.window.document.history.count() == 1


def test_classes_above_and_below_a_curve(painter: Painter) -> None:
    painter.bar.scatter_asked.emit("x2 = x1**2")
    points = painter.points
    assert len(points.x) == 200
    assert all((label == 1) == (b > a**2) for (a, b), label in zip(points.x, points.y, strict=True))
    painter.bar.function_typed.emit("x2 = 1 - x1")
    points = painter.points
    assert all((label == 1) == (b > 1 - a) for (a, b), label in zip(points.x, points.y, strict=True))
    painter.bar.function_typed.emit("__import__('os')")
    assert "no such function" in painter.bar.message.text()
    assert painter.points == points


def test_points_along_a_typed_function_and_targets_by_height(painter: Painter) -> None:
    painter.bar.fresh_asked.emit("line")
    painter.shown()
    painter.bar.function_typed.emit("y = x**3")
    assert len(painter.points.x) == 60
    assert all(target == pytest.approx((x**3,)) for (x,), target in zip(
        painter.points.x, painter.points.y, strict=True))  # fmt: skip
    painter.stroke((0.5, -0.5))
    assert painter.points.x[-1] == pytest.approx((0.5,), abs=0.02)
    assert painter.points.y[-1] == pytest.approx((-0.5,), abs=0.05)
    assert painter.window.document.spec.network.layers[-1] == 1


def test_real_targets_over_a_plane(painter: Painter) -> None:
    painter.bar.fresh_asked.emit("plane")
    painter.shown()
    painter.bar.target.setText("0,25")
    painter.bar.target.editingFinished.emit()
    painter.stroke((0.0, 0.0))
    assert painter.points.y[-1] == (0.25,)
    painter.bar.function_typed.emit("x1*x2")
    assert all(target == (a * b,) for (a, b), target in zip(painter.points.x, painter.points.y, strict=True))
    painter.bar.target.setText("much")
    painter.bar.target.editingFinished.emit()
    assert painter.bar.message.text().startswith("Target: ")


def test_what_has_no_plane_offers_a_new_canvas(open_window: Opener, qtbot: QtBot) -> None:
    spec = with_values(XOR, {"data.x": ((0.0, 1.0, 2.0), (1.0, 0.0, 0.0)), "data.y": (0, 1)})
    painter = Painter(open_window(spec), qtbot)
    assert "choose New canvas" in painter.bar.message.text()
    painter.bar.fresh_asked.emit("classes")
    painter.shown()
    assert painter.bar.message.text() == ""
    painter.stroke((0.2, 0.2))
    assert len(painter.points.x) == 3


def test_painted_points_are_saved_with_the_settings(painter: Painter, tmp_path: Path) -> None:
    painter.stroke((0.4, 0.6))
    painter.window.files.save(tmp_path / "own.toml")
    assert load_spec(tmp_path / "own.toml").data == painter.points


@pytest.mark.parametrize("x", [((0.0,), (1.0,)), ((0.0,) * 25, (1.0,) * 25)])
def test_points_of_an_experiment_that_is_only_coming_are_no_canvas_yet(x):
    split = Session(XOR).split
    coming = spec_from_dict(
        {"data": {"name": "points", "x": x, "y": [0, 1]}, "network": {"layers": [len(x[0]), 1]}}
    )
    assert canvas_of(coming, split) is None
    canvas = canvas_of(coming, Session(coming).split)
    assert (canvas is None) == (len(x[0]) > 2)


def overlay_of(painter: Painter) -> QImage:
    """Return what lies over the picture, on white."""
    seen = QImage(painter.window.boundary.size(), QImage.Format.Format_RGB32)
    seen.fill(Qt.GlobalColor.white)
    overlay = painter.window.boundary.findChild(PointsOverlay)
    assert overlay is not None
    assert overlay.isVisible()
    overlay.render(seen, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    return seen


def ink(image: QImage, at: QPointF) -> bool:
    """Whether something is painted within two pixels of a place."""
    spots = [(dx, dy) for dx in range(-2, 3) for dy in range(-2, 3)]
    return any(image.pixelColor(round(at.x()) + dx, round(at.y()) + dy).lightness() < 200 for dx, dy in spots)


def test_the_brush_is_a_circle_around_the_mouse(painter: Painter) -> None:
    painter.bar.brush.setCurrentText("Large brush")
    painter.shown()
    middle = painter._pixel((0.5, 0.5))
    painter.mouse.send(QEvent.Type.MouseMove, middle)
    radius = painter.window.painting.hand.radius * painter.window.painting.hand.scale
    assert radius > 10
    seen = overlay_of(painter)
    for way in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        assert ink(seen, middle + QPointF(radius * way[0], radius * way[1]))
    assert not ink(seen, middle)
    assert not ink(seen, middle + QPointF(radius + 8, 0))
    painter.bar.choose_tool(Tool.MOVE)  # it has no brush
    assert not ink(overlay_of(painter), middle + QPointF(radius, 0))


def test_a_stroke_is_seen_while_it_is_made(painter: Painter) -> None:
    """What is painted, moved and taken away, before the button is released."""
    painter.shown()
    place = painter._pixel((0.3, 0.6))
    painter.bar.choose_class(1)
    painter._mouse(QEvent.Type.MouseButtonPress, place)
    assert ink(overlay_of(painter), place)
    assert len(painter.points.x) == 4  # not yet
    painter._mouse(QEvent.Type.MouseButtonRelease, place)
    painter.shown()
    corner = painter._pixel((0.0, 0.0))
    painter.bar.choose_tool(Tool.ERASE)
    painter._mouse(QEvent.Type.MouseButtonPress, corner)
    assert ink(overlay_of(painter), corner)  # crossed out
    painter._mouse(QEvent.Type.MouseButtonRelease, corner)
    painter.shown()
    painter.bar.choose_tool(Tool.MOVE)
    start, end = painter._pixel((1.0, 0.0)), painter._pixel((0.6, 0.3))
    painter._mouse(QEvent.Type.MouseButtonPress, start)
    painter._mouse(QEvent.Type.MouseMove, end)
    seen = overlay_of(painter)
    assert ink(seen, start)
    assert ink(seen, end)
    painter._mouse(QEvent.Type.MouseButtonRelease, end)

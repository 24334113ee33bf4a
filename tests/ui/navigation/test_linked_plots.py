"""Which part is shown where several pictures have to do with it: Compare, loss surface, Health, paper."""

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.export.closeup import Closeup, wishes_of
from nnviz.export.shown import Shown
from nnviz.paint.output.difference import Pair
from nnviz.paint.output.options import BoundaryOptions
from nnviz.ui.compare.pictures import Pictures
from nnviz.ui.navigation import loading
from nnviz.ui.views.health_pictures import HealthCurves
from nnviz.ui.views.surface_panel import SurfacePanel

SPEC = {"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}}


@pytest.fixture
def session():
    run = Session(spec_from_dict(SPEC))
    run.advance(60)
    return run


def test_pictures_side_by_side_have_one_window(qtbot, session):
    pictures = Pictures()
    qtbot.addWidget(pictures)
    pictures.resize(1000, 400)
    pictures.show_difference(True)
    pictures.show()
    moment = session.snapshot(*pictures.wishes()[0])
    pictures.show_pair(Pair(moment, moment))
    pictures.apart.show_pair(Pair(moment, moment))
    left, right, apart = *pictures.boundaries, pictures.apart

    def shown():
        return {(a.x.low, a.x.high, a.y.low, a.y.high) for view in (left, right, apart) for a in view.plots()}

    left.show_ranges(0, (0.2, 0.6), (0.1, 0.5))
    assert shown() == {(0.2, 0.6, 0.1, 0.5)}
    apart.show_ranges(0, (0.3, 0.4), None)
    assert shown() == {(0.3, 0.4, 0.1, 0.5)}
    right.follow()
    assert shown() == {tuple(moment.split.train.domain[0] + moment.split.train.domain[1])}


def test_the_loss_is_computed_for_the_part_that_is_looked_at(qtbot, session):
    panel = SurfacePanel()
    qtbot.addWidget(panel)
    panel.resize(360, 360)
    panel.show()
    panel.show_snapshot(session.snapshot(*panel.wishes()))
    qtbot.waitUntil(lambda: panel.view.surface is not None, timeout=30_000)
    axes = panel.view.plots()[0]
    s, t = axes.x.value(axes.plot.center().x()), axes.y.value(axes.plot.center().y())
    span = axes.x.high - axes.x.low
    part = (s - span / 8, s + span / 8, t - span / 8, t + span / 8)
    panel.view.show_ranges(0, part[:2], part[2:])

    def seen():
        plane = panel.view.surface.plane
        return np.array(plane.extent) + np.repeat(plane.offset, 2)

    qtbot.waitUntil(lambda: panel.view.surface is not None and np.allclose(seen(), part), timeout=30_000)
    panel.tasks.cancel()


def test_health_is_dragged_along_its_epochs_and_the_wheel_scrolls(qtbot, session):
    loading.load_now()
    view = HealthCurves()
    qtbot.addWidget(view)
    view.resize(400, 500)
    epochs = np.arange(11.0)
    column = np.linspace(0.5, 0.1, 11)[:, np.newaxis]
    curves = dict.fromkeys(("gradient_norm", "update_ratio", "saturated", "dead"), column)
    health = HealthView(epochs, True, curves, now=None, callouts=())
    view.show_snapshot(session.snapshot().with_looks(health))
    view.show()
    assert len(view.plots()) == 4
    view.show_ranges(2, (2.0, 5.0), (0.3, 0.4))
    assert {(axes.x.low, axes.x.high) for axes in view.plots()} == {(2.0, 5.0)}
    assert [(axes.y.low, axes.y.high) == (0.3, 0.4) for axes in view.plots()] == [False, False, True, False]
    (hand,) = (child for child in view.children() if type(child).__name__ == "Hand")
    at = view.plots()[0].plot.center()
    wheel = QWheelEvent(
        at,
        QPointF(hand.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(hand.viewport(), wheel)
    assert wheel.type() == QEvent.Type.Wheel
    assert view.options.epochs == (2.0, 5.0)
    view.follow()
    assert view.plots()[0].x.low == 0.0


def test_paper_gets_the_map_of_the_part_that_is_shown(session):
    part = (0.25, 0.5, 0.5, 0.75)
    shown = replace(Shown(), boundary=BoundaryOptions(window=part))
    fine = Closeup().complete(
        session.snapshot(), [w for w in wishes_of(shown) if type(w).__name__ == "MapsWish"]
    )
    maps = fine.look(Maps)
    assert maps.boundary.extent == maps.extent == part
    assert wishes_of(Shown()) != wishes_of(shown)

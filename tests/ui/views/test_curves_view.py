import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import PROJECTOR, Style
from nnviz.ui.views.curves_view import CurvesView


@pytest.fixture
def view(qtbot):
    widget = CurvesView()
    qtbot.addWidget(widget)
    widget.resize(360, 300)
    run = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 4, 1]}}))
    run.advance(21 * 100)
    widget.show_snapshot(run.snapshot(*widget.wishes()))
    widget.show()
    return widget


def pixels(view):
    image = view.grab().toImage()
    return np.frombuffer(image.constBits(), dtype=np.uint8).copy()


def test_zoom_keeps_the_epoch_under_the_mouse_and_all_epochs_follow_again(view):
    everything = pixels(view)
    at = QPointF(200, 100)
    before = view.axes_at(at).x
    view.zoom(4.0, at)
    after = view.axes_at(at).x
    assert after.high - after.low == pytest.approx((before.high - before.low) / 4)
    assert after.value(200) == pytest.approx(before.value(200), abs=0.5)
    assert (pixels(view) != everything).any()
    view.follow()
    assert view.options.epochs is None
    assert (pixels(view) == everything).all()


def test_the_way_back_is_in_sight_while_only_some_epochs_are(view):
    (back,) = (each for each in view.findChildren(QToolButton) if each.text() == "All epochs")
    assert not back.isVisible()
    view.zoom(4.0, QPointF(200, 100))
    assert back.isVisible()
    assert view.rect().contains(back.geometry())
    assert not back.geometry().intersects(view.menu.geometry())
    back.click()
    assert view.options.epochs is None
    assert not back.isVisible()


@pytest.mark.parametrize("size", [(360, 300), (480, 400)])
def test_the_way_back_never_covers_the_name_of_the_axis(view, size):
    view.resize(*size)
    view.set_style(Style(text=26.0, scale=2.0))
    view.zoom(4.0, QPointF(200, 100))
    (back,) = (each for each in view.findChildren(QToolButton) if each.text() in ("All epochs", "All"))
    font = back.font()
    font.setPixelSize(26)
    back.setFont(font)
    view.zoom(1.1, QPointF(200, 100))
    name, style = view.options.counts.label, view.plot_style()
    assert back.geometry().left() >= view.plots()[-1].plot.center().x() + text_width(name, style) / 2
    assert back.height() >= back.sizeHint().height()
    assert view.rect().contains(back.geometry())


def test_nor_does_it_where_the_name_says_that_each_update_is_shown(view, qtbot):
    view.resize(360, 300)
    view.zoom(4.0, QPointF(200, 100))
    (back,) = (each for each in view.findChildren(QToolButton) if each.text() in ("All epochs", "All"))
    assert back.isVisible()
    view.show_singles(view._snapshot.curves)
    assert "each update" in view._axis_name()
    reached = view.plots()[-1].plot.center().x() + text_width(view._axis_name(), view.plot_style()) / 2
    assert not back.isVisible() or back.geometry().left() >= reached
    view.show_singles(None)
    assert back.isVisible()


def test_there_is_nothing_before_epoch_zero(view):
    view.show_ranges(0, (-40.0, 60.0), None)
    assert view.options.epochs[0] == 0.0


def test_zooming_has_an_end(view):
    for _ in range(400):
        view.zoom(1.25, QPointF(200, 100))
    low, high = view.options.epochs
    assert high - low >= 1e-3
    pixels(view)


def test_keys_move_the_readout_and_zoom(view):
    before = pixels(view)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert (pixels(view) != before).any()
    QTest.keyClick(view, Qt.Key.Key_Plus)
    assert view.options.epochs is not None
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view._cursor is None


def test_the_menu_switches_to_logarithmic_axes(view):
    for name in ("Logarithmic loss", "Logarithmic epochs"):
        before = pixels(view)
        (action,) = [action for action in view.menu.menu().actions() if action.text() == name]
        action.trigger()
        assert (pixels(view) != before).any()
    assert view.options.log_loss
    assert view.options.log_epochs


def test_zoom_before_the_first_update_is_harmless(qtbot):
    empty = CurvesView()
    qtbot.addWidget(empty)
    empty.zoom(2.0, QPointF(10, 10))
    assert empty.options.epochs is None
    pixels(empty)


def test_style_and_names(view):
    before = pixels(view)
    view.set_style(Style(PROJECTOR))
    assert (pixels(view) != before).any()
    assert view.accessibleName()
    assert view.toolTip()


def test_the_axis_counts_updates_and_the_line_still_leads_to_its_update(view):
    next(action for action in view.menu.entries() if action.text() == "Count updates").trigger()
    (handle, *_) = view.handles()
    assert handle.x == view._snapshot.update
    visited = []
    view.visited.connect(visited.append)
    handle.moved(handle.x / 2)
    assert abs(visited[-1] - handle.x / 2) <= 1
    view.show_ranges(0, (2.0, handle.x / 2), None)
    axes = view.plots()[0]
    assert (axes.x.low, axes.x.high) == (2.0, handle.x / 2)
    next(action for action in view.menu.entries() if action.text() == "Count epochs").trigger()
    assert view.options.epochs is None


def test_single_updates_are_asked_for_the_part_that_is_shown(view, qtbot):
    asked = []
    view.singles_asked.connect(lambda *ends: asked.append(ends))
    singles = next(action for action in view.menu.entries() if action.text() == "Single updates")
    singles.trigger()
    curves = view._snapshot.curves
    assert asked == [(0, view._snapshot.update)]
    epochs = float(curves.epochs[1]), float(curves.epochs[2])
    view.show_ranges(0, epochs, None)
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[1] == tuple(curves.updates[1:3].tolist())
    singles.trigger()
    assert asked[-1] == (0, -1)
    assert view.options.singles is None

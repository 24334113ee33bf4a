"""Everything that a mouse does to plots, through pyqtgraph as in the app."""

import sys

import numpy as np
import pytest
from plot_mouse import SHIFT, Mouse, on_screen
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtWidgets import QApplication, QMenu

from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.scores import Now
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.charts.curves import smoothed
from nnviz.paint.charts.curves_cursor import part_at
from nnviz.ui.navigation import loading
from nnviz.ui.navigation.hand import Hand
from nnviz.ui.navigation.plots import kept_sensible
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.curves_view import CurvesView


@pytest.fixture(scope="module")
def session():
    run = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}}))
    run.advance(21 * 6 + 5)
    return run


@pytest.fixture(params=[BoundaryView, CurvesView])
def view(request, qtbot, session):
    return on_screen(qtbot, request.param(), session)


def ranges(view, number=0):
    axes = view.plots()[number]
    return (axes.x.low, axes.x.high), (axes.y.low, axes.y.high)


def test_the_hand_is_as_large_as_its_picture(view):
    (hand,) = view.findChildren(Hand)
    for width, height in ((300, 240), (520, 380)):
        view.resize(width, height)
        assert hand.geometry() == view.rect()


def test_dragging_moves_what_is_under_the_mouse_with_it(view):
    axes = view.plots()[0]
    start = axes.plot.center()
    x, y = axes.x.value(start.x()), axes.y.value(start.y())
    Mouse(view).wheel(start)  # further in, so that nothing is at an end
    end = start + QPointF(40.0, 25.0)
    Mouse(view).drag(start, end)
    after = view.plots()[0]
    assert after.x.value(end.x()) == pytest.approx(x, abs=0.02 * (after.x.high - after.x.low))
    assert after.y.value(end.y()) == pytest.approx(y, abs=0.02 * (after.y.high - after.y.low))


def test_the_wheel_zooms_about_the_mouse(view):
    axes = view.plots()[0]
    at = axes.plot.center() + QPointF(30.0, -20.0)
    x, y = axes.x.value(at.x()), axes.y.value(at.y())
    Mouse(view).wheel(at)
    after = view.plots()[0]
    assert after.x.high - after.x.low < 0.9 * (axes.x.high - axes.x.low)
    assert after.y.high - after.y.low < 0.9 * (axes.y.high - axes.y.low)
    pixel = after.plot.width() / 2  # Qt says where the mouse is in whole pixels
    assert after.x.value(at.x()) == pytest.approx(x, abs=(after.x.high - after.x.low) / pixel)
    assert after.y.value(at.y()) == pytest.approx(y, abs=(after.y.high - after.y.low) / pixel)


def test_the_wheel_on_an_axis_zooms_that_axis_alone(view):
    x, y = ranges(view)
    plot = view.plots()[0].plot
    Mouse(view).wheel(QPointF(plot.left() - 12.0, plot.center().y()))
    assert ranges(view)[0] == x
    assert ranges(view)[1] != y
    view.follow()
    Mouse(view).wheel(QPointF(plot.center().x(), plot.bottom() + 6.0))
    assert ranges(view)[0] != x
    assert ranges(view)[1] == y


def test_two_fingers_to_the_side_move(view):
    at = view.plots()[0].plot.center()
    Mouse(view).wheel(at, 60.0)  # further in, so that nothing is at an end
    (low, high), y = ranges(view)
    Mouse(view).wheel(at, 0.0, aside=-15.0)
    step = 0.1 * (high - low)
    assert ranges(view) == (pytest.approx((low + step, high + step)), y)


def test_a_rectangle_drawn_with_shift_fills_the_plot(view):
    axes = view.plots()[0]
    start, end = axes.plot.center() - QPointF(60.0, 30.0), axes.plot.center() + QPointF(20.0, 20.0)
    Mouse(view).drag(start, end, modifiers=SHIFT)
    (x_low, x_high), (y_low, y_high) = ranges(view)
    pixel_x, pixel_y = ((s.high - s.low) / abs(s.end - s.start) for s in (axes.x, axes.y))
    wanted = (
        (axes.x.value(start.x()), axes.x.value(end.x())),
        (axes.y.value(end.y()), axes.y.value(start.y())),
    )
    assert (x_low, x_high) == pytest.approx(wanted[0], abs=pixel_x)
    assert (y_low, y_high) == pytest.approx(wanted[1], abs=pixel_y)


def test_a_double_click_shows_everything_again(view):
    before, pixels = ranges(view), view.grab().toImage()
    mouse, at = Mouse(view), view.plots()[0].plot.center()
    mouse.wheel(at)
    assert view.grab().toImage() != pixels
    mouse.double_click(at)
    assert ranges(view) == before
    mouse.send(QEvent.Type.Leave, QPointF(-5, -5))
    view.hover(None)
    assert view.grab().toImage() == pixels


def test_epochs_are_linked_and_other_axes_are_not(qtbot, session):
    curves = on_screen(qtbot, CurvesView(), session)
    accuracy = ranges(curves, 1)[1]
    Mouse(curves).wheel(curves.plots()[0].plot.center())
    assert ranges(curves, 1)[0] == ranges(curves, 0)[0] != (0.0, 8.0)
    assert ranges(curves, 1)[1] == accuracy


def test_truth_and_prediction_have_one_window(qtbot, session):
    boundary = on_screen(qtbot, BoundaryView(), session)
    next(action for action in boundary.menu.menu().actions() if "truth" in action.text()).trigger()
    Mouse(boundary).wheel(boundary.plots()[1].plot.center())
    assert ranges(boundary, 0) == ranges(boundary, 1)
    assert boundary.options.window is not None


def test_the_map_is_wished_for_the_part_that_is_shown(qtbot, session):
    boundary = on_screen(qtbot, BoundaryView(), session)
    Mouse(boundary).wheel(boundary.plots()[0].plot.center(), 60.0)
    fine = session.snapshot(*boundary.wishes())
    (plane,) = (look.boundary for kind, look in fine.looks.items() if kind.__name__ == "Maps")
    assert plane.extent == boundary.options.window
    (x_low, x_high), (y_low, y_high) = ranges(boundary)
    corner = session.outputs([[x_low, y_low], [x_high, y_high]])
    assert plane.outputs[0, 0].tolist() == pytest.approx(corner[0].tolist(), abs=1e-6)
    assert plane.outputs[-1, -1].tolist() == pytest.approx(corner[1].tolist(), abs=1e-6)


def test_the_line_of_the_moment_is_dragged_through_time(qtbot, session):
    curves = on_screen(qtbot, CurvesView(), session)
    visited = []
    curves.visited.connect(visited.append)
    axes = curves.plots()[0]
    at = QPointF(float(axes.x.place(131 / 21)), axes.plot.center().y())
    Mouse(curves).drag(at, QPointF(float(axes.x.place(2.0)), at.y()))
    assert visited
    assert abs(visited[-1] - 42) <= 1
    assert curves.options.epochs is None


def test_a_click_still_chooses_a_point(qtbot, session):
    boundary = on_screen(qtbot, BoundaryView(), session)
    axes = boundary.plots()[0]
    X = session.snapshot().split.train.X
    clicked = []
    boundary.point_clicked.connect(lambda *point: clicked.append(point))
    place = QPointF(float(axes.x.place(X[3, 0])), float(axes.y.place(X[3, 1])))
    Mouse(boundary).click(place)
    assert clicked == [(3, "train")]  # once
    Mouse(boundary).drag(place, place + QPointF(40.0, 20.0))
    assert len(clicked) == 1  # the point goes along, but was not clicked


def test_a_double_click_on_a_point_shows_all_and_chooses_nothing(qtbot, session):
    boundary = on_screen(qtbot, BoundaryView(), session)
    clicked = []
    boundary.point_clicked.connect(lambda *which: clicked.append(which))
    x, y = session.snapshot().split.train.X[0].tolist()
    around = (x - 0.5, x + 0.5), (y - 0.5, y + 0.5)
    boundary.show_ranges(0, *around)
    axes = boundary.plots()[0]
    on_point = QPointF(float(axes.x.place(x)), float(axes.y.place(y)))
    Mouse(boundary).double_click(on_point)
    assert not boundary.is_part()
    boundary.show_ranges(0, *around)
    with qtbot.waitSignal(boundary.point_clicked):
        Mouse(boundary).click(on_point)
    assert len(clicked) == 1


def test_the_menu_has_typed_ranges_and_what_the_picture_offers_but_no_export(view, qtbot):
    mouse = Mouse(view)
    mouse.click(view.plots()[0].plot.center(), Qt.MouseButton.RightButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text() for action in menu.actions()]
    assert {"View All", "X axis", "Y axis"} <= set(texts)
    assert {action.text() for action in view.menu.entries()} <= set(texts)
    assert not any("Export" in text for text in texts)
    low = menu.ctrl[0].minText
    high = menu.ctrl[0].maxText
    low.setText("0.25")
    high.setText("0.75")
    high.editingFinished.emit()
    menu.close()
    assert ranges(view)[0] == pytest.approx((0.25, 0.75))


def test_ranges_of_a_logarithmic_axis_are_typed_as_the_numbers_on_it(qtbot, session):
    curves = on_screen(qtbot, CurvesView(), session)
    curves._log_loss.trigger()
    Mouse(curves).click(curves.plots()[0].plot.center(), Qt.MouseButton.RightButton)
    menu, axes = QApplication.activePopupWidget(), curves.plots()[0]
    low, high = menu.ctrl[1].minText, menu.ctrl[1].maxText
    assert (float(low.text()), float(high.text())) == pytest.approx((axes.y.low, axes.y.high), rel=1e-4)
    low.setText("0,02")
    low.editingFinished.emit()
    high.setText("2e1")
    high.editingFinished.emit()
    assert (curves.plots()[0].y.low, curves.plots()[0].y.high) == pytest.approx((0.02, 20.0))
    low.setText("0")  # on no logarithmic axis
    low.editingFinished.emit()
    assert (float(low.text()), curves.plots()[0].y.low) == pytest.approx((0.02, 0.02))
    menu.close()


@pytest.mark.parametrize("nonsense", ["", "nan", "inf", "1e400", "-1e400", "five", "1,000"])
def test_what_is_no_range_goes_back_to_what_is_shown(view, nonsense):
    Mouse(view).click(view.plots()[0].plot.center(), Qt.MouseButton.RightButton)
    menu, before = QApplication.activePopupWidget(), ranges(view)
    for control in menu.ctrl:
        for field in (control.minText, control.maxText):
            shown = field.text()
            field.setText(nonsense)
            field.editingFinished.emit()
            assert field.text() == shown
    menu.close()
    assert ranges(view) == before


def test_ends_that_are_typed_in_the_wrong_order_are_put_right_and_equal_ones_are_not_taken(view):
    Mouse(view).click(view.plots()[0].plot.center(), Qt.MouseButton.RightButton)
    menu = QApplication.activePopupWidget()
    low, high = menu.ctrl[0].minText, menu.ctrl[0].maxText
    low.setText("0.75")
    high.setText("0.25")
    high.editingFinished.emit()
    assert ranges(view)[0] == pytest.approx((0.25, 0.75))
    low.setText("0.75")
    low.editingFinished.emit()
    assert float(low.text()) == 0.25
    menu.close()


@pytest.mark.parametrize(
    "chosen", [(5.0, 1.0), (0.0, 0.0), (1e300, 1e301), (-1e308, 1e308), (float("nan"), 1.0)]
)
@pytest.mark.parametrize("log", [False, True])
def test_no_range_is_upside_down_empty_or_far_away(chosen, log):
    low, high = kept_sensible(chosen, (0.0, 10.0), log)
    assert low < high
    assert high - low < float("inf")
    if log:
        assert low > 0.0


def test_without_pyqtgraph_it_is_said_once_and_keys_still_zoom(qtbot, monkeypatch, session):
    loader = loading._Loader()
    monkeypatch.setattr(loading, "_LOADER", [loader])
    monkeypatch.setitem(sys.modules, "nnviz.ui.navigation.hand", None)
    curves = CurvesView()
    qtbot.addWidget(curves)
    curves.resize(600, 480)
    curves.show_snapshot(session.snapshot(*curves.wishes()))
    curves.show()
    told = []
    loading.begin(told.append)
    qtbot.waitUntil(lambda: bool(told))
    (sentence,) = told
    assert "pip install pyqtgraph" in sentence
    before = ranges(curves)[0]
    qtbot.keyClick(curves, Qt.Key.Key_Plus)
    assert ranges(curves)[0] != before


def test_two_fingers_on_a_touchpad_zoom_about_the_mouse_and_show_all_again(view):
    before, at = ranges(view), view.plots()[0].plot.center() + QPointF(30.0, -20.0)
    x = view.plots()[0].x.value(at.x())
    for _ in range(5):
        Mouse(view).pinch(at, 0.1)
    after = view.plots()[0].x
    assert after.high - after.low == pytest.approx((before[0][1] - before[0][0]) / 1.1**5, rel=0.02)
    assert after.value(at.x()) == pytest.approx(x, abs=(after.high - after.low) / 50)
    Mouse(view).pinch(at, kind=Qt.NativeGestureType.SmartZoomNativeGesture)
    assert ranges(view) == before


def test_numbers_picture_and_value_are_copied(view, qtbot):
    at = view.plots()[0].plot.center()
    names = {action.text(): action for action in view.context_actions(at)}
    clipboard = QApplication.clipboard()
    names["Copy data"].trigger()
    head, *rows = clipboard.text().splitlines()
    assert len(head.split("\t")) == len(rows[0].split("\t")) >= 3
    if isinstance(view, CurvesView):
        columns = dict(
            zip(head.split("\t"), zip(*(row.split("\t") for row in rows), strict=True), strict=True)
        )
        assert float(columns["epoch"][-1]) == 131 / 21
        assert float(columns["train_loss"][-1]) == Now.of(view._snapshot).metrics.train.loss
    names["Copy value"].trigger()
    assert ("output" if isinstance(view, BoundaryView) else "loss") in clipboard.text()
    names["Copy picture"].trigger()
    mime = clipboard.mimeData()
    assert mime.imageData().size() == 2 * view.size()
    assert b"<svg" in mime.data("image/svg+xml").data()


def test_copied_curves_are_those_of_the_epochs_shown(qtbot, session):
    curves = CurvesView()
    qtbot.addWidget(curves)
    curves.resize(600, 480)
    curves.show_snapshot(session.snapshot(*curves.wishes()))
    curves.show_ranges(0, (1.5, 4.5), None)
    _, *rows = curves.table().splitlines()
    assert [row.split("\t")[0] for row in rows] == ["2", "3", "4"]


def test_a_click_in_the_legend_hides_a_curve_then_shows_it_alone_then_all(qtbot):
    loading.load_now()
    data = {"name": "circles", "samples": 40, "test_fraction": 0.5}
    run = Session(spec_from_dict({"data": data, "network": {"layers": [2, 2, 1]}}))
    run.advance(60)
    curves = CurvesView()
    qtbot.addWidget(curves)
    curves.resize(600, 480)
    curves.show_snapshot(run.snapshot(*curves.wishes()))
    curves.show()
    places = [
        QPointF(x, 18.0)
        for x in range(200, 600, 4)
        if part_at(curves.picture_rect(), curves._snapshot, curves._style, curves.options, QPointF(x, 18.0))
        == "test"
    ]
    at, mouse = places[len(places) // 2], Mouse(curves)
    seen = []
    for _ in range(3):
        mouse.click(at)
        seen.append(curves.options.hidden)
    assert seen == [{"test"}, {"train"}, frozenset()]


def test_smoothed_values_are_means_and_gaps_stay():
    values = np.array([1.0, 2.0, 3.0, np.nan, 5.0, 6.0, 7.0])
    means = smoothed(values)
    assert np.isnan(means).tolist() == np.isnan(values).tolist()
    assert means[[0, -1]].tolist() == [1.0, 7.0]
    assert means[2] == pytest.approx((1.0 + 2.0 + 3.0 + 5.0) / 4)


def test_a_pinned_readout_stays_where_it_was_pinned(view):
    without = view.grab().toImage()
    at = view.plots()[0].plot.center()
    (pin,) = (action for action in view.context_actions(at) if action.text() == "Pin the readout here")
    pin.trigger()
    assert view.grab().toImage() != without
    axes = view.plots()[0]
    x, y = axes.x.value(at.x()), axes.y.value(at.y())
    view.show_ranges(0, (axes.x.low, x + 0.1 * (x - axes.x.low)), None)  # it goes along
    assert view._pinned == (0, x, y)
    view.follow()
    (pin,) = (action for action in view.context_actions(at) if action.text() == "Let go of the readout")
    pin.trigger()
    assert view.grab().toImage() == without

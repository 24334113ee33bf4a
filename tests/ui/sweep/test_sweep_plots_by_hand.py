"""The plots of a sweep are taken hold of: ranges, kinds of axes, what is read off and copied."""

import numpy as np
import pytest
from many_runs import sweep_look
from msgspec.structs import replace
from plot_mouse import SHIFT, Mouse
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from nnviz.ui.navigation import loading
from nnviz.ui.sweep.kinds import KINDS
from nnviz.ui.sweep.picture import SweepPicture

WITH_AXES = pytest.mark.parametrize("picture", KINDS[:2], ids=lambda kind: kind.name, indirect=True)


@pytest.fixture
def look():
    return sweep_look()


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def picture(request, qtbot, look):
    loading.load_now()
    view = SweepPicture(request.param)
    qtbot.addWidget(view)
    view.resize(600, 420)
    view.zoomed.connect(lambda: view.show_look(replace(look, zooms=view.zooms_of(look))))
    view.show_look(replace(look, zooms=view.zooms_of(look)))
    view.show()
    return view


def pixels(view):
    image = view.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).copy()


@WITH_AXES
def test_the_wheel_zooms_about_the_mouse_and_a_double_click_shows_all(picture):
    before = picture.plots()
    mouse, plain = Mouse(picture), pixels(picture)
    at = before[0].plot.center()
    value = before[0].x.value(at.x()), before[0].y.value(at.y())
    mouse.wheel(at, 60.0)
    after = picture.plots()
    assert after[0].y.high - after[0].y.low < before[0].y.high - before[0].y.low
    kept = float(after[0].x.place(value[0])), float(after[0].y.place(value[1]))
    assert kept == pytest.approx((at.x(), at.y()), abs=1.5)  # though longer labels push the plot
    assert {(axes.y.low, axes.y.high) for axes in after} == {(after[0].y.low, after[0].y.high)}
    assert (pixels(picture) != plain).any()
    mouse.double_click(at)
    assert picture.plots() == before
    assert (pixels(picture) == plain).all()


@WITH_AXES
def test_a_part_of_many_rows_is_what_is_painted_beside_the_window(picture, qtbot, look, monkeypatch):
    monkeypatch.setattr("nnviz.ui.sweep.picture.FEW", len(look.rows) - 1)
    Mouse(picture).wheel(picture.plots()[0].plot.center(), 60.0)
    with qtbot.waitSignal(picture._beside.arrived):
        picture.grab()  # has it painted
    beside = pixels(picture)
    monkeypatch.undo()
    assert (pixels(picture) == beside).all()
    assert picture.zooms_of(look)


@WITH_AXES
def test_a_drag_and_keys_move_and_zoom(picture, qtbot):
    before = picture.plots()
    at = before[0].plot.center()
    Mouse(picture).drag(at, at + QPointF(0.0, 30.0))
    moved = picture.plots()[0]
    assert moved.y.value(at.y() + 30.0) == pytest.approx(before[0].y.value(at.y()), rel=0.05)
    picture.setFocus()
    qtbot.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.plots()[0].y.value(at.y()) != pytest.approx(moved.y.value(at.y() - 60.0))
    qtbot.keyClick(picture, Qt.Key.Key_F)
    assert picture.plots() == before


@WITH_AXES
def test_axes_become_logarithmic_and_even_again(picture):
    offered = {action.text(): action for action in picture.menu.entries()}
    before = picture.plots()[0].y.log
    offered["Logarithmic up"].trigger()
    assert picture.plots()[0].y.log is not before
    offered["Logarithmic up"].trigger()
    assert picture.plots()[0].y.log is before


def test_numbers_and_picture_are_copied_and_a_readout_is_pinned(picture):
    mark = picture.marks()[0]
    at = QPointF(float(mark.x[0]), float(mark.y[0])) if mark.area is None else mark.area.center()
    offered = {action.text(): action for action in picture.context_actions(at)}
    offered["Copy data"].trigger()
    head, *rows = QApplication.clipboard().text().splitlines()
    assert len(rows) >= 6
    assert {len(row.split("\t")) for row in rows} == {len(head.split("\t"))}
    offered["Copy value"].trigger()
    assert "train loss" in QApplication.clipboard().text()
    offered["Copy picture"].trigger()
    assert b"<svg" in QApplication.clipboard().mimeData().data("image/svg+xml").data()
    if picture.plots():
        plain = pixels(picture)
        offered["Pin the readout here"].trigger()
        assert (pixels(picture) != plain).any()


@WITH_AXES
def test_another_score_is_shown_whole(picture, look):
    picture.show_ranges(0, None, (0.1, 0.2))
    assert picture.zooms_of(look)
    assert not picture.zooms_of(replace(look, score="train_accuracy"))


@pytest.mark.parametrize("picture", KINDS[1:2], ids=lambda kind: kind.name, indirect=True)
def test_an_axis_of_words_has_no_parts_for_keys_and_rectangles_either(picture, qtbot, look):
    (words,) = (number for number in range(2) if picture.fixed(number)[0])
    axes = picture.plots()[words]
    at = axes.plot.center()
    Mouse(picture).drag(at - QPointF(20.0, 20.0), at + QPointF(20.0, 20.0), modifiers=SHIFT)
    picture.set_cursor_at(at)
    qtbot.keyClick(picture, Qt.Key.Key_Plus)
    assert picture.plots()[words].y != axes.y
    assert [zoom.x for zoom in picture.zooms_of(look).values()] == [None, None]

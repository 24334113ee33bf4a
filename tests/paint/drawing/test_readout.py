"""The little table of numbers leaves alone what it is about."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.paint.drawing.readout import ReadoutRow, paint_readout, readout_box
from nnviz.paint.drawing.theme import Style


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("x", [250.0, 299.0, 301.0, 350.0])
def test_so_much_beside_the_cursor_stays_clear(x: float) -> None:
    image = QImage(600, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    with QPainter(image) as painter:
        rows = [ReadoutRow("output", ("0.1 to 0.9",))]
        paint_readout(painter, rows, QPointF(x, 100.0), QRectF(0, 0, 600, 200), Style(), clear=32.0)
    box = image.copy(round(x) - 32, 68, 64, 64)
    red = QColor("red").rgb()
    assert all(box.pixel(column, row) == red for column in range(64) for row in range(64))
    assert any(image.pixel(column, 100) != red for column in range(600))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("y", "below"), [(30.0, True), (100.0, True), (170.0, False)])
def test_where_neither_side_has_room_it_goes_below_or_above_what_it_is_about(y: float, below: bool) -> None:
    within, about = QRectF(0, 0, 220, 200), QRectF(94, y - 16, 32, 32)
    rows = [ReadoutRow("output", ("-0.8580 to 0.2872",))]
    box = readout_box(rows, QPointF(110.0, y), within, Style(), clear=16.0)
    assert within.contains(box)
    assert not box.intersects(about)
    assert (box.top() > y) is below


@pytest.mark.usefixtures("qapp")
def test_where_there_is_no_room_it_is_made_smaller_and_nothing_is_cut_off() -> None:
    image = QImage(260, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    with QPainter(image) as painter:
        rows = [ReadoutRow("gradient norm of layer 1", ("0.1209",))] * 3
        paint_readout(painter, rows, QPointF(80.0, 30.0), QRectF(2, 2, 256, 76), Style(text=26, scale=2.0))
    red = QColor("red").rgb()
    rim = {image.pixel(x, y) for x in (0, 259) for y in range(80)}
    assert rim == {red}
    assert image.pixel(130, 40) != red

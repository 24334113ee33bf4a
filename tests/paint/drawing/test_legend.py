"""Legends stand at the right of their panel, whole, each name beside its own line, no row too wide."""

import numpy as np
import pytest
from pictures import render
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from nnviz.paint.drawing.legend import (
    GAP,
    LegendEntry,
    MarkerEntry,
    legend_height,
    legend_width,
    paint_legend,
)
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics

WIDTH, HEIGHT, LEFT, RIGHT, TOP = 420, 120, 30, 390, 10
TWO = (LegendEntry("train", "#FF0000"), LegendEntry("test", "#0000FF"))


def painted(entries, style=None, reserved=0.0) -> np.ndarray:
    room = QRectF(LEFT, TOP, RIGHT - LEFT, HEIGHT)
    paint = lambda p, _r, s: paint_legend(p, room, entries, reserved, s)  # noqa: E731
    return render(paint, style, WIDTH, HEIGHT).astype(int)


def extent(pixels: np.ndarray, colour: tuple[int, int, int] | None = None) -> tuple[int, int, int, int]:
    """Return (left, right, top, bottom) of what is painted, or of what has a colour."""
    if colour is None:
        seen = np.abs(pixels - pixels[0, 0]).max(axis=-1) > 40
    else:
        seen = np.abs(pixels - colour).max(axis=-1) < 90
    rows, columns = np.nonzero(seen)
    return columns.min(), columns.max(), rows.min(), rows.max()


@pytest.mark.parametrize("style", [Style(), Style(text=26.0, scale=2.0)], ids=["1x", "2x"])
def test_one_row_ends_at_the_right_and_is_as_wide_as_it_says(style):
    left, right, top, _ = extent(painted(TWO, style))
    assert RIGHT - 4 * style.scale < right < RIGHT
    assert left == pytest.approx(RIGHT - legend_width(TWO, style), abs=1.5 * style.scale)
    assert top >= TOP
    assert legend_height(TWO, RIGHT - LEFT, 0.0, style) == metrics(style).height()


def test_each_line_stands_at_the_left_of_its_name_in_its_colour():
    style, pixels = Style(), painted(TWO)
    red, blue = extent(pixels, (255, 0, 0)), extent(pixels, (0, 0, 255))
    assert red[1] < blue[0]
    assert blue[1] == pytest.approx(RIGHT - text_width("test", style) - GAP, abs=1.5)
    assert red[1] - red[0] == pytest.approx(blue[1] - blue[0], abs=1)


def test_a_marker_is_painted_once_in_its_room():
    places = []
    painted((MarkerEntry("wrong", lambda _painter, place: places.append(QPointF(place))), *TWO))
    (place,) = places
    style = Style()
    start = RIGHT - legend_width((MarkerEntry("wrong", lambda _p, _c: None), *TWO), style)
    assert start < place.x() < start + 13.0
    assert place.y() == pytest.approx(TOP + metrics(style).height() / 2, abs=2)


def test_what_does_not_fit_goes_into_further_rows_inside_the_panel():
    many = tuple(LegendEntry(f"a longer name {k}", QColor("red").name()) for k in range(6))
    style, line = Style(), metrics(Style()).height()
    height = legend_height(many, RIGHT - LEFT, 0.0, style)
    assert height == 3 * line
    left, right, _, bottom = extent(painted(many))
    assert left >= LEFT
    assert right < RIGHT
    assert TOP + 2 * line < bottom < TOP + height


def test_the_first_row_leaves_free_what_is_reserved():
    style = Style()
    reserved = RIGHT - LEFT - legend_width(TWO, style) + 5.0  # by 5 too little room for both
    assert legend_height(TWO, RIGHT - LEFT, reserved - 10.0, style) == metrics(style).height()
    assert legend_height(TWO, RIGHT - LEFT, reserved, style) == 2 * metrics(style).height()

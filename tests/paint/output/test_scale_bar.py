"""What the list of the classes says where there are more of them than colours, or than room."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics
from nnviz.paint.output import scale_bar

STYLE = Style()


def written(monkeypatch: pytest.MonkeyPatch, count: int, rows: float) -> list[str]:
    """Return what is written below one another for `count` classes in a column `rows` lines high."""
    words: list[str] = []

    def draw(_painter: QPainter, _rect: QRectF, text: str, *_more: object, **_rest: object) -> None:
        words.append(text)

    monkeypatch.setattr(scale_bar, "draw_text", draw)
    classes = tuple(f"k{number}" for number in range(count))
    image = QImage(200, 600, QImage.Format.Format_RGB32)
    width = scale_bar.column_width(classes, 200.0, STYLE)
    rect = QRectF(0, 0, width, rows * (metrics(STYLE).height() + 2) + 0.5)
    with QPainter(image) as painter:
        scale_bar.paint_classes(painter, rect, classes, STYLE)
    return words


def test_ten_classes_are_ten_names(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, 10, 10) == [f"k{number}" for number in range(10)]


def test_more_say_that_colours_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, 12, 20) == [*(f"k{number}" for number in range(12)), "colours repeat"]


def test_where_there_is_no_room_the_number_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written(monkeypatch, 10, 6) == ["k0", "k1", "k2", "k3", "k4", "+5"]
    assert written(monkeypatch, 26, 6) == ["k0", "k1", "k2", "k3", "+22", "colours repeat"]

"""Kept layers are as sharp as what they are painted on."""

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.exporting.moment import picture_of
from nnviz.ui.pictures.pixmap_layer import PixmapLayer, painted_pixmap


class Line(QWidget):
    """A thin line on a kept layer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layer = PixmapLayer()
        self.painted = 0

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as painter:
            self._layer.draw(painter, self.size(), "line", self._paint, Qt.GlobalColor.white)

    def _paint(self, painter: QPainter) -> None:
        self.painted += 1
        painter.fillRect(QRectF(0.0, 10.0, 30.0, 1.0 / 3.0), Qt.GlobalColor.black)


def test_a_screenshot_of_more_pixels_paints_layers_anew(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(60, 60)
    Line(parent).setGeometry(10, 10, 30, 30)
    parent.show()
    image = picture_of(parent, 3)
    column = [image.pixelColor(60, row).lightness() for row in range(50, 70)]
    assert column.count(0) == 1
    assert column.count(255) == 19


def test_after_a_screenshot_the_window_has_its_own_layers_still_and_no_larger_ones(qtbot: QtBot) -> None:
    parent = QWidget()
    line = Line(parent)
    qtbot.addWidget(parent)
    line.setGeometry(10, 10, 30, 30)
    parent.show()
    picture_of(parent, 1)
    line.repaint()
    painted = line.painted
    picture_of(parent, 3)
    assert line.painted == painted + 1
    line.repaint()
    assert line.painted == painted + 1


def test_a_layer_covers_pixels_that_belong_to_it_in_part() -> None:
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(1.75)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        PixmapLayer().draw(painter, QSize(11, 11), 0, lambda _: None, Qt.GlobalColor.black)
    assert image.pixelColor(19, 19).lightness() == 0  # 11 times 1.75 is 19.25


@pytest.mark.parametrize("size", [QSize(0, 40), QSize(40, 0), QSize(-3, 40)])
def test_where_there_is_no_room_nothing_is_painted(qtbot: QtBot, size: QSize) -> None:
    painted: list[QPainter] = []
    assert painted_pixmap(size, 1.0, painted.append).isNull()
    assert painted == []


def test_so_many_pictures_are_kept(qtbot: QtBot) -> None:
    layer, painted = PixmapLayer(2), []
    target = QImage(4, 4, QImage.Format.Format_RGB32)
    with QPainter(target) as painter:
        for key in "abab" + "ca":
            layer.draw(painter, QSize(4, 4), key, lambda _painter, key=key: painted.append(key))
    assert painted == ["a", "b", "c", "a"]

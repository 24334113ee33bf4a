"""Pictures that take long are painted beside the window, but for a screenshot at once."""

import threading

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from nnviz.ui.pictures.beside import PaintedBeside
from nnviz.ui.pictures.pixmap_layer import not_for_the_screen

SIZE = QSize(8, 8)


class Red:
    """Paints a red square and remembers in which threads."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []

    def __call__(self, painter: QPainter) -> None:
        self.threads.append(threading.current_thread())
        painter.fillRect(QRect(2, 2, 4, 4), Qt.GlobalColor.red)


@pytest.fixture
def beside(qtbot: QtBot, qapp: object) -> PaintedBeside:
    return PaintedBeside(qapp)


def drawn(beside: PaintedBeside, key: object, paint: Red, ratio: float = 1.0) -> QImage:
    """Return what is drawn, on a canvas of a device's own pixels."""
    image = QImage(SIZE * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.black)
    with QPainter(image) as painter:
        beside.draw(painter, SIZE, key, paint, QColor("white"))
    return image


def test_it_is_painted_in_another_thread_once_a_key(qtbot: QtBot, beside: PaintedBeside) -> None:
    red = Red()
    with qtbot.waitSignal(beside.arrived):
        first = drawn(beside, "a", red)
    assert first.pixelColor(4, 4) == QColor("white")
    assert drawn(beside, "a", red).pixelColor(4, 4) == QColor("red")
    (thread,) = red.threads
    assert thread is not threading.current_thread()
    with qtbot.waitSignal(beside.arrived):
        assert drawn(beside, "b", red).pixelColor(4, 4) == QColor("red"), "the one before stays in sight"
    assert len(red.threads) == 2


def test_a_screenshot_has_the_picture_that_is_wanted_and_the_screen_keeps_its_own(
    qtbot: QtBot, beside: PaintedBeside
) -> None:
    red = Red()
    with qtbot.waitSignal(beside.arrived):
        drawn(beside, "a", red)
    latest = beside.latest
    with not_for_the_screen():
        assert drawn(beside, "b", red, ratio=3.0).pixelColor(12, 12) == QColor("red")
    assert red.threads[-1] is threading.current_thread()
    assert beside.latest is latest

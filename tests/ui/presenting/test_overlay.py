"""What the mouse does over a scene, and how each tool looks, on an overlay of its own."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from nnviz.paint.drawing.theme import Style
from nnviz.ui.presenting.overlay import PENS, Overlay, Pointer

SIZE = QRect(0, 0, 640, 400)
PAPER = QColor("#ffffff")
Button = Qt.MouseButton


@pytest.fixture
def overlay(qtbot: QtBot) -> Iterator[Overlay]:
    stage = QWidget()
    stage.setStyleSheet("background: white")
    qtbot.addWidget(stage)
    stage.setGeometry(SIZE)
    made = Overlay(stage, lambda larger: QPixmap(SIZE.size() * larger), lambda _name: QRectF(SIZE))
    made.setGeometry(SIZE)
    made.set_style(Style())
    stage.show()
    yield made
    stage.close()


def told(overlay: Overlay) -> list[object]:
    heard: list[object] = []
    overlay.forward_asked.connect(lambda: heard.append("forward"))
    overlay.back_asked.connect(lambda: heard.append("back"))
    overlay.enlarge_asked.connect(lambda point: heard.append(point.toPoint()))
    return heard


def move(overlay: Overlay, x: float, y: float, buttons: Qt.MouseButton = Button.NoButton) -> None:
    kind, none = QEvent.Type.MouseMove, Button.NoButton
    at = QPointF(x, y)
    overlay.mouseMoveEvent(QMouseEvent(kind, at, at, none, buttons, Qt.KeyboardModifier.NoModifier))


def picture(overlay: Overlay) -> QImage:
    return overlay.parentWidget().grab().toImage()


def test_a_click_goes_on_once_it_is_no_double_click(overlay: Overlay, qtbot: QtBot) -> None:
    heard = told(overlay)
    with qtbot.waitSignal(overlay.forward_asked, timeout=5000):
        QTest.mouseClick(overlay, Button.LeftButton, pos=QPoint(100, 100))
    QTest.mouseClick(overlay, Button.LeftButton, pos=QPoint(200, 150))
    QTest.mouseDClick(overlay, Button.LeftButton, pos=QPoint(200, 150))
    assert not overlay._click.isActive()
    assert heard == ["forward", QPoint(200, 150)]


@pytest.mark.parametrize(
    ("button", "words"),
    [(Button.RightButton, ["back"]), (Button.BackButton, ["back"]), (Button.ForwardButton, ["forward"])],
)
def test_other_buttons_go_back_and_on_at_once(
    overlay: Overlay, button: Qt.MouseButton, words: list[str]
) -> None:
    heard = told(overlay)
    for tool in (Pointer.HAND, Pointer.PEN, Pointer.LASER):
        overlay.tool = tool
        QTest.mouseClick(overlay, button, pos=QPoint(100, 100))
    assert heard == words * 3


def test_the_pen_has_some_colours_then_is_put_away(overlay: Overlay) -> None:
    seen = []
    for _ in range(PENS + 1):
        overlay.next_pen()
        seen.append((overlay.tool, overlay.pen))
    assert seen == [*((Pointer.PEN, pen) for pen in range(PENS)), (Pointer.HAND, PENS - 1)]
    overlay.next_pen()
    assert (overlay.tool, overlay.pen) == (Pointer.PEN, 0)


def test_the_pen_draws_while_the_button_is_down_and_asks_for_nothing(overlay: Overlay) -> None:
    heard = told(overlay)
    overlay.next_pen()
    move(overlay, 50, 50)  # nothing is held down
    assert picture(overlay).pixelColor(320, 200) == PAPER
    QTest.mousePress(overlay, Button.LeftButton, pos=QPoint(100, 200))
    for x in range(100, 541, 40):
        move(overlay, x, 200, Button.LeftButton)
    QTest.mouseRelease(overlay, Button.LeftButton, pos=QPoint(540, 200))
    drawn = picture(overlay)
    assert drawn.pixelColor(320, 200) != PAPER
    assert drawn.pixelColor(320, 240) == PAPER
    QTest.mouseDClick(overlay, Button.LeftButton, pos=QPoint(300, 300))
    assert heard == []
    overlay.clear()
    assert picture(overlay).pixelColor(320, 200) == PAPER


def test_the_laser_is_a_red_dot_where_the_mouse_is(overlay: Overlay) -> None:
    overlay.switch(Pointer.LASER)
    move(overlay, 200, 120)
    seen = picture(overlay)
    assert seen.pixelColor(200, 120) == QColor("#E00000")
    halo = seen.pixelColor(211, 120)
    assert halo.red() > halo.green() > 150  # around it, fainter
    assert seen.pixelColor(240, 120) == PAPER
    overlay.switch(Pointer.LASER)
    assert picture(overlay).pixelColor(200, 120) == PAPER


def test_the_spotlight_leaves_a_circle_bright(overlay: Overlay) -> None:
    overlay.switch(Pointer.SPOTLIGHT)
    move(overlay, 300, 200)
    seen = picture(overlay)
    assert seen.pixelColor(300, 200) == PAPER
    assert seen.pixelColor(300 + 105, 200) == PAPER
    dark = seen.pixelColor(300 + 115, 200)
    assert dark == seen.pixelColor(5, 5)
    assert dark.lightnessF() == pytest.approx(0.28, abs=0.02)


def test_a_blank_screen_hides_everything_and_goes_by_the_same_key(overlay: Overlay) -> None:
    black = QColor("#000000")
    overlay.show_blank(black)
    assert picture(overlay).pixelColor(10, 10) == black
    overlay.show_blank(black)
    assert picture(overlay).pixelColor(10, 10) == PAPER


class Question:
    """Takes the mouse in its half of the stage; a press on its left is answered by a release."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, QPoint]] = []

    def isVisible(self) -> bool:  # noqa: N802 (Qt's name)
        return True

    def geometry(self) -> QRect:
        return QRect(320, 0, 320, 400)

    def press(self, point: QPointF) -> bool:
        self.seen.append(("press", point.toPoint()))
        return point.x() < 200

    def move_to(self, point: QPointF) -> None:
        self.seen.append(("move", point.toPoint()))

    def release(self) -> bool:
        return True


def test_a_question_has_the_mouse_where_it_takes_it(overlay: Overlay) -> None:
    heard, question = told(overlay), Question()
    overlay.taker = question
    QTest.mousePress(overlay, Button.LeftButton, pos=QPoint(420, 50))
    move(overlay, 430, 60, Button.LeftButton)
    QTest.mouseRelease(overlay, Button.LeftButton, pos=QPoint(430, 60))
    assert question.seen == [("press", QPoint(100, 50)), ("move", QPoint(110, 60))]
    assert not overlay._click.isActive()
    QTest.mouseClick(overlay, Button.LeftButton, pos=QPoint(600, 50))  # there it means nothing
    assert overlay._click.isActive()
    overlay._click.stop()
    QTest.mouseClick(overlay, Button.LeftButton, pos=QPoint(100, 50))  # beside it
    assert overlay._click.isActive()
    assert len(question.seen) == 3
    assert heard == []

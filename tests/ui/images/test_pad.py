"""Drawing by mouse and by a pen: in shares of the square, broader if pressed harder; taken back, erased."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.images import pad as drawing
from nnviz.ui.images.pad import Pad

SIDE = 200
KINDS = QEvent.Type


@pytest.fixture
def pad(qtbot: QtBot) -> Pad:
    made = Pad()
    qtbot.addWidget(made)
    made.resize(SIDE + GRID, SIDE + GRID + 100)  # its square is in the middle
    made.show()
    return made


def at(x: float, y: float) -> QPointF:
    return QPointF(GRID / 2 + x * SIDE, GRID / 2 + 50 + y * SIDE)


def with_pen(
    pad: Pad, kind: QEvent.Type, x: float, y: float, pressure: float, *, eraser: bool = False
) -> None:
    ends = QPointingDevice.PointerType
    device = QPointingDevice(
        "pen", 1, QInputDevice.DeviceType.Stylus, ends.Eraser if eraser else ends.Pen,
        QInputDevice.Capability.Pressure, 1, 1,
    )  # fmt: skip
    place, button = at(x, y), Qt.MouseButton.LeftButton
    event = QTabletEvent(
        kind,
        device,
        place,
        place,
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        button,
        button,
    )
    QApplication.sendEvent(pad, event)


def test_the_square_is_in_the_middle_and_what_is_beside_it_counts_as_its_edge(pad: Pad) -> None:
    assert pad.square().getRect() == (GRID / 2, 54.0, SIDE, SIDE)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))  # (0, 0) would be its middle
    ((touch,),) = pad.strokes
    assert touch == (0.0, 0.0, 1.0)


def test_the_mouse_draws_while_its_left_button_is_down(pad: Pad) -> None:
    told: list[int] = []
    pad.drawn.connect(lambda: told.append(sum(map(len, pad.strokes))))
    QTest.mouseMove(pad, at(0.1, 0.1).toPoint())
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=at(0.5, 0.25).toPoint())
    QTest.mouseMove(pad, at(0.5, 0.5).toPoint())
    QTest.mouseMove(pad, at(0.5, 0.5).toPoint())  # no farther
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=at(0.5, 0.5).toPoint())
    QTest.mouseMove(pad, at(0.9, 0.9).toPoint())
    assert pad.strokes[0][0] == pytest.approx((0.5, 0.25, 1.0), abs=0.005)
    assert len(pad.strokes) == 1
    assert told == list(range(1, 1 + len(pad.strokes[0])))


def test_the_right_button_takes_the_last_stroke_back(pad: Pad) -> None:
    pad.draw((((0.1, 0.1, 1.0),), ((0.2, 0.2, 1.0),)))
    QTest.mouseClick(pad, Qt.MouseButton.RightButton, pos=QPoint(5, 5))
    assert pad.strokes == (((0.1, 0.1, 1.0),),)
    QTest.mouseClick(pad, Qt.MouseButton.MiddleButton, pos=QPoint(5, 5))
    assert len(pad.strokes) == 1
    for _ in range(2):
        QTest.mouseClick(pad, Qt.MouseButton.RightButton, pos=QPoint(5, 5))
    assert pad.strokes == ()


def test_a_pen_draws_as_broad_as_it_presses(pad: Pad) -> None:
    with_pen(pad, KINDS.TabletMove, 0.2, 0.2, 0.0)  # above the tablet
    with_pen(pad, KINDS.TabletPress, 0.25, 0.25, 0.02)
    with_pen(pad, KINDS.TabletMove, 0.5, 0.25, 0.5)
    with_pen(pad, KINDS.TabletMove, 0.501, 0.251, 0.6)  # nearly there already
    with_pen(pad, KINDS.TabletRelease, 0.5, 0.25, 0.0)
    with_pen(pad, KINDS.TabletMove, 0.9, 0.9, 0.0)
    (stroke,) = pad.strokes
    assert stroke == ((0.25, 0.25, 0.1), (0.5, 0.25, 0.5))


def test_the_other_end_of_a_pen_takes_away_what_it_touches(pad: Pad) -> None:
    pad.draw((((0.1, 0.1, 1.0), (0.3, 0.1, 1.0)), ((0.8, 0.8, 1.0),)))
    told: list[bool] = []
    pad.drawn.connect(lambda: told.append(True))
    with_pen(pad, KINDS.TabletMove, 0.5, 0.5, 0.5, eraser=True)
    assert told == []
    with_pen(pad, KINDS.TabletMove, 0.3 + 0.9 * drawing.REACH, 0.1, 0.5, eraser=True)
    assert pad.strokes == (((0.8, 0.8, 1.0),),)
    assert told == [True]


def test_a_drawing_has_an_end(pad: Pad, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_TOUCHES", 3)
    with_pen(pad, KINDS.TabletPress, 0.1, 0.1, 1.0)
    for step in range(2, 8):
        with_pen(pad, KINDS.TabletMove, 0.1 * step, 0.1, 1.0)
    with_pen(pad, KINDS.TabletRelease, 0.7, 0.1, 1.0)
    with_pen(pad, KINDS.TabletPress, 0.1, 0.5, 1.0)
    assert [len(stroke) for stroke in pad.strokes] == [3]
    pad.clear()
    assert pad.strokes == ()

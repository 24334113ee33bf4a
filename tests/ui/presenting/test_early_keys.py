"""Keys that are pressed before the stage has the focus."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.presenting.early_keys import EarlyKeys


class Stage(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.pressed: list[int] = []

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self.pressed.append(event.key())


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.shortcuts = []
    QShortcut(QKeySequence("Space"), window).activated.connect(lambda: window.shortcuts.append("Space"))
    window.field = QLineEdit(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.field.setFocus()
    return window


def press(window: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(window.windowHandle(), key)


def test_keys_of_the_window_go_to_a_stage_that_is_not_there_yet(window: QWidget) -> None:
    stage = Stage(window)
    EarlyKeys(window, stage)
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_B):
        press(window, key)
    assert stage.pressed == [Qt.Key.Key_PageDown, Qt.Key.Key_Space, Qt.Key.Key_B]
    assert window.shortcuts == []
    assert window.field.text() == ""


def test_the_window_has_its_keys_again_once_the_stage_is_active(window: QWidget) -> None:
    stage = Stage(window)
    EarlyKeys(window, stage)
    QApplication.sendEvent(stage, QEvent(QEvent.Type.WindowActivate))
    press(window, Qt.Key.Key_B)
    assert stage.pressed == []
    assert window.field.text() == "b"


def test_a_click_on_the_window_gives_it_its_keys_back(window: QWidget) -> None:
    stage = Stage(window)
    EarlyKeys(window, stage)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    press(window, Qt.Key.Key_B)
    assert stage.pressed == []
    assert window.field.text() == "b"


def test_a_stage_that_is_closed_at_once_leaves_nothing_behind(window: QWidget, qtbot: QtBot) -> None:
    stage = Stage(window)
    EarlyKeys(window, stage)
    with qtbot.waitSignal(stage.destroyed):
        stage.deleteLater()
    press(window, Qt.Key.Key_B)
    assert window.field.text() == "b"

"""Where the text is large for the window, painting shows the picture alone; ending puts everything back."""

import pytest
from PySide6.QtWidgets import QToolBar
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.ui.window.main_window import MainWindow


def seen(window: MainWindow) -> set[str]:
    """Return what of the window is to be seen, by name."""
    bars = [row.objectName() for row in window.findChildren(QToolBar) if row.isVisible()]
    top = ["top"] if window.menuWidget().isVisible() else []
    return {*bars, *top, *(["network"] if window.network.isVisible() else [])}


@pytest.mark.parametrize("text_size", [2.0, 3.0])
def test_the_picture_has_most_of_a_small_window(open_window: Opener, qtbot: QtBot, text_size: float) -> None:
    window = open_window(text_size=text_size)
    window.resize(1280, 720)
    settled(window, qtbot)
    before = seen(window)
    window.painting.toggle()
    qtbot.waitUntil(lambda: window.boundary.height() > 0.4 * window.height())
    assert window.boundary.width() > 0.9 * window.width()
    assert seen(window) == {"pointsBar"}
    window.painting.toggle()
    qtbot.waitUntil(lambda: seen(window) == before)
    assert "pointsBar" not in before


def test_escape_and_done_leave_everything_in_place(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(text_size=3.0)
    window.resize(1280, 720)
    settled(window, qtbot)
    before = seen(window)
    window.painting.toggle()
    window.docks.restore_all()  # as Escape and F10 do
    window.painting.leave()
    qtbot.waitUntil(lambda: seen(window) == before)


def test_where_there_is_room_all_stays(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(1280, 720)
    settled(window, qtbot)
    before = seen(window)
    window.painting.toggle()
    assert seen(window) == before | {"pointsBar"}

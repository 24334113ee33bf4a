"""Panels become tabs where the window is narrow for its text, and columns again where it is wide."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QLabel, QTabBar
from pytestqt.qtbot import QtBot
from windows import Opener

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.ui.application import make_application
from nnviz.ui.looks.look import Look
from nnviz.ui.settings import Settings
from nnviz.ui.window.main_window import MainWindow


def test_tabs_go_with_the_room_and_come_back(qtbot: QtBot, tmp_path: Path) -> None:
    look = Look(make_application(), text_size=1.5)
    window = MainWindow(
        load_spec(find("regression-sine")), "regression-sine", look, Settings(tmp_path / "settings.toml")
    )
    qtbot.addWidget(window)

    def tabs() -> int:
        return sum(bar.count() for bar in window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1)

    for width, wanted in ((1920, 0), (1280, 3), (1920, 0)):
        window.resize(width, 900)
        window.show()
        qtbot.waitUntil(lambda wanted=wanted: tabs() == wanted)
    look.set_text_size(1.0)
    window.close()


@pytest.mark.parametrize("size", [1.0, 2.0, 3.0])
def test_a_whole_sentence_is_seen_at_every_text_size(open_window: Opener, qtbot: QtBot, size: float) -> None:
    window = open_window(text_size=size)
    window.resize(1280, 720)
    for words in (15, 40, 15):
        window.tell(" ".join(["refused"] * words))
        text = window.banner.findChild(QLabel)
        qtbot.waitUntil(lambda text=text: text.heightForWidth(text.width()) <= text.height())
        assert text.font().pixelSize() == round(13 * size) or words == 40 or size == 3.0
    window.look.set_text_size(1.0)
    qtbot.waitUntil(lambda: text.font().pixelSize() == 13)


def test_a_panel_that_is_asked_for_comes_to_the_front(qtbot: QtBot, tmp_path: Path) -> None:
    look = Look(make_application())
    window = MainWindow(load_spec(find("lab-a-xor")), "lab-a-xor", look, Settings(tmp_path / "settings.toml"))
    qtbot.addWidget(window)
    window.show()
    for toggle in [toggle for toggle in window.docks.toggles() if not toggle.isChecked()]:
        toggle.trigger()
        panel = _panel(window, toggle.text())
        qtbot.waitUntil(lambda panel=panel: not panel.visibleRegion().isEmpty())
    window.close()


def _panel(window: MainWindow, title: str) -> QDockWidget:
    (panel,) = (dock for dock in window.findChildren(QDockWidget) if dock.windowTitle() == title)
    return panel


def test_no_bar_of_tabs_is_left_over_where_a_panel_is_opened(open_window: Opener, qtbot: QtBot) -> None:
    """One above the other they could not be read."""
    window = open_window(text_size=3.0)
    window.resize(1280, 720)
    window.docks.open("health")

    def bars() -> list[set[str]]:
        found = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return [{bar.tabText(k) for k in range(bar.count())} for bar in found if bar.isVisible()]

    qtbot.waitUntil(lambda: any("Health" in titles for titles in bars()))
    qtbot.waitUntil(lambda: not any(one < other for one in bars() for other in bars()))

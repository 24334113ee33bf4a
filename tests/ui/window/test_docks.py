"""The panels keep their places and sizes, whatever the size of the text was."""

from operator import gt

import pytest
from PySide6.QtWidgets import QApplication, QTabBar
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.ui.window.main_window import MainWindow


@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_every_bar_in_sight_has_tabs(open_window: Opener, text_size: float) -> None:
    """Qt leaves bars over while panels are arranged."""
    window = open_window(text_size=text_size)
    for name in ("about", "runs", "health", "surface", "surface", "about"):
        window.docks.toggle(name)
        QApplication.processEvents()
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    bars = [bar for bar in bars if bar.geometry().intersects(bar.parentWidget().rect())]
    assert [bar.count() for bar in bars if bar.count() < 2] == []
    assert len(bars) >= 1  # curves, runs and health share a place
    window.look.set_text_size(1.0)


@pytest.mark.parametrize(("size", "text_size"), [((1920, 1080), 2.0), ((1280, 720), 2.0), ((1280, 720), 3.0)])
def test_bar_and_panels_get_their_sizes_back_after_larger_text(
    open_window: Opener, qtbot: QtBot, size: tuple[int, int], text_size: float
) -> None:
    """At 1280 x 720 they are tabs meanwhile."""
    window = open_window()
    window.resize(*size)
    settled(window, qtbot)
    before = _sizes(window)
    window.look.set_text_size(text_size)
    qtbot.waitUntil(lambda: all(map(gt, _sizes(window)[:2], before)))
    window.look.set_text_size(1.0)
    qtbot.waitUntil(lambda: _sizes(window) == before)


def _sizes(window: MainWindow) -> tuple[int, int, int]:
    panels = (window.data, window.network)
    return (window.bar.height(), *(panel.width() for panel in panels))

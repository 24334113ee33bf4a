"""The panels keep their places and sizes, whatever the size of the text was."""

import pytest
from PySide6.QtWidgets import QApplication, QTabBar
from windows import Opener

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
    open_window: Opener, size: tuple[int, int], text_size: float
) -> None:
    """At 1280 x 720 they are tabs meanwhile."""
    window = open_window()
    window.resize(*size)
    before = _sizes(window)
    window.look.set_text_size(text_size)
    larger = _sizes(window)
    window.look.set_text_size(1.0)
    assert _sizes(window) == before
    assert larger[0] > before[0]
    assert larger[1] > before[1]


def _sizes(window: MainWindow) -> tuple[int, int, int]:
    for _ in range(3):
        QApplication.processEvents()
    panels = (window.data, window.network)
    return (window.bar.height(), *(panel.width() for panel in panels))

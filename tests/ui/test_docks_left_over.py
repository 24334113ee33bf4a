"""Bars of tabs that Qt leaves over while panels are arranged cover nothing."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from nnviz.experiment.catalogue import find
from nnviz.experiment.spec import load_spec
from nnviz.ui.application import make_application
from nnviz.ui.look import Look
from nnviz.ui.main_window import MainWindow
from nnviz.ui.settings import Settings


@pytest.mark.parametrize("text_size", [1.0, 2.0])
def test_every_bar_in_sight_has_tabs(qtbot: QtBot, tmp_path: Path, text_size: float) -> None:
    look = Look(make_application(), text_size=text_size)
    window = MainWindow(load_spec(find("lab-a-xor")), "lab-a-xor", look, Settings(tmp_path / "nnviz.ini"))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitUntil(lambda: window.feed.latest is not None, timeout=10_000)
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    bars = [bar for bar in bars if bar.geometry().intersects(bar.parentWidget().rect())]
    assert all(bar.count() > 1 for bar in bars)
    look.set_text_size(1.0)
    window.close()

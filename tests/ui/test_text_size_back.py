"""Text that was made larger and normal again leaves no trace: bar and panels have the sizes they had."""

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from nnviz.experiment.catalogue import find
from nnviz.experiment.spec import load_spec
from nnviz.ui.application import make_application
from nnviz.ui.look import Look
from nnviz.ui.main_window import MainWindow
from nnviz.ui.settings import Settings


def test_bar_and_panels_get_their_sizes_back(qtbot: QtBot, tmp_path: Path) -> None:
    look = Look(make_application())
    window = MainWindow(load_spec(find("lab-a-xor")), "lab-a-xor", look, Settings(tmp_path / "nnviz.ini"))
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    before = _sizes(window)
    look.set_text_size(2.0)
    larger = _sizes(window)
    look.set_text_size(1.0)
    assert _sizes(window) == before
    assert all(one > other for one, other in zip(larger[:2], before, strict=False))
    window.close()


def _sizes(window: MainWindow) -> tuple[int, int, int]:
    for _ in range(3):
        QApplication.processEvents()
    panels = (window.panels.data, window.panels.network)
    return (window.bar.height(), *(panel.width() for panel in panels))

"""A column of panels asks for the width of its content wherever the window has room for that."""

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from nnviz.ui.widgets.scroll_column import ScrollColumn


def test_the_column_asks_for_more_when_the_window_has_grown(qtbot: QtBot) -> None:
    window, content = QWidget(), QLabel()
    qtbot.addWidget(window)
    content.setFixedWidth(500)
    around = QVBoxLayout(window)
    around.setContentsMargins(0, 0, 0, 0)
    around.addWidget(ScrollColumn(content))
    window.resize(1000, 400)
    window.show()
    assert around.minimumSize().width() == 400  # the most in a window of this width
    window.resize(1920, 400)
    for _ in range(3):
        QApplication.processEvents()
    assert 500 <= around.minimumSize().width() < 540

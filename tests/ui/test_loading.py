"""While another experiment's data is read, the views say so and do not show the picture before."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from nnviz.paint.theme import Style
from nnviz.ui.loading import LoadingCovers


def test_a_cover_hides_what_is_below_and_grows_with_it(qtbot: QtBot) -> None:
    view = QWidget()
    qtbot.addWidget(view)
    button = QPushButton("x", view)
    view.resize(200, 100)
    view.show()
    covers = LoadingCovers((view,))
    covers.show_text("Loading Moons …", Style())
    view.resize(400, 300)
    qtbot.waitUntil(lambda: covers.covers[0].size() == view.size())
    assert covers.covers[0].isVisible()
    assert view.childAt(button.geometry().center()) is covers.covers[0]
    covers.show_text("", Style())
    assert not covers.covers[0].isVisible()

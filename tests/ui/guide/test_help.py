"""Help without the internet: guide, glossary, a term that is pointed at, and what to try, by a click."""

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.lecture.glossary import glossary
from nnviz.lecture.guides import tries_for
from nnviz.ui.guide.pages import DOCUMENTS, glossary_pages, guide_pages
from nnviz.ui.window.main_window import MainWindow


@pytest.fixture
def window(open_window: Opener) -> MainWindow:
    return open_window(load_spec(find("lab-d-square")), "lab-d-square")


def test_the_guide_is_there_offline_and_searched(window: MainWindow, qtbot: QtBot) -> None:
    window.helper.show_guide()
    reader = window.helper.reader
    assert reader is not None
    assert len(reader.pages) > 3 * len(DOCUMENTS)
    assert reader.list.count() == len(reader.pages)
    reader.search.setText("learning rate")
    assert 0 < reader.list.count() < len(reader.pages)
    reader.search.setText("qwertzuiop")
    assert reader.list.count() == 0
    assert "Nothing found" in reader.text.toPlainText()
    QTest.keyClick(reader, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.helper.reader is None)
    assert not any("![" in page.text for page in guide_pages())


def test_terms_lead_to_terms(window: MainWindow) -> None:
    assert [page.title for page in glossary_pages()] == [entry.term for entry in glossary()]
    window.helper.explain("Delta")
    reader = window.helper.reader
    assert reader is not None
    assert reader.list.currentItem().text() == "Delta"
    window.helper.explain("Backward pass")
    reader = window.helper.reader
    assert reader is not None
    reader.text.anchorClicked.emit(QUrl("nnviz:term?chain%20rule"))
    assert reader.list.currentItem().text() == "Chain rule"
    reader.text.anchorClicked.emit(QUrl("nnviz:set?training.seed=5"))  # the glossary sets nothing
    reader.text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert reader.list.currentItem().text() == "Chain rule"
    assert window.document.spec.training.seed != 5


def point_at(window: MainWindow, widget: QWidget) -> str:
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    assert window.helper.pointing.is_on
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert not window.helper.pointing.is_on
    reader = window.helper.reader
    return "" if reader is None else reader.list.currentItem().text()


def test_what_is_clicked_is_explained_and_not_done(window: MainWindow, qtbot: QtBot) -> None:
    row = window.training.findChild(QWidget, "")
    assert row is not None
    (label,) = [each for each in window.training.findChildren(QWidget) if _text(each) == "Learning rate"][:1]
    assert point_at(window, label) == "Learning rate"
    assert point_at(window, window.curves) in ("Accuracy", "Loss")
    before = settled(window, qtbot).running
    assert point_at(window, window.network.canvas)
    assert settled(window, qtbot).running == before
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.helper.pointing.is_on


def _text(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def test_what_to_try_is_done_by_a_click_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    panel = window.panels.about
    window.docks.toggle("about")
    qtbot.waitUntil(panel.isVisible)
    tries = tries_for("lab-d-square", window.document.spec)
    for each in tries:
        assert each.text in panel.text.toPlainText()
    before = window.document.spec
    panel.text.anchorClicked.emit(QUrl(tries[0].link))
    assert window.document.spec.network.layers == (2, 2, 1)
    qtbot.waitUntil(lambda: settled(window, qtbot).running, timeout=30_000)
    assert tries[0].text not in panel.text.toPlainText()
    window.document.history.undo()
    assert window.document.spec == before
    for link in ("nnviz:set?network.layers=[1]", "nnviz:set?nonsense=1", "nnviz:open?../../x", "nnviz:"):
        panel.text.anchorClicked.emit(QUrl(link))
    assert window.document.spec == before
    panel.text.anchorClicked.emit(QUrl("nnviz:open?lab-a-xor"))
    assert window.files.location == "lab-a-xor"


def test_about_says_the_version(window: MainWindow) -> None:
    window.helper.show_about()
    reader = window.helper.reader
    assert reader is not None
    assert "Version" in reader.text.toPlainText()

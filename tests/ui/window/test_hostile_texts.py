"""What a file says is shown as it is: no label or tip of any window loads or links."""

from pathlib import Path

import pytest
from hostile import ATTACKS, experiment
from PySide6.QtGui import QAction, Qt, QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from windows import Opener, settled

WINDOWS = ("export", "graph", "compare", "sweep", "about")


def rich_texts() -> dict[str, str]:
    """Return every text of the app that Qt would take for HTML, and what shows it."""
    found = {}
    for widget in QApplication.allWidgets():
        texts = {"tip": widget.toolTip(), "hint": widget.whatsThis()}
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            texts["label"] = widget.text()
        for action in widget.actions():
            texts[f"tip of {action.text()}"] = action.toolTip()
        for kind, text in texts.items():
            if Qt.mightBeRichText(text):
                found[f"{type(widget).__name__} {kind}: {text}"] = text
    for action in QApplication.instance().findChildren(QAction):
        if Qt.mightBeRichText(action.toolTip()):
            found[f"action {action.text()}"] = action.toolTip()
    return found


def loads_or_links(text: str) -> bool:
    """Return whether a text makes a picture or a link where it is taken for HTML."""
    document = QTextDocument()
    document.setHtml(text)
    block = document.begin()
    while block.isValid():
        places = block.begin()
        while not places.atEnd():
            letters = places.fragment().charFormat()
            if letters.isImageFormat() or letters.isAnchor():
                return True
            places += 1
        block = block.next()
    return False


def test_what_makes_pictures_and_links_is_found(qapp: QApplication) -> None:
    assert loads_or_links("<img src='x'>")
    assert loads_or_links("<a href='x'>y</a>")
    assert not loads_or_links("<b>x</b> &lt;img src='x'&gt;")


@pytest.mark.parametrize("names", [ATTACKS[0], ATTACKS[4]], ids=("html", "markdown"))
def test_no_window_loads_or_links(
    open_window: Opener, qtbot: QtBot, names: tuple[str, ...], tmp_path: Path
) -> None:
    window = open_window(experiment(names, tmp_path / "own"), str(tmp_path / "own" / "own.toml"))
    window.run.step()
    settled(window, qtbot)
    for name in WINDOWS:
        window.actions_[name].trigger()
        qtbot.wait(300)
    window.sub_windows.pick()
    qtbot.wait(100)
    wrong = [where for where, text in rich_texts().items() if loads_or_links(text)]
    assert wrong == []
    assert (
        any(names[0][:10] in label.text() for label in window.findChildren(QLabel))
        or names[0][:10] in window.windowTitle()
    )
    for top in QApplication.topLevelWidgets():
        if top is not window and isinstance(top, QWidget):
            top.close()

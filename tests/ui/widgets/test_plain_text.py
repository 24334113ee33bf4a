"""No text of a file loads, links to or runs anything."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from windows import Opener, settled

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec, spec_from_dict
from nnviz.experiment.spec.spec import to_dict
from nnviz.ui.widgets.plain_text import MarkdownBrowser, make_labels_plain, plain_tip

RED = QColor("red")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    image = QImage(80, 80, QImage.Format.Format_RGB32)
    image.fill(RED)
    image.save(str(tmp_path / "red.png"))
    return tmp_path / "red.png"


def is_red_somewhere(widget: QWidget) -> bool:
    image = widget.grab().toImage()
    places = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return any(image.pixelColor(x, y) == RED for x, y in places)


@pytest.mark.parametrize("form", ["![x]({})", "![x](file://{})", '<img src="{}">', "[![x]({})](http://x)"])
def test_markdown_shows_no_picture(qtbot: QtBot, picture: Path, form: str) -> None:
    browser = MarkdownBrowser()
    qtbot.addWidget(browser)
    browser.resize(300, 300)
    browser.show_markdown(f"Before\n\n{form.format(picture)}\n\nafter", title=form.format(picture))
    browser.show()
    assert not is_red_somewhere(browser)
    assert browser.toPlainText().startswith(form.format(picture))
    assert "after" in browser.toPlainText()


@pytest.mark.parametrize(
    ("link", "opens"), [("https://a.b", True), ("file:///etc/passwd", False), ("x:y", False)]
)
def test_only_links_to_the_web_are_followed(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, link: str, opens: bool
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()))
    browser = MarkdownBrowser()
    qtbot.addWidget(browser)
    browser.anchorClicked.emit(QUrl(link))
    assert opened == ([link] if opens else [])


def test_tooltips_and_labels_show_markup_as_text(qtbot: QtBot, picture: Path) -> None:
    markup = f'<b>bold</b><img src="{picture}">'
    assert plain_tip("x > 3 & y") == "x > 3 & y"
    window = QWidget()
    qtbot.addWidget(window)
    label, shown = QLabel(markup, window), QLabel(plain_tip(markup), window)
    make_labels_plain(window)
    shown.setTextFormat(Qt.TextFormat.RichText)
    for widget in (label, shown):
        widget.resize(600, 100)
    window.show()
    assert not is_red_somewhere(label)
    assert not is_red_somewhere(shown)


def test_a_title_that_is_markup_is_shown_as_it_is(open_window: Opener, qtbot: QtBot, picture: Path) -> None:
    table = to_dict(load_spec(find("lab-a-xor")))
    title = f'<img src="{picture}">'
    window = open_window(spec_from_dict({**table, "title": title, "about": f"![x]({picture})"}), "lab-a-xor")
    settled(window, qtbot)
    for label in window.findChildren(QLabel):
        assert title not in label.text() or label.textFormat() == Qt.TextFormat.PlainText
    tips = [widget.toolTip() for widget in window.findChildren(QPushButton)]
    assert not any(title in tip for tip in tips)

"""Text from files is text: titles, names and descriptions never load, link to or run anything.

Qt takes a tooltip or a label that looks like HTML for HTML, whose pictures may be devices, pipes and shares.
"""

import html

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QTextDocument
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget

from nnviz.paint.drawing.fonts import use_own_bold

_LINKS = ("http", "https")
OWN_LINKS = "nnviz"
"""The scheme of links that do something in the app."""


def plain_tip(text: str) -> str:
    """Return a tooltip that shows a text as it is."""
    if "<" not in text:
        return text
    return f'<span style="white-space: pre-wrap">{html.escape(text)}</span>'


def make_labels_plain(window: QWidget) -> None:
    """Let the labels of a window, and of those it owns, show whatever they are given as plain text."""
    for label in window.findChildren(QLabel):
        if label.textFormat() == Qt.TextFormat.AutoText:
            label.setTextFormat(Qt.TextFormat.PlainText)


class MarkdownBrowser(QTextBrowser):
    """Shows Markdown of a file: no HTML, no pictures; links to pages of the web open in the browser.

    Signals
    -------
    asked(str)
        A link of the app's own was clicked; whoever follows it looks at what it says.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.anchorClicked.connect(self._follow)

    def show_markdown(self, text: str, title: str = "") -> None:
        """Show a text under a title, which is no Markdown."""
        features = QTextDocument.MarkdownFeature.MarkdownDialectGitHub
        self.document().setMarkdown(text, features | QTextDocument.MarkdownFeature.MarkdownNoHTML)
        if title:
            self._put_title(title)
        use_own_bold(self.document())

    def loadResource(self, type: int, name: QUrl | str) -> object:  # noqa: ARG002  (Qt's names)
        """Return a picture of nothing, whatever the text names: Qt would look for a missing one itself."""
        nothing = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
        nothing.fill(0)
        return nothing

    def _put_title(self, title: str) -> None:
        whole = QTextDocument()
        whole.setMarkdown("### x")
        heading = whole.firstBlock()
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.Start)
        cursor.insertBlock()
        cursor.movePosition(cursor.MoveOperation.Start)
        cursor.setBlockFormat(heading.blockFormat())
        cursor.insertText(title, heading.begin().fragment().charFormat())

    def _follow(self, link: QUrl) -> None:
        if link.scheme().lower() in _LINKS:
            QDesktopServices.openUrl(link)
        elif link.scheme() == OWN_LINKS:
            self.asked.emit(link.toString(QUrl.ComponentFormattingOption.FullyEncoded))

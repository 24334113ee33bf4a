"""A window to read in: pages at the left, text at the right, searched by what is typed."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.plain_text import MarkdownBrowser

_SHARE = 0.3
"""Of the width, for the list."""
_PAGE = Qt.ItemDataRole.UserRole


class GuidePage(Struct, frozen=True):
    """Something to read: its title in the list, its text in Markdown, and other words it is found by."""

    title: str
    text: str
    words: str = ""


class GuideReader(QDialog):
    """Shows pages; Esc closes it.

    Signals
    -------
    link_asked(str)
        A link that leads to no page of the web was clicked.
    """

    link_asked = Signal(str)

    def __init__(self, title: str, pages: Sequence[GuidePage], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages = tuple(pages)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Pages")
        self.text = MarkdownBrowser(self)
        self.text.setAccessibleName("Text")
        left, row = QVBoxLayout(), QHBoxLayout(self)
        left.addWidget(self.search)
        left.addWidget(self.list)
        row.setContentsMargins(GRID, GRID, GRID, GRID)
        row.addLayout(left, round(100 * _SHARE))
        row.addWidget(self.text, round(100 * (1 - _SHARE)))
        self.search.textChanged.connect(self._list)
        self.list.currentItemChanged.connect(self._show)
        self.text.asked.connect(self.link_asked)
        self.resize(first_size(parent.size() * 0.8, parent))
        self._list()

    def show_page(self, title: str) -> None:
        """Show the page of a title."""
        with QSignalBlocker(self.search):
            self.search.clear()
        self._list()
        for row in range(self.list.count()):
            if self.list.item(row).text() == title:
                self.list.setCurrentRow(row)
                self.list.scrollToItem(self.list.item(row), QListWidget.ScrollHint.PositionAtCenter)

    @Slot()
    def _list(self) -> None:
        """List the pages in which all words stand that are typed; those with them in their titles first."""
        words = self.search.text().casefold().split()
        found = [(number, page) for number, page in enumerate(self.pages) if _has(page, words)]
        found.sort(key=lambda each: (not all(word in each[1].title.casefold() for word in words), each[0]))
        with QSignalBlocker(self.list):
            self.list.clear()
            for number, page in found:
                item = QListWidgetItem(page.title)
                item.setData(_PAGE, number)
                self.list.addItem(item)
        if found:
            self.list.setCurrentRow(0)
        else:
            self.text.show_markdown("Nothing found.")

    @Slot()
    def _show(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        page = self.pages[item.data(_PAGE)]
        self.text.show_markdown(page.text, page.title)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        word = self.search.text().strip()
        if word and self.text.find(word, QTextDocument.FindFlag(0)):
            self.text.ensureCursorVisible()


def _has(page: GuidePage, words: Sequence[str]) -> bool:
    text = f"{page.title} {page.words} {page.text}".casefold()
    return all(word in text for word in words)

"""Choosing an experiment: a button with the present title, and a searchable list grouped by lab."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from nnviz.experiment.spec.catalogue import Entry
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.looks.icons import icon
from nnviz.ui.setup.picker_search import found
from nnviz.ui.widgets.list_heading import add_heading
from nnviz.ui.widgets.plain_text import MarkdownBrowser, plain_tip

LEAST_BUTTON = 47 * GRID
"""Pixels that the button has at least, if its text is large."""
LONG_TITLE = 36
"""Letters of a title that is shown in full where there is room for it."""
_STAR = "*"
_NAME = Qt.ItemDataRole.UserRole
_LIST_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class PickerButton(QToolButton):
    """Shows the title of the present experiment, cut with an ellipsis where there is no room.

    Attributes
    ----------
    extra : int
        How much wider it is than it always is, because the bar has room and the title needs it.

    Signals
    -------
    title_changed
        Another title may need more room, or less.
    """

    title_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("picker_button")
        self.setProperty("role", "picker")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.setIcon(icon("chevron-down"))
        self._title = self._star = ""
        self.extra = 0

    def show_title(self, title: str, modified: bool) -> None:
        """Show a title; a star marks settings that differ from the file's."""
        self._title, self._star = title, _STAR if modified else ""
        self._fit()
        self.title_changed.emit()

    def take_room(self, spare: int) -> None:
        """Become wider by as much of the bar's spare room as long titles need.

        That does not depend on the title: else all buttons beside it would move when another one is shown.
        """
        wide = self.fontMetrics().horizontalAdvance("n" * LONG_TITLE)
        extra = max(0, min(spare, wide - self._least_width()))
        if extra != self.extra:
            self.extra = extra
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        width = self._least_width() + self.extra
        room = width - metrics.horizontalAdvance(self._star) - 1  # widths are rounded
        self.setText(metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room) + self._star)
        self.setFixedWidth(width + self._around())
        self.setAccessibleName(f"Experiment: {self._title}{self._star}")
        self.setToolTip(plain_tip(f"{self._title}{self._star}\nChoose another experiment  (Ctrl+P)"))

    def _least_width(self) -> int:
        return min(self.fontMetrics().horizontalAdvance("M") * 11, LEAST_BUTTON - self._around())

    def _around(self) -> int:
        """Return what the button needs beside its text: with less, the style would cut the text once more."""
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self.text())
        return self.sizeHint().width() - text.width()


class Picker(QFrame):
    """The list that drops down from the button.

    Signals
    -------
    picked(str)
        The name of the chosen experiment.
    """

    picked = Signal(str)

    def __init__(self, entries: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._entries = tuple(entries)
        self._search = QLineEdit()
        self._search.setPlaceholderText("Search experiments")
        self._search.setAccessibleName("Search experiments")
        self._search.setToolTip("Letters of a title, a lab, or what it is about; Down goes to the list")
        self._search.setClearButtonEnabled(False)
        self._search.textChanged.connect(self._fill)
        self._search.installEventFilter(self)
        self._list = QListWidget()
        self._list.setAccessibleName("Experiments")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setProperty("role", "picker")
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # titles are cut
        self._list.currentItemChanged.connect(self._show_about)
        self._list.itemActivated.connect(self._pick)
        self._list.itemClicked.connect(self._pick)
        self._about = MarkdownBrowser()
        self._about.setAccessibleName("What to look for")
        self._about.setProperty("role", "about")
        self._about.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lay_out()

    def drop_down(self, below: QWidget, current: str) -> None:
        """Open under a widget, with the present experiment chosen."""
        self._search.clear()
        self._fill("", current)
        self._place(below)
        self.show()
        self._search.setFocus()
        self._list.scrollToItem(self._list.currentItem(), QListWidget.ScrollHint.PositionAtCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys walk the list, and Enter pick, while the search field has the focus."""
        if watched is self._search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _LIST_KEYS:
                self._list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def names(self) -> list[str]:
        """Return the experiments on the list now, from top to bottom."""
        items = (self._list.item(row) for row in range(self._list.count()))
        return [item.data(_NAME) for item in items if item.data(_NAME)]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self._list, 5)
        row.addWidget(self._about, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._search)
        column.addLayout(row)

    def _place(self, below: QWidget) -> None:
        window = below.window()
        letter = self.fontMetrics().horizontalAdvance("8")
        corner = below.mapTo(window, QPoint(0, below.height() + GRID // 2))
        room = QSize(window.width() - 2 * GRID, window.height() - corner.y() - GRID)
        self.resize(QSize(100 * letter, 66 * letter).boundedTo(room))
        corner.setX(min(corner.x(), window.width() - self.width() - GRID))
        self.move(window.mapToGlobal(corner))

    def _fill(self, text: str, current: str = "") -> None:
        entries, words = found(self._entries, text)
        current = current or (entries[0].name if entries else "")
        self._list.clear()
        if entries and words != text.casefold().split():
            add_heading(self._list, f'Did you mean "{" ".join(words)}"?')
        group = ""
        for entry in entries:
            if entry.lab != group:
                group = entry.lab
                add_heading(self._list, group)
            self._add_entry(entry, current)
        if self._list.currentRow() < 0:
            self._choose_first()

    def _add_entry(self, entry: Entry, current: str) -> None:
        item = QListWidgetItem(entry.title)
        item.setData(_NAME, entry.name)
        self._list.addItem(item)
        if entry.name == current:
            self._list.setCurrentItem(item)

    def _choose_first(self) -> None:
        for row in range(self._list.count()):
            if self._list.item(row).data(_NAME):
                self._list.setCurrentRow(row)
                return
        self._about.setPlainText("No experiment has these words.")

    def _show_about(self, item: QListWidgetItem | None) -> None:
        name = item.data(_NAME) if item is not None else None
        about = next((entry.about for entry in self._entries if entry.name == name), "")
        self._about.show_markdown(about)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_NAME):
            self.hide()
            self.picked.emit(item.data(_NAME))

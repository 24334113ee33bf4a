"""The help window with all keys, made from the commands and from the panels."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from textwrap import fill
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from nnviz.paint.drawing.theme import GRID
from nnviz.ui.panels.keys import key_text
from nnviz.ui.panels.record import KeyRow
from nnviz.ui.widgets.actions import Command

KeyTable = tuple[str, Sequence[KeyRow]]
"""A heading and what is below it."""

_SHARE = 0.96
"""Of the window's size that this one takes at most."""
_KEY_LETTERS = 13
_LETTERS = {5: (28, 24, 22), 4: (34, 30, 29, 28, 22), 3: (40, 32, 26), 2: (40, 30), 1: (40,)}
_SHAPES = tuple((columns, letters) for columns in _LETTERS for letters in _LETTERS[columns])
"""Columns, and letters in a line of a tip; of those as wide as there is room the least high is taken."""


class KeysWindow(QDialog):
    """Everything that has a key, in as many columns as fit side by side; they scroll, and Esc closes it.

    Parameters
    ----------
    parent : QWidget
        The main window.
    commands : sequence of Command
        Those of the window, which work everywhere in it.
    panels : mapping
        The keys that work while a panel has the focus, by the panel's title.
    """

    def __init__(
        self,
        parent: QWidget,
        commands: Sequence[Command[Any]],
        panels: Mapping[str, Sequence[KeyRow]],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        tables = [*_command_tables(commands), *((f"In “{title}”", rows) for title, rows in panels.items())]
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setAccessibleName("Keys")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)
        self._widths: dict[str, int] = {}
        room = parent.size() * _SHARE
        guessed = {shape: self._guess(tables, *shape) for shape in _SHAPES}
        narrow = [shape for shape in _SHAPES[:-1] if guessed[shape].width() <= room.width()]
        for shape in (*sorted(narrow, key=lambda shape: guessed[shape].height()), _SHAPES[-1]):
            size = self._fill(tables, *shape)
            if size.width() <= room.width():
                break
        self.resize(size.boundedTo(room))

    def _guess(self, tables: Sequence[KeyTable], columns: int, letters: int) -> QSize:
        """Return about the size of all in so many columns: making them takes ten times as long."""
        tables = [(title, [_in_lines(row, letters) for row in rows]) for title, rows in tables]
        parts = divided(tables, columns)
        width = 4 * GRID + 3 * GRID * (len(parts) - 1)
        for part in parts:
            lines = [row for _, rows in part for row in rows]
            for texts in ([row.keys for row in lines], [row.tip for row in lines]):
                width += max(map(self._text_width, texts))
            width += 2 * GRID
        return QSize(width, max(sum(map(_height, part)) for part in parts) * self.fontMetrics().lineSpacing())

    def _text_width(self, text: str) -> int:
        if text not in self._widths:  # the same lines come in many shapes
            self._widths[text] = self.fontMetrics().size(0, text).width()
        return self._widths[text]

    def _fill(self, tables: Sequence[KeyTable], columns: int, letters: int) -> QSize:
        """Put the tables into so many columns, with their tips in lines; return the size for all of it."""
        tables = [(title, [_in_lines(row, letters) for row in rows]) for title, rows in tables]
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(3 * GRID)
        for part in divided(tables, columns):
            row.addLayout(_column(part))
        self._area.setWidget(inside)
        for label in inside.findChildren(QLabel):
            label.ensurePolished()
        bar = self._area.verticalScrollBar().sizeHint().width()
        return inside.sizeHint() + QSize(bar, 0)


def divided(tables: Sequence[KeyTable], columns: int) -> list[list[KeyTable]]:
    """Divide tables into columns in their order, so that the longest column is as short as can be."""
    heights = [_height(table) for table in tables]

    def fill_to(most: int) -> list[list[KeyTable]]:
        parts: list[list[KeyTable]] = [[]]
        left = most
        for table, height in zip(tables, heights, strict=True):
            if parts[-1] and height > left:
                parts.append([])
                left = most
            parts[-1].append(table)
            left -= height
        return parts

    most = max([*heights, -(-sum(heights) // columns)])
    while len(fill_to(most)) > columns:
        most += 1
    return fill_to(most)


def _height(table: KeyTable) -> int:
    """Return the lines that a table takes, with its heading and the gap above that."""
    return 2 + sum(max(len(row.tip.splitlines()), len(row.keys.splitlines())) for row in table[1])


@lru_cache(2048)
def _in_lines(row: KeyRow, letters: int) -> KeyRow:
    return KeyRow(_filled(row.keys, _KEY_LETTERS), fill(row.tip, letters))


_filled = lru_cache(256)(fill)


def _column(tables: Sequence[KeyTable]) -> QGridLayout:
    """Return one grid for all tables of a column, so that their keys and texts stand below each other."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(0)
    for title, rows in tables:
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        if grid.rowCount() > 1:
            grid.setRowMinimumHeight(grid.rowCount(), GRID)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)
        for row in rows:
            keys = QLabel(row.keys)
            keys.setProperty("role", "key")
            place = grid.rowCount()
            grid.addWidget(keys, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(QLabel(row.tip), place, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _command_tables(commands: Sequence[Command[Any]]) -> Iterable[KeyTable]:
    for group in dict.fromkeys(command.group for command in commands):
        listed = [command for command in commands if command.group == group and command.keys]
        yield group, [KeyRow(key_text(command.keys), command.tip) for command in listed]

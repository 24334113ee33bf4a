"""The help window with all keys, made from the table of commands and from the pictures' own menus."""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
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
from nnviz.ui.widgets.actions import Command
from nnviz.ui.window.commands import COMMANDS

_COLUMNS = (("Run", "Time", "Edit", "Help"), ("Explain",), ("Experiment", "View"))
_NETWORK = "In the network, once reached by Tab"
_SHARE = 0.96
"""Of the window's size that this one takes at most."""
_LETTERS = 40
"""In a line at most: longer tips go on below, so that all columns fit a small projector."""


class KeyRow(NamedTuple):
    """What some keys do."""

    keys: str
    tip: str


NETWORK_KEYS = (
    KeyRow("Arrows", "Go from neuron to neuron, along the lines"),
    KeyRow("Enter", "Set the selected weight or bias by hand"),
    KeyRow("Esc", "Select nothing"),
)


class KeysWindow(QDialog):
    """Everything that has a key, in columns that scroll where they do not fit; Esc closes it.

    Parameters
    ----------
    parent : QWidget
        The main window.
    pictures : mapping
        The actions of pictures, which work while the picture has the focus, by the picture's title.
    """

    def __init__(self, parent: QWidget, pictures: Mapping[str, Sequence[QAction]]) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        tables = [[(group, _command_rows(group)) for group in groups] for groups in _COLUMNS]
        tables[1].append((_NETWORK, list(NETWORK_KEYS)))
        tables[2] += [(f"In “{title}”", _action_rows(actions)) for title, actions in pictures.items()]
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        columns.setSpacing(3 * GRID)
        for column in tables:
            columns.addLayout(_column(column))
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName("Keys")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for label in inside.findChildren(QLabel):
            label.ensurePolished()
        bar = area.verticalScrollBar().sizeHint().width()
        wanted = inside.sizeHint() + QSize(bar, bar)
        self.resize(wanted.boundedTo(parent.size() * _SHARE))


def _column(tables: Sequence[tuple[str, Sequence[KeyRow]]]) -> QGridLayout:
    """Return one grid for all tables of a column, so that their keys and texts stand below each other."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
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
            grid.addWidget(QLabel(fill(row.tip, _LETTERS)), place, 1)
    grid.setColumnStretch(1, 1)
    grid.setRowStretch(grid.rowCount(), 1)
    return grid


def _command_rows(group: str) -> list[KeyRow]:
    return [
        KeyRow(key_text(command), command.tip)
        for command in COMMANDS
        if command.group == group and command.keys
    ]


def _action_rows(actions: Sequence[QAction]) -> list[KeyRow]:
    native = QKeySequence.SequenceFormat.NativeText
    return [
        KeyRow(action.shortcut().toString(native), action.text())
        for action in actions
        if not action.shortcut().isEmpty()
    ]


def key_text(command: Command) -> str:
    """Return the keys of a command as people write them."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(key).toString(native) for key in command.keys)

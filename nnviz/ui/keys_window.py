"""The help window with all keys, made from the table of commands."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from nnviz.paint.theme import GRID
from nnviz.ui.commands import COMMANDS, Command

_COLUMNS = (("Run", "Edit", "Help"), ("Experiment", "View"))


class KeysWindow(QDialog):
    """Every command that has a key, in two columns; Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        columns = QHBoxLayout()
        columns.setSpacing(6 * GRID)
        for groups in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(2 * GRID)
            for group in groups:
                column.addWidget(_heading(group))
                column.addLayout(_table(group))
            column.addStretch()
            columns.addLayout(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        layout.addLayout(columns)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


def _heading(group: str) -> QLabel:
    label = QLabel(group)
    label.setProperty("role", "heading")
    return label


def _table(group: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(GRID // 2)
    grid.setColumnStretch(1, 1)
    listed = [command for command in COMMANDS if command.group == group and command.keys]
    for row, command in enumerate(listed):
        keys = QLabel(key_text(command))
        keys.setProperty("role", "key")
        keys.setMinimumWidth(keys.fontMetrics().horizontalAdvance("Ctrl+Y or Ctrl+Shift+Z"))
        grid.addWidget(keys, row, 0)
        grid.addWidget(QLabel(command.tip), row, 1)
    return grid


def key_text(command: Command) -> str:
    """Return the keys of a command as people write them."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(key).toString(native) for key in command.keys)

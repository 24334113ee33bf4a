"""Headings between the entries of a list."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QListWidget, QListWidgetItem


def add_heading(entries: QListWidget, text: str) -> None:
    """Append a line that cannot be chosen."""
    item = QListWidgetItem(text)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    item.setFont(demi_bold(entries.font()))
    entries.addItem(item)


def demi_bold(font: QFont) -> QFont:
    """Return a font as it is, its letters somewhat heavier."""
    heavier = QFont(font)
    heavier.setWeight(QFont.Weight.DemiBold)
    return heavier

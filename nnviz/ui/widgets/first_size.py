"""How large a further window opens: nearly as large as the one it belongs to, so that a room can read it."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

_SHARE = 0.9
"""Of the main window, which stays in sight around it."""


def first_size(least: QSize, parent: QWidget | None) -> QSize:
    """Return the size for a window that belongs to `parent` and needs `least`."""
    if parent is None:
        return least
    return least.expandedTo(parent.window().size() * _SHARE)

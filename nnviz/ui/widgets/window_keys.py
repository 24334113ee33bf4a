"""Keys of a window of its own, which has no menu to list them."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


def add_keys(window: QWidget, keys: Iterable[tuple[tuple[str, ...], Callable[[], object]]]) -> None:
    """Let keys call slots while the window is the active one."""
    for names, slot in keys:
        action = QAction(window)
        action.setShortcuts([QKeySequence(name) for name in names])
        action.triggered.connect(slot)
        window.addAction(action)

"""Keys as people write them: rows of the help, made of actions."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from nnviz.ui.panels.record import KeyRow


def key_text(keys: tuple[str, ...]) -> str:
    """Return keys as they are called on this system."""
    native = QKeySequence.SequenceFormat.NativeText
    return " or ".join(QKeySequence(key).toString(native) for key in keys)


def action_rows(view: QWidget) -> list[KeyRow]:
    """Return a row for each action of a view that has a key; it works while the view has the focus."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        KeyRow(action.shortcut().toString(native), action.text())
        for action in view.actions()
        if not action.shortcut().isEmpty()
    ]

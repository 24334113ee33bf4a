"""Buttons as they look everywhere: an icon with a tip, or an action of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from nnviz.ui.looks.icons import icon


def tool_button(icon_name: str, tip: str, parent: QWidget | None = None) -> QToolButton:
    """Return a button with an icon; its tip, which may end with its key in brackets, is its name too."""
    button = QToolButton(parent)
    button.setIcon(icon(icon_name))
    name_button(button, tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def text_button(text: str, tip: str) -> QPushButton:
    """Return a button of a window with a few fields, which Enter does not press from afar."""
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def small_button(icon_name: str, tip: str, parent: QWidget) -> QToolButton:
    """Return a button as `tool_button` does, a quiet one that is no larger than a line of text."""
    button = tool_button(icon_name, tip, parent)
    button.setProperty("role", "small")
    return button


def name_button(button: QToolButton, tip: str) -> None:
    """Set the tip of a button, and the name that it is read out by."""
    button.setToolTip(tip)
    button.setAccessibleName(name_of(tip))


def name_of(tip: str) -> str:
    """Return a tooltip without its key."""
    return tip.partition("  (")[0]


def action_button(action: QAction) -> QToolButton:
    """Return a button for an action, found by the action's name."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(f"{action.objectName()}_button")
    return button

"""Buttons as they look everywhere: an icon with a tip, or an action of the window."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton

from nnviz.ui.icons import icon


def tool_button(icon_name: str, tip: str) -> QToolButton:
    """Return a button with an icon; its tip, which may end with its key in brackets, is its name too."""
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setToolTip(tip)
    button.setAccessibleName(name_of(tip))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def name_of(tip: str) -> str:
    """Return a tooltip without its key."""
    return tip.partition("  (")[0]


def action_button(action: QAction) -> QToolButton:
    """Return a button for an action, found by the action's name."""
    button = QToolButton()
    button.setDefaultAction(action)
    button.setObjectName(f"{action.objectName()}_button")
    return button

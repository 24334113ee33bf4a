"""Keys mean the same everywhere, and every control can still be worked without a mouse.

The window's keys (Space plays, Right steps) would take those of buttons and sliders. So a control that was
reached by Tab keeps the keys it needs; a click with the mouse leaves the focus where it was, unless one types
there.
"""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

_Key = Qt.Key
_OWN_KEYS: tuple[tuple[type[QWidget], tuple[Qt.Key, ...]], ...] = (
    (QAbstractButton, (_Key.Key_Space,)),
    (QComboBox, (_Key.Key_Space, _Key.Key_Up, _Key.Key_Down)),
    (QAbstractSpinBox, (_Key.Key_Up, _Key.Key_Down)),
    (
        QAbstractSlider,
        (_Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End, _Key.Key_Up, _Key.Key_Down),
    ),
)
_TAKES_TEXT = (QLineEdit, QAbstractSpinBox, QTextEdit, QAbstractItemView)


def keeps_key(control: QWidget | None, event: QKeyEvent) -> bool:
    """Whether the control with the focus claims a key before the window's shortcuts may have it."""
    if event.type() != QEvent.Type.ShortcutOverride or event.modifiers():
        return False
    return any(isinstance(control, kind) and event.key() in keys for kind, keys in _OWN_KEYS)


def focus_by_tab_only(window: QWidget) -> None:
    """Let nothing take the focus by a click but where one types."""
    for control in window.findChildren(QWidget):
        by_click = control.focusPolicy() & Qt.FocusPolicy.ClickFocus
        if by_click and not isinstance(control, _TAKES_TEXT):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)

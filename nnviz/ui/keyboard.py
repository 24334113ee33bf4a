"""Keys mean the same everywhere, and every control can still be worked without a mouse.

The window's keys (Space plays, Right steps) would take those of buttons and sliders. So a control that was
reached by Tab keeps the keys it needs; a click with the mouse gives buttons no focus at all.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QWidget

_Key = Qt.Key
_OWN_KEYS: tuple[tuple[type[QWidget], tuple[Qt.Key, ...]], ...] = (
    (QAbstractButton, (_Key.Key_Space,)),
    (QComboBox, (_Key.Key_Space,)),
    (QAbstractSlider, (_Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End)),
)


class KeysOfControls(QObject):
    """An event filter for the whole application."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim for a control the keys it works by, before the window's shortcuts take them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            for kind, keys in _OWN_KEYS:
                if isinstance(watched, kind) and event.key() in keys and not event.modifiers():
                    event.accept()
                    return True
        return False


def no_focus_by_click(window: QWidget) -> None:
    """Let buttons and sliders take the focus by Tab only."""
    for kind in (QAbstractButton, QAbstractSlider):
        for control in window.findChildren(kind):
            if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                control.setFocusPolicy(Qt.FocusPolicy.TabFocus)

"""Keys mean the same everywhere, and every control can still be worked without a mouse.

Space plays and single letters are commands wherever no text is edited; so a button, a switch or a list of
choices that was reached by Tab is worked by Enter. A control keeps only the other keys that it needs, and a
picture that was reached by Tab those of its own menu, where the window has the same ones. A click
with the mouse leaves the focus where it was, unless one types there; but it ends typing elsewhere, so that
Play trains with the number that the field shows. Nobody is to press a button that took the focus by itself:
where a field is left, a dialog is closed or a control disappears, the focus goes to the window, which has
the keys.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QMouseEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

_Key = Qt.Key
_OWN_KEYS: tuple[tuple[type[QWidget], tuple[Qt.Key, ...]], ...] = (
    (QComboBox, (_Key.Key_Up, _Key.Key_Down)),
    (QAbstractSpinBox, (_Key.Key_Up, _Key.Key_Down)),
    (
        QAbstractSlider,
        (_Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End, _Key.Key_Up, _Key.Key_Down),
    ),
)
_FIELDS = (QLineEdit, QAbstractSpinBox, QTextEdit)
_TAKES_TEXT = (*_FIELDS, QAbstractItemView)
_PRESS_KEYS = (_Key.Key_Return, _Key.Key_Enter)
_REMOVES = "removes"


class Keyboard(QObject):
    """Sees to the keys and to the focus of one window, for as long as that lives."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._typed_in: QWindow | None = None
        for part in (window, *window.findChildren(QDockWidget)):  # keys come no further where a panel floats
            part.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._take_back)
        application.focusChanged.connect(self._watch_typing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what comes to the window because the control with the focus does not want it."""
        if watched is self._typed_in:
            return self._end_typing(event)
        is_activated = watched is self._window and event.type() == QEvent.Type.WindowActivate
        if is_activated and self._window.focusWidget() is None:
            self._window.setFocus()  # else Qt would give it to the first button there is
        if not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        control = QApplication.focusWidget()
        if keeps_key(control, event):
            event.accept()
            return True
        own = _own_action(control, event, self._window)
        if own is not None:
            return self._take_own(own, event)
        if event.type() == QEvent.Type.KeyPress and Qt.Key(event.key()) in _PRESS_KEYS:
            return self._press(control, event)
        return super().eventFilter(watched, event)

    def _take_own(self, own: QAction, event: QKeyEvent) -> bool:
        """Claim a key of the picture before the window's shortcuts, which may have the same; then act."""
        event.accept()
        if event.type() == QEvent.Type.KeyPress and (own.autoRepeat() or not event.isAutoRepeat()):
            own.trigger()
        return True

    def _press(self, control: QWidget | None, event: QKeyEvent) -> bool:
        """Work a button or a list of choices by Enter; held down, once."""
        if not isinstance(control, QAbstractButton | QComboBox):
            return False
        if event.isAutoRepeat():
            return True
        if isinstance(control, QComboBox):
            control.showPopup()
        elif control.property(_REMOVES):
            self._window.setFocus()
            control.click()
        else:
            control.click()
        return True

    @Slot(QWidget, QWidget)
    def _take_back(self, before: QWidget | None, now: QWidget | None) -> None:
        """Take the focus back from a button that got it only because the control before has gone."""
        if not isinstance(now, QAbstractButton) or now.window() is not self._window:
            return
        has_gone = before is not None and (
            not isValid(before) or not (before.isEnabled() and before.isVisible())
        )
        if has_gone:
            self._window.setFocus()

    @Slot(QWidget, QWidget)
    def _watch_typing(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Look at presses of the mouse while one types in a field of the window or a floating panel."""
        if self._typed_in is not None and isValid(self._typed_in):
            self._typed_in.removeEventFilter(self)
        self._typed_in = None
        if isinstance(now, _FIELDS) and self._is_ours(now.window()):
            self._typed_in = now.window().windowHandle()
            self._typed_in.installEventFilter(self)

    def _is_ours(self, top: QWidget) -> bool:
        """Whether this is the window or a panel of it that floats; dialogs take themselves what is typed."""
        return top is self._window or (isinstance(top, QDockWidget) and top.parentWidget() is self._window)

    def _end_typing(self, event: QEvent) -> bool:
        """Take what was typed before what is pressed does something with it; the press goes on its way."""
        field = QApplication.focusWidget()
        is_press = event.type() == QEvent.Type.MouseButtonPress
        if is_press and isinstance(event, QMouseEvent) and field is not None:
            pressed = field.window().childAt(event.position().toPoint())
            if pressed is None or not (pressed is field or field.isAncestorOf(pressed)):
                leave_field(field)
        return False


def keeps_key(control: QWidget | None, event: QKeyEvent) -> bool:
    """Whether the control with the focus claims a key before the window's shortcuts may have it."""
    if event.type() != QEvent.Type.ShortcutOverride or event.modifiers():
        return False
    return any(isinstance(control, kind) and event.key() in keys for kind, keys in _OWN_KEYS)


def _own_action(control: QWidget | None, event: QKeyEvent, window: QWidget) -> QAction | None:
    """Return what a key means to the picture that has the focus, or to the one around what has it."""
    if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
        return None
    if isinstance(control, _TAKES_TEXT):
        return None
    pressed = QKeySequence(event.keyCombination())
    while control is not None and control is not window:
        for action in control.actions():
            is_own = action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut
            if is_own and action.isEnabled() and action.shortcut() == pressed:
                return action
        control = control.parentWidget()
    return None


def mark_removing(button: QAbstractButton) -> None:
    """Let a button that takes something away give the focus up when it is pressed: not twice by accident."""
    button.setProperty(_REMOVES, True)


def leave_field(field: QWidget) -> None:
    """Give the keys back to the window when a field is done with."""
    field.window().setFocus()


def focus_by_tab_only(window: QWidget) -> None:
    """Let nothing take the focus by a click but where one types."""
    for control in (window, *window.findChildren(QWidget)):
        by_click = control.focusPolicy() & Qt.FocusPolicy.ClickFocus
        if by_click and not isinstance(control, _TAKES_TEXT):
            control.setFocusPolicy(Qt.FocusPolicy.TabFocus)

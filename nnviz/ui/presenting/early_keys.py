"""Keys that come while the stage is opening: they are sent to the window and meant for the stage."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)


class EarlyKeys(QObject):
    """Hands the keys of the window to the stage, until the stage has them itself.

    A presenter's remote is pressed at once after F5, and a system without a window manager, or one that lets
    no window come to the front by itself, sends what is pressed to the window below. A click on that window
    gives it its keys back.
    """

    def __init__(self, window: QWidget, stage: QWidget) -> None:
        super().__init__(stage)
        self._stage = stage
        self._from: QWindow | None = window.windowHandle()
        if self._from is not None:
            self._from.installEventFilter(self)  # before any control of the window gets them
        stage.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the window; both windows say when that is over."""
        if watched is self._stage:
            if event.type() == QEvent.Type.WindowActivate:
                self.end()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self.end()
        elif event.type() in _KEYS and isinstance(event, QKeyEvent):
            event.accept()  # else a shortcut of the window would have it
            if event.type() == QEvent.Type.KeyPress:
                self._stage.keyPressEvent(event)
            return True
        return False

    def end(self) -> None:
        """Leave every key where it comes."""
        if self._from is not None:
            self._from.removeEventFilter(self)
        self._from = None
        self._stage.removeEventFilter(self)

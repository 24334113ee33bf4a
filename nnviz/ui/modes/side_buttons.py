"""The side buttons of the mouse: back and forward, wherever in the app the mouse is."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class SideButtons(QObject):
    """Listens while it is on; signals `back` and `forward`."""

    back = Signal()
    forward = Signal()

    def listen(self, on: bool) -> None:
        """Take these buttons for oneself, or leave them to others."""
        application = QApplication.instance()
        assert application is not None
        if on:
            application.installEventFilter(self)
        else:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the press of a side button."""
        pressed = isinstance(watched, QWidget) and event.type() == QEvent.Type.MouseButtonPress
        if not (pressed and isinstance(event, QMouseEvent)):
            return False
        signal = {
            Qt.MouseButton.BackButton: self.back,
            Qt.MouseButton.ForwardButton: self.forward,
        }.get(event.button())
        if signal is not None:
            signal.emit()
        return signal is not None

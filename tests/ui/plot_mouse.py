"""A mouse over a plot: it does to pyqtgraph's view what Qt does."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication

from nnviz.ui.navigation import loading
from nnviz.ui.pictures.painted import Painted

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


def on_screen(qtbot, view, session, size=(600, 480)):
    """Return a view of a session's present moment, on screen and ready to be taken hold of."""
    loading.load_now()
    qtbot.addWidget(view)
    view.resize(*size)
    view.show_snapshot(session.snapshot(*view.wishes()))
    view.show()
    return view


class Mouse:
    """Does to the hand over a picture what Qt does."""

    def __init__(self, view: Painted) -> None:
        (hand,) = (child for child in view.children() if type(child).__name__ == "Hand")
        self.hand, self.viewport = hand, hand.viewport()

    def send(self, kind, at, button=NONE, buttons=NONE, modifiers=PLAIN):
        at = QPointF(at)
        where = QPointF(self.viewport.mapToGlobal(at))
        QApplication.sendEvent(self.viewport, QMouseEvent(kind, at, where, button, buttons, modifiers))

    def wheel(self, at, degrees=15.0, modifiers=PLAIN, *, aside=0.0):
        at = QPointF(at)
        turn = QPoint(round(8 * aside), round(8 * degrees))
        where = QPointF(self.viewport.mapToGlobal(at))
        self.send(QEvent.Type.MouseMove, at)
        event = QWheelEvent(at, where, QPoint(), turn, NONE, modifiers, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(self.viewport, event)

    def drag(self, start, end, button=LEFT, modifiers=PLAIN):
        start, end = QPointF(start), QPointF(end)
        self.send(QEvent.Type.MouseMove, start)
        self.send(QEvent.Type.MouseButtonPress, start, button, button, modifiers)
        self.hand.scene()._lastMoveEventTime = 0  # it skips moves that come too fast
        for share in (0.3, 0.6, 1.0):
            self.send(QEvent.Type.MouseMove, start + share * (end - start), NONE, button, modifiers)
            self.hand.scene()._lastMoveEventTime = 0
        self.send(QEvent.Type.MouseButtonRelease, end, button, NONE, modifiers)

    def click(self, at, button=LEFT):
        self.send(QEvent.Type.MouseMove, at)
        self.send(QEvent.Type.MouseButtonPress, at, button, button)
        self.send(QEvent.Type.MouseButtonRelease, at, button, NONE)

    def double_click(self, at):
        self.click(at)
        self.send(QEvent.Type.MouseButtonDblClick, at, LEFT, LEFT)
        self.send(QEvent.Type.MouseButtonRelease, at, LEFT, NONE)

    def pinch(self, at, by=0.0, kind=Qt.NativeGestureType.ZoomNativeGesture):
        at = QPointF(at)
        where, device = QPointF(self.viewport.mapToGlobal(at)), QPointingDevice.primaryPointingDevice()
        event = QNativeGestureEvent(kind, device, 2, at, at, where, by, QPointF())
        QApplication.sendEvent(self.viewport, event)

"""A small sheet of paper that lies on a picture, with a field to type in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.paint.drawing.theme import Style


class PaperSheet(QWidget):
    """Paper under controls.

    Signals
    -------
    closed
        The user is done.
    """

    closed = Signal()

    def __init__(self, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self._style = style

    def lay_down(self, line: QLineEdit) -> None:
        """Show over everything on the picture, and let `line` be typed in."""
        self.show()
        self.raise_()
        line.setFocus(Qt.FocusReason.PopupFocusReason)
        line.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep clicks that miss a control from the picture below."""
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a sheet of paper."""
        theme = self._style.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.edge), 1.0))
            painter.setBrush(QColor(theme.paper))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6.0, 6.0)

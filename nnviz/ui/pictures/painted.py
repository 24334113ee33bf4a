"""A painted picture of the latest snapshot, kept as pixels, with what follows the cursor painted over it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.pictures.pixmap_layer import PixmapLayer


class Painted(QWidget):
    """Shows a picture of the latest snapshot."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is behind need not be painted
        self.setMouseTracking(True)
        self._style = Style()
        self._snapshot: Snapshot | None = None
        self._cursor: QPointF | None = None
        self._picture = PixmapLayer()

    # What a picture adds

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the picture itself."""
        raise NotImplementedError

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Snapshot, cursor: QPointF) -> None:
        """Paint what belongs to the cursor; nothing unless a picture has something."""

    def picture_key(self) -> object:
        """Return what the picture depends on besides snapshot and style."""
        return None

    # What every picture does

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        self._snapshot = snapshot
        self.update()

    def picture_rect(self) -> QRectF:
        """Return the part of the widget that the picture fills."""
        margin = GRID * self._style.scale
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

    def set_cursor_at(self, cursor: QPointF | None) -> None:
        """Move the readout; None takes it away."""
        self._cursor = cursor
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture if it is new, and the overlay."""
        with QPainter(self) as painter:
            if self._snapshot is None:
                painter.fillRect(event.rect(), QColor(self._style.theme.paper))
            else:
                self._paint(painter, self._snapshot)

    def _paint(self, painter: QPainter, snapshot: Snapshot) -> None:
        rect = self.picture_rect()
        key = (snapshot, self._style, self.picture_key())
        paper = QColor(self._style.theme.paper)
        self._picture.draw(
            painter, self.size(), key, lambda inner: self.paint_picture(inner, rect, snapshot), paper
        )
        if self._cursor is not None:
            self.paint_overlay(painter, rect, snapshot, self._cursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the readout follow."""
        self.set_cursor_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Take the readout away."""
        super().leaveEvent(event)
        self.set_cursor_at(None)

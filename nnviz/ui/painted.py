"""A painted picture in a column that scrolls: as wide as the column, as high as its content asks for."""

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.theme import GRID, Style
from nnviz.ui.pixmap_layer import PixmapLayer

NARROWEST = 26 * GRID


class Painted(QWidget):
    """Shows a picture of the latest snapshot, kept as pixels."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is behind need not be painted
        self.setMouseTracking(True)
        self.style_ = Style()
        self._snapshot: Snapshot | None = None
        self._cursor: QPointF | None = None
        self._picture = PixmapLayer()
        self.setMinimumWidth(NARROWEST)

    def height_wanted(self, snapshot: Snapshot) -> float:
        """Return the height of the picture."""
        raise NotImplementedError

    def paint_picture(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """Paint the picture itself."""
        raise NotImplementedError

    def paint_overlay(self, painter: QPainter, rect: QRectF, snapshot: Snapshot, cursor: QPointF) -> None:
        """Paint what belongs to the mouse; nothing unless a picture has something."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a moment of the run."""
        self._snapshot = snapshot
        self._fit()
        self.update()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.style_ = style
        self._fit()
        self.update()

    def _fit(self) -> None:
        if self._snapshot is not None:
            height = math.ceil(self.height_wanted(self._snapshot) + 2 * GRID * self.style_.scale)
            if height != self.minimumHeight():
                self.setFixedHeight(height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture if it is new, and what belongs to the mouse."""
        with QPainter(self) as painter:
            if self._snapshot is None:
                painter.fillRect(event.rect(), QColor(self.style_.theme.paper))
            else:
                self._paint(painter, self._snapshot)

    def _paint(self, painter: QPainter, snapshot: Snapshot) -> None:
        margin = GRID * self.style_.scale
        rect = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        key, paper = (snapshot, self.style_), QColor(self.style_.theme.paper)
        self._picture.draw(
            painter, self.size(), key, lambda inner: self.paint_picture(inner, rect, snapshot), paper
        )
        if self._cursor is not None:
            self.paint_overlay(painter, rect, snapshot, self._cursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the readout follow."""
        self._cursor = event.position()
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Take the readout away."""
        super().leaveEvent(event)
        self._cursor = None
        self.update()

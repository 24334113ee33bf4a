"""A picture, or a part of one, kept as pixels until what it shows changes."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap


class PixmapLayer:
    """The last picture painted, and the key it was painted for."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._key: object = None

    def draw(
        self,
        painter: QPainter,
        size: QSize,
        key: object,
        paint: Callable[[QPainter], None],
        background: QColor | Qt.GlobalColor = Qt.GlobalColor.transparent,
    ) -> None:
        """Draw the layer at the origin, painting it anew only for another key, size or pixel ratio.

        Parameters
        ----------
        painter : QPainter
            Where to draw.
        size : QSize
            Size of the layer in logical pixels.
        key : object
            Compared with ==; everything that `paint` depends on.
        paint : callable
            Paints the layer with the painter it is given.
        background : colour
            What the layer is filled with before.
        """
        # of what is really painted on: a screenshot has more pixels than the widget
        ratio = painter.paintEngine().paintDevice().devicePixelRatioF()
        wanted = (key, size, ratio)
        if self._key != wanted:
            self._pixmap = QPixmap(size * ratio)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(background)
            inner = QPainter(self._pixmap)
            try:
                paint(inner)
            finally:
                inner.end()
            self._key = wanted
        painter.drawPixmap(QPointF(0.0, 0.0), self._pixmap)

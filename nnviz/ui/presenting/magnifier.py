"""A magnifier: the stage painted larger around the mouse, not its pixels blown up."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from nnviz.paint.drawing.theme import Style

ZOOM = 2.0
WIDTH, HEIGHT = 0.46, 0.4
"""Of the glass, over the width and height of the stage."""
APART = 100
"""Milliseconds between two looks at the stage."""
REST = 6.0
"""The stage is looked at again after so many times as long as the last look took: a film is not held up."""
_CORNER = 10.0
"""Of the glass, at scale 1."""


class Magnifier(QObject):
    """Has the stage painted larger while it is used.

    Parameters
    ----------
    parent : QObject
    picture_of : callable
        From how much larger to the stage, painted so.

    Signals
    -------
    changed
        There is another picture.
    """

    changed = Signal()

    def __init__(self, parent: QObject, picture_of: Callable[[float], QPixmap]) -> None:
        super().__init__(parent)
        self._picture_of = picture_of
        self._picture: QPixmap | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def use(self, on: bool) -> None:
        """Take it up, or put it away."""
        if on:
            self.look()
        else:
            self._timer.stop()
            self._picture = None

    @Slot()
    def look(self) -> None:
        """Have the stage painted, and again after a while."""
        begin = time.perf_counter()
        self._picture = self._picture_of(ZOOM)
        took = 1e3 * (time.perf_counter() - begin)
        self._timer.start(max(APART, round(REST * took)))
        self.changed.emit()

    def paint(
        self, painter: QPainter, mouse: QPointF, whole: QRectF, style: Style, over: Callable[[], None]
    ) -> None:
        """Paint the glass over the mouse; `over` paints what lies over the stage."""
        if self._picture is None:
            return
        glass = _glass(mouse, whole)
        outline, corner = QPainterPath(), _CORNER * style.scale
        outline.addRoundedRect(glass, corner, corner)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(glass, QColor(style.theme.paper))
        painter.translate(mouse * (1.0 - ZOOM))
        painter.scale(ZOOM, ZOOM)
        painter.drawPixmap(whole, self._picture, self._picture.rect().toRectF())
        over()
        painter.restore()
        painter.strokePath(outline, QPen(QColor(style.theme.ink), 2.0 * style.scale))


def _glass(mouse: QPointF, whole: QRectF) -> QRectF:
    """Return where the glass lies: around the mouse, but within the stage."""
    width, height = WIDTH * whole.width(), HEIGHT * whole.height()
    left = min(max(mouse.x() - width / 2, whole.left()), whole.right() - width)
    top = min(max(mouse.y() - height / 2, whole.top()), whole.bottom() - height)
    return QRectF(left, top, width, height)

"""Painting what is kept: small, at scale 1, in the app's own font."""

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from nnviz.paint.drawing.fonts import load_fonts
from nnviz.paint.drawing.theme import Style

WIDTH = 380
MARGIN = 6

Paint = Callable[[QPainter, QRectF, Style], None]


def painted(paint: Paint, height: float, style: Style | None = None, width: int = WIDTH) -> QImage:
    """Return what `paint(painter, rect, style)` paints, with a margin in which nothing belongs."""
    style = style or Style()
    load_fonts()
    image = QImage(width + 2 * MARGIN, round(height) + 2 * MARGIN, QImage.Format.Format_RGB32)
    image.fill(QColor(style.theme.paper))
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, QRectF(MARGIN, MARGIN, width, round(height)), style)
    return image

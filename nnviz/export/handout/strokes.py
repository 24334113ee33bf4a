"""Lines of the pen over a picture: the same on the stage and in a handout."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.lecture.scene import PenStroke
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.drawing.tools import saved

WIDTH = 3.0
"""Of the pen, at scale 1."""


def pen_colours(theme: Theme) -> tuple[str, str, str]:
    """Return the three colours of the pen."""
    return theme.backward, theme.positive, theme.forward


def paint_line(
    painter: QPainter, place: QRectF, points: Sequence[tuple[float, float]], pen: int, style: Style
) -> None:
    """Paint a line whose points are shares of a place; a single point is a dot."""
    with saved(painter):
        ink = painter.pen()
        ink.setStyle(Qt.PenStyle.SolidLine)
        ink.setWidthF(WIDTH * style.scale)
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        ink.setColor(QColor(pen_colours(style.theme)[pen]))
        painter.setPen(ink)
        placed = [
            QPointF(place.left() + x * place.width(), place.top() + y * place.height()) for x, y in points
        ]
        if len(placed) > 1:
            painter.drawPolyline(placed)
        else:
            painter.drawPoint(placed[0])


def paint_strokes(
    painter: QPainter, strokes: Sequence[PenStroke], places: Mapping[str, QRectF], style: Style
) -> None:
    """Paint what is kept with a scene over its panels; what lies on none of them is left out."""
    for stroke in strokes:
        if stroke.panel in places:
            paint_line(painter, places[stroke.panel], stroke.places(), stroke.pen - 1, style)

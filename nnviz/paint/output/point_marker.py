"""One marker of a point: filled, hollow, or hollow with a dot."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen

RING = 2.5
"""Distance of the ring around a wrong point at 1x."""


DOT = 0.17
"""Radius of the dot in a marker of validation, of the marker's width."""


def paint_marker(
    painter: QPainter,
    centre: QPointF,
    outline: QPainterPath,
    colour: str,
    style: Style,
    *,
    part: str,
    real: bool = False,
) -> None:
    """Paint one marker: filled with a rim in the paper's colour, or hollow with a rim in its own.

    Those of training are filled, those of the test hollow, those of validation hollow with a dot.

    The colour of a `real` target may be as pale as the paper: it is always filled, and its rim is dark
    and thin, or in the ink's colour and strong instead of hollow.
    """
    theme, hollow = style.theme, part in ("test", "validation")
    painter.setBrush(QColor(theme.paper if hollow and not real else colour))
    if real:
        painter.setPen(pen(style, theme.ink, 1.8) if hollow else pen(style, theme.quiet, 0.8))
    else:
        painter.setPen(pen(style, colour, 1.5) if hollow else pen(style, theme.paper, 0.8))
    painter.drawPath(outline.translated(centre))
    if part == "validation":
        radius = DOT * outline.boundingRect().width()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ink if real else colour))
        painter.drawEllipse(centre, radius, radius)

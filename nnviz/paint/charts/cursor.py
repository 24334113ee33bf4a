"""The cursor on charts of a run: which recorded epoch it means, and a line there."""

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from nnviz.arrays import Floats
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen


def epoch_under(cursor: QPointF, axes: Axes, epochs: Floats) -> int | None:
    """Return the row of the recorded epoch nearest to the cursor; None beside the plot."""
    places = axes.x.place(epochs)
    if not axes.plot.left() <= cursor.x() <= axes.plot.right():
        return None
    if np.isnan(places).all():  # a logarithmic axis has no place for epoch 0
        return None
    return int(np.nanargmin(np.abs(places - cursor.x())))


def paint_hairline(painter: QPainter, axes: Axes, x: float, style: Style) -> None:
    """Draw a line from top to bottom of the plot at a position of the picture."""
    painter.setPen(pen(style, style.theme.quiet, 1.0))
    painter.drawLine(axes.upright(x))

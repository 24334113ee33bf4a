"""Which way numbers move through a network diagram: arrowheads on the lit lines, at rest or wandering."""

from math import hypot

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnviz.paint.drawing.roles import flow_colour
from nnviz.paint.drawing.tools import saved
from nnviz.paint.network.captions import count_boxes
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.geometry import ends_of

AT_REST = 0.62
"""How far along its line an arrowhead stands when nothing moves."""

MOST_ARROWS = 80
"""Lines with arrowheads; where more are lit, only every second, third ... has one."""

_LENGTH, _WIDTH = 13.0, 11.0
"""Of an arrowhead, at 1x."""


def paint_flow(painter: QPainter, diagram: Diagram, along: float = AT_REST) -> None:
    """Paint an arrowhead on each lit line, `along` of the way (0 to 1) from where the numbers come from.

    Forward they go from left to right, backward from right to left; in an update nothing travels
    (`network_changes` shows which way each weight goes).
    """
    lit = diagram.lit
    if lit is None or lit.flow not in ("forward", "backward"):
        return
    weights = [weight for weight in lit.weights if diagram.layout.shows(weight)]
    with saved(painter):
        painter.setPen(QPen(QColor(diagram.style.theme.paper), 1.2 * diagram.style.scale))
        painter.setBrush(QColor(flow_colour(lit.flow, diagram.style.theme)))
        counts = count_boxes(diagram)  # of units left out: arrowheads pass behind them
        for weight in weights[:: 1 + len(weights) // MOST_ARROWS]:
            start, end = ends_of(diagram.layout, weight)
            if lit.flow == "backward":
                start, end = end, start
            head = _arrowhead(start, end, along, diagram.style.scale)
            if not any(box.intersects(head.boundingRect()) for box in counts):
                painter.drawPolygon(head)


def _arrowhead(start: QPointF, end: QPointF, along: float, scale: float) -> QPolygonF:
    across = end - start
    length = max(hypot(across.x(), across.y()), 1e-9)
    direction = across / length
    side = QPointF(-direction.y(), direction.x()) * (_WIDTH * scale / 2)
    inset = min(_LENGTH * scale, 0.5 * length)
    tip = start + direction * (inset + along * (length - inset))
    back = tip - direction * inset
    return QPolygonF([tip, back + side, back + direction * (0.25 * inset), back - side])

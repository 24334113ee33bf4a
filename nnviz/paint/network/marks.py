"""Marks on top of a network diagram: what is pointed at and what is selected."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.paint.drawing.tools import saved
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.geometry import ends_of, rectangle
from nnviz.paint.network.layout import Box
from nnviz.paint.network.lines import line_pen, widest_line
from nnviz.paint.network.weights_scale import bin_of
from nnviz.parts import Part, Weight

_RING = 2.5
"""Distance of a ring from what it surrounds, at 1x."""


def paint_mark(painter: QPainter, diagram: Diagram, part: Part) -> None:
    """Surround a part that is drawn: a ring around a neuron or bias, a casing around a line."""
    with saved(painter):
        if isinstance(part, Weight):
            _paint_casing(painter, diagram, part)
        else:
            _paint_ring(painter, diagram, diagram.layout.anchor(part))


def _paint_ring(painter: QPainter, diagram: Diagram, box: Box) -> None:
    style = diagram.style
    gap = _RING * style.scale
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(style.theme.focus), 2.0 * style.scale * style.theme.stroke))
    rect = rectangle(box).adjusted(-gap, -gap, gap, gap)
    painter.drawRoundedRect(rect, gap, gap)


def _paint_casing(painter: QPainter, diagram: Diagram, weight: Weight) -> None:
    """Paint the line again, in full colour and with an outline, and rings around its ends."""
    layout, style = diagram.layout, diagram.style
    start, end = ends_of(layout, weight)
    pen = QPen(line_pen(_bin(diagram, weight), widest_line(layout, style), style))
    width = pen.widthF()
    for colour, wider in ((style.theme.ink, 5.0), (style.theme.paper, 2.5)):
        painter.setPen(QPen(QColor(colour), width + wider * style.scale))
        painter.drawLine(start, end)
    painter.setPen(pen)
    painter.drawLine(start, end)
    for unit in (weight.start, weight.end):
        _paint_ring(painter, diagram, layout.anchor(unit))


def _bin(diagram: Diagram, weight: Weight) -> int:
    if weight.layer > len(diagram.content.weights):
        return 0
    return bin_of(float(diagram.weights(weight.layer)[weight.index]), diagram.limit)

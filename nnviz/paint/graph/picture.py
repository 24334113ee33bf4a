"""A computational graph on any device: what a step lights is strong, what is not known yet is left out."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from nnviz.explain.graph.walk import GraphStep
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.roles import text_colour
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.drawing.tools import saved
from nnviz.paint.graph.layout import EdgeLine, GraphLayout, GraphRow, NodeBox
from nnviz.paint.mathematics.typeset import draw

_CORNER = 8.0
_FADED = 0.32


def paint_graph(
    painter: QPainter, layout: GraphLayout, step: GraphStep, style: Style, chosen: int = -1, hovered: int = -1
) -> None:
    """Paint a graph in the units of its layout.

    Parameters
    ----------
    painter : QPainter
        Scaled and moved to where the picture goes.
    layout : GraphLayout
    step : GraphStep
        What is lit, and what is known.
    style : Style
    chosen, hovered : int
        The node whose paths are walked, and the one under the mouse; -1 for none.
    """
    with saved(painter):
        for line in layout.edges:
            _paint_edge(painter, line, step, style.theme)
        for line in layout.edges:
            if line.edge.source in step.derivatives:
                _paint_label(painter, line, step, style.theme)
        for placed in layout.nodes:
            _paint_node(
                painter, placed, step, style.theme, placed.node.index == chosen, placed.node.index == hovered
            )


def phase_colour(step: GraphStep, theme: Theme) -> str:
    """Return the colour of a step: forward, or backward."""
    return theme.forward if step.phase == "value" else theme.backward


def _paint_edge(painter: QPainter, line: EdgeLine, step: GraphStep, theme: Theme) -> None:
    lit = (line.edge.source, line.edge.target) in step.edges
    colour = phase_colour(step, theme) if lit else theme.edge
    painter.setOpacity(1.0 if lit or step.phase == "value" else _FADED + 0.3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), (2.6 if lit else 1.3) * theme.stroke))
    painter.drawPath(line.line)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(line.head)
    painter.setOpacity(1.0)


def _paint_label(painter: QPainter, line: EdgeLine, step: GraphStep, theme: Theme) -> None:
    lit = (line.edge.source, line.edge.target) in step.edges
    box = line.label.adjusted(2.0, 2.0, -2.0, -2.0)
    painter.setBrush(QColor(mix(theme.paper, theme.backward, 0.12) if lit else theme.paper))
    painter.setPen(QPen(QColor(theme.backward if lit else theme.line), 1.0 * theme.stroke))
    painter.drawRoundedRect(box, 4.0, 4.0)
    painter.setOpacity(1.0 if lit or step.phase == "derivative" else 0.7)
    for row in line.rows:
        _paint_row(painter, row, line.label, text_colour(theme.backward, theme) if lit else theme.ink)
    painter.setOpacity(1.0)


def _paint_node(
    painter: QPainter, placed: NodeBox, step: GraphStep, theme: Theme, chosen: bool, hovered: bool
) -> None:
    index = placed.node.index
    lit = index in step.nodes
    colour = phase_colour(step, theme)
    painter.setOpacity(1.0 if lit or step.phase in ("value", "derivative") else 0.7)
    fill = theme.surface if placed.node.is_input else theme.paper
    painter.setBrush(QColor(mix(theme.paper, colour, 0.1) if lit else (theme.hover if hovered else fill)))
    width = (2.4 if lit else 1.4) * theme.stroke
    painter.setPen(QPen(QColor(colour if lit else theme.edge), width))
    painter.drawPath(_outline(placed))
    if chosen:
        painter.setPen(QPen(QColor(theme.focus), 2.0 * theme.stroke, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(placed.box.adjusted(-5.0, -5.0, 5.0, 5.0), _CORNER + 4.0, _CORNER + 4.0)
    _paint_row(painter, placed.name, placed.box, theme.ink)
    if index in step.values:
        _paint_row(painter, placed.value, placed.box, text_colour(theme.forward, theme))
    if index in step.derivatives:
        _paint_row(painter, placed.derivative, placed.box, text_colour(theme.backward, theme))
    painter.setOpacity(1.0)


def _outline(placed: NodeBox) -> QPainterPath:
    """Return the outline of a node: inputs have round ends."""
    path = QPainterPath()
    corner = min(22.0, placed.box.height() / 2) if placed.node.is_input else _CORNER
    path.addRoundedRect(placed.box, corner, corner)
    return path


def _paint_row(painter: QPainter, row: GraphRow, box: QRectF, colour: str) -> None:
    draw(painter, row.outline, box.left() + row.x, box.top() + row.baseline, row.size, colour)

"""Which way an update moves each weight and bias: triangles that point up where it rises, else down."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from nnviz.paint.drawing.roles import flow_colour
from nnviz.paint.drawing.tools import saved
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.flow import MOST_ARROWS
from nnviz.paint.network.geometry import ends_of, rectangle
from nnviz.paint.network.labels import around, neuron_boxes, placed_labels
from nnviz.parts import Part, Weight

_ALONG = (0.7, 0.3, 0.8, 0.2, 0.6, 0.4)
"""Places along a line that has no number, the best first."""

_WIDTH = 13.0
"""Of a triangle, at 1x, where neurons are not small."""
_LARGEST_SHARE = 0.5
"""Of a neuron's side, for a triangle at most."""


def paint_changes(painter: QPainter, diagram: Diagram) -> None:
    """Paint the triangles beside the numbers, or on the lines; one that has no free place is left out."""
    if diagram.lit is None or not diagram.lit.changes:
        return
    with saved(painter):
        painter.setPen(QPen(QColor(diagram.style.theme.paper), 1.2 * diagram.style.scale))
        painter.setBrush(QColor(flow_colour("change", diagram.style.theme)))
        for box, rises in placed_changes(diagram):
            painter.drawPolygon(_triangle(box, rises))


def placed_changes(diagram: Diagram) -> list[tuple[QRectF, bool]]:
    """Return the place of each triangle, and whether it points up."""
    changes = diagram.lit.changes if diagram.lit is not None else ()
    shown = [(part, rises) for part, rises in changes if diagram.layout.shows(part)]
    labels = {label.part: box for label, box in placed_labels(diagram)}
    taken = [*labels.values(), *neuron_boxes(diagram)]
    placed = []
    for part, rises in shown[:: 1 + len(shown) // MOST_ARROWS]:
        for box in _places(part, diagram, labels.get(part)):
            if not any(box.intersects(other) for other in taken):
                placed.append((box, rises))
                taken.append(box)
                break
    return placed


def _places(part: Part, diagram: Diagram, label: QRectF | None) -> Iterator[QRectF]:
    width = min(_WIDTH * diagram.style.scale, max(8.0, _LARGEST_SHARE * diagram.layout.node))
    height = 0.9 * width
    beside = label
    if beside is None and not isinstance(part, Weight):
        beside = rectangle(diagram.layout.anchor(part))
    if beside is not None:
        gap = 0.6 * width
        sides = [beside.right() + gap, beside.left() - gap]
        for x in sides if isinstance(part, Weight) else reversed(sides):  # names of outputs are at the right
            yield around(QPointF(x, beside.center().y()), width, height)
    if isinstance(part, Weight):
        start, end = ends_of(diagram.layout, part)
        for along in _ALONG:
            yield around(start + (end - start) * along, width, height)


def _triangle(box: QRectF, rises: bool) -> QPolygonF:
    tip, base = (box.top(), box.bottom()) if rises else (box.bottom(), box.top())
    return QPolygonF([QPointF(box.center().x(), tip), QPointF(box.right(), base), QPointF(box.left(), base)])

"""Numbers written on a network diagram: at neurons, lines and biases, none covering another."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.lettering import draw_text, text_width
from nnviz.paint.network_diagram import Diagram, Label
from nnviz.paint.network_flow import ends_of
from nnviz.paint.network_layout import Bias, Neuron, Weight
from nnviz.paint.network_neurons import rectangle
from nnviz.paint.tools import faded, saved

_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
"""Places along a line where its number may stand, the best first."""


def paint_labels(painter: QPainter, diagram: Diagram) -> None:
    """Paint the numbers of what is lit; one that has no free place is left out."""
    if diagram.lit is None:
        return
    taken: list[QRectF] = []
    inside = rectangle(diagram.layout.box)
    with saved(painter):
        for label in sorted(diagram.lit.labels, key=lambda label: not isinstance(label.part, Neuron)):
            if not diagram.layout.shows(label.part):
                continue
            free = (
                box
                for box in _places(label, diagram)
                if inside.contains(box) and not any(box.intersects(other) for other in taken)
            )
            box = next(free, None)
            if box is not None:
                taken.append(box)
                _paint_label(painter, box, label, diagram)


def _places(label: Label, diagram: Diagram) -> Iterator[QRectF]:
    """Go through the boxes in which a number may stand."""
    style, layout, part = diagram.style, diagram.layout, label.part
    size = style.heading
    width, height = text_width(label.text, style, size) + 0.6 * size, 1.3 * size
    if isinstance(part, Weight):
        start, end = ends_of(layout, part)
        for along in _ALONG:
            yield _around(start + (end - start) * along, width, height)
        return
    box = layout.anchor(part)
    middle = QPointF(*box.centre)
    if isinstance(part, Bias):
        yield _around(QPointF(middle.x(), box.bottom + 0.6 * height), width, height)
        return
    if layout.node < 1.5 * height:  # in a crowded column the neurons' names and neighbours need the room
        yield _around(QPointF(box.left - 0.6 * width, middle.y()), width, height)
    yield _around(QPointF(middle.x(), box.top - 0.1 * height), width, height)
    yield _around(middle, width, height)


def _around(middle: QPointF, width: float, height: float) -> QRectF:
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _paint_label(painter: QPainter, box: QRectF, label: Label, diagram: Diagram) -> None:
    style = diagram.style
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(style.theme.paper, 0.92))
    painter.drawRoundedRect(box, 3.0 * style.scale, 3.0 * style.scale)
    painter.setPen(QColor(label.colour))
    draw_text(painter, box, label.text, style, size=style.heading)

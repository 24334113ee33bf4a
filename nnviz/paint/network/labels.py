"""Numbers written on a network diagram: at neurons, lines and biases, none covering another or a name."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.tools import faded, saved
from nnviz.paint.network.captions import name_boxes
from nnviz.paint.network.diagram import Diagram, Label
from nnviz.paint.network.flow import ends_of
from nnviz.paint.network.layout import Box
from nnviz.paint.network.neurons import rectangle
from nnviz.parts import Bias, Unit, Weight

_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
"""Places along a line where its number may stand, the best first."""


def paint_labels(painter: QPainter, diagram: Diagram) -> None:
    """Paint the numbers of what is lit; one that has no free place is left out."""
    with saved(painter):
        for label, box in placed_labels(diagram):
            _paint_label(painter, box, label, diagram)


def placed_labels(diagram: Diagram) -> list[tuple[Label, QRectF]]:
    """Return the numbers that have a place, and the place of each; those of neurons come first."""
    labels = diagram.lit.labels if diagram.lit is not None else ()
    placed: list[tuple[Label, QRectF]] = []
    inside, neurons = rectangle(diagram.layout.box), neuron_boxes(diagram)
    names = name_boxes(diagram)
    for label in sorted(labels, key=lambda label: not isinstance(label.part, Unit)):
        if not diagram.layout.shows(label.part):
            continue
        taken = [*names, *(box for _, box in placed), *(neurons if isinstance(label.part, Weight) else ())]
        for box in _places(label, diagram):
            if inside.contains(box) and not any(box.intersects(other) for other in taken):
                placed.append((label, box))
                break
    return placed


def neuron_boxes(diagram: Diagram) -> list[QRectF]:
    """Return where the neurons are."""
    layout = diagram.layout
    return [
        rectangle(layout.neuron_box(layer, unit))
        for layer, column in enumerate(layout.columns)
        for unit in column.shown
    ]


def _places(label: Label, diagram: Diagram) -> Iterator[QRectF]:
    """Go through the boxes in which a number may stand."""
    style, layout, part = diagram.style, diagram.layout, label.part
    size = style.heading
    width, height = text_width(label.text, style, size) + 0.6 * size, 1.3 * size
    if isinstance(part, Weight):
        start, end = ends_of(layout, part)
        for along in _ALONG:
            yield around(start + (end - start) * along, width, height)
        return
    box = layout.anchor(part)
    middle = QPointF(*box.centre)
    if isinstance(part, Bias):
        yield around(QPointF(middle.x(), box.bottom + 0.6 * height), width, height)
        return
    if isinstance(part, Unit) and not _have_room_above(part.layer, height, diagram):
        yield from _beside(box, part, width, height)
    yield _above(box, width, height)
    yield from _beside(box, part, width, height)


def _above(box: Box, width: float, height: float) -> QRectF:
    return around(QPointF(box.centre[0], box.top - 0.55 * height), width, height)


def _beside(box: Box, neuron: Unit, width: float, height: float) -> Iterator[QRectF]:
    """Go through the places beside a neuron: where its lines come in, or leave; there is an input's name."""
    y = box.centre[1]
    places = [QPointF(box.left - 0.6 * width, y), QPointF(box.right + 0.6 * width, y)]
    for place in places if neuron.layer else reversed(places):
        yield around(place, width, height)


def _have_room_above(layer: int, height: float, diagram: Diagram) -> bool:
    """Whether numbers above the neurons of a layer cover neither the neurons nor the words above them."""
    layout = diagram.layout
    column = layout.columns[layer]
    neurons = [layout.neuron_box(layer, unit) for unit in column.shown]
    words = rectangle(column.caption_line(2))
    words.setBottom(words.center().y() + 0.5 * diagram.style.text)
    occupied = [words, *(rectangle(box) for box in neurons)]
    places = [_above(box, 1.0, height) for box in neurons]
    return not any(place.intersects(each) for place in places for each in occupied)


def around(middle: QPointF, width: float, height: float) -> QRectF:
    """Return the box of a size around a point."""
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)


def _paint_label(painter: QPainter, box: QRectF, label: Label, diagram: Diagram) -> None:
    style = diagram.style
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(style.theme.paper, 0.92))
    painter.drawRoundedRect(box, 3.0 * style.scale, 3.0 * style.scale)
    painter.setPen(QColor(label.colour))
    draw_text(painter, box, label.text, style, size=style.heading)

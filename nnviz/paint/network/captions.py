"""The words of a network diagram: captions of the layers, names of inputs and outputs, what is left out."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.drawing.lettering import draw_name, draw_text, elided, name_width, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.layout import Column, NetworkLayout
from nnviz.paint.network.neurons import rectangle

NAME_GAP = 6.0
"""Between a neuron and its name, at 1x."""

CAPTION_GAP = 6.0
"""Between captions of neighbouring layers, at 1x."""

WIDEST_NAME = 8.5
"""Room for a name beside a neuron, in text sizes; longer names are elided."""


def titles(layer: int, layers: int) -> tuple[str, ...]:
    """Return what a layer may be called, the longest name first."""
    if layer == 0:
        return ("Inputs", "In")
    if layer == layers - 1:
        return ("Output", "Out")
    return (f"Hidden layer {layer}", f"Hidden {layer}", f"H{layer}")


def unit_counts(column: Column, end: str = "") -> tuple[str, ...]:
    """Return how many units a layer has, the longest wording first.

    At an `end` of the network, "input" or "output", they are called that where there is no room for titles.
    """
    word = "unit" if column.units == 1 else "units"
    if not column.titled and end:
        word = f"{end}s" if column.units > 1 else end
    count = f"{column.units:,}"
    if not column.hidden_units:
        return (f"{count} {word}", count)
    return (f"{count} {word}, {len(column.shown)} shown", f"{count} {word}", count)


def fitting(candidates: Sequence[str], width: float, style: Style) -> str:
    """Return the first text that fits into `width`, else the last one, elided."""
    for text in candidates:
        if text_width(text, style) <= width:
            return text
    return elided(candidates[-1], width, style)


def unit_count(column: Column, style: Style, end: str = "") -> str:
    """Return how many units a layer has, in what fits beside the buttons that a hidden layer has there."""
    line = column.caption_line(1)
    room = line.width - CAPTION_GAP * style.scale - (0.0 if end else 2.0 * line.height)
    return fitting(unit_counts(column, end), room, style)


def widest_name(names: Sequence[str], style: Style) -> float:
    """Return the room that names beside a column need, with the gap; 0 for no names."""
    if not names:
        return 0.0
    widest = max(name_width(name, style) for name in names)
    return min(widest, WIDEST_NAME * style.text) + 2 * NAME_GAP * style.scale


def missing_at_the_end(layout: NetworkLayout, activation: str, style: Style) -> float:
    """Return by how much the outputs must stand farther from the edge for the name of their activation."""
    caption = layout.columns[-1].caption
    if caption.right < layout.box.right - 1e-6:
        return 0.0  # it is another layer that is near
    return (text_width(caption_of(activation), style) + CAPTION_GAP * style.scale - caption.width) / 2


def caption_of(activation: str) -> str:
    """Return an activation as it is written above its layer."""
    return activation.replace("_", " ")


def paint_captions(painter: QPainter, diagram: Diagram, *, activations: bool = True) -> None:
    """Paint title, number of units and, if asked, activation above every layer."""
    style, columns = diagram.style, diagram.layout.columns
    for layer, column in enumerate(columns):
        if not column.caption.height:
            continue
        width = column.caption.width - CAPTION_GAP * style.scale
        title_box, count_box, activation_box = (rectangle(column.caption_line(k)) for k in range(3))
        if column.titled:
            painter.setPen(QColor(style.theme.ink))
            draw_text(painter, title_box, fitting(titles(layer, len(columns)), width, style), style)
        painter.setPen(QColor(style.theme.quiet))
        end = "input" if layer == 0 else "output" if layer == len(columns) - 1 else ""
        draw_text(painter, count_box, unit_count(column, style, end), style)
        if layer and activations:
            name = caption_of(diagram.content.activations[layer - 1])
            draw_text(painter, activation_box, fitting((name,), width, style), style)


def paint_names(painter: QPainter, diagram: Diagram, *, inputs: bool = True) -> None:
    """Paint the names of the inputs, if asked, to the left of them, and of the outputs to the right."""
    painter.setPen(QColor(diagram.style.theme.ink))
    if inputs:
        _paint_names_beside(painter, diagram, 0, diagram.content.input_names)
    _paint_names_beside(painter, diagram, len(diagram.layout.columns) - 1, diagram.content.output_names)


def name_box(layout: NetworkLayout, layer: int, unit: int, style: Style) -> QRectF:
    """Return the place of the name of an input (left of it) or of an output (right of it)."""
    node = layout.neuron_box(layer, unit)
    room, gap = WIDEST_NAME * style.text, NAME_GAP * style.scale
    left = node.right + gap if layer else node.left - gap - room
    return QRectF(left, node.centre[1] - style.text, room, 2 * style.text)


def name_boxes(diagram: Diagram) -> list[QRectF]:
    """Return where the names of inputs and outputs are, as wide as they are painted."""
    style, layout, content = diagram.style, diagram.layout, diagram.content
    boxes = []
    for layer, names in ((0, content.input_names), (len(layout.columns) - 1, content.output_names)):
        for unit in layout.columns[layer].shown if names else ():
            box = name_box(layout, layer, unit, style)
            free = max(0.0, box.width() - name_width(names[unit], style))
            boxes.append(box.adjusted(0.0 if layer else free, 0.0, -free if layer else 0.0, 0.0))
    return boxes


def _paint_names_beside(painter: QPainter, diagram: Diagram, layer: int, names: Sequence[str]) -> None:
    style = diagram.style
    align = Qt.AlignmentFlag.AlignLeft if layer else Qt.AlignmentFlag.AlignRight
    for unit in diagram.layout.columns[layer].shown if names else ():
        box = name_box(diagram.layout, layer, unit, style)
        name = names[unit]
        if name_width(name, style) > box.width():
            name = elided(name, box.width(), style)
        draw_name(painter, box, name, style, align=align)


def paint_gaps(painter: QPainter, diagram: Diagram) -> None:
    """Paint three dots and the number of units left out where a layer is too large to draw."""
    style = diagram.style
    radius, step = 1.5 * style.scale, min(0.42 * diagram.layout.node, 7.0 * style.scale)
    for column in diagram.layout.columns:
        if column.gap is None:
            continue
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.theme.ink))
        for offset in (-step, 0.0, step):
            painter.drawEllipse(QPointF(column.x, column.gap + offset), radius, radius)
        _paint_count(painter, column, f"{column.hidden_units:,} more", style)


def _paint_count(painter: QPainter, column: Column, text: str, style: Style) -> None:
    """Paint how many units are left out, on a patch of paper where lines pass."""
    assert column.gap is not None
    width, height = text_width(text, style) + 6.0 * style.scale, 1.3 * style.text
    box = QRectF(column.x + 7.0 * style.scale, column.gap - height / 2, width, height)
    painter.setBrush(QColor(style.theme.paper))
    painter.drawRoundedRect(box, 3.0 * style.scale, 3.0 * style.scale)
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, box, text, style)

"""The words of a network diagram: captions of the layers, names of inputs and outputs, what is left out."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.drawing.lettering import draw_name, draw_text, elided, name_width, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.geometry import rectangle
from nnviz.paint.network.layout import Column, NetworkLayout

NAME_GAP = 6.0
"""Between a neuron and its name, at 1x."""

CAPTION_GAP = 6.0
"""Between captions of neighbouring layers, at 1x."""

COUNT_GAP, COUNT_MARGIN = 7.0, 6.0
"""From the middle of the dots to the number of units left out, and around that, at 1x."""

SHARES = (0.9, 0.8, 0.7, 0.6, 0.5)
"""Of the size of text, in which a caption is written where its column is narrow."""

NUMBER_HEIGHT = 1.2
"""Of the box of a unit's number, in the size that it is written in."""

SMALLEST_NUMBER = 0.45
"""Of the size of text: where neurons are too close for that, their numbers are left out."""

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
    return with_shown((f"{count} {word}", count), column)


def with_shown(counts: Sequence[str], column: Column) -> tuple[str, ...]:
    """Return how much a layer has, the longest wording first; with how much is drawn, if not all is."""
    if not column.hidden_units:
        return tuple(counts)
    shown = f"{len(column.shown)} shown"
    short = f"{len(column.shown)} of {column.units:,}"
    return (*(f"{count}, {shown}" for count in counts[:-1]), short, *counts)


def fitting(candidates: Sequence[str], width: float, style: Style) -> str:
    """Return the first text that fits into `width`, else the last one, elided."""
    for text in candidates:
        if text_width(text, style) <= width:
            return text
    return elided(candidates[-1], width, style)


def fitted(candidates: Sequence[str], width: float, style: Style) -> tuple[str, float]:
    """Return the text for `width`, and its size: the last one is written smaller before it is elided."""
    text = fitting(candidates, width, style)
    if text in candidates:
        return text, style.text
    last = candidates[-1]
    for share in SHARES:
        if text_width(last, style, share * style.text) <= width:
            return last, share * style.text
    return elided(last, width, style, SHARES[-1] * style.text), SHARES[-1] * style.text


def unit_count(column: Column, style: Style, end: str = "", *, buttons: bool = True) -> str:
    """Return how many units a layer has, in what fits beside the `buttons` that a hidden layer has there."""
    line = column.caption_line(1)
    beside = 2.0 * line.height if buttons and not end else 0.0
    room = line.width - CAPTION_GAP * style.scale - beside
    return fitting(unit_counts(column, end), room, style)


def widest_name(names: Sequence[str], style: Style) -> float:
    """Return the room that names beside a column need, with the gap; 0 for no names."""
    if not names:
        return 0.0
    widest = max(name_width(name, style) for name in names)
    return min(widest, WIDEST_NAME * style.text) + 2 * NAME_GAP * style.scale


def missing_at_the_end(layout: NetworkLayout, activation: str, style: Style) -> float:
    """Return by how much the outputs must stand farther from the edge for the words above and among them."""
    column = layout.columns[-1]
    counted = 0.0
    if column.gap is not None:
        text, before, around = _count_texts(column)[0], COUNT_GAP * style.scale, COUNT_MARGIN * style.scale
        counted = before + text_width(text, style) + around - (layout.box.right - column.x)
    if column.caption.right < layout.box.right - 1e-6:
        return counted  # above them it is another layer that is near
    words = text_width(caption_of(activation), style) + CAPTION_GAP * style.scale
    return max(counted, (words - column.caption.width) / 2)


def caption_of(activation: str) -> str:
    """Return an activation as it is written above its layer."""
    return activation.replace("_", " ")


def paint_captions(painter: QPainter, diagram: Diagram, *, activations: bool = True) -> None:
    """Paint title, number of units and, if asked, activation above every layer."""
    style = diagram.style
    for line, (text, size), box in _caption_lines(diagram, activations=activations):
        painter.setPen(QColor(style.theme.quiet if line else style.theme.ink))
        draw_text(painter, box, text, style, size=size)


def caption_boxes(diagram: Diagram) -> list[QRectF]:
    """Return where captions are, as wide as they are painted."""
    boxes = []
    for _, (text, size), box in _caption_lines(diagram, activations=True):
        free = max(0.0, box.width() - text_width(text, diagram.style, size)) / 2
        lower = max(0.0, box.height() - 1.3 * diagram.style.text) / 2
        boxes.append(box.adjusted(free, lower, -free, -lower))
    return boxes


def _caption_lines(diagram: Diagram, *, activations: bool) -> Iterator[tuple[int, tuple[str, float], QRectF]]:
    """Go through the lines of all captions: which line it is, what it says in which size, its box."""
    style, columns = diagram.style, diagram.layout.columns
    for layer, column in enumerate(columns):
        if not column.caption.height:
            continue
        width = column.caption.width - CAPTION_GAP * style.scale
        title_box, count_box, activation_box = (rectangle(column.caption_line(k)) for k in range(3))
        if column.titled:
            yield 0, fitted(titles(layer, len(columns)), width, style), title_box
        if diagram.content.words:
            count, what = with_shown(diagram.content.words[layer][0], column), diagram.content.words[layer][1]
            has_buttons = not activations and diagram.content.is_counted_by_hand(layer)
            beside = 2.0 * count_box.height() if has_buttons else 0.0
            yield 1, fitted(count, width - beside, style), count_box
            if layer and not activations:
                continue  # controls on top of the picture say it
            if what:
                yield 2, fitted(what, width, style), activation_box
            continue
        end = "input" if layer == 0 else "output" if layer == len(columns) - 1 else ""
        yield 1, (unit_count(column, style, end, buttons=not activations), style.text), count_box
        if layer and activations:
            name = caption_of(diagram.content.activations[layer - 1])
            yield 2, fitted((name,), width, style), activation_box


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


def number_boxes(diagram: Diagram) -> list[tuple[str, QRectF]]:
    """Return the numbers of the units that are drawn of layers too large to draw, and their places."""
    layers = range(len(diagram.layout.columns))
    return [numbered for layer in layers for numbered in _number_boxes(diagram, layer)]


def _number_boxes(diagram: Diagram, layer: int) -> list[tuple[str, QRectF]]:
    style, layout, content = diagram.style, diagram.layout, diagram.content
    column = layout.columns[layer]
    named = {0: bool(content.input_names), len(layout.columns) - 1: bool(content.output_names)}
    boxes = []
    before = layout.columns[layer - 1].x + layout.node / 2 if layer else layout.box.left
    heights = [layout.neuron_box(layer, unit).centre[1] for unit in column.shown]
    closest = min((low - high for high, low in pairwise(heights)), default=math.inf)
    size = min(style.text, closest / NUMBER_HEIGHT)  # numbers that cover each other say nothing
    is_written = column.gap is not None and not named.get(layer) and size >= SMALLEST_NUMBER * style.text
    for unit in column.shown if is_written else ():
        node, text = layout.neuron_box(layer, unit), str(unit + 1)
        width, height = text_width(text, style, size) + 0.4 * size, NUMBER_HEIGHT * size
        left = node.left - width - 4.0 * style.scale
        if left >= before:  # on the neurons before one could read neither
            boxes.append((text, QRectF(left, node.centre[1] - height / 2, width, height)))
    return boxes


def _paint_numbers(painter: QPainter, diagram: Diagram) -> None:
    """Paint which units are drawn, where not all are."""
    style = diagram.style
    for text, box in number_boxes(diagram):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(style.theme.paper, 0.92))
        painter.drawRoundedRect(box, 3.0 * style.scale, 3.0 * style.scale)
        painter.setPen(QColor(style.theme.quiet))
        draw_text(painter, box, text, style, size=box.height() / NUMBER_HEIGHT)


def paint_gaps(painter: QPainter, diagram: Diagram) -> None:
    """Paint, where a layer is too large to draw, three dots, how many are left out, and which are not."""
    style = diagram.style
    _paint_numbers(painter, diagram)
    radius, step = 1.5 * style.scale, min(0.42 * diagram.layout.node, 7.0 * style.scale)
    for layer, column in enumerate(diagram.layout.columns):
        if column.gap is None:
            continue
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.theme.ink))
        for offset in (-step, 0.0, step):
            painter.drawEllipse(QPointF(column.x, column.gap + offset), radius, radius)
        counted = count_beside(diagram, layer)
        if counted is not None:
            text, box = counted
            painter.setBrush(QColor(style.theme.paper))  # where lines pass
            painter.drawRoundedRect(box, 3.0 * style.scale, 3.0 * style.scale)
            painter.setPen(QColor(style.theme.quiet))
            draw_text(painter, box, text, style)


def count_boxes(diagram: Diagram) -> list[QRectF]:
    """Return where it is said how many units are left out, and which are not."""
    counted = [count_beside(diagram, layer) for layer in range(len(diagram.layout.columns))]
    counted += number_boxes(diagram)
    return [box for each in counted if each is not None for box in (each[1],)]


def _count_texts(column: Column) -> tuple[str, ...]:
    """Return how many units are left out, the longest wording first."""
    return f"{column.hidden_units:,} more", f"+{column.hidden_units:,}"


def count_beside(diagram: Diagram, layer: int) -> tuple[str, QRectF] | None:
    """Return how many units of a layer are left out, in words for which there is room, and their place.

    The place is between the dots and the next layer, or the edge. None where nothing is left out, or where
    not even "+8" fits, or it would stand in the caption: then that has the number alone.
    """
    style, layout = diagram.style, diagram.layout
    column = layout.columns[layer]
    if column.gap is None or column.gap - 0.65 * style.text < column.caption.bottom:
        return None
    left, margin = column.x + COUNT_GAP * style.scale, COUNT_MARGIN * style.scale
    if layer + 1 < len(layout.columns):
        right = layout.columns[layer + 1].x - layout.node / 2 - margin / 2
        right = min([right, *(box.left() - margin / 2 for _, box in _number_boxes(diagram, layer + 1))])
    else:
        right = layout.box.right
    for text in _count_texts(column):
        width = text_width(text, style) + margin
        if left + width <= right:
            return text, QRectF(left, column.gap - 0.65 * style.text, width, 1.3 * style.text)
    return None

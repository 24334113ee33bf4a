"""The neurons of a network diagram: each is a picture of its function, with its bias as a bar below."""

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from nnviz.arrays import Floats
from nnviz.paint.drawing.colours import class_colours, diverging_table, fading_table, images_of
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import is_on_paper
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.geometry import rectangle
from nnviz.paint.network.layout import Box, NetworkLayout
from nnviz.parts import Bias, Unit

DIMMED_OPACITY = 0.22
"""How much of a neuron is seen while others are lit."""

_VECTOR_PIXELS = 192
"""Side of a neuron's picture on paper, where viewers do not smooth."""


class _Group(msgspec.Struct, frozen=True):
    """Neurons and biases that are equally bright; they do not overlap, so each kind is painted at once."""

    opacity: float
    units: tuple[Unit, ...]
    biases: tuple[Bias, ...]


def paint_neurons(painter: QPainter, diagram: Diagram) -> None:
    """Paint every neuron that has a place, and its bias; those that are not lit dimmed."""
    pictures = _pictures(diagram)
    for group in _groups(diagram):
        painter.setOpacity(group.opacity)
        _paint_group(painter, diagram, group.units, pictures)
        _paint_biases(painter, diagram, group.biases)
    painter.setOpacity(1.0)


def _groups(diagram: Diagram) -> list[_Group]:
    lit, content = diagram.lit, diagram.content
    columns = enumerate(diagram.layout.columns)
    units = [Unit(layer, unit) for layer, column in columns for unit in column.shown]
    biases = [Bias(at.layer, at.unit) for at in units if at.layer and content.has_biases(at.layer)]
    if lit is None:
        return [_Group(1.0, tuple(units), tuple(biases))]
    return [
        _Group(
            1.0 if bright else DIMMED_OPACITY,
            tuple(unit for unit in units if (unit in lit.units) == bright),
            tuple(bias for bias in biases if (bias in lit.biases) == bright),
        )
        for bright in (True, False)
    ]


def _pictures(diagram: Diagram) -> dict[Unit, QImage]:
    """Return the coloured response of each unit shown; none where there is no plane to show."""
    content, theme = diagram.content, diagram.style.theme
    pictures: dict[Unit, QImage] = {}
    for layer, column in enumerate(diagram.layout.columns):
        units = [unit for unit in column.shown if content.picture(layer, unit) is not None]
        if not units or content.responses[layer].shape[1] == 1:
            continue
        (low, high), values = content.range_of(layer), content.responses[layer]
        if content.is_choice(layer):
            colours = class_colours(theme, content.layers[-1])
            for unit in units:
                table = fading_table(colours[unit], theme)
                (pictures[Unit(layer, unit)],) = images_of(values[unit : unit + 1], low, high, table)
            continue
        is_image = layer == 0 and content.gray
        table = fading_table(theme.ink, theme) if is_image else diverging_table(theme)
        images = images_of(values[units], low, high, table)
        pictures |= {Unit(layer, unit): image for unit, image in zip(units, images, strict=True)}
    return pictures


def _paint_group(
    painter: QPainter, diagram: Diagram, units: tuple[Unit, ...], pictures: dict[Unit, QImage]
) -> None:
    """Paint squares with the picture or curve of a neuron's response; circles where there is neither."""
    style, content, places = diagram.style, diagram.content, _places(diagram.layout)
    on_paper = is_on_paper(painter)
    coloured = tuple(unit for unit in units if unit in pictures)
    for unit in coloured:
        picture = pictures[unit]
        painter.drawImage(places[unit], _refined(picture) if on_paper else picture)
    painter.setPen(QPen(QColor(style.theme.ink), 1.2 * style.scale * style.theme.stroke))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    radius = 1.5 * style.scale
    for unit in coloured:  # one path of them all would take six times as long
        painter.drawRoundedRect(places[unit], radius, radius)
    for unit in units:
        if unit not in pictures:
            limits, response = content.range_of(unit.layer), content.picture(unit.layer, unit.unit)
            _paint_plain(painter, places[unit], response, limits, style)


def _paint_plain(
    painter: QPainter, place: QRectF, response: Floats | None, limits: tuple[float, float], style: Style
) -> None:
    """Paint a neuron without a picture: its curve in a square, or a circle."""
    painter.setPen(QPen(QColor(style.theme.ink), 1.2 * style.scale * style.theme.stroke))
    painter.setBrush(QColor(style.theme.neutral))
    if response is None:
        painter.drawEllipse(place)
    else:
        painter.drawRoundedRect(place, 1.5 * style.scale, 1.5 * style.scale)
        _paint_curve(painter, place, response[0], limits, style)


@lru_cache(maxsize=8)
def _places(layout: NetworkLayout) -> dict[Unit, QRectF]:
    """Return where every neuron is, made once a layout."""
    columns = enumerate(layout.columns)
    return {
        Unit(k, unit): rectangle(layout.neuron_box(k, unit)) for k, column in columns for unit in column.shown
    }


def _refined(picture: QImage) -> QImage:
    """Return a picture with enough pixels of its own for devices that do not smooth."""
    return picture.scaled(
        _VECTOR_PIXELS,
        _VECTOR_PIXELS,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _paint_curve(
    painter: QPainter, box: QRectF, values: Floats, limits: tuple[float, float], style: Style
) -> None:
    """Paint a function of one input as a curve, with a faint line at the middle of its range."""
    low, high = limits
    theme = style.theme
    edge = 0.1 * box.width()
    inside = box.adjusted(edge, edge, -edge, -edge)
    share = np.nan_to_num(np.clip((values - low) / (high - low), 0.0, 1.0), nan=0.5)
    xs = np.linspace(inside.left(), inside.right(), len(values))
    ys = inside.bottom() - share * inside.height()
    painter.setPen(QPen(QColor(theme.line), style.scale))
    painter.drawLine(
        QPointF(inside.left(), inside.center().y()), QPointF(inside.right(), inside.center().y())
    )
    painter.setPen(QPen(QColor(theme.ink), 1.6 * style.scale * theme.stroke))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]))


def _paint_biases(painter: QPainter, diagram: Diagram, biases: tuple[Bias, ...]) -> None:
    layout = diagram.layout
    values = [diagram.biases(layer + 1) for layer in range(len(diagram.content.biases))]
    boxes = [layout.bias_box(bias.layer, bias.unit) for bias in biases]
    known = [float(values[at.layer - 1][at.unit]) if at.layer <= len(values) else 0.0 for at in biases]
    paint_bias_bars(painter, boxes, known, diagram.limit, diagram.style)


def paint_bias_bars(
    painter: QPainter, boxes: Sequence[Box], values: Sequence[float], limit: float, style: Style
) -> None:
    """Paint bars from the middle of their tracks: to the right if positive, to the left if negative."""
    theme, tick = style.theme, 1.2 * style.scale
    signed: dict[str, list[QRectF]] = {theme.positive: [], theme.negative: []}
    ticks = []
    for box, value in zip(boxes, values, strict=True):
        share = min(max(value / limit, -1.0), 1.0) if isfinite(value) else 0.0
        middle, half = box.left + box.width / 2, box.width / 2
        bar = QRectF(middle + min(share, 0.0) * half, box.top, abs(share) * half, box.height)
        signed[theme.positive if share > 0 else theme.negative].append(bar)
        ticks.append(QRectF(middle - tick / 2, box.top - tick, tick, box.height + 2 * tick))
    painter.setPen(Qt.PenStyle.NoPen)
    tracks = [rectangle(box) for box in boxes]
    for colour, bars in ((mix(theme.paper, theme.line, 0.7), tracks), *signed.items(), (theme.ink, ticks)):
        painter.setBrush(QColor(colour))
        painter.drawRects(bars)

"""The neurons of a network diagram: each is a picture of its function, with its bias as a bar below."""

from math import isfinite

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen, QPolygonF

from nnviz.paint.colours import class_colours, diverging_table, fading_table, image_of, look_up, mix
from nnviz.paint.network_diagram import Diagram
from nnviz.paint.network_layout import Bias, Box, Neuron
from nnviz.paint.theme import Style

Floats = NDArray[np.float64]

DIMMED_OPACITY = 0.22
"""How much of a neuron is seen while others are lit."""

_VECTOR_ENGINES = (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf, QPaintEngine.Type.Picture)
_VECTOR_PIXELS = 192
"""Side of a neuron's picture on paper, where viewers do not smooth."""


def rectangle(box: Box) -> QRectF:
    """Return a box as Qt has it."""
    return QRectF(box.left, box.top, box.width, box.height)


def paint_neurons(painter: QPainter, diagram: Diagram) -> None:
    """Paint every neuron that has a place, and its bias; those that are not lit dimmed."""
    layout, lit = diagram.layout, diagram.lit
    for layer, column in enumerate(layout.columns):
        pictures = _pictures(diagram, layer, column.shown)
        for unit, picture in zip(column.shown, pictures, strict=True):
            neuron = Neuron(layer, unit)
            painter.setOpacity(1.0 if lit is None or neuron in lit.neurons else DIMMED_OPACITY)
            _paint_neuron(painter, diagram, neuron, picture)
            if layer and diagram.content.has_biases(layer - 1):
                bright = lit is None or Bias(layer - 1, unit) in lit.biases
                painter.setOpacity(1.0 if bright else DIMMED_OPACITY)
                _paint_bias(painter, diagram, Bias(layer - 1, unit))
    painter.setOpacity(1.0)


def _pictures(diagram: Diagram, layer: int, shown: tuple[int, ...]) -> list[QImage | None]:
    """Return the coloured response of each unit shown; None where there is no plane to show."""
    content, theme = diagram.content, diagram.style.theme
    low, high = content.range_of(layer)
    tables = [diverging_table(theme)] * len(shown)
    if content.is_choice(layer):
        colours = class_colours(theme, content.layers[-1])
        tables = [fading_table(colours[unit], theme) for unit in shown]
    pictures: list[QImage | None] = []
    for unit, table in zip(shown, tables, strict=True):
        response = content.picture(layer, unit)
        if response is None or len(response) == 1:
            pictures.append(None)
        else:
            pictures.append(image_of(look_up(response, low, high, table)))
    return pictures


def _paint_neuron(painter: QPainter, diagram: Diagram, neuron: Neuron, picture: QImage | None) -> None:
    """Paint a square with the picture or curve of a neuron's response; a circle where there is neither."""
    box, style = diagram.layout.neuron_box(*neuron), diagram.style
    response = diagram.content.picture(*neuron)
    rect = rectangle(box)
    if picture is None:
        painter.setBrush(QColor(style.theme.neutral))
    else:
        painter.drawImage(rect, _for_device(picture, painter))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(style.theme.ink), 1.2 * style.scale * style.theme.stroke))
    if response is None:
        painter.drawEllipse(rect)
        return
    painter.drawRoundedRect(rect, 1.5 * style.scale, 1.5 * style.scale)
    if picture is None:
        _paint_curve(painter, box, response[0], diagram.content.range_of(neuron.layer), style)


def _for_device(picture: QImage, painter: QPainter) -> QImage:
    """Return a picture with enough pixels of its own for devices that do not smooth."""
    if painter.paintEngine().type() not in _VECTOR_ENGINES:
        return picture
    return picture.scaled(
        _VECTOR_PIXELS,
        _VECTOR_PIXELS,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


def _paint_curve(
    painter: QPainter, box: Box, values: Floats, limits: tuple[float, float], style: Style
) -> None:
    """Paint a function of one input as a curve, with a faint line at the middle of its range."""
    low, high = limits
    theme = style.theme
    inside = rectangle(box).adjusted(*(np.array([1, 1, -1, -1]) * 0.1 * box.width))
    share = np.nan_to_num(np.clip((values - low) / (high - low), 0.0, 1.0), nan=0.5)
    xs = np.linspace(inside.left(), inside.right(), len(values))
    ys = inside.bottom() - share * inside.height()
    painter.setPen(QPen(QColor(theme.line), style.scale))
    painter.drawLine(
        QPointF(inside.left(), inside.center().y()), QPointF(inside.right(), inside.center().y())
    )
    painter.setPen(QPen(QColor(theme.ink), 1.6 * style.scale * theme.stroke))
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]))


def _paint_bias(painter: QPainter, diagram: Diagram, bias: Bias) -> None:
    biases = diagram.content.biases
    value = float(biases[bias.layer][bias.j]) if bias.layer < len(biases) else 0.0
    paint_bias_bar(painter, diagram.layout.bias_box(*bias), value, diagram.limit, diagram.style)


def paint_bias_bar(painter: QPainter, box: Box, value: float, limit: float, style: Style) -> None:
    """Paint a bar from the middle of a track: to the right if positive, to the left if negative."""
    theme = style.theme
    share = min(max(value / limit, -1.0), 1.0) if isfinite(value) else 0.0
    middle = box.left + box.width / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(mix(theme.paper, theme.line, 0.7)))
    painter.drawRect(rectangle(box))
    painter.setBrush(QColor(theme.positive if share > 0 else theme.negative))
    left = middle + min(share, 0.0) * box.width / 2
    painter.drawRect(QRectF(QPointF(left, box.top), QSizeF(abs(share) * box.width / 2, box.height)))
    painter.setBrush(QColor(theme.ink))
    tick = 1.2 * style.scale
    painter.drawRect(QRectF(middle - tick / 2, box.top - tick, tick, box.height + 2 * tick))

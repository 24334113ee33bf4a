"""Histograms of weights, activations and gradients: a row for each layer, a column for each kind."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnviz.experiment.snapshot.health_view import Health, Histogram
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.numbers import short_number
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen, saved

COLUMNS = ("weights", "activations", "gradients")
ROW = 5.2
"""Height of a row in text sizes."""
GAP = 12.0
DIGITS = 2


def histograms_height(health: Health, style: Style) -> float:
    """Return the height at which the histograms can be read well."""
    return 1.6 * style.text + len(health.histograms) * ROW * style.text


def paint_histograms(painter: QPainter, rect: QRectF, health: Health, style: Style) -> None:
    """Paint the histograms into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units.
    health : Health
        With histograms.
    style : Style
        In which colours, and how large.
    """
    theme, gap, line = style.theme, GAP * style.scale, metrics(style).height()
    count = len(health.histograms)
    names = [f"layer {number}" for number in range(1, count + 1)]
    left = max((text_width(name, style) for name in names), default=0.0) + gap
    width = (rect.width() - left - 2 * gap) / 3
    height = (rect.height() - line) / max(count, 1)
    with saved(painter):
        for column, (name, colour) in enumerate(
            zip(COLUMNS, (theme.positive, theme.forward, theme.backward), strict=True)
        ):
            x = rect.left() + left + column * (width + gap)
            painter.setPen(QColor(theme.ink))
            draw_text(painter, QRectF(x, rect.top(), width, line), name, style)
            for row, kinds in enumerate(health.histograms):
                cell = QRectF(x, rect.top() + line + row * height, width, height)
                _paint_histogram(painter, cell, kinds[column], colour, style)
        painter.setPen(QColor(theme.ink))
        for row, name in enumerate(names):
            box = QRectF(rect.left(), rect.top() + line + row * height, left, height - line)
            draw_text(painter, box, name, style, align=Qt.AlignmentFlag.AlignLeft)


def _paint_histogram(
    painter: QPainter, cell: QRectF, histogram: Histogram, colour: str, style: Style
) -> None:
    theme, line = style.theme, metrics(style, _small(style)).height()
    plot = cell.adjusted(0.0, 4.0 * style.scale, 0.0, -line - 4.0 * style.scale)
    low, high = float(histogram.edges[0]), float(histogram.edges[-1])
    bars = QPainterPath()
    tallest = max(int(histogram.counts.max()), 1)
    places = plot.left() + (histogram.edges - low) / (high - low) * plot.width()
    for k in np.flatnonzero(histogram.counts).tolist():
        tall = max(histogram.counts[k] / tallest * plot.height(), style.scale)  # few are still some
        bars.addRect(QRectF(places[k], plot.bottom() - tall, places[k + 1] - places[k], tall))
    painter.fillPath(bars, faded(colour, 0.8))
    painter.setPen(pen(style, theme.quiet, 1.0))
    painter.drawLine(QLineF(plot.bottomLeft(), plot.bottomRight()))
    if low < 0.0 < high:
        zero = plot.left() - low / (high - low) * plot.width()
        painter.drawLine(QLineF(zero, plot.top(), zero, plot.bottom()))
    painter.setPen(QColor(theme.quiet))
    foot = QRectF(plot.left(), plot.bottom(), plot.width(), line)
    for value, align in ((low, Qt.AlignmentFlag.AlignLeft), (high, Qt.AlignmentFlag.AlignRight)):
        draw_text(painter, foot, short_number(value, DIGITS), style, align=align, size=_small(style))


def _small(style: Style) -> float:
    return 0.85 * style.text

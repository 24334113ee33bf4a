"""Histograms of weights, activations and gradients: a row for each layer, a column for each kind."""

from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnviz.experiment.snapshot.health_view import Health, Histogram
from nnviz.numerals import short_number
from nnviz.paint.charts.options import HealthOptions
from nnviz.paint.drawing.axes import FAR, Axes, make_axes
from nnviz.paint.drawing.axis import WHOLE
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen, saved

COLUMNS = ("weights", "activations", "gradients")
ROW = 5.2
"""Height of a row in text sizes."""
GAP = 12.0
LEAST_COUNT = 0.5
"""Where a logarithmic axis of counts begins: one value still has some height."""
DIGITS = 2
DEFAULTS = HealthOptions()


def histograms_height(health: Health, style: Style) -> float:
    """Return the height at which the histograms can be read well."""
    return 1.6 * style.text + len(health.histograms) * ROW * style.text


class _Cell(msgspec.Struct, frozen=True, eq=False):
    """One histogram: which, where, and what of it is shown."""

    row: int
    column: int
    histogram: Histogram
    axes: Axes
    is_part: bool


def _cells(rect: QRectF, health: Health, style: Style, options: HealthOptions) -> list[_Cell]:
    """Lay the histograms out in `rect`, column by column."""
    gap, line, small = GAP * style.scale, metrics(style).height(), metrics(style, _small(style)).height()
    count = len(health.histograms)
    left = _names_width(health, style)
    width = (rect.width() - left - 2 * gap) / 3
    height = (rect.height() - line) / max(count, 1)
    cells = []
    for column in range(len(COLUMNS)):
        x = rect.left() + left + column * (width + gap)
        for row, kinds in enumerate(health.histograms):
            cell = QRectF(x, rect.top() + line + row * height, width, height)
            plot = cell.adjusted(0.0, 4.0 * style.scale, 0.0, -small - 4.0 * style.scale)
            histogram, zoom = kinds[column], options.zoom(row, column)
            tallest = float(max(int(histogram.counts.max()), 1))
            ends = zoom.x or (float(histogram.edges[0]), float(histogram.edges[-1]))
            log, up = options.log_counts, zoom.y or (0.0, tallest)
            if log:
                up = (max(up[0], LEAST_COUNT), max(up[1], 2.0 * LEAST_COUNT, 2.0 * up[0]))
            axes = make_axes(plot, ends, up, log_y=log)
            cells.append(_Cell(row, column, histogram, axes, zoom != WHOLE))
    return cells


def histogram_axes(rect: QRectF, health: Health, style: Style, options: HealthOptions) -> tuple[Axes, ...]:
    """Return the axes of all histograms painted into `rect`: those of the weights, layer by layer, first."""
    return tuple(cell.axes for cell in _cells(rect, health, style, options))


def holding_all(options: HealthOptions, healths: Sequence[Health]) -> HealthOptions:
    """Return options whose axes hold the histograms of all these moments, where no part was chosen.

    Moments of networks with another number of layers than the last one's count for nothing.
    """
    rows = len(healths[-1].histograms) if healths else 0
    alike = [health for health in healths if len(health.histograms) == rows]
    for row in range(rows):
        for column in range(len(COLUMNS)):
            every = [health.histograms[row][column] for health in alike]
            histograms = [histogram for histogram in every if histogram.counts.any()] or every
            chosen = options.zoom(row, column)
            ends = (
                min(float(histogram.edges[0]) for histogram in histograms),
                max(float(histogram.edges[-1]) for histogram in histograms),
            )
            tallest = max(max(int(histogram.counts.max()), 1) for histogram in histograms)
            held = replace(chosen, x=chosen.x or ends, y=chosen.y or (0.0, float(tallest)))
            options = options.with_zoom(row, column, held)
    return options


def _names_width(health: Health, style: Style) -> float:
    names = [f"layer {number}" for number in range(1, len(health.histograms) + 1)]
    return max((text_width(name, style) for name in names), default=0.0) + GAP * style.scale


def bin_rows(health: Health, axes: Axes, number: int, cursor: QPointF) -> list[ReadoutRow]:
    """Return what is read under the cursor in the histogram of a number: the bin, and how many are in it."""
    column, row = divmod(number, max(len(health.histograms), 1))
    histogram, value = health.histograms[row][column], axes.x.value(cursor.x())
    if not histogram.counts.any():
        return [ReadoutRow(COLUMNS[column], (why_empty(health, row),))]
    place = int(np.searchsorted(histogram.edges, value, side="right")) - 1
    if not 0 <= place < len(histogram.counts):
        return [ReadoutRow(COLUMNS[column], (short_number(value),))]
    low, high = (short_number(float(edge)) for edge in histogram.edges[place : place + 2])
    return [
        ReadoutRow(COLUMNS[column], (f"{low} … {high}",)),
        ReadoutRow("values", (f"{int(histogram.counts[place]):,}",)),
    ]


def why_empty(health: Health, row: int) -> str:
    """Return why a histogram of a layer has nothing to show: pooling, say, has nothing that it learns."""
    weights, activations, gradients = (histogram.counts.any() for histogram in health.histograms[row])
    return "no weights" if activations and not (weights or gradients) else "no finite numbers"


def histogram_table(health: Health) -> str:
    """Return all bins, a line each, separated by tabs."""
    lines = ["\t".join(("layer", "of", "from", "to", "values"))]
    for row, kinds in enumerate(health.histograms, start=1):
        for name, histogram in zip(COLUMNS, kinds, strict=True):
            edges, counts = histogram.edges.tolist(), histogram.counts.tolist()
            lines += [
                f"{row}\t{name}\t{low!r}\t{high!r}\t{count}"
                for low, high, count in zip(edges, edges[1:], counts, strict=False)
            ]
    return "\n".join(lines) + "\n"


def paint_histograms(
    painter: QPainter, rect: QRectF, health: Health, style: Style, options: HealthOptions = DEFAULTS
) -> None:
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
    options : HealthOptions
        Which part of each is shown.
    """
    theme, gap, line = style.theme, GAP * style.scale, metrics(style).height()
    count = len(health.histograms)
    left = _names_width(health, style)
    width = (rect.width() - left - 2 * gap) / 3
    height = (rect.height() - line) / max(count, 1)
    colours = (theme.positive, theme.forward, theme.backward)
    size = style.text * min(1.0, *(width / text_width(name, style) for name in COLUMNS))
    with saved(painter):
        for column, name in enumerate(COLUMNS):
            x = rect.left() + left + column * (width + gap)
            painter.setPen(QColor(theme.ink))
            draw_text(painter, QRectF(x, rect.top(), width, line), name, style, size=size)
        for cell in _cells(rect, health, style, options):
            if cell.histogram.counts.any():
                _paint_histogram(painter, cell, colours[cell.column], style)
            else:
                painter.setPen(QColor(theme.quiet))
                words = elided(why_empty(health, cell.row), width, style)
                draw_text(painter, cell.axes.plot, words, style, align=Qt.AlignmentFlag.AlignLeft)
        painter.setPen(QColor(theme.ink))
        for row in range(count):
            box = QRectF(rect.left(), rect.top() + line + row * height, left, height - line)
            draw_text(painter, box, f"layer {row + 1}", style, align=Qt.AlignmentFlag.AlignLeft)


def _paint_histogram(painter: QPainter, cell: _Cell, colour: str, style: Style) -> None:
    theme, line, histogram = style.theme, metrics(style, _small(style)).height(), cell.histogram
    plot, low, high = cell.axes.plot, cell.axes.x.low, cell.axes.x.high
    bars = QPainterPath()
    least, most = cell.axes.y.low, cell.axes.y.high
    shares = (histogram.edges / 4.0 - low / 4.0) / (high / 4.0 - low / 4.0)  # of 1e308, too
    places = np.clip(plot.left() + shares * plot.width(), -FAR, FAR)
    for k in np.flatnonzero(histogram.counts).tolist():
        if cell.axes.y.log:
            tall = plot.bottom() - float(cell.axes.y.place(float(histogram.counts[k])))
        else:
            tall = (histogram.counts[k] - least) / (most - least) * plot.height()
        tall = min(max(tall, style.scale), FAR)  # few are still some
        bars.addRect(QRectF(places[k], plot.bottom() - tall, places[k + 1] - places[k], tall))
    with saved(painter):
        if cell.is_part:
            painter.setClipRect(plot)
        painter.fillPath(bars, faded(colour, 0.8))
    painter.setPen(pen(style, theme.quiet, 1.0))
    painter.drawLine(QLineF(plot.bottomLeft(), plot.bottomRight()))
    if low < 0.0 < high:
        zero = plot.left() - low / (high - low) * plot.width()
        painter.drawLine(QLineF(zero, plot.top(), zero, plot.bottom()))
    painter.setPen(QColor(theme.quiet))
    foot = QRectF(plot.left(), plot.bottom(), plot.width(), line)
    sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
    for words, align in zip(words_of_ends(low, high, foot.width(), style), sides, strict=True):
        draw_text(painter, foot, words, style, align=align, size=_small(style))


def words_of_ends(low: float, high: float, room: float, style: Style) -> tuple[str, str]:
    """Return both ends with as many digits as have room beside each other; else the upper end alone."""
    for digits in range(DIGITS, 0, -1):
        ends = short_number(low, digits), short_number(high, digits)
        wide = sum(text_width(words, style, _small(style)) for words in ends)
        if wide + _small(style) / 2 <= room:
            return ends
    return "", ends[1]


def _small(style: Style) -> float:
    return 0.85 * style.text

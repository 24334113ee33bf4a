"""Two scales and the rectangle between them: data to the painter's units and back, grid and ticks."""

import math

import msgspec
import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import Ticks
from nnviz.paint.drawing.tools import faded, metrics, pen

FAR = 1e5
"""Positions are kept within this many units of the picture: Qt's rasteriser fails on larger ones."""
TICK = 4.0
"""Length of a tick at 1x."""
GAP = 4.0
"""Space between a tick and its label at 1x."""
GRID_OPACITY = 0.25


class Scale(msgspec.Struct, frozen=True):
    """One direction: `low` is shown at `start`, `high` at `end`; logarithmic scales need both positive."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def place(self, values: Floats | float) -> Floats:
        """Return the positions of `values`; NaN where a value is not finite or has no logarithm."""
        numbers = np.asarray(values, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
            low, high = self.low, self.high
            if self.log:
                numbers, low, high = np.log10(numbers), math.log10(low), math.log10(high)
            share = (numbers - low) / (high - low)
            position = np.clip(self.start + share * (self.end - self.start), -FAR, FAR)
        return np.where(np.isfinite(numbers), position, np.nan)

    def value(self, position: float) -> float:
        """Return the value shown at `position`."""
        share = (position - self.start) / (self.end - self.start)
        if self.log:
            exponent = math.log10(self.low) + share * (math.log10(self.high) - math.log10(self.low))
            return float(10.0 ** min(max(exponent, -307.0), 308.0))
        return self.low + share * (self.high - self.low)


class Axes(msgspec.Struct, frozen=True):
    """A plot area and its scales; y grows upwards."""

    plot: QRectF
    x: Scale
    y: Scale

    def upright(self, x: float) -> QLineF:
        """Return the line from top to bottom of the plot at a position of the picture."""
        return QLineF(x, self.plot.top(), x, self.plot.bottom())


def make_axes(
    plot: QRectF,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    log_x: bool = False,
    log_y: bool = False,
) -> Axes:
    """Return the axes that show the two ranges in `plot`."""
    return Axes(
        plot,
        Scale(*x_range, plot.left(), plot.right(), log_x),
        Scale(*y_range, plot.bottom(), plot.top(), log_y),
    )


def paint_grid(painter: QPainter, axes: Axes, ticks: Ticks, style: Style) -> None:
    """Draw a hairline at each tick of y and the base line of x."""
    plot = axes.plot
    painter.setPen(pen(style, faded(style.theme.quiet, GRID_OPACITY), 1.0))
    painter.drawLines(
        [QLineF(plot.left(), y, plot.right(), y) for y in axes.y.place(np.array(ticks.values)).tolist()]
    )
    painter.setPen(pen(style, style.theme.quiet, 1.0))
    painter.drawLine(QLineF(plot.bottomLeft(), plot.bottomRight()))


def paint_x_ticks(painter: QPainter, axes: Axes, ticks: Ticks, style: Style, labelled: bool = True) -> None:
    """Draw the ticks below the plot; labels that would touch the one before are left out."""
    bottom, length = axes.plot.bottom(), TICK * style.scale
    painter.setPen(pen(style, style.theme.quiet, 1.0))
    places = axes.x.place(np.array(ticks.values)).tolist()
    minor = axes.x.place(np.array(ticks.minor)).tolist()
    painter.drawLines(
        [QLineF(x, bottom, x, bottom + length) for x in places]
        + [QLineF(x, bottom, x, bottom + length / 2) for x in minor]
    )
    if not labelled:
        return
    measure = metrics(style)
    painter.setPen(QColor(style.theme.quiet))
    reached = -math.inf
    for x, label in zip(places, ticks.labels, strict=True):
        half = text_width(label, style) / 2
        if x - half > reached:
            top = bottom + length + GAP * style.scale / 2
            draw_text(painter, QRectF(x - half, top, 2 * half, measure.height()), label, style)
            reached = x + half + 2 * GAP * style.scale


def paint_y_ticks(painter: QPainter, axes: Axes, ticks: Ticks, style: Style) -> None:
    """Write the labels left of the plot; those that would touch the one below are left out."""
    painter.setPen(QColor(style.theme.quiet))
    height, right = metrics(style).height(), axes.plot.left() - GAP * style.scale * 1.5
    reached = math.inf
    for y, label in zip(axes.y.place(np.array(ticks.values)).tolist(), ticks.labels, strict=True):
        if y + height / 2 <= reached:
            draw_text(
                painter,
                QRectF(right, y - height / 2, 0.0, height),
                label,
                style,
                align=Qt.AlignmentFlag.AlignRight,
            )
            reached = y - height / 2


def label_width(ticks: Ticks, style: Style) -> float:
    """Return the width that the labels of a y axis need beside the plot."""
    widest = max((text_width(label, style) for label in ticks.labels), default=0.0)
    return widest + GAP * style.scale * 1.5


def label_height(style: Style) -> float:
    """Return the height that ticks and labels of an x axis need below the plot."""
    return metrics(style).height() + (TICK + GAP / 2) * style.scale

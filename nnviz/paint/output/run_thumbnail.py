"""A run as a small picture without axes: its outputs over the inputs, or else its loss.

The edge, like the line of the loss, has the colour that the run's curves have.
"""

import math

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.maps import InputPlane
from nnviz.experiment.snapshot.timeline import RunView
from nnviz.paint.drawing.axes import make_axes
from nnviz.paint.drawing.paths import polyline
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen, saved
from nnviz.paint.output.colours import value_scale
from nnviz.paint.output.heat_map import paint_heat_map

EDGE = 2.0
"""Width of the edge at 1x."""


def paint_run(painter: QPainter, rect: QRectF, run: RunView, style: Style) -> None:
    """Paint the outputs of a run into `rect`: a map of two inputs, a line over one, else its loss."""
    colour = style.theme.run_colour(run.id)
    with saved(painter):
        painter.fillRect(rect, QColor(style.theme.paper))
        plane = run.thumbnail
        if plane is None:
            _paint_line(painter, rect, run.curves.loss["train"], colour, style)
        elif len(plane.outputs) == 1:
            _paint_line(painter, rect, plane.outputs[0, :, 0], colour, style)
        else:
            _paint_map(painter, rect, plane, math.isnan(run.metrics.train.accuracy), style)
        half = EDGE / 2 * style.scale
        painter.setPen(pen(style, colour, EDGE))
        painter.drawRect(rect.adjusted(half, half, -half, -half))


def _paint_map(painter: QPainter, rect: QRectF, plane: InputPlane, is_regression: bool, style: Style) -> None:
    left, right, bottom, top = plane.extent
    scale = value_scale(plane.outputs) if is_regression else None
    paint_heat_map(
        painter, make_axes(rect, (left, right), (bottom, top)), plane, style, scale=scale, hard=False
    )


def _paint_line(painter: QPainter, rect: QRectF, values: Floats, colour: str, style: Style) -> None:
    """Draw values from left to right, the lowest at the bottom."""
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return
    margin = 3 * EDGE * style.scale
    inner = rect.adjusted(margin, margin, -margin, -margin)
    low, high = float(known.min()), float(known.max())
    span = high - low if high > low else 1.0
    xs = inner.left() + inner.width() * np.linspace(0.0, 1.0, len(values))
    ys = inner.bottom() - inner.height() * (values - low) / span
    painter.strokePath(polyline(xs, ys), pen(style, colour, 1.5))

"""What a run has learnt as a small picture: its outputs over the inputs, without axes."""

import math

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot import Floats, InputPlane, RunView
from nnviz.paint.axes import make_axes
from nnviz.paint.heat_map import paint_heat_map
from nnviz.paint.output_colours import value_scale
from nnviz.paint.paths import polyline
from nnviz.paint.theme import Style
from nnviz.paint.tools import pen, saved


def paint_run(painter: QPainter, rect: QRectF, run: RunView, style: Style) -> None:
    """Paint the outputs of a run into `rect`: a map of two inputs, a line over one, else its loss."""
    with saved(painter):
        painter.fillRect(rect, QColor(style.theme.paper))
        plane = run.thumbnail
        if plane is None:
            _paint_line(painter, rect, run.curves.loss["train"], style)
        elif len(plane.outputs) == 1:
            _paint_line(painter, rect, plane.outputs[0, :, 0], style)
        else:
            _paint_map(painter, rect, plane, math.isnan(run.metrics.train.accuracy), style)
        painter.setPen(pen(style, style.theme.line, 1.0))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_map(painter: QPainter, rect: QRectF, plane: InputPlane, is_regression: bool, style: Style) -> None:
    left, right, bottom, top = plane.extent
    scale = value_scale(plane.outputs) if is_regression else None
    paint_heat_map(
        painter, make_axes(rect, (left, right), (bottom, top)), plane, style, scale=scale, hard=False
    )


def _paint_line(painter: QPainter, rect: QRectF, values: Floats, style: Style) -> None:
    """Draw values from left to right, the lowest at the bottom."""
    known = values[np.isfinite(values)]
    if len(known) < 2:
        return
    inner = rect.adjusted(3, 3, -3, -3)
    low, high = float(known.min()), float(known.max())
    span = high - low if high > low else 1.0
    xs = inner.left() + inner.width() * np.linspace(0.0, 1.0, len(values))
    ys = inner.bottom() - inner.height() * (values - low) / span
    painter.strokePath(polyline(xs, ys), pen(style, style.theme.ink, 1.5))

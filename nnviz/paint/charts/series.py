"""One curve of a chart."""

from collections.abc import Sequence

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.paint.charts.thinning import thin
from nnviz.paint.drawing.axes import (
    Axes,
)
from nnviz.paint.drawing.paths import band, polyline
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, pen, saved

RAW = 0.3
"""Opacity of a curve behind its smoothed form."""


class Series(msgspec.Struct, frozen=True, eq=False):
    """One curve: `x` ascending, `y` as long, NaN or infinity for a gap; `end` marks the last point.

    `value` stands beside its name where there is room. `low` and `high`, as long as `y`, are the edges of
    a band around it. `mark` is a point on it that everything else on screen is of.
    `raw` is what `y` is a smoothed form of, drawn faint behind it. A curve that is `off` has its place in the
    legend only, where it is known by its `key`.
    """

    name: str
    x: Floats
    y: Floats
    colour: str
    dash: str = "solid"
    width: float = 1.75
    end: bool = True
    value: str = ""
    low: Floats | None = None
    high: Floats | None = None
    mark: tuple[float, float] | None = None
    raw: Floats | None = None
    key: str = ""
    off: bool = False


def paint_series(painter: QPainter, axes: Axes, curves: Sequence[Series], style: Style) -> None:
    """Paint curves inside the plot of `axes`, the last one on top."""
    edge = 2.0 * style.scale  # so that a line on the edge keeps its whole width
    with saved(painter):
        painter.setClipRect(axes.plot.adjusted(-edge, -edge, edge, edge), Qt.ClipOperation.IntersectClip)
        for series in curves:
            _paint_series(painter, axes, series, style)


def _paint_series(painter: QPainter, axes: Axes, series: Series, style: Style) -> None:
    first, last = np.searchsorted(series.x, [axes.x.low, axes.x.high])
    shown = slice(max(first - 1, 0), last + 1)
    curve = thin(axes.x.place(series.x[shown]), axes.y.place(series.y[shown]), axes.plot.width())
    if series.raw is not None:
        raw = thin(axes.x.place(series.x[shown]), axes.y.place(series.raw[shown]), axes.plot.width())
        faint = pen(style, faded(series.colour, RAW), series.width, series.dash)
        painter.strokePath(polyline(raw.x, raw.y), faint)
    known = np.flatnonzero(np.isfinite(curve.x) & np.isfinite(curve.y))
    if series.low is not None and series.high is not None:
        edges = [
            thin(axes.x.place(series.x[shown]), axes.y.place(y[shown]), axes.plot.width())
            for y in (series.low, series.high)
        ]
        painter.fillPath(band(edges[0].x, edges[0].y, edges[1].y), faded(series.colour, 0.25))
    if not len(known):
        return
    if curve.has_band and series.low is None:
        painter.fillPath(band(curve.x, curve.low, curve.high), faded(series.colour, 0.25))
    painter.strokePath(polyline(curve.x, curve.y), pen(style, series.colour, series.width, series.dash))
    _paint_mark(painter, axes, series, style)
    is_cut = last + 1 < len(series.x)  # it goes on beyond what is shown
    if (not series.end or is_cut) and len(known) > 1:
        return
    end = QPointF(curve.x[known[-1]], curve.y[known[-1]])
    _paint_dot(painter, end, 1.4 * series.width * style.scale, series)


def _paint_mark(painter: QPainter, axes: Axes, series: Series, style: Style) -> None:
    """Mark the moment that is shown, where it is not the end of the curve, which has a dot anyway."""
    if series.mark is None or not len(series.x) or (series.end and series.mark[0] >= series.x[-1]):
        return
    place = QPointF(float(axes.x.place(series.mark[0])), float(axes.y.place(series.mark[1])))
    if not (np.isnan(place.x()) or np.isnan(place.y())):
        _paint_dot(painter, place, 1.9 * series.width * style.scale, series)


def _paint_dot(painter: QPainter, place: QPointF, radius: float, series: Series) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(series.colour))
    painter.drawEllipse(place, radius, radius)

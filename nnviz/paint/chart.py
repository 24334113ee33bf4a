"""Charts of lines, on screen and on paper: a frozen model, its layout, and the painter.

pyqtgraph's exporters cannot be relied on, and one picture must serve both, so the lines are drawn by this
code.
"""

from collections.abc import Sequence
from functools import cached_property

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.paint.axes import (
    Axes,
    label_height,
    label_width,
    make_axes,
    paint_grid,
    paint_x_ticks,
    paint_y_ticks,
)
from nnviz.paint.axis import Axis, axis_range
from nnviz.paint.legend import LegendEntry, legend_height, legend_width, paint_legend
from nnviz.paint.lettering import draw_name, draw_text, text_width
from nnviz.paint.paths import band, polyline
from nnviz.paint.theme import Style
from nnviz.paint.thinning import thin
from nnviz.paint.ticks import Ticks
from nnviz.paint.tools import faded, metrics, pen, saved

NO_AXIS = Axis()
GAP = 6.0
"""Space between the parts of a chart at 1x."""
_VALUE_LENGTH = 7
_FIGURE_SPACE = "\N{FIGURE SPACE}"
"""Values are filled up to so many characters with spaces as wide as figures, so that names do not jump."""


class Series(msgspec.Struct, frozen=True, eq=False):
    """One curve: `x` ascending, `y` as long, NaN or infinity for a gap; `end` marks the last point.

    `value` stands beside its name where there is room.
    """

    name: str
    x: Floats
    y: Floats
    colour: str
    dash: str = "solid"
    width: float = 1.75
    end: bool = True
    value: str = ""


class Chart(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A picture of curves; `message` is shown instead of them while there is nothing to show.

    `marks` are positions on x worth a thin vertical line, such as the epochs at which a setting changed;
    `here` is the one that everything else on screen shows. `ghosts` are curves to compare with: below the
    others, not in the readout, and in the legend where they have a name.
    """

    series: tuple[Series, ...]
    x: Axis = NO_AXIS
    y: Axis = NO_AXIS
    message: str = ""
    legend: bool = True
    marks: tuple[float, ...] = ()
    here: float | None = None
    ghosts: tuple[Series, ...] = ()

    @property
    def curves(self) -> tuple[Series, ...]:
        """All curves, the least important first."""
        return (*self.ghosts, *reversed(self.series))

    @cached_property
    def is_empty(self) -> bool:
        """Whether no curve has a point that can be shown."""
        return not any(len(s.x) and bool(np.isfinite(s.y).any()) for s in self.curves)

    @cached_property
    def x_range(self) -> tuple[float, float]:
        """The ends of the axis of x."""
        return axis_range(self.x, [s.x for s in self.curves])

    @cached_property
    def y_range(self) -> tuple[float, float]:
        """The ends of the axis of y: for those points that the axis of x shows."""
        low = -np.inf if self.x.low is None else self.x.low
        high = np.inf if self.x.high is None else self.x.high
        return axis_range(self.y, [_between(s, low, high) for s in self.curves])

    @property
    def has_ranges(self) -> bool:
        """Whether both axes say what they show, whatever the curves are."""
        return None not in (self.x.low, self.x.high, self.y.low, self.y.high)


class ChartLayout(msgspec.Struct, frozen=True, eq=False):
    """Where everything of a chart stands."""

    header: QRectF
    axes: Axes
    x_ticks: Ticks
    y_ticks: Ticks


def layout_chart(rect: QRectF, chart: Chart, style: Style, gutter: float = 0.0) -> ChartLayout:
    """Lay a chart out in `rect`; `gutter`, the least width left of the plot, aligns charts in a column."""
    measure, gap = metrics(style), GAP * style.scale
    label_space = text_width(chart.y.label, style) + 2 * gap
    entries = legend_entries(chart, rect.width() - label_space, style)
    head = legend_height(entries, rect.width(), label_space, style) + measure.height() / 2 + gap / 2
    foot = label_height(style) + measure.height() if chart.x.labelled else gap
    height = max(rect.height() - head - foot, 1.0)
    x_range, y_range = chart.x_range, chart.y_range
    y_ticks = chart.y.ticks(*y_range, int(height / (1.8 * measure.height())))
    left = max(gutter, label_width(y_ticks, style))
    x_ticks = chart.x.ticks(*x_range, int((rect.width() - left) / (6.0 * measure.height())) + 1)
    overhang = text_width(x_ticks.labels[-1], style) / 2
    width = max(rect.width() - left - max(overhang, gap), 1.0)
    plot = QRectF(rect.left() + left, rect.top() + head, width, height)
    axes = make_axes(plot, x_range, y_range, chart.x.log, chart.y.log)
    return ChartLayout(QRectF(rect.left(), rect.top(), rect.width(), head), axes, x_ticks, y_ticks)


def gutter_of(rect: QRectF, chart: Chart, style: Style) -> float:
    """Return the width that the chart needs left of its plot."""
    return label_width(layout_chart(rect, chart, style).y_ticks, style)


def paint_chart(painter: QPainter, rect: QRectF, chart: Chart, style: Style, gutter: float = 0.0) -> None:
    """Paint a chart into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units.
    chart : Chart
        What.
    style : Style
        In which colours, and how large.
    gutter : float
        The least width left of the plot; see `layout_chart`.
    """
    layout = layout_chart(rect, chart, style, gutter)
    has_axes = chart.has_ranges or not chart.is_empty
    with saved(painter):
        paint_grid(painter, layout.axes, layout.y_ticks if has_axes else Ticks((), ()), style)
        if chart.is_empty:
            painter.setPen(QColor(style.theme.quiet))
            draw_text(painter, layout.axes.plot, chart.message, style)
        if not has_axes:
            return
        _paint_curves(painter, layout.axes, chart, style)
        paint_y_ticks(painter, layout.axes, layout.y_ticks, style)
        paint_x_ticks(painter, layout.axes, layout.x_ticks, style, chart.x.labelled)
        paint_labels(painter, rect, layout, chart, style)


def legend_entries(chart: Chart, room: float, style: Style) -> list[LegendEntry]:
    """Return the entries of the chart's legend: with values if they then fit a row of width `room`."""
    curves = (*chart.series, *chart.ghosts)
    names = [series.name if chart.legend else "" for series in curves]
    values = [series.value.rjust(_VALUE_LENGTH, _FIGURE_SPACE) if series.value else "" for series in curves]
    full = _entries(curves, [f"{name} {value}".strip(" ") for name, value in zip(names, values, strict=True)])
    fits = any(values) and legend_width(full, style) <= room
    return full if fits else _entries(curves, names)


def _entries(curves: Sequence[Series], texts: Sequence[str]) -> list[LegendEntry]:
    return [
        LegendEntry(text, series.colour, series.dash, series.width)
        for series, text in zip(curves, texts, strict=True)
        if text
    ]


def _between(series: Series, low: float, high: float) -> Floats:
    first, last = np.searchsorted(series.x, [low, high], side="left")
    return series.y[max(first - 1, 0) : last + 1]


def paint_labels(painter: QPainter, rect: QRectF, layout: ChartLayout, chart: Chart, style: Style) -> None:
    """Write the names of both axes and the legend."""
    height, plot = metrics(style).height(), layout.axes.plot
    painter.setPen(QColor(style.theme.ink))
    head = QRectF(rect.left(), rect.top(), rect.width(), height)
    draw_name(painter, head, chart.y.label, style, align=Qt.AlignmentFlag.AlignLeft)
    if chart.x.labelled:
        foot = QRectF(plot.left(), plot.bottom() + label_height(style), plot.width(), height)
        draw_name(painter, foot, chart.x.label, style)
    reserved = text_width(chart.y.label, style) + 2 * GAP * style.scale
    entries = legend_entries(chart, rect.width() - reserved, style)
    paint_legend(painter, layout.header, entries, reserved, style)


def _paint_curves(painter: QPainter, axes: Axes, chart: Chart, style: Style) -> None:
    with saved(painter):
        painter.setPen(pen(style, style.theme.quiet, 1.0, "dot"))
        for x in axes.x.place(np.array(chart.marks)).tolist():
            painter.drawLine(QPointF(x, axes.plot.top()), QPointF(x, axes.plot.bottom()))
        paint_series(painter, axes, chart.curves, style)
        if chart.here is not None:
            x = float(axes.x.place(chart.here))
            painter.setPen(pen(style, style.theme.focus, 1.5))
            painter.drawLine(QPointF(x, axes.plot.top()), QPointF(x, axes.plot.bottom()))


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
    known = np.flatnonzero(np.isfinite(curve.x) & np.isfinite(curve.y))
    if not len(known):
        return
    if curve.has_band:
        painter.fillPath(band(curve.x, curve.low, curve.high), faded(series.colour, 0.25))
    painter.strokePath(polyline(curve.x, curve.y), pen(style, series.colour, series.width, series.dash))
    if not series.end and len(known) > 1:
        return
    end = QPointF(curve.x[known[-1]], curve.y[known[-1]])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(series.colour))
    radius = 1.4 * series.width * style.scale
    painter.drawEllipse(end, radius, radius)

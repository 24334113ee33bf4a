"""Charts of lines, on screen and on paper: a frozen model, its layout, and the painter."""

from collections.abc import Sequence
from functools import cached_property

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.paint.charts.series import Series, paint_series
from nnviz.paint.drawing.axes import (
    Axes,
    label_height,
    label_width,
    make_axes,
    paint_grid,
    paint_x_ticks,
    paint_y_ticks,
)
from nnviz.paint.drawing.axis import Axis, axis_range
from nnviz.paint.drawing.legend import LegendEntry, legend_height, legend_width, paint_legend
from nnviz.paint.drawing.lettering import draw_name, draw_text, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import Ticks
from nnviz.paint.drawing.tools import metrics, pen, saved

NO_AXIS = Axis()
GAP = 6.0
"""Space between the parts of a chart at 1x."""
_VALUE_LENGTH = 7
_FIGURE_SPACE = "\N{FIGURE SPACE}"
"""Values are filled up to so many characters with spaces as wide as figures, so that names do not jump."""


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
        return tuple(series for series in (*self.ghosts, *reversed(self.series)) if not series.off)

    @cached_property
    def is_empty(self) -> bool:
        """Whether no curve has a point that can be shown."""
        return not any(len(s.x) and bool(np.isfinite(s.y).any()) for s in (*self.series, *self.ghosts))

    @cached_property
    def x_range(self) -> tuple[float, float]:
        """The ends of the axis of x."""
        return axis_range(self.x, [s.x for s in self.curves])

    @cached_property
    def y_range(self) -> tuple[float, float]:
        """The ends of the axis of y: for those points that the axis of x shows."""
        low = -np.inf if self.x.low is None else self.x.low
        high = np.inf if self.x.high is None else self.x.high
        return axis_range(self.y, [y for s in self.curves for y in _between(s, low, high)])

    @property
    def has_ranges(self) -> bool:
        """Whether both axes say what they show, whatever the curves are."""
        return None not in (self.x.low, self.x.high, self.y.low, self.y.high)


class PlacedChart(msgspec.Struct, frozen=True, eq=False):
    """A chart, and where all of it stands; `reserved` is the width of the header left of the legend."""

    chart: Chart
    header: QRectF
    reserved: float
    legend: list[LegendEntry]
    axes: Axes
    x_ticks: Ticks
    y_ticks: Ticks


class _Rows(msgspec.Struct, frozen=True):
    """The same from top to bottom, which says how wide the labels of the y axis are."""

    chart: Chart
    rect: QRectF
    reserved: float
    legend: list[LegendEntry]
    head: float
    height: float
    y_ticks: Ticks


def layout_chart(rect: QRectF, chart: Chart, style: Style) -> PlacedChart:
    """Lay a chart out in `rect`."""
    (placed,) = layout_column([(rect, chart)], style)
    return placed


def layout_stack(rect: QRectF, charts: Sequence[Chart], style: Style) -> list[PlacedChart]:
    """Lay charts of one x axis out below one another: the first has the legend, the last says the axis."""
    last = len(charts) - 1
    foot = 2.6 * style.text if last else 0.0  # for the numbers and the name of the x axis
    height = (rect.height() - foot) / len(charts)
    places = []
    for number, chart in enumerate(charts):
        is_last = number == last
        top, extra = rect.top() + number * height, foot if is_last else 0.0
        x, legend = replace(chart.x, labelled=is_last), chart.legend and number == 0
        place = QRectF(rect.left(), top, rect.width(), height + extra)
        places.append((place, replace(chart, x=x, legend=legend)))
    return layout_column(places, style)


def layout_column(places: Sequence[tuple[QRectF, Chart]], style: Style) -> list[PlacedChart]:
    """Lay charts out in rectangles below one another, the left edges of their plots in one line."""
    columns = [_rows(rect, chart, style) for rect, chart in places]
    left = max(label_width(rows.y_ticks, style) for rows in columns)
    return [_placed(rows, left, style) for rows in columns]


def _rows(rect: QRectF, chart: Chart, style: Style) -> _Rows:
    line, gap = metrics(style).height(), GAP * style.scale
    reserved = text_width(chart.y.label, style) + 2 * gap
    legend = legend_entries(chart, rect.width() - reserved, style)
    head = legend_height(legend, rect.width(), reserved, style) + line / 2 + gap / 2
    foot = label_height(style) + (line if chart.x.label else 0.0) if chart.x.labelled else gap
    height = max(rect.height() - head - foot, 1.0)
    y_ticks = chart.y.ticks(*chart.y_range, int(height / (1.8 * line)))
    return _Rows(chart, rect, reserved, legend, head, height, y_ticks)


def _placed(rows: _Rows, left: float, style: Style) -> PlacedChart:
    """Return the chart with `left` as the width beside its plot."""
    rect, chart = rows.rect, rows.chart
    count = int((rect.width() - left) / (6.0 * metrics(style).height())) + 1
    x_ticks = chart.x.ticks(*chart.x_range, count)
    overhang = max(text_width(x_ticks.labels[-1], style) / 2, GAP * style.scale)
    width = max(rect.width() - left - overhang, 1.0)
    plot = QRectF(rect.left() + left, rect.top() + rows.head, width, rows.height)
    axes = make_axes(plot, chart.x_range, chart.y_range, chart.x.log, chart.y.log)
    header = QRectF(rect.left(), rect.top(), rect.width(), rows.head)
    return PlacedChart(chart, header, rows.reserved, rows.legend, axes, x_ticks, rows.y_ticks)


def paint_chart(painter: QPainter, rect: QRectF, chart: Chart, style: Style) -> None:
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
    """
    paint_placed_chart(painter, layout_chart(rect, chart, style), style)


def paint_placed_chart(painter: QPainter, placed: PlacedChart, style: Style) -> None:
    """Paint a chart that has been laid out."""
    chart, axes = placed.chart, placed.axes
    has_axes = chart.has_ranges or not chart.is_empty
    with saved(painter):
        paint_grid(painter, axes, placed.y_ticks if has_axes else Ticks((), ()), style)
        if chart.is_empty:
            painter.setPen(QColor(style.theme.quiet))
            draw_text(painter, axes.plot, chart.message, style)
        if not has_axes:
            return
        _paint_curves(painter, axes, chart, style)
        paint_y_ticks(painter, axes, placed.y_ticks, style)
        paint_x_ticks(painter, axes, placed.x_ticks, style, chart.x.labelled)
        paint_labels(painter, placed, style)


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
        LegendEntry(text, series.colour, series.dash, series.width, series.key, series.off)
        for series, text in zip(curves, texts, strict=True)
        if text
    ]


def _between(series: Series, low: float, high: float) -> list[Floats]:
    """Return the part of the curve, and of the edges of its band, that the axis of x shows."""
    lines = [line for line in (series.y, series.low, series.high, series.raw) if line is not None]
    if (low, high) == (-np.inf, np.inf):
        return lines
    first, last = np.searchsorted(series.x, [low, high], side="left")
    return [line[max(first - 1, 0) : last + 1] for line in lines]


def paint_labels(painter: QPainter, placed: PlacedChart, style: Style) -> None:
    """Write the names of both axes and the legend."""
    chart, header, plot = placed.chart, placed.header, placed.axes.plot
    height = metrics(style).height()
    painter.setPen(QColor(style.theme.ink))
    head = QRectF(header.left(), header.top(), header.width(), height)
    draw_name(painter, head, chart.y.label, style, align=Qt.AlignmentFlag.AlignLeft)
    if chart.x.labelled:
        foot = QRectF(plot.left(), plot.bottom() + label_height(style), plot.width(), height)
        draw_name(painter, foot, chart.x.label, style)
    paint_legend(painter, header, placed.legend, placed.reserved, style)


def _paint_curves(painter: QPainter, axes: Axes, chart: Chart, style: Style) -> None:
    with saved(painter):
        painter.setPen(pen(style, style.theme.quiet, 1.0, "dot"))
        for x in axes.x.place(np.array(chart.marks)).tolist():
            painter.drawLine(axes.upright(x))
        paint_series(painter, axes, chart.curves, style)
        if chart.here is not None:
            x = float(axes.x.place(chart.here))
            painter.setPen(pen(style, style.theme.focus, 1.5))
            painter.drawLine(axes.upright(x))

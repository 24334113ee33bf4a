"""What lies under the mouse over the curves: axes, the values of an epoch, an entry of the legend."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.paint.charts.chart import Chart, PlacedChart
from nnviz.paint.charts.counts import Counts
from nnviz.paint.charts.cursor import epoch_under, paint_hairline
from nnviz.paint.charts.curves import arrange, charts_of
from nnviz.paint.charts.options import CurvesOptions
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.legend import LegendEntry, entry_at
from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen, saved


def all_curves_axes(
    rect: QRectF, snapshot: RunInstant, style: Style, options: CurvesOptions
) -> tuple[Axes, ...]:
    """Return the axes of the loss and, for classification, of the accuracy; none before the first epoch."""
    charts = charts_of(snapshot, style.theme, options)
    if charts[0].is_empty:
        return ()
    return tuple(placed.axes for placed in arrange(rect, charts, style))


def curves_axes(
    rect: QRectF, snapshot: RunInstant, style: Style, *, options: CurvesOptions, at: QPointF
) -> Axes | None:
    """Return the axes of the chart below or above which `at` lies; None before the first epoch."""
    found = all_curves_axes(rect, snapshot, style, options)
    return min(found, key=lambda axes: abs(axes.plot.center().x() - at.x()), default=None)


def paint_curves_cursor(
    painter: QPainter,
    rect: QRectF,
    snapshot: RunInstant,
    style: Style,
    *,
    options: CurvesOptions,
    cursor: QPointF,
) -> None:
    """Paint the values of all curves at the epoch under `cursor` over the picture painted into `rect`."""
    under = curves_axes(rect, snapshot, style, options=options, at=cursor)
    charts = charts_of(snapshot, style.theme, options)
    epochs = charts[0].series[0].x if charts[0].series else np.empty(0)
    index = epoch_under(cursor, under, epochs) if under is not None and len(epochs) else None
    if under is None or index is None:
        return
    for placed in arrange(rect, charts, style):
        _paint_crosshair(painter, placed, index, style)
    at = QPointF(float(under.x.place(float(epochs[index]))), cursor.y())
    paint_readout(painter, _readout(charts, index, options.counts), at, rect, style)


def _paint_crosshair(painter: QPainter, placed: PlacedChart, index: int, style: Style) -> None:
    """Draw a line at the recorded epoch and a dot on every curve."""
    chart, axes = placed.chart, placed.axes
    x = float(axes.x.place(float(chart.series[0].x[index])))
    with saved(painter):
        paint_hairline(painter, axes, x, style)
        painter.setPen(pen(style, style.theme.paper, 1.0))
        for series in chart.series:
            if series.off:
                continue
            y = float(axes.y.place(float(_recorded(series)[index])))
            if axes.plot.top() - 1 <= y <= axes.plot.bottom() + 1:
                painter.setBrush(QColor(series.colour))
                painter.drawEllipse(QPointF(x, y), 3.5 * style.scale, 3.5 * style.scale)


def _recorded(series: Series) -> Floats:
    """Return what was measured, whether it is shown smoothed or not."""
    return series.y if series.raw is None else series.raw


def _readout(charts: Sequence[Chart], index: int, counts: Counts) -> list[ReadoutRow]:
    """Return one row a curve with its value in each chart, under the epoch and the names of the charts."""
    epoch = float(charts[0].series[0].x[index])
    rows = [ReadoutRow(counts.words(epoch), tuple(chart.y.label for chart in charts))]
    for number, series in enumerate(charts[0].series):
        if series.off:
            continue
        values = tuple(chart.y.words(float(_recorded(chart.series[number])[index])) for chart in charts)
        rows.append(ReadoutRow(series.name, values, series.colour, series.dash))
    return rows


def part_at(
    rect: QRectF, snapshot: RunInstant, style: Style, options: CurvesOptions, position: QPointF
) -> str:
    """Return the part of the data whose entry of the legend is at a position; empty beside all of them."""
    for placed in arrange(rect, charts_of(snapshot, style.theme, options), style):
        entry = entry_at(placed.header, placed.legend, placed.reserved, style, position)
        if isinstance(entry, LegendEntry):
            return entry.key
    return ""


def hidden_next(hidden: frozenset[str], part: str, parts: frozenset[str]) -> frozenset[str]:
    """Return what one more click on a part of the legend hides: that part, then all others, then nothing."""
    others = parts - {part}
    if part in hidden:
        return others
    return frozenset() if hidden & others == others and others else hidden | {part}


def values_in_words(
    rect: QRectF, snapshot: RunInstant, style: Style, options: CurvesOptions, at: QPointF
) -> str:
    """Return what the readout at a position says, a line a curve; empty beside the plots."""
    charts, under = (
        charts_of(snapshot, style.theme, options),
        curves_axes(rect, snapshot, style, options=options, at=at),
    )
    epochs = charts[0].series[0].x if charts[0].series else np.empty(0)
    index = epoch_under(at, under, epochs) if under is not None and len(epochs) else None
    if index is None:
        return ""
    return "\n".join("\t".join((row.name, *row.values)) for row in _readout(charts, index, options.counts))

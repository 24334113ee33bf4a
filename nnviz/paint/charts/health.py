"""The health of a network over time: one chart for each quantity, one curve for each layer."""

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.paint.charts.chart import Chart, PlacedChart, layout_stack, paint_placed_chart
from nnviz.paint.charts.cursor import epoch_under, paint_hairline
from nnviz.paint.charts.curves import BEGINNING, without_curves
from nnviz.paint.charts.options import HealthOptions
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.axis import Axis, Zoom
from nnviz.paint.drawing.numbers import epoch_in_words
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.drawing.tools import saved

OF_THEIR_OWN = 4
"""Up to so many layers have colours that are told apart by name; more have shades, the first to the last."""
DASHES = ("solid", "dash", "dot", "solid")


DEFAULTS = HealthOptions()


class HealthQuantity(msgspec.Struct, frozen=True):
    """One of the numbers of `LayerHealth`, and its axis."""

    name: str
    axis: Axis


QUANTITIES = (
    HealthQuantity("gradient_norm", Axis("gradient norm", log=True)),
    HealthQuantity("update_ratio", Axis("update / weights", log=True)),
    HealthQuantity("saturated", Axis("saturated", 0.0, 1.0, percent=True)),
    HealthQuantity("dead", Axis("dead units", 0.0, 1.0, percent=True)),
)


def layer_colours(theme: Theme, count: int) -> list[str]:
    """Return a colour a layer, from the first to the last."""
    if count <= OF_THEIR_OWN:
        return [theme.positive, theme.backward, theme.forward, theme.change][:count]
    return [mix(theme.positive, theme.backward, k / (count - 1)) for k in range(count)]


def health_charts(snapshot: RunInstant, theme: Theme, options: HealthOptions = DEFAULTS) -> tuple[Chart, ...]:
    """Return a chart of each quantity that has a meaning in this network; of all epochs, or some."""
    health = snapshot.look(HealthView)
    if health is None or len(health.epochs) < 2:
        message = without_curves(snapshot) if options.epochs is None else BEGINNING
        return (Chart((), Axis("epoch"), QUANTITIES[0].axis, message),)
    timeline = snapshot.look(TimelineView)
    in_the_past = timeline is not None and timeline.in_the_past
    charts: list[Chart] = []
    for quantity in QUANTITIES:
        table = health.curves[quantity.name]
        if np.isfinite(table).any():
            series = _series(health.epochs, table, theme)
            here = snapshot.epoch if in_the_past else None
            whole = (None, float(health.epochs[-1])) if options.log_epochs else (0.0, None)
            x = Zoom(log_x=options.log_epochs).axis_x(Axis("epoch", *(options.epochs or whole)))
            y = Zoom(y=options.value_range(quantity.axis.label)).axis_y(quantity.axis)
            charts.append(Chart(series, x, y, here=here))
    return tuple(charts)


def _series(epochs: Floats, table: Floats, theme: Theme) -> tuple[Series, ...]:
    """Return the curves of all layers; of many layers only the first and the last are in the legend."""
    count = table.shape[1]
    colours = layer_colours(theme, count)
    few = count <= OF_THEIR_OWN
    return tuple(
        Series(
            f"layer {k + 1}" if few or k in (0, count - 1) else "",
            epochs,
            table[:, k],
            colours[k],
            DASHES[k] if few else "solid",
            end=False,
        )
        for k in range(count)
    )


def health_height(snapshot: RunInstant, style: Style) -> float:
    """Return the height at which the charts can be read well."""
    return (9.0 * len(health_charts(snapshot, style.theme)) + 3.0) * style.text


def health_axes(rect: QRectF, snapshot: RunInstant, style: Style, options: HealthOptions) -> tuple[Axes, ...]:
    """Return the axes of the charts painted into `rect`; none before there are curves."""
    charts = health_charts(snapshot, style.theme, options)
    if charts[0].is_empty:
        return ()
    return tuple(placed.axes for placed in layout_stack(rect, charts, style))


def paint_health(
    painter: QPainter,
    rect: QRectF,
    snapshot: RunInstant,
    style: Style,
    options: HealthOptions = DEFAULTS,
) -> None:
    """Paint the charts into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units.
    snapshot : Snapshot
        With `health`.
    style : Style
        In which colours, and how large.
    options : HealthOptions
        Which epochs are shown.
    """
    for placed in layout_stack(rect, health_charts(snapshot, style.theme, options), style):
        paint_placed_chart(painter, placed, style)


def paint_health_cursor(
    painter: QPainter,
    rect: QRectF,
    snapshot: RunInstant,
    style: Style,
    cursor: QPointF,
    options: HealthOptions = DEFAULTS,
) -> None:
    """Paint the values of all layers at the epoch under the cursor, of the chart under it."""
    health, charts = snapshot.look(HealthView), health_charts(snapshot, style.theme, options)
    if health is None or charts[0].is_empty:
        return
    stack = layout_stack(rect, charts, style)
    under = min(stack, key=lambda placed: _distance(placed, cursor))
    chart, axes = under.chart, under.axes
    index = epoch_under(cursor, axes, health.epochs)
    if index is None:
        return
    epoch = float(health.epochs[index])
    x = float(axes.x.place(epoch))
    with saved(painter):
        paint_hairline(painter, axes, x, style)
    paint_readout(painter, _rows_of(chart, epoch, index), QPointF(x, cursor.y()), rect, style)


def health_rows(
    rect: QRectF, snapshot: RunInstant, style: Style, position: QPointF, options: HealthOptions = DEFAULTS
) -> list[ReadoutRow]:
    """Return the values of all layers at the epoch under a position of a chart; none beside all charts."""
    health, charts = snapshot.look(HealthView), health_charts(snapshot, style.theme, options)
    if health is None or charts[0].is_empty:
        return []
    for placed in layout_stack(rect, charts, style):
        index = epoch_under(position, placed.axes, health.epochs)
        if placed.axes.plot.contains(position) and index is not None:
            return _rows_of(placed.chart, float(health.epochs[index]), index)
    return []


def _rows_of(chart: Chart, epoch: float, index: int) -> list[ReadoutRow]:
    rows = [ReadoutRow(epoch_in_words(epoch), (chart.y.label,))]
    for number, series in enumerate(chart.series, start=1):
        value = float(series.y[index])
        words = chart.y.words(value) if np.isfinite(value) else "–"
        rows.append(ReadoutRow(f"layer {number}", (words,), series.colour, series.dash))
    return rows


def _distance(placed: PlacedChart, cursor: QPointF) -> float:
    """Return how far above or below the plot the cursor is."""
    plot = placed.axes.plot
    return max(plot.top() - cursor.y(), cursor.y() - plot.bottom(), 0.0)


def columns_of_health(health: HealthView, low: float, high: float) -> dict[str, list[float]]:
    """Return the curves between two epochs by name: the epoch, then each quantity of each layer."""
    rows = (health.epochs >= low) & (health.epochs <= high)
    columns = {"epoch": health.epochs[rows].tolist()}
    for quantity in QUANTITIES:
        table = health.curves[quantity.name]
        for layer in range(table.shape[1]):
            columns[f"{quantity.axis.label}, layer {layer + 1}"] = table[rows, layer].tolist()
    return columns

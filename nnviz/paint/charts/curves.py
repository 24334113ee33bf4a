"""Loss and accuracy against epochs: the charts made from a snapshot, one above the other or side by side."""

import math

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.arrays import Floats
from nnviz.experiment.results.several import Several, several_of
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.scores import Now
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.numerals import percent
from nnviz.paint.charts.chart import Chart, PlacedChart, layout_chart, layout_stack, paint_placed_chart
from nnviz.paint.charts.counting import Counting, with_single_updates
from nnviz.paint.charts.ghosts import PART_DASHES, ghost_series, mark_of, short_name
from nnviz.paint.charts.options import CurvesOptions
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axis import Axis
from nnviz.paint.drawing.numbers import epoch_in_words, steady_number
from nnviz.paint.drawing.theme import Style, Theme

BEGINNING = "The curves begin with the first epoch"
UNTIMED = "How long this run took was not recorded"
WIDE = 2.2
"""From this ratio of width to height on, the charts stand side by side."""


DEFAULTS = CurvesOptions()


def charts_of(snapshot: RunInstant, theme: Theme, options: CurvesOptions) -> tuple[Chart, ...]:
    """Return the chart of the loss and, for classification, that of the accuracy."""
    counting = counting_of(snapshot, options)
    now, curves, label = counting.now(Now.of(snapshot)), counting.placed, options.counts.label
    several = counting.several(shown_with(snapshot, options))
    is_new = len(curves.epochs) < 2 and not several.others
    if snapshot.update == 0 and is_new and options.epochs is None:  # one point is no curve
        return (Chart((), Axis(label), Axis("loss"), without_curves(snapshot)),)
    x = _epoch_axis(curves.epochs, options, _axis_name(snapshot, options, counting))
    marks = tuple(map(counting.at, _marked_epochs(snapshot)))
    timeline, at = snapshot.look(TimelineView), counting.at(snapshot.epoch)
    here = at if timeline is not None and timeline.in_the_past else None
    colour = theme.branch_colour(several.colour) if several.colour else theme.train
    name = options.name or short_name(several.name)
    low, high = options.loss or (None if options.log_loss else 0.0, None)
    y = Axis("loss", low, high, log=options.log_loss)
    loss = Chart(
        _series(curves, "loss", theme, colour, name, now, options),
        x,
        y,
        without_curves(snapshot) if len(curves.epochs) else UNTIMED,
        marks=marks,
        here=here,
        ghosts=ghost_series(several, theme, "loss"),
    )
    y = Axis("accuracy", *(options.accuracy or (_accuracy_floor(curves.accuracy), 1.0)), percent=True)
    accuracy = replace(
        loss,
        series=_series(curves, "accuracy", theme, colour, name, now, options),
        y=y,
        message="",
        ghosts=ghost_series(several, theme, "accuracy"),
    )
    charts = (loss,) if accuracy.is_empty else (loss, accuracy)
    return tuple(_with_values(chart, at) for chart in charts) if options.values else charts


def counting_of(snapshot: RunInstant, options: CurvesOptions) -> Counting:
    """Return the curves of a run as they are shown, with single updates and this moment, and their axis."""
    now, curves = Now.of(snapshot), with_single_updates(snapshot.curves, options.singles)
    return Counting(options.counts, curves if now is None else now.continued(curves))


def _with_values(chart: Chart, epoch: float) -> Chart:
    """Return the chart with the values of its curves at this very epoch, for those of which it is known."""
    series, ghosts = (
        tuple(_with_value(curve, chart.y, epoch) for curve in group) for group in (chart.series, chart.ghosts)
    )
    return replace(chart, series=series, ghosts=ghosts)


def _with_value(series: Series, axis: Axis, epoch: float) -> Series:
    """Return the curve with its value, if it has a name and was measured or recorded just there.

    It is not where the data had no such set, nor its accuracy where they were no classes.
    """
    if not series.name:
        return series
    value = math.nan
    if series.mark is not None:
        value = series.mark[1]
    elif (row := int(np.searchsorted(series.x, epoch))) < len(series.x) and series.x[row] == epoch:
        value = float(series.y[row])
    if math.isnan(value):
        return series
    return replace(series, value=percent(value) if axis.percent else steady_number(value))


def shown_with(snapshot: RunInstant, options: CurvesOptions) -> Several:
    """Return the runs that a moment is shown with: those it came with, or its own branches and past runs."""
    given = snapshot.look(Several)
    if given is None:
        return several_of(snapshot.look(TimelineView), options.branches, options.runs)
    return given if options.branches else Several(colour=given.colour)


def without_curves(snapshot: RunInstant) -> str:
    """Return what is said as long as there are no curves."""
    return BEGINNING if snapshot.running else "Press Play to see the curves"


def axis_name(snapshot: RunInstant, options: CurvesOptions) -> str:
    """Return what stands below the axis: what it counts, and what is special about what is shown."""
    return _axis_name(snapshot, options, counting_of(snapshot, options))


def _axis_name(snapshot: RunInstant, options: CurvesOptions, counting: Counting) -> str:
    words = _one_by_one(counting, options)
    return (
        options.counts.label
        + words
        + (_of_another_moment(snapshot, options, counting) if options.values else "")
    )


def _of_another_moment(snapshot: RunInstant, options: CurvesOptions, counting: Counting) -> str:
    """Return of which epoch the values are, where measuring lags behind or the axis does not reach to it."""
    now = Now.of(snapshot)
    if now is None:
        return ""
    low, high = options.epochs or (0.0, math.inf)
    is_shown = now.update == snapshot.update and low <= counting.at(now.epoch) <= high
    return "" if is_shown else f" (values: {epoch_in_words(now.epoch)})"


def _one_by_one(counting: Counting, options: CurvesOptions) -> str:
    """Return which part of the run is shown update by update, in words; no numbers where it is all."""
    singles, curves = options.singles, counting.placed
    if singles is None or not len(singles.updates) or not len(curves.epochs):
        return ""
    low, high = options.epochs or (0.0, math.inf)
    first, last = (counting.at(float(singles.epochs[end])) for end in (0, -1))
    if first <= max(low, float(curves.epochs[0])) and min(high, float(curves.epochs[-1])) <= last:
        return " (each update)"
    return f" (each update from {singles.updates[0]:,} to {singles.updates[-1]:,})"


def _epoch_axis(epochs: Floats, options: CurvesOptions, name: str) -> Axis:
    if options.epochs is not None:
        return Axis(name, *options.epochs, log=options.log_epochs)
    if options.log_epochs:
        known = epochs[epochs > 0.0]
        return Axis(name, high=float(known[-1]) if len(known) > 1 else None, log=True)
    return Axis(name, low=0.0)


def _series(
    curves: Curves,
    quantity: str,
    theme: Theme,
    colour: str,
    train_name: str,
    now: Now | None,
    options: CurvesOptions,
) -> tuple[Series, ...]:
    columns: dict[str, Floats] = getattr(curves, quantity)
    colours = {"train": colour, "validation": theme.validation, "test": theme.test}
    names = {"train": train_name or "train"}
    return tuple(
        Series(
            names.get(part, part),
            curves.epochs,
            smoothed(columns[part]) if options.smooth else columns[part],
            colours[part],
            dash,
            end=not options.smooth,
            mark=mark_of(now, part, quantity),
            raw=columns[part] if options.smooth else None,
            key=part,
            off=part in options.hidden,
        )
        for part, dash in PART_DASHES.items()
        if part in columns
    )


def smoothed(values: Floats) -> Floats:
    """Return the mean of each value and its neighbours: a twentieth of all, at least five; gaps stay."""
    half = max(len(values) // 40, 2)
    known = np.isfinite(values)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, values, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    rows = np.arange(len(values))
    reach = np.minimum(np.minimum(rows, rows[::-1]), half)  # as far to both sides: no bend at the ends
    first, last = rows - reach, rows + reach + 1
    with np.errstate(invalid="ignore", divide="ignore"):
        means: Floats = (sums[last] - sums[first]) / (counts[last] - counts[first])
    return np.where(known, means, np.nan)


def _accuracy_floor(columns: dict[str, Floats]) -> float:
    """Return where the axis of the accuracy starts: as high as the worst epoch allows."""
    worst = min((float(np.nanmin(values, initial=1.0)) for values in columns.values()), default=0.0)
    return max((floor for floor in (0.0, 0.5, 0.8, 0.9) if floor < worst), default=0.0)


def _marked_epochs(snapshot: RunInstant) -> tuple[float, ...]:
    timeline = snapshot.look(TimelineView)
    if timeline is not None:
        present = timeline.present
        marked = [update for update, _ in present.marks]
        return tuple(np.interp(marked, present.updates, present.epochs).tolist())
    per_epoch = snapshot.update / snapshot.epoch if snapshot.epoch > 0.0 else 1.0
    return tuple(update / per_epoch for update, _ in snapshot.marks)


def arrange(rect: QRectF, charts: tuple[Chart, ...], style: Style) -> list[PlacedChart]:
    """Lay the charts out side by side in a wide `rect`, else below one another."""
    if len(charts) == 1 or rect.width() <= WIDE * rect.height():
        return layout_stack(rect, charts, style)
    gap = 16.0 * style.scale
    width = (rect.width() - gap) / 2
    left = QRectF(rect.left(), rect.top(), width, rect.height())
    places = (left, left.translated(width + gap, 0.0))
    return [layout_chart(place, chart, style) for place, chart in zip(places, charts, strict=True)]


def paint_curves(
    painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, *, options: CurvesOptions = DEFAULTS
) -> None:
    """Paint the loss and, for classes, the accuracy into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units.
    snapshot : RunInstant
        The moment, with the history up to it.
    style : Style
        In which colours, and how large.
    options : CurvesOptions
        Logarithmic axes and the range of epochs.
    """
    for placed in arrange(rect, charts_of(snapshot, style.theme, options), style):
        paint_placed_chart(painter, placed, style)

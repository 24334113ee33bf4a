"""For more than two inputs, where no plane shows the network: its answers beside the truth."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.numerals import short_number
from nnviz.paint.charts.chart import Chart, PlacedChart, layout_chart, paint_labels
from nnviz.paint.drawing.axes import Axes, paint_grid, paint_x_ticks, paint_y_ticks
from nnviz.paint.drawing.axis import Axis, axis_range
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.markers import marker
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, pen, saved
from nnviz.paint.output.colours import targets_of
from nnviz.paint.output.confusion import Confusion, confusion_of, paint_confusion, shows_numbers
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.point_marker import paint_marker
from nnviz.paint.output.points import answers_of, marker_radius, shown_parts
from nnviz.paint.output.points_legend import paint_points_legend

GAP = 24.0
"""Space between two tables at 1x."""
BELOW = 0.75
"""Space below a sentence, in lines."""
READING = "Rows: true class, columns: predicted class."
"""How a table of confusion is read."""
SHORT_READING = "Rows are the truth."
"""The same where a column is narrow: on one line, as the table needs the height."""


def paint_answers(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> None:
    """Say that there is no plane, and paint how far the answers agree with the truth."""
    inputs = f"{snapshot.split.train.inputs} inputs"
    whole = f"{inputs}: no plane to show."
    say(painter, rect, whole if text_width(whole, style) <= rect.width() else inputs, style)
    paint_agreement(painter, _below(rect, snapshot, style), snapshot, style, options)


def _below(rect: QRectF, snapshot: DataInstant, style: Style) -> QRectF:
    """Return what the sentence that there is no plane leaves of `rect`."""
    line = metrics(style).height()
    below = rect.adjusted(0.0, line, 0.0, 0.0)
    if not snapshot.split.train.is_classification:
        below.adjust(0.0, BELOW * line, 0.0, 0.0)
    return below


def paint_agreement(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> None:
    """Paint the confusion of classes, or predictions against the truth, whatever the inputs are."""
    if snapshot.split.train.is_classification:
        fits = text_width(READING, style) <= rect.width()
        below = say(painter, rect, READING if fits else SHORT_READING, style)
        below.adjust(0.0, BELOW * metrics(style).height(), 0.0, 0.0)
        paint_tables(painter, below, snapshot, style, options)
    elif _answered(snapshot, options):
        _paint_scatter(painter, rect, snapshot, style, options)


def say(painter: QPainter, rect: QRectF, sentence: str, style: Style) -> QRectF:
    """Write a sentence into the first line of `rect` and return the rest."""
    line = metrics(style).height()
    row = QRectF(rect.left(), rect.top(), rect.width(), line)
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, row, elided(sentence, row.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)
    return rect.adjusted(0.0, line, 0.0, 0.0)


def _answered(snapshot: DataInstant, options: BoundaryOptions) -> list[tuple[str, Dataset, Floats]]:
    """Return the parts of the split for which the outputs are known, with them."""
    answers, shown = answers_of(snapshot), shown_parts(snapshot, options.test)
    return [(name, part, answers[name]) for name, part in shown if name in answers]


def confusions(snapshot: DataInstant, options: BoundaryOptions) -> list[Confusion]:
    """Return how classes were confused in each part of the split that is shown."""
    return [
        confusion_of(name, np.asarray(part.y, dtype=np.int64), predicted_classes(outputs), part.classes)
        for name, part, outputs in _answered(snapshot, options)
    ]


def paint_tables(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> None:
    """Paint the confusion of each part, beside each other if the numbers fit, else of the last part alone."""
    tables = confusions(snapshot, options)
    if tables:
        paint_beside(painter, rect, tables, style)


def paint_beside(painter: QPainter, rect: QRectF, tables: list[Confusion], style: Style) -> None:
    """Paint tables beside each other if the numbers fit, else the last one alone."""
    width = (rect.width() - GAP * style.scale * (len(tables) - 1)) / len(tables)
    place = QRectF(rect.left(), rect.top(), width, rect.height())
    if not all(shows_numbers(place, table, style) for table in tables):
        tables, place = tables[-1:], rect
    for table in tables:
        paint_confusion(painter, place, table, style)
        place = place.translated(width + GAP * style.scale, 0.0)


def _paint_scatter(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> None:
    """Paint predictions against the truth on a square: what is right lies on the diagonal."""
    parts = _answered(snapshot, options)
    targets = [targets_of(part)[:, 0] for _, part, _ in parts]
    layout = _place_scatter(rect, snapshot, style, options)
    axes = layout.axes
    radius = marker_radius(axes.plot, sum(map(len, targets)), style)
    outline = marker("circle", radius)
    is_part = (options.truths, options.answers) != (None, None)
    with saved(painter):
        paint_grid(painter, axes, layout.y_ticks, style)
        paint_y_ticks(painter, axes, layout.y_ticks, style)
        paint_x_ticks(painter, axes, layout.x_ticks, style)
        paint_labels(painter, layout, style)
        paint_points_legend(painter, layout.header, snapshot, style, options)
        painter.setPen(pen(style, style.theme.quiet, 1.0, "dash"))
        if not is_part:
            painter.drawLine(QLineF(axes.plot.bottomLeft(), axes.plot.topRight()))
        else:
            painter.setClipRect(axes.plot)
            ends = np.array([min(axes.x.low, axes.y.low), max(axes.x.high, axes.y.high)])
            (x0, x1), (y0, y1) = axes.x.place(ends).tolist(), axes.y.place(ends).tolist()
            painter.drawLine(QLineF(x0, y0, x1, y1))
        for (name, _, outputs), truth in zip(parts, targets, strict=True):
            xs, ys = axes.x.place(truth), axes.y.place(outputs[:, 0])
            for x, y in np.column_stack([xs, ys])[np.isfinite(ys)].tolist():
                place, colour = QPointF(x, y), style.theme.positive
                paint_marker(painter, place, outline, colour, style, part=name)


def _place_scatter(
    rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> PlacedChart:
    """Lay predictions against the truth out on a square."""
    parts = _answered(snapshot, options)
    numbers = [*(targets_of(part)[:, 0] for _, part, _ in parts), *(outputs[:, 0] for *_, outputs in parts)]
    shown = axis_range(Axis(), numbers)
    x = Axis("ground truth", *(options.truths or shown))
    y = Axis("prediction", *(options.answers or shown))
    return _square(rect, Chart((), x, y, legend=False), style)


def has_scatter(snapshot: DataInstant, options: BoundaryOptions) -> bool:
    """Whether the picture is of predictions against the truth."""
    train = snapshot.split.train
    return (
        not train.is_classification
        and (options.truth or not train.has_axes)
        and bool(_answered(snapshot, options))
    )


def scatter_axes(rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions) -> Axes | None:
    """Return the axes of predictions against the truth in the picture painted into `rect`; None without."""
    if not has_scatter(snapshot, options):
        return None
    place = rect if snapshot.split.train.has_axes else _below(rect, snapshot, style)
    return _place_scatter(place, snapshot, style, options).axes


def scatter_rows(
    snapshot: DataInstant, axes: Axes, options: BoundaryOptions, cursor: QPointF, within: float
) -> tuple[QPointF, list[ReadoutRow]]:
    """Return the point nearest to the cursor, and what is true and predicted there; else of the cursor."""
    nearest, least, found = cursor, within, (axes.x.value(cursor.x()), axes.y.value(cursor.y()))
    for _, part, outputs in _answered(snapshot, options):
        truths, answers = targets_of(part)[:, 0], outputs[:, 0]
        xs, ys = axes.x.place(truths), axes.y.place(answers)
        away = np.nan_to_num(np.hypot(xs - cursor.x(), ys - cursor.y()), nan=np.inf)
        place = int(away.argmin()) if len(away) else -1
        if place >= 0 and away[place] < least:
            least, nearest = float(away[place]), QPointF(float(xs[place]), float(ys[place]))
            found = float(truths[place]), float(answers[place])
    names = ("ground truth", "prediction")
    rows = [ReadoutRow(name, (short_number(value),)) for name, value in zip(names, found, strict=True)]
    return nearest, rows


def scatter_columns(snapshot: DataInstant, options: BoundaryOptions) -> dict[str, list[float]]:
    """Return what is true and what is predicted, of all points that are shown."""
    parts = _answered(snapshot, options)
    return {
        "ground truth": [value for _, part, _ in parts for value in targets_of(part)[:, 0].tolist()],
        "prediction": [value for *_, outputs in parts for value in outputs[:, 0].tolist()],
    }


def _square(rect: QRectF, chart: Chart, style: Style) -> PlacedChart:
    """Lay a chart out in the middle of `rect` such that its plot is a square."""
    plot = layout_chart(rect, chart, style).axes.plot
    wide, high = max(plot.width() - plot.height(), 0.0) / 2, max(plot.height() - plot.width(), 0.0) / 2
    return layout_chart(rect.adjusted(wide, high, -wide, -high), chart, style)

"""For more than two inputs, where no plane shows the network: its answers beside the truth."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.data.dataset import Dataset
from nnviz.experiment.snapshot import Snapshot
from nnviz.paint.axes import make_axes, paint_grid, paint_x_ticks, paint_y_ticks
from nnviz.paint.axis import Axis, axis_range
from nnviz.paint.boundary_options import BoundaryOptions
from nnviz.paint.chart import Chart, layout_chart, paint_labels
from nnviz.paint.confusion import Confusion, confusion_of, paint_confusion, shows_numbers
from nnviz.paint.lettering import draw_text, elided
from nnviz.paint.markers import marker
from nnviz.paint.output_colours import predicted_classes, targets_of
from nnviz.paint.points import answers_of, marker_radius, paint_marker, shown_parts
from nnviz.paint.points_legend import paint_points_legend
from nnviz.paint.theme import Style
from nnviz.paint.tools import metrics, pen, saved

Floats = NDArray[np.float64]

GAP = 24.0
"""Space between two tables at 1x."""
READING = "Rows: true class, columns: predicted class."
"""How a table of confusion is read."""


def paint_answers(
    painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, options: BoundaryOptions
) -> None:
    """Say that there is no plane, and paint the confusion of classes or output against target."""
    line = metrics(style).height()
    train = snapshot.split.train
    said = [f"{train.X.shape[1]} inputs: no plane to show."]
    if train.is_classification:
        said.append(READING)
    painter.setPen(QColor(style.theme.quiet))
    for number, sentence in enumerate(said):
        row = QRectF(rect.left(), rect.top() + number * line, rect.width(), line)
        draw_text(painter, row, elided(sentence, row.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)
    below = rect.adjusted(0.0, (len(said) + 0.75) * line, 0.0, 0.0)
    parts = _answered(snapshot, options)
    if train.is_classification:
        paint_tables(painter, below, snapshot, style, options)
    elif parts:
        _paint_scatter(painter, below, parts, style)
        paint_points_legend(
            painter, QRectF(below.left(), below.top(), below.width(), line), snapshot, style, options
        )


def _answered(snapshot: Snapshot, options: BoundaryOptions) -> list[tuple[str, Dataset, Floats]]:
    """Return the parts of the split for which the outputs are known, with them."""
    answers, shown = answers_of(snapshot), shown_parts(snapshot, options.test)
    return [(name, part, answers[name]) for name, part in shown if name in answers]


def confusions(snapshot: Snapshot, options: BoundaryOptions) -> list[Confusion]:
    """Return how classes were confused in each part of the split that is shown."""
    return [
        confusion_of(name, np.asarray(part.y, dtype=np.int64), predicted_classes(outputs), part.classes)
        for name, part, outputs in _answered(snapshot, options)
    ]


def paint_tables(
    painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, options: BoundaryOptions
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
    painter: QPainter, rect: QRectF, parts: list[tuple[str, Dataset, Floats]], style: Style
) -> None:
    """Paint outputs against targets: what is right lies on the diagonal."""
    shown = axis_range(Axis(), [targets_of(part)[:, 0] for _, part, _ in parts])
    chart = Chart((), Axis("target", *shown), Axis("output", *shown), legend=False)
    layout = layout_chart(rect, chart, style)
    axes = make_axes(layout.axes.plot, shown, shown)
    radius = marker_radius(axes.plot, sum(len(part.X) for _, part, _ in parts), style)
    with saved(painter):
        paint_grid(painter, axes, layout.y_ticks, style)
        paint_y_ticks(painter, axes, layout.y_ticks, style)
        paint_x_ticks(painter, axes, layout.x_ticks, style)
        paint_labels(painter, rect, layout, chart, style)
        painter.setPen(pen(style, style.theme.quiet, 1.0, "dash"))
        painter.drawLine(QLineF(axes.plot.bottomLeft(), axes.plot.topRight()))
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
        for name, part, outputs in parts:
            xs = axes.x.place(targets_of(part)[:, 0]).tolist()
            ys = axes.y.place(outputs[:, 0]).tolist()
            for x, y in zip(xs, ys, strict=True):
                paint_marker(
                    painter,
                    QPointF(x, y),
                    marker("circle", radius),
                    style.theme.positive,
                    style,
                    part=name,
                )

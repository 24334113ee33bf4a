"""What lies under the cursor of the boundary picture: the inputs, the output, the nearest point."""

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import InputKind
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.numerals import short_number
from nnviz.paint.drawing.axes import Axes
from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen, saved
from nnviz.paint.output.colours import targets_of
from nnviz.paint.output.points import answers_of, marker_radius, point_positions, shown_parts

REACH = 5.0
"""How far from its rim a point still counts as meant, at 1x."""
MOST_OUTPUTS = 4
"""Of more outputs, the readout says only the largest."""


class PointUnderCursor(msgspec.Struct, frozen=True):
    """A point of the data: its row in a part of the split, and where it is painted."""

    index: int
    part: str
    position: QPointF


def nearest_point(
    snapshot: DataInstant, axes: Axes, style: Style, test: bool, cursor: QPointF
) -> PointUnderCursor | None:
    """Return the point that the cursor touches, None if there is none."""
    parts = shown_parts(snapshot, test)
    best, found = np.inf, None
    for name, part in parts:
        xs, ys = point_positions(part, axes)
        distance = np.hypot(xs - cursor.x(), ys - cursor.y())
        if np.isnan(distance).all():  # all outside of what is shown
            continue
        index = int(np.nanargmin(distance))
        if distance[index] < best:
            best, found = distance[index], PointUnderCursor(index, name, QPointF(xs[index], ys[index]))
    radius = marker_radius(axes.plot, sum(len(part.X) for _, part in parts), style)
    return found if best <= radius + REACH * style.scale else None


def paint_point_ring(painter: QPainter, point: PointUnderCursor, radius: float, style: Style) -> None:
    """Mark the point that a click would choose."""
    with saved(painter):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(style, style.theme.focus, 2.0))
        painter.drawEllipse(point.position, radius, radius)


def paint_cross(painter: QPainter, plot: QRectF, place: QPointF, radius: float, style: Style) -> None:
    """Mark a place from afar: a ring, and hairlines from it to the edges of the plot."""
    x, y = place.x(), place.y()
    with saved(painter):
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(style, style.theme.ink, 1.2, "dash"))
        for start, end in (
            (QPointF(plot.left(), y), QPointF(x - radius, y)),
            (QPointF(x + radius, y), QPointF(plot.right(), y)),
            (QPointF(x, plot.top()), QPointF(x, y - radius)),
            (QPointF(x, y + radius), QPointF(x, plot.bottom())),
        ):
            painter.drawLine(start, end)
        for colour, width in ((style.theme.paper, 5.0), (style.theme.ink, 2.5)):
            painter.setPen(pen(style, colour, width))
            painter.drawEllipse(place, radius, radius)


def paint_numbers(
    painter: QPainter,
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    *,
    axes: Axes,
    outputs: Floats | None,
    cursor: QPointF,
    point: PointUnderCursor | None,
) -> None:
    """Paint the table of inputs and outputs, and what is known of the point."""
    rows = number_rows(snapshot, axes, outputs, cursor)
    if point is not None:
        rows += _point_rows(snapshot, point)
    paint_readout(painter, rows, cursor, rect, style)


def number_rows(
    snapshot: DataInstant, axes: Axes, outputs: Floats | None, cursor: QPointF
) -> list[ReadoutRow]:
    """Return the inputs under the cursor and, where they are known, the outputs."""
    train = snapshot.split.train
    rows = [ReadoutRow(spoken(train.feature_names[0]), (short_number(axes.x.value(cursor.x()), 3),))]
    if train.kind is not InputKind.LINE:
        rows.append(ReadoutRow(spoken(train.feature_names[1]), (short_number(axes.y.value(cursor.y()), 3),)))
    if outputs is not None:
        rows += _output_rows(outputs, train.classes)
    return rows


def _output_rows(outputs: Floats, classes: tuple[str, ...]) -> list[ReadoutRow]:
    if len(outputs) == 1:
        return [ReadoutRow("output", (short_number(float(outputs[0])),))]
    order = range(len(outputs)) if len(outputs) <= MOST_OUTPUTS else [int(outputs.argmax())]
    names = classes if len(classes) == len(outputs) else tuple(f"output {k + 1}" for k in range(len(outputs)))
    return [ReadoutRow(names[k], (short_number(float(outputs[k])),)) for k in order]


def _point_rows(snapshot: DataInstant, point: PointUnderCursor) -> list[ReadoutRow]:
    """Return which point it is, what is true of it and what the network says."""
    part, answers = getattr(snapshot.split, point.part), answers_of(snapshot)
    said = answers[point.part][point.index] if point.part in answers else None
    rows = [ReadoutRow(f"{point.part} point", (f"{point.index + 1:,}",))]
    if part.is_classification:
        rows.append(ReadoutRow("class", (part.classes[int(part.y[point.index])],)))
        if said is not None:
            rows.append(ReadoutRow("predicted", (part.classes[int(predicted_classes(said))],)))
    else:
        rows.append(ReadoutRow("target", (short_number(float(targets_of(part)[point.index, 0])),)))
        if said is not None:
            rows.append(ReadoutRow("predicted", (short_number(float(said[0])),)))
    return rows

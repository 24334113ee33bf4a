"""What the network answers: over the plane of two inputs, along the line of one, in a table for more."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import InputKind
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.maps import Extent, Maps
from nnviz.experiment.snapshot.section import SectionPlane
from nnviz.paint.drawing.axes import Axes, make_axes
from nnviz.paint.drawing.keeping import Keep, paint_now
from nnviz.paint.drawing.readout import ReadoutRow
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import pen, saved
from nnviz.paint.output.answers import paint_answers
from nnviz.paint.output.cursor import (
    PointUnderCursor,
    nearest_point,
    number_rows,
    paint_cross,
    paint_numbers,
    paint_point_ring,
)
from nnviz.paint.output.fitted_line import layout_line, outputs_at, paint_line, whole_line
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.plane import layout_plane, output_at, paint_plane
from nnviz.paint.output.points import (
    PaintPoints,
    marker_radius,
    paint_points,
    point_positions,
    ring_radius,
    shown_parts,
)
from nnviz.paint.output.scale_bar import bar_of, ends_of, has_bar
from nnviz.paint.output.section import sectioned
from nnviz.paint.output.truth_and_prediction import paint_truth_and_prediction, pair_axes

__all__ = [
    "BoundaryOptions",
    "PointUnderCursor",
    "axes_at",
    "boundary_axes",
    "levels_axes",
    "paint_boundary",
    "paint_boundary_cursor",
    "paint_chosen",
    "paint_followed",
    "point_near",
    "rows_under",
    "whole_window",
]

DEFAULTS = BoundaryOptions()
_PLUS = 13.0
"""Half the size of the mark of a point that was set input by input, at 1x."""
_RING = 2.4
"""Radius of the ring around the point that is explained, in radii of a point."""


def paint_boundary(
    painter: QPainter,
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    *,
    options: BoundaryOptions = DEFAULTS,
    points: PaintPoints = paint_points,
    keep: Keep = paint_now,
) -> None:
    """Paint what the network answers into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units.
    snapshot : DataInstant
        The moment; its `boundary` may be missing while it is computed.
    style : Style
        In which colours, and how large.
    options : BoundaryOptions
        What to show besides the map.
    points : callable
        Paints the points; a view puts a cache here.
    keep : callable
        Paints what changes with the data only; a view puts a cache here.
    """
    snapshot = sectioned(snapshot, options.section)
    train = snapshot.split.train
    if options.truth and train.has_axes:
        paint_truth_and_prediction(painter, rect, snapshot, style, options=options, points=points, keep=keep)
    elif train.kind is InputKind.LINE:
        paint_line(painter, rect, snapshot, style, options=options, points=points)
    elif train.kind is InputKind.PLANE:
        paint_plane(painter, rect, snapshot, style, options=options, points=points, keep=keep)
    else:
        paint_answers(painter, rect, snapshot, style, options)


def boundary_axes(
    rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions = DEFAULTS
) -> tuple[Axes, ...]:
    """Return the axes of the picture painted into `rect`: none, one, or two beside each other.

    Only those are meant that have the inputs along them.
    """
    train = snapshot.split.train
    if options.truth and train.has_axes:
        return pair_axes(rect, snapshot, style, options)
    if train.kind is InputKind.LINE:
        return (layout_line(rect, snapshot, style, options.window).placed.axes,)
    if train.kind is InputKind.PLANE:
        return (layout_plane(rect, snapshot, style, options=options).axes,)
    return ()


def whole_window(snapshot: DataInstant) -> Extent:
    """Return what is shown of a line or a plane where no part is chosen."""
    train = snapshot.split.train
    if train.kind is InputKind.LINE:
        return whole_line(snapshot)
    return (*train.domain[0], *train.domain[1])


def levels_axes(
    rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions = DEFAULTS
) -> Axes | None:
    """Return the outputs along the bar of colours of the picture painted into `rect`; None without a bar."""
    train = snapshot.split.train
    if train.kind is not InputKind.PLANE or options.truth or not has_bar(train.classes):
        return None
    layout = layout_plane(rect, snapshot, style, options=options)
    return make_axes(bar_of(layout.key, train.classes, style), (0.0, 1.0), ends_of(layout.scale))


def axes_at(
    rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions, cursor: QPointF
) -> Axes | None:
    """Return those of the axes between which the cursor is, and beside the plot the nearest ones."""

    def distance(axes: Axes) -> float:
        plot = axes.plot
        return max(plot.left() - cursor.x(), cursor.x() - plot.right(), 0.0)

    return min(boundary_axes(rect, snapshot, style, options), key=distance, default=None)


def paint_followed(
    painter: QPainter, axes: Axes, snapshot: DataInstant, style: Style, example: Example
) -> None:
    """Mark the point of the data that is being explained: a ring and a cross of hairlines."""
    part = getattr(snapshot.split, example.part)
    if not 0 <= example.index < len(part.X):
        return
    xs, ys = point_positions(part, axes)
    if np.isnan(xs[example.index]) or np.isnan(ys[example.index]):  # outside of what is shown
        return
    count = sum(len(shown.X) for _, shown in shown_parts(snapshot, test=True))
    radius = _RING * marker_radius(axes.plot, count, style)
    paint_cross(painter, axes.plot, QPointF(xs[example.index], ys[example.index]), radius, style)


def paint_chosen(
    painter: QPainter, axes: Axes, snapshot: DataInstant, style: Style, point: tuple[float, ...]
) -> None:
    """Mark a point that was set input by input, where it is seen on the plane or on the line: a plus."""
    place = _place_of(axes, snapshot, point)
    if place is None or not axes.plot.contains(place):
        return
    reach = _PLUS * style.scale
    arms = [QPointF(-reach, 0.0), QPointF(reach, 0.0), QPointF(0.0, -reach), QPointF(0.0, reach)]
    with saved(painter):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((style.theme.paper, 7.0), (style.theme.ink, 3.0)):
            painter.setPen(pen(style, colour, width))
            painter.drawLine(place + arms[0], place + arms[1])
            painter.drawLine(place + arms[2], place + arms[3])


def _place_of(axes: Axes, snapshot: DataInstant, point: tuple[float, ...]) -> QPointF | None:
    """Return where inputs are seen; None where they are other inputs, or the line is not known yet."""
    section, train = snapshot.look(SectionPlane), snapshot.split.train
    inputs = train.inputs if section is None else len(section.centre)
    if len(point) != inputs or not np.isfinite(point).all():
        return None
    if section is not None:
        x, y = section.coordinates(np.array([point]))[0].tolist()
    elif train.kind is InputKind.LINE:
        line = (snapshot.look(Maps) or Maps()).boundary
        if line is None:
            return None
        x, y = point[0], float(np.ravel(outputs_at(line, point[0]))[0])
    else:
        x, y = point[0], point[1]
    place = float(axes.x.place(x)), float(axes.y.place(y))
    return QPointF(*place) if np.isfinite(place).all() else None


def point_near(
    rect: QRectF, snapshot: DataInstant, style: Style, *, options: BoundaryOptions, cursor: QPointF
) -> PointUnderCursor | None:
    """Return the point that the cursor touches in the picture painted into `rect`."""
    axes = axes_at(rect, snapshot, style, options, cursor)
    return None if axes is None else nearest_point(snapshot, axes, style, options.test, cursor)


def paint_boundary_cursor(
    painter: QPainter,
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    *,
    options: BoundaryOptions,
    cursor: QPointF,
) -> None:
    """Paint the numbers under the cursor over the picture painted into `rect`."""
    axes = axes_at(rect, snapshot, style, options, cursor)
    if axes is None or not axes.plot.contains(cursor):
        return
    point = nearest_point(snapshot, axes, style, options.test, cursor)
    if point is not None:
        cursor = point.position
        count = sum(len(part.X) for _, part in shown_parts(snapshot, options.test))
        paint_point_ring(painter, point, ring_radius(marker_radius(axes.plot, count, style), style), style)
    outputs = _outputs_under(snapshot, axes, cursor)
    paint_numbers(painter, rect, snapshot, style, axes=axes, outputs=outputs, cursor=cursor, point=point)


def rows_under(snapshot: DataInstant, axes: Axes, cursor: QPointF) -> list[ReadoutRow]:
    """Return the inputs under the cursor and the outputs there."""
    return number_rows(snapshot, axes, _outputs_under(snapshot, axes, cursor), cursor)


def _outputs_under(snapshot: DataInstant, axes: Axes, cursor: QPointF) -> Floats | None:
    plane = (snapshot.look(Maps) or Maps()).boundary
    if plane is None:
        return None
    along = len(plane.outputs) == 1
    return outputs_at(plane, axes.x.value(cursor.x())) if along else output_at(plane, cursor, axes)

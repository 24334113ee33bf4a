"""The decision boundary over two inputs: map, contour, points, axes and key."""

from functools import lru_cache

import msgspec
import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.data.dataset import Split
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.maps import Extent, InputPlane, Maps
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.explain.formulas.names import output_names
from nnviz.paint.drawing.axes import Axes, label_height, label_width, make_axes, paint_x_ticks, paint_y_ticks
from nnviz.paint.drawing.contour import contour_segments
from nnviz.paint.drawing.keeping import Keep, paint_now
from nnviz.paint.drawing.lettering import draw_name, draw_text, elided, name_width, shortened, text_width
from nnviz.paint.drawing.paths import segments
from nnviz.paint.drawing.resampling import values_at
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import Ticks, linear_ticks
from nnviz.paint.drawing.tools import faded, metrics, pen, saved
from nnviz.paint.output.colours import Levels, ValueScale, probabilities, scale_of, targets_of
from nnviz.paint.output.heat_map import paint_heat_map
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.points import PaintPoints, paint_points, paint_wrong
from nnviz.paint.output.points_legend import paint_points_legend
from nnviz.paint.output.scale_bar import bar_ticks, column_width, has_bar, paint_key
from nnviz.paint.output.section import notes_of

GAP = 8.0
"""Space between the parts at 1x."""
NAME_SHARE = 0.45
"""The name of the y axis takes at most this share of the width of the plot."""
KEY_SHARE = 0.3
"""The key takes at most this share of the width."""
MOST_UNEQUAL = 3.0
"""Units of x1 and x2 are equally long unless one range is so many times the other."""


DEFAULTS = BoundaryOptions()


class PlaneLayout(msgspec.Struct, frozen=True, eq=False):
    """Where the parts of the picture stand; `scale` colours real targets, None classes."""

    axes: Axes
    x_ticks: Ticks
    y_ticks: Ticks
    key: QRectF
    scale: ValueScale | None


def layout_plane(
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    *,
    keyed: bool = True,
    options: BoundaryOptions = DEFAULTS,
) -> PlaneLayout:
    """Lay the picture out in `rect`: as large as it can be, in the middle.

    `keyed` leaves room for the key. Where a part of the inputs is shown the plot stays where it is.
    """
    if notes_of(snapshot):
        rect = rect.adjusted(0.0, 0.0, 0.0, -metrics(style).height())
    return _laid_out(rect.getRect(), snapshot.split, style, keyed, options.window, options.levels)


@lru_cache(maxsize=32)
def _laid_out(
    place: tuple[float, float, float, float],
    split: Split,
    style: Style,
    keyed: bool,
    window: Extent | None,
    levels: Levels | None,
) -> PlaneLayout:
    """Do it once for all moments of a run."""
    rect, train, scale, line = QRectF(*place), split.train, scale_of(split, levels), metrics(style).height()
    (x_low, x_high), (y_low, y_high) = train.domain[:2]
    head, foot = 1.5 * line, label_height(style) + line
    y_ticks = linear_ticks(y_low, y_high, max(2, int((rect.height() - head - foot) / (2.5 * line))))
    left, gap = label_width(y_ticks, style), GAP * style.scale
    key = _key_width(rect, train.classes, scale, style) if keyed else 0.0
    width = max(rect.width() - left - 2 * gap - key, 1.0)
    height = max(rect.height() - head - foot, 1.0)
    ratio = (x_high - x_low) / (y_high - y_low)
    if 1.0 / MOST_UNEQUAL <= ratio <= MOST_UNEQUAL:
        width, height = min(width, height * ratio), min(height, width / ratio)
    x = rect.left() + left + (rect.width() - left - 2 * gap - key - width) / 2
    y = rect.top() + head + (rect.height() - head - foot - height) / 2
    plot = QRectF(x, y, width, height)
    if window is not None:
        (x_low, x_high), (y_low, y_high) = window[:2], window[2:]
        y_ticks = linear_ticks(y_low, y_high, max(2, int(height / (2.5 * line))))
    x_ticks = linear_ticks(x_low, x_high, max(2, int(width / (3.0 * line))))
    axes = make_axes(plot, (x_low, x_high), (y_low, y_high))
    return PlaneLayout(axes, x_ticks, y_ticks, QRectF(plot.right() + 2 * gap, y, key, height), scale)


def _key_width(rect: QRectF, classes: tuple[str, ...], scale: ValueScale | None, style: Style) -> float:
    ticks = bar_ticks(scale) if has_bar(classes) else None
    return column_width(classes, KEY_SHARE * rect.width(), style, ticks)


def paint_plane(
    painter: QPainter,
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    *,
    options: BoundaryOptions,
    points: PaintPoints = paint_points,
    keep: Keep = paint_now,
) -> None:
    """Paint the picture into `rect`; without a map yet, the points alone."""
    layout = layout_plane(rect, snapshot, style, options=options)
    answered, plane = snapshot.look(Predictions) is not None, (snapshot.look(Maps) or Maps()).boundary
    with saved(painter):
        if plane is not None:
            paint_heat_map(
                painter,
                layout.axes,
                plane,
                style,
                scale=layout.scale,
                hard=options.hard,
                levels=options.levels,
            )
            if layout.scale is None:
                with saved(painter):
                    _paint_contour(painter, layout.axes, plane, style)
        keep(
            painter,
            (rect.getRect(), snapshot.split, style, options, answered),
            lambda inner: _paint_data(inner, rect, layout, snapshot, style, options, points),
        )
        if options.wrong:
            paint_wrong(painter, layout.axes, snapshot, style, options.test)


def paint_bare_plane(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, options: BoundaryOptions
) -> None:
    """Paint map, contour and points alone, as large as `rect` allows: for many pictures side by side."""
    (x_low, x_high), (y_low, y_high) = snapshot.split.train.domain[:2]
    ratio = min(max((x_high - x_low) / (y_high - y_low), 1.0 / MOST_UNEQUAL), MOST_UNEQUAL)
    width, height = min(rect.width(), rect.height() * ratio), min(rect.height(), rect.width() / ratio)
    axes = make_axes(QRectF(rect.left(), rect.top(), width, height), (x_low, x_high), (y_low, y_high))
    plane, scale = (snapshot.look(Maps) or Maps()).boundary, scale_of(snapshot.split, options.levels)
    with saved(painter):
        if plane is not None:
            paint_heat_map(painter, axes, plane, style, scale=scale, hard=options.hard, levels=options.levels)
            if scale is None:
                with saved(painter):
                    _paint_contour(painter, axes, plane, style)
        paint_points(painter, axes, snapshot, style, options)
        if options.wrong:
            paint_wrong(painter, axes, snapshot, style, options.test)
        painter.setPen(pen(style, style.theme.quiet, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(axes.plot)


def _paint_data(
    painter: QPainter,
    rect: QRectF,
    layout: PlaneLayout,
    snapshot: DataInstant,
    style: Style,
    options: BoundaryOptions,
    points: PaintPoints,
) -> None:
    """Paint what changes with the data only: frame, points, legend and key."""
    axes, train = layout.axes, snapshot.split.train
    with saved(painter):
        paint_frame(painter, layout, train.feature_names, style)
        points(painter, axes, snapshot, style, options)
        head = _head(rect, axes, train.feature_names[1], style)
        paint_points_legend(painter, head, snapshot, style, options)
        paint_key(painter, layout.key, train.classes, layout.scale, style, options.levels)
        _paint_output_name(painter, layout, snapshot, style)
        paint_note(painter, rect, snapshot, style)


def paint_note(painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style) -> None:
    """Say below the picture what is true of inputs that are not on its axes."""
    notes, line = notes_of(snapshot), metrics(style).height()
    if notes:
        painter.setPen(QColor(style.theme.quiet))
        row = QRectF(rect.left(), rect.bottom() - line, rect.width() - 3.0 * style.text, line)
        note = next((each for each in notes if text_width(each, style) <= row.width()), notes[-1])
        draw_text(painter, row, elided(note, row.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)


def paint_frame(painter: QPainter, layout: PlaneLayout, names: tuple[str, ...], style: Style) -> None:
    """Paint the edge of the plot, its ticks and the names of the inputs."""
    axes = layout.axes
    painter.setPen(pen(style, style.theme.quiet, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(axes.plot)
    paint_y_ticks(painter, axes, layout.y_ticks, style)
    paint_x_ticks(painter, axes, layout.x_ticks, style)
    _paint_names(painter, axes, names, style)


def _head(rect: QRectF, axes: Axes, name: str, style: Style) -> QRectF:
    """Return the row above the plot, right of the name of its y axis."""
    line = metrics(style).height()
    left = y_name_of(name, axes.plot, style)[1].right() + GAP * style.scale
    return QRectF(left, axes.plot.top() - 1.5 * line, rect.right() - left, line)


def y_name_of(name: str, plot: QRectF, style: Style) -> tuple[str, QRectF]:
    """Return the name of the y axis as shown above a plot, and its place: a long one goes to the right."""
    shown = shortened(name, NAME_SHARE * plot.width(), style)
    width, line = name_width(shown, style), metrics(style).height()
    left = plot.left() - min(width / 2, style.text)
    return shown, QRectF(left, plot.top() - 1.5 * line, width, line)


def _paint_names(painter: QPainter, axes: Axes, names: tuple[str, ...], style: Style) -> None:
    line, plot = metrics(style).height(), axes.plot
    painter.setPen(QColor(style.theme.ink))
    below = QRectF(plot.left(), plot.bottom() + label_height(style), plot.width(), line)
    draw_name(painter, below, shortened(names[0], plot.width(), style), style)
    shown, place = y_name_of(names[1], plot, style)
    draw_name(painter, place, shown, style)


def _paint_output_name(painter: QPainter, layout: PlaneLayout, snapshot: DataInstant, style: Style) -> None:
    """Say below the scale which of several outputs the colours stand for: a plane shows one."""
    targets = 0 if layout.scale is None else targets_of(snapshot.split.train).shape[1]
    if targets > 1:
        top = layout.axes.plot.bottom() + label_height(style) - metrics(style).height()
        place = QRectF(layout.key.left(), top, 2.0 * style.text, metrics(style).height())
        painter.setPen(QColor(style.theme.ink))
        draw_name(painter, place, output_names((), targets)[0], style)


def _paint_contour(painter: QPainter, axes: Axes, plane: InputPlane, style: Style) -> None:
    """Draw the line on which two classes are equally probable."""
    if (axes.x.low, axes.x.high, axes.y.low, axes.y.high) != plane.extent:  # it goes beyond the plot
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
    for margin in _margins(plane.outputs):
        pieces = contour_segments(margin, 0.0).reshape(-1, 2)
        rows, columns = margin.shape
        left, right, bottom, top = plane.extent
        x = axes.x.place(left + pieces[:, 0] * (right - left) / max(columns - 1, 1))
        y = axes.y.place(bottom + pieces[:, 1] * (top - bottom) / max(rows - 1, 1))
        if len(x):
            painter.strokePath(segments(x, y), pen(style, faded(style.theme.ink, 0.85), 1.4))


def _margins(outputs: Floats) -> list[Floats]:
    """Return how much more probable each class is than the next best; of two classes, of one of them."""
    shares = probabilities(outputs)
    count = shares.shape[-1]
    if count == 2:
        return [shares[..., 1] - shares[..., 0]]
    others = [np.delete(shares, k, axis=-1).max(axis=-1) for k in range(count)]
    return [shares[..., k] - others[k] for k in range(count)]


def columns_of_plane(plane: InputPlane, names: tuple[str, ...]) -> dict[str, list[float]]:
    """Return the samples of a map by name: the one or two inputs, then each output."""
    rows, columns, outputs = plane.outputs.shape
    x, y = np.linspace(*plane.extent[:2], columns), np.linspace(*plane.extent[2:], rows)
    table = {names[0]: np.tile(x, rows).tolist()}
    if len(names) > 1:
        table[names[1]] = np.repeat(y, columns).tolist()
    said = ("output",) if outputs == 1 else tuple(f"output {k + 1}" for k in range(outputs))
    flat = plane.outputs.reshape(-1, outputs)
    return table | {name: flat[:, k].tolist() for k, name in enumerate(said)}


def output_at(plane: InputPlane, point: QPointF, axes: Axes) -> Floats:
    """Return the outputs under a point of the picture, shape (n_outputs,), between the nearest samples."""
    inputs = np.array([[axes.x.value(point.x()), axes.y.value(point.y())]])
    (outputs,) = values_at(inputs, plane.outputs, plane.extent)
    return np.asarray(outputs)

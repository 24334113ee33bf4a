"""The loss over a plane as a heat map with contours, the path travelled, and the present point."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.surface import LossSurface
from nnviz.numerals import short_number
from nnviz.paint.drawing.axes import Axes, label_height, label_width, make_axes, paint_x_ticks, paint_y_ticks
from nnviz.paint.drawing.colours import image_of
from nnviz.paint.drawing.contour import contour_segments
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.paths import polyline, segments
from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.resampling import refined, values_at
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import linear_ticks
from nnviz.paint.drawing.tools import faded, metrics, pen, saved
from nnviz.paint.output.scale_bar import BAR, SAMPLES, paint_levels, paint_ramp
from nnviz.paint.surface.options import DEFAULTS, SurfaceOptions
from nnviz.paint.surface.scale import SurfaceScale, surface_scale

GAP = 8.0
POINT = 5.0
"""Sizes at 1x."""
KEY_TICKS = 6
"""Ticks of the key at most."""
FINE = 128
"""Samples a side from which on Qt smooths the rest."""


def surface_axes(
    rect: QRectF, surface: LossSurface, style: Style, options: SurfaceOptions = DEFAULTS
) -> Axes:
    """Lay the picture out in `rect`: a square plot with room for ticks, names and the key."""
    line, gap = metrics(style).height(), GAP * style.scale
    s_low, s_high, t_low, t_high = _shown_extent(surface)
    ticks = linear_ticks(t_low, t_high, 5)
    left = label_width(ticks, style)
    scale = surface_scale(surface.losses, options.levels)
    key = label_width(scale.ticks(KEY_TICKS), style) + BAR * style.scale + 3 * gap
    head, foot = 1.5 * line, label_height(style) + line
    side = max(min(rect.width() - left - key, rect.height() - head - foot), 1.0)
    x = rect.left() + left + (rect.width() - left - key - side) / 2
    y = rect.top() + head + (rect.height() - head - foot - side) / 2
    shown = options.window or (s_low, s_high, t_low, t_high)
    return make_axes(QRectF(x, y, side, side), shown[:2], shown[2:])


def _shown_extent(surface: LossSurface) -> tuple[float, float, float, float]:
    s_low, s_high, t_low, t_high = surface.plane.extent
    s, t = surface.plane.offset
    return s_low + s, s_high + s, t_low + t, t_high + t


def paint_surface_map(
    painter: QPainter, rect: QRectF, surface: LossSurface, style: Style, options: SurfaceOptions = DEFAULTS
) -> None:
    """Paint the map into `rect` on any device.

    Parameters
    ----------
    painter : QPainter
        Active on the device.
    rect : QRectF
        Where, in the painter's units.
    surface : LossSurface
        What.
    style : Style
        In which colours, and how large.
    options : SurfaceOptions
        Which part of the plane is shown, and in which colours.
    """
    axes, scale = surface_axes(rect, surface, style, options), surface_scale(surface.losses, options.levels)
    with saved(painter):
        _paint_losses(painter, axes, surface, scale, style)
        with saved(painter):
            _paint_contours(painter, axes, surface, scale, style)
        _paint_path(painter, axes, surface, style)
        painter.setPen(pen(style, style.theme.quiet, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(axes.plot)
        count = max(2, int(axes.plot.width() / (4.0 * metrics(style).height())))
        paint_x_ticks(painter, axes, linear_ticks(axes.x.low, axes.x.high, count), style)
        paint_y_ticks(painter, axes, linear_ticks(axes.y.low, axes.y.high, count), style)
        _paint_names(painter, axes, surface, style)
        paint_surface_key(painter, bar_beside(axes, style), scale, style)


def bar_beside(axes: Axes, style: Style) -> QRectF:
    """Return where the bar of colours is."""
    left = axes.plot.right() + 2 * GAP * style.scale
    return QRectF(left, axes.plot.top(), BAR * style.scale, axes.plot.height())


def key_axes(rect: QRectF, surface: LossSurface, style: Style, options: SurfaceOptions) -> Axes:
    """Return the losses along the bar of colours of the picture painted into `rect`."""
    scale = surface_scale(surface.losses, options.levels)
    bar = bar_beside(surface_axes(rect, surface, style, options), style)
    return make_axes(bar, (0.0, 1.0), (scale.low, scale.high), log_y=scale.log)


def _paint_losses(
    painter: QPainter, axes: Axes, surface: LossSurface, scale: SurfaceScale, style: Style
) -> None:
    shares = scale.share(surface.losses)[:, :, None]
    while len(shares) < FINE:
        shares = refined(shares)
    image = image_of(scale.colours(shares[:, :, 0], style.theme))
    place = _map_place(axes, surface)
    pixel = place.width() / (len(shares) - 1)  # the outermost samples lie on the edges
    tall = place.height() / (len(shares) - 1)
    with saved(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
        painter.drawImage(place.adjusted(-pixel / 2, -tall / 2, pixel / 2, tall / 2), image)


def _map_place(axes: Axes, surface: LossSurface) -> QRectF:
    """Return where the outermost samples of the map lie: beyond the plot where only a part is shown."""
    s_low, s_high, t_low, t_high = _shown_extent(surface)
    if (axes.x.low, axes.x.high, axes.y.low, axes.y.high) == (s_low, s_high, t_low, t_high):
        return axes.plot
    (left, right), (bottom, top) = (
        axes.x.place(np.array([s_low, s_high])),
        axes.y.place(np.array([t_low, t_high])),
    )
    return QRectF(float(left), float(top), float(right - left), float(bottom - top))


def _paint_contours(
    painter: QPainter, axes: Axes, surface: LossSurface, scale: SurfaceScale, style: Style
) -> None:
    place = _map_place(axes, surface)
    step, tall = place.width() / (surface.side - 1), place.height() / (surface.side - 1)
    if place != axes.plot:
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
    for level in scale.contours():
        pieces = contour_segments(surface.losses, level).reshape(-1, 2)
        if len(pieces):
            x, y = place.left() + pieces[:, 0] * step, place.bottom() - pieces[:, 1] * tall
            painter.strokePath(segments(x, y), pen(style, faded(style.theme.ink, 0.45), 0.8))


def _paint_path(painter: QPainter, axes: Axes, surface: LossSurface, style: Style) -> None:
    s, t = surface.plane.offset
    x, y = axes.x.place(surface.plane.path[:, 0] + s), axes.y.place(surface.plane.path[:, 1] + t)
    with saved(painter):
        painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
        paint_trace(painter, x, y, style)


def paint_trace(painter: QPainter, x: Floats, y: Floats, style: Style) -> None:
    """Draw the path through these points with a rim, hollow at its start and full at its end."""
    theme = style.theme
    line = polyline(x, y)
    painter.strokePath(line, pen(style, faded(theme.paper, 0.85), 4.0))
    painter.strokePath(line, pen(style, theme.backward, 2.0))
    radius = POINT * style.scale
    painter.setPen(pen(style, theme.paper, 1.5))
    painter.setBrush(QColor(theme.backward))
    painter.drawEllipse(QPointF(float(x[-1]), float(y[-1])), radius, radius)
    if len(x) > 1:
        painter.setPen(pen(style, theme.backward, 2.0))
        painter.setBrush(QColor(theme.paper))
        painter.drawEllipse(QPointF(float(x[0]), float(y[0])), 0.7 * radius, 0.7 * radius)


def _paint_names(painter: QPainter, axes: Axes, surface: LossSurface, style: Style) -> None:
    line, plot, (first, second) = metrics(style).height(), axes.plot, surface.plane.names
    painter.setPen(QColor(style.theme.ink))
    foot = QRectF(plot.left(), plot.bottom() + label_height(style), plot.width(), line)
    draw_text(painter, foot, first, style)
    head = QRectF(plot.left(), plot.top() - 1.5 * line, plot.width(), line)
    draw_text(painter, head, second, style, align=Qt.AlignmentFlag.AlignLeft)
    gap = 2 * GAP * style.scale
    left = max(plot.right() + gap, plot.left() + text_width(second, style) + gap)
    draw_text(painter, QRectF(left, head.top(), 0.0, line), "loss", style, align=Qt.AlignmentFlag.AlignLeft)


def paint_surface_key(painter: QPainter, bar: QRectF, scale: SurfaceScale, style: Style) -> None:
    """Paint the bar of colours at the left edge of `bar`, and its losses right of it."""
    bar = QRectF(bar.left(), bar.top(), BAR * style.scale, bar.height())
    heights = np.linspace(0.0, 1.0, SAMPLES)[:, None]
    ticks = scale.ticks(min(max(int(bar.height() / (1.5 * metrics(style).height())), 2), KEY_TICKS))
    shares = scale.share(np.array(ticks.values))
    paint_ramp(painter, bar, scale.colours(heights, style.theme), ticks, shares, style)
    if scale.levels is not None:
        paint_levels(painter, bar, scale.share(np.array(scale.levels)), style)


def paint_surface_cursor(
    painter: QPainter,
    rect: QRectF,
    surface: LossSurface,
    style: Style,
    cursor: QPointF,
    options: SurfaceOptions = DEFAULTS,
) -> None:
    """Paint where the cursor is and the loss there, over the map painted into `rect`."""
    axes = surface_axes(rect, surface, style, options)
    if not axes.plot.contains(cursor):
        return
    with saved(painter):
        paint_readout(painter, rows_under(surface, axes, cursor), cursor, rect, style)


def columns_of_surface(surface: LossSurface) -> dict[str, list[float]]:
    """Return the samples of a surface by name: both axes, and the loss."""
    (s_low, s_high, t_low, t_high), side = _shown_extent(surface), surface.side
    first, second = surface.plane.names
    return {
        first: np.tile(np.linspace(s_low, s_high, side), side).tolist(),
        second: np.repeat(np.linspace(t_low, t_high, side), side).tolist(),
        "loss": surface.losses.ravel().tolist(),
    }


def rows_under(surface: LossSurface, axes: Axes, cursor: QPointF) -> list[ReadoutRow]:
    """Return the loss under the cursor, where that is, and the loss now."""
    s, t = axes.x.value(cursor.x()), axes.y.value(cursor.y())
    first, second = surface.plane.names
    (loss,) = values_at(np.array([[s, t]]) - surface.plane.offset, surface.losses, surface.plane.extent)
    return [
        ReadoutRow("loss", (short_number(float(loss)),)),
        ReadoutRow(first, (short_number(s, 3),)),
        ReadoutRow(second, (short_number(t, 3),)),
        ReadoutRow("loss now", (short_number(surface.present),)),
    ]

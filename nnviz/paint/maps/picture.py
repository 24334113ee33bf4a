"""A map of trainings: every pixel the colour of one run, sharp edges, struck through where it diverged."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.results.map_standing import QUANTITIES, MapStanding, edges
from nnviz.paint.drawing.axes import Axes, label_height, label_width, make_axes, paint_x_ticks, paint_y_ticks
from nnviz.paint.drawing.contour import contour_segments
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.paths import segments
from nnviz.paint.drawing.readout import ReadoutRow, paint_readout
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.ticks import Ticks, linear_ticks, log_ticks
from nnviz.paint.drawing.tools import faded, metrics, pen, saved
from nnviz.paint.maps.look import MapLook
from nnviz.paint.maps.runs import paint_runs
from nnviz.paint.maps.scale import MapScale, map_scale, words_of
from nnviz.paint.output.scale_bar import BAR, SAMPLES, paint_levels, paint_ramp

GAP = 8.0
STROKE = 7.0
"""Distance of the strokes through runs that diverged, at 1x, where pixels are smaller."""
MARK = 7.0
"""Half the size of the cross at the experiment's own settings, at 1x."""
MOST_PIECES = 20_000
"""Of lines through equal runs: where there are more, they show nothing and take long."""


def map_axes(rect: QRectF, look: MapLook, style: Style) -> Axes:
    """Lay the picture out in `rect`: a plot with room for ticks, names and the key."""
    line, gap = metrics(style).height(), GAP * style.scale
    left, right, bottom, top = look.shown
    log_x, log_y = look.logs
    head, foot = 1.5 * line, label_height(style) + 1.2 * line
    ticks = _ticks(bottom, top, log_y, max(2, int((rect.height() - head - foot) / (2.0 * line))))
    beside = label_width(ticks, style) + gap / 2
    key = _key_width(map_scale(look), style) + 2 * gap
    plot = QRectF(
        rect.left() + beside,
        rect.top() + head,
        max(rect.width() - beside - key, 1.0),
        max(rect.height() - head - foot, 1.0),
    )
    return make_axes(plot, (left, right), (bottom, top), log_x, log_y)


def _ticks(low: float, high: float, log: bool, count: int) -> Ticks:
    return (log_ticks if log else linear_ticks)(low, high, count)


def paint_map(painter: QPainter, rect: QRectF, look: MapLook, style: Style) -> None:
    """Paint the map into `rect` on any device."""
    axes, scale, line = map_axes(rect, look, style), map_scale(look), metrics(style).height()
    with saved(painter):
        with saved(painter):
            painter.setClipRect(axes.plot, Qt.ClipOperation.IntersectClip)
            painter.fillRect(axes.plot, QColor(style.theme.surface))
            for standing in (look.before, look.standing):
                if standing is not None:
                    paint_runs(painter, axes, standing, scale, style)
            _paint_strokes(painter, axes, look, style)
            if look.lines:
                _paint_lines(painter, axes, look, scale, style)
            _paint_here(painter, axes, look, style)
        painter.setPen(pen(style, style.theme.quiet, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(axes.plot)
        across = max(2, int(axes.plot.width() / (5.0 * line)))
        paint_x_ticks(painter, axes, _ticks(axes.x.low, axes.x.high, axes.x.log, across), style)
        up = max(2, int(axes.plot.height() / (2.0 * line)))
        paint_y_ticks(painter, axes, _ticks(axes.y.low, axes.y.high, axes.y.log, up), style)
        _paint_names(painter, rect, axes, look, style)
        _paint_key(painter, axes, scale, style)


def pixel_at(axes: Axes, standing: MapStanding, position: QPointF) -> tuple[int, int] | None:
    """Return the column and row of the pixel at a position; None beside the map."""
    if not axes.plot.contains(position):
        return None
    found = []
    for which, value in ((0, axes.x.value(position.x())), (1, axes.y.value(position.y()))):
        axis = (standing.x, standing.y)[which]
        ends = edges(axis)
        inside = (ends[:-1] <= value) & (value < ends[1:]) | (ends[1:] <= value) & (value < ends[:-1])
        if not inside.any():
            return None
        found.append(int(inside.argmax()))
    return found[0], found[1]


# What is drawn over it


def _centres(axes: Axes, standing: MapStanding) -> tuple[np.ndarray, np.ndarray]:
    """Return where the pixels have their middles."""
    return axes.x.place(np.array(standing.x.values)), axes.y.place(np.array(standing.y.values))


def _paint_strokes(painter: QPainter, axes: Axes, look: MapLook, style: Style) -> None:
    """Strike through runs that diverged: so they are told from others in grey, too."""
    standing = look.standing
    if look.quantity == "diverged" or not (standing.diverged > 0).any():
        return
    x, y = _centres(axes, standing)
    wide = axes.plot.width() / max(1, int(np.count_nonzero(_within(x, axes, 0))))
    tall = axes.plot.height() / max(1, int(np.count_nonzero(_within(y, axes, 1))))
    least = STROKE * style.scale
    across, up = max(1, math.ceil(least / wide)), max(1, math.ceil(least / tall))
    struck = (standing.diverged > 0)[::up, ::across]
    rows, columns = np.nonzero(struck & _within(y, axes, 1)[::up, None] & _within(x, axes, 0)[None, ::across])
    half = 0.35 * min(across * wide, up * tall)
    painter.setPen(pen(style, faded(style.theme.paper, 0.75), 1.0))
    painter.drawLines(
        [
            QLineF(a - half, b + half, a + half, b - half)
            for a, b in zip(x[columns * across].tolist(), y[rows * up].tolist(), strict=True)
        ]
    )


def _within(places: np.ndarray, axes: Axes, which: int) -> np.ndarray:
    plot = axes.plot
    low, high = (plot.left(), plot.right()) if which == 0 else (plot.top(), plot.bottom())
    return (places >= low) & (places <= high)


def _paint_lines(painter: QPainter, axes: Axes, look: MapLook, scale: MapScale, style: Style) -> None:
    standing = look.standing
    if min(standing.size.shape) < 2:
        return
    x, y = _centres(axes, standing)
    values, drawn = standing.values(look.quantity), 0
    for level in scale.contours():
        pieces = contour_segments(values, level).reshape(-1, 2)
        drawn += len(pieces)
        if drawn > MOST_PIECES:
            return
        if len(pieces):
            lines = segments(
                np.interp(pieces[:, 0], np.arange(len(x)), x), np.interp(pieces[:, 1], np.arange(len(y)), y)
            )
            painter.strokePath(lines, pen(style, faded(style.theme.paper, 0.8), 2.0))
            painter.strokePath(lines, pen(style, faded(style.theme.ink, 0.8), 0.9))


def _paint_here(painter: QPainter, axes: Axes, look: MapLook, style: Style) -> None:
    """Mark the settings that the experiment itself has."""
    x, y = look.standing.here
    if x is None or y is None:
        return
    a, b, half = float(axes.x.place(x)), float(axes.y.place(y)), MARK * style.scale
    if not (math.isfinite(a) and math.isfinite(b)):
        return
    for colour, width in ((style.theme.paper, 4.5), (style.theme.ink, 2.0)):
        painter.setPen(pen(style, colour, width))
        painter.drawLines([QLineF(a - half, b, a + half, b), QLineF(a, b - half, a, b + half)])


# What is around it


def _paint_names(painter: QPainter, rect: QRectF, axes: Axes, look: MapLook, style: Style) -> None:
    line, plot = metrics(style).height(), axes.plot
    painter.setPen(QColor(style.theme.ink))
    foot = QRectF(plot.left(), rect.bottom() - line, plot.width(), line)
    draw_text(painter, foot, elided(look.standing.titles[0], plot.width(), style), style)
    side = Qt.AlignmentFlag.AlignLeft
    name = QUANTITIES[look.quantity]
    room = rect.right() - plot.left() - text_width(name, style) - 2 * GAP * style.scale
    head = QRectF(plot.left(), rect.top(), plot.width(), line)
    draw_text(painter, head, elided(look.standing.titles[1], max(room, 0.0), style), style, align=side)
    draw_text(
        painter,
        QRectF(rect.right(), rect.top(), 0.0, line),
        name,
        style,
        align=Qt.AlignmentFlag.AlignRight,
    )


def _key_width(scale: MapScale, style: Style) -> float:
    ramp = BAR * style.scale + label_width(scale.ticks(_TICKS), style)
    patches = max((text_width(words, style) for words, _ in scale.patches), default=0.0)
    return max(ramp, patches + 1.6 * BAR * style.scale)


_TICKS = 7


def _paint_key(painter: QPainter, axes: Axes, scale: MapScale, style: Style) -> None:
    line, gap = metrics(style).height(), GAP * style.scale
    left, bottom = axes.plot.right() + 1.5 * gap, axes.plot.bottom()
    for words, kind in scale.patches:
        box = QRectF(left, bottom - 0.85 * line, BAR * style.scale, 0.7 * line)
        painter.fillRect(box, QColor(scale.patch(kind, style.theme)))
        if kind == "diverged":
            painter.setPen(pen(style, faded(style.theme.paper, 0.75), 1.0))
            painter.drawLine(QLineF(box.bottomLeft(), box.topRight()))
        painter.setPen(QColor(style.theme.quiet))
        beside = QRectF(box.right() + 0.6 * gap, bottom - line, 0.0, line)
        draw_text(painter, beside, words, style, align=Qt.AlignmentFlag.AlignLeft)
        bottom -= 1.2 * line
    bar = _bar(axes, scale, style)
    if bar is None:
        return
    ticks = scale.ticks(min(max(int(bar.height() / (1.5 * line)), 2), _TICKS))
    heights = np.linspace(0.0, 1.0, SAMPLES)[:, None]
    paint_ramp(
        painter, bar, scale.ramp(heights, style.theme), ticks, scale.share(np.array(ticks.values)), style
    )
    if scale.heights.levels is not None:
        paint_levels(painter, bar, scale.share(np.array(scale.heights.levels)), style)


def _bar(axes: Axes, scale: MapScale, style: Style) -> QRectF | None:
    """Return where the bar of colours is; None where there are no numbers, or no room."""
    line = metrics(style).height()
    taken = (1.2 * len(scale.patches) + 0.6) * line if scale.patches else 0.0
    height = axes.plot.height() - taken
    if not scale.is_known or height < 2.0 * line:
        return None
    return QRectF(axes.plot.right() + 1.5 * GAP * style.scale, axes.plot.top(), BAR * style.scale, height)


def map_key_axes(rect: QRectF, look: MapLook, style: Style) -> Axes | None:
    """Return the numbers along the bar of colours of the map painted into `rect`; None without a bar."""
    scale = map_scale(look)
    bar = _bar(map_axes(rect, look, style), scale, style)
    if bar is None:
        return None
    heights = scale.heights
    return make_axes(bar, (0.0, 1.0), (heights.low, heights.high), log_y=heights.log)


def paint_map_cursor(painter: QPainter, rect: QRectF, look: MapLook, style: Style, cursor: QPointF) -> None:
    """Paint which pixel is under the mouse, and what is known of its run."""
    axes, standing = map_axes(rect, look, style), look.standing
    at = pixel_at(axes, standing, cursor)
    if at is None:
        return
    rows = readout(look, at)
    if not rows:
        return
    x, y = edges(standing.x), edges(standing.y)
    column, row = standing.run_at(*at)
    step = max(int(standing.size[at[1], at[0]]), 1)
    a, c = axes.x.place(x[[column, min(column + step, len(x) - 1)]]).tolist()
    b, d = axes.y.place(y[[row, min(row + step, len(y) - 1)]]).tolist()
    with saved(painter):
        with saved(painter):
            painter.setClipRect(axes.plot.adjusted(-2, -2, 2, 2), Qt.ClipOperation.IntersectClip)
            box = QRectF(QPointF(a, b), QPointF(c, d)).normalized()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for colour, width in ((style.theme.paper, 4.0), (style.theme.focus, 2.0)):
                painter.setPen(pen(style, colour, width))
                painter.drawRect(box)
        paint_readout(painter, rows, cursor, rect, style)


def readout(look: MapLook, at: tuple[int, int]) -> list[ReadoutRow]:
    """Return what is said about a pixel; nothing where nothing is known."""
    pixel = look.standing.pixel(*at)
    if pixel is None:
        return []
    rows = [
        ReadoutRow(title, (f"{value:g}",))
        for title, value in zip(look.standing.titles, (pixel.x, pixel.y), strict=True)
    ]
    for name, title in QUANTITIES.items():
        value = getattr(pixel, name)
        if value is not None:
            rows.append(ReadoutRow(title, (words_of(name, float(value)),)))
        elif name == "learned" and look.standing.criterion is not None and pixel.diverged is None:
            rows.append(ReadoutRow("learned", ("not within these epochs",)))
    return rows

"""One plot a setting that is varied: a point a run, and the median at each value."""

import math
import statistics
from collections import defaultdict

import msgspec
import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from nnviz.paint.drawing.axes import Axes, make_axes
from nnviz.paint.drawing.axis import Ends
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.paths import polyline
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen, saved
from nnviz.paint.sweep.look import PictureMark, SweepLook, row_colours, title_of_score
from nnviz.paint.sweep.ruler import Ruler, ruler_of, zoomed_ruler

DOT = 5.0
"""Diameter of a run's point at 1x."""
GAP = 8.0
EDGE = 0.04
"""Share of the width of a plot beside its first and its last value."""
NARROWEST = 16.0
"""Width of a plot in text sizes, below which another row of plots begins."""


class SettingPlot(msgspec.Struct, frozen=True, eq=False):
    """The plot of one setting.

    Attributes
    ----------
    key : str
    plot : QRectF
        Where its points are.
    x, y : Ruler
    first : bool
        Whether it stands at the left, beside what is written of y.
    edge : float
        Share of the width that is left free at both ends.
    is_part : bool
        Whether there may be more than is shown.
    """

    key: str
    plot: QRectF
    x: Ruler
    y: Ruler
    first: bool
    edge: float = EDGE
    is_part: bool = False


def place_settings(rect: QRectF, look: SweepLook, style: Style) -> list[SettingPlot]:
    """Lay the plots out in `rect`, side by side where there is room."""
    line, gap = metrics(style).height(), GAP * style.scale
    axes = look.standing.plan.axes
    shown = set(look.rows)
    scores = [_score(look, place) for place, cell in enumerate(look.standing.cells) if cell.row in shown]
    y = ruler_of([score for score in scores if score is not None], look.score)
    y = zoomed_ruler(y, *_of_y(look))
    left = max((text_width(label, style) for _, label in y.ticks(5)), default=0.0) + 2 * gap
    columns = max(1, min(len(axes), int((rect.width() - left) / (NARROWEST * style.text))))
    lines = -(-len(axes) // columns)
    head = 1.5 * line
    width = (rect.width() - left) / columns
    height = (rect.height() - head) / lines
    plots = []
    for number, axis in enumerate(axes):
        row, column = divmod(number, columns)
        plot = QRectF(
            rect.left() + left + column * width,
            rect.top() + head + row * height,
            max(width - 2 * gap, 1.0),
            max(height - 2.6 * line, 1.0),
        )
        x, zoom = ruler_of(axis.values), look.zoom(axis.key)
        edge = EDGE if zoom.x is None or x.words else 0.0
        is_part = zoom.x is not None or _of_y(look)[0] is not None
        x = zoomed_ruler(x, zoom.x, zoom.log_x)
        plots.append(SettingPlot(axis.key, plot, x, y, column == 0, edge, is_part))
    return plots


def paint_sweep_settings(painter: QPainter, rect: QRectF, look: SweepLook, style: Style) -> None:
    """Paint the plots into `rect` on any device."""
    with saved(painter):
        painter.setPen(QColor(style.theme.ink))
        head = QRectF(rect.left(), rect.top(), rect.width(), metrics(style).height())
        draw_text(painter, head, title_of_score(look.score), style, align=Qt.AlignmentFlag.AlignLeft)
        for plot in place_settings(rect, look, style):
            _paint_frame(painter, plot, style)
            with saved(painter):
                if plot.is_part:
                    painter.setClipRect(plot.plot)
                _paint_medians(painter, plot, look, style)
                _paint_points(painter, plot, look, style)


def setting_axes(rect: QRectF, look: SweepLook, style: Style) -> dict[str, Axes]:
    """Return the axes of each plot by its setting, as wide as the plots; words have places from 0 to 1."""
    return {plot.key: _axes(plot) for plot in place_settings(rect, look, style)}


def settings_in_words(look: SweepLook) -> tuple[bool, ...]:
    """Return for each plot whether its setting has words as values, which have no parts."""
    return tuple(bool(ruler_of(axis.values).words) for axis in look.standing.plan.axes)


def _axes(plot: SettingPlot) -> Axes:
    x, inner = plot.x, plot.plot
    low, high = (0.0, 1.0) if x.words else (math.log(x.low), math.log(x.high)) if x.log else (x.low, x.high)
    if not x.words:
        beside = plot.edge / (1.0 - 2.0 * plot.edge) * (high - low)
        low, high = low - beside, high + beside
    ends = (math.exp(low), math.exp(high)) if x.log and not x.words else (low, high)
    return make_axes(inner, ends, (plot.y.low, plot.y.high), x.log and not x.words, plot.y.log)


def _of_y(look: SweepLook) -> tuple[Ends | None, bool | None]:
    """Return what was chosen of the axis of the score, which all plots share."""
    zooms = [look.zoom(axis.key) for axis in look.standing.plan.axes]
    ends = next((zoom.y for zoom in zooms if zoom.y is not None), None)
    return ends, next((zoom.log_y for zoom in zooms if zoom.log_y is not None), None)


def setting_marks(rect: QRectF, look: SweepLook, style: Style) -> list[PictureMark]:
    """Return where each run is."""
    return [mark for plot in place_settings(rect, look, style) for mark in _marks(plot, look)]


def _marks(plot: SettingPlot, look: SweepLook) -> list[PictureMark]:
    shown = set(look.rows)
    shares = {row: plot.x.share(_value(look, row, plot.key)) for row in shown}
    marks = []
    for place, cell in enumerate(look.standing.cells):
        if cell.row in shown and (score := _score(look, place)) is not None:
            x, y = _at(plot, shares[cell.row], score)
            if plot.is_part and not plot.plot.contains(x, y):
                continue
            marks.append(PictureMark(cell.row, place, np.array([x]), np.array([y])))
    return marks


def _at(plot: SettingPlot, share: float, score: float) -> tuple[float, float]:
    inner, edge = plot.plot, plot.edge
    x = inner.left() + (edge + (1 - 2 * edge) * share) * inner.width()
    return x, inner.bottom() - plot.y.share(score) * inner.height()


def _value(look: SweepLook, row: int, key: str) -> object:
    return dict(look.standing.plan.rows[row].settings)[key]


def _score(look: SweepLook, place: int) -> float | None:
    return look.standing.score(place, look.score)


def _paint_frame(painter: QPainter, plot: SettingPlot, style: Style) -> None:
    inner, line = plot.plot, metrics(style).height()
    for share, label in plot.y.ticks(max(2, int(inner.height() / (1.8 * line)))):
        y = inner.bottom() - share * inner.height()
        painter.setPen(pen(style, faded(style.theme.quiet, 0.25), 1.0))
        painter.drawLine(QLineF(inner.left(), y, inner.right(), y))
        if plot.first:
            painter.setPen(QColor(style.theme.quiet))
            place = QRectF(inner.left() - GAP * style.scale / 2, y - line / 2, 0.0, line)
            draw_text(painter, place, label, style, align=Qt.AlignmentFlag.AlignRight)
    painter.setPen(pen(style, style.theme.quiet, 1.0))
    painter.drawLine(QLineF(inner.bottomLeft(), inner.bottomRight()))
    painter.setPen(QColor(style.theme.quiet))
    ticks = plot.x.ticks(max(2, int(inner.width() / (5 * line))))
    room = inner.width() / max(len(plot.x.words), 1) if plot.x.words else inner.width()
    reached = -np.inf
    for share, label in ticks:
        x, _ = _at(plot, share, plot.y.low)
        text = elided(label, room, style)
        half = text_width(text, style) / 2
        if x - half > reached:
            draw_text(painter, QRectF(x - half, inner.bottom() + 2, 2 * half, line), text, style)
            reached = x + half + GAP * style.scale / 2
    painter.setPen(QColor(style.theme.ink))
    draw_text(painter, QRectF(inner.left(), inner.bottom() + line, inner.width(), line), plot.key, style)


def _paint_medians(painter: QPainter, plot: SettingPlot, look: SweepLook, style: Style) -> None:
    """Draw the line through the medians of all runs shown at each value; a short bar each, for words."""
    by_share: dict[float, list[float]] = defaultdict(list)
    shown = set(look.rows)
    for place, cell in enumerate(look.standing.cells):
        score = _score(look, place)
        if cell.row in shown and score is not None:
            by_share[plot.x.share(_value(look, cell.row, plot.key))].append(score)
    if not by_share:
        return
    points = [_at(plot, share, statistics.median(by_share[share])) for share in sorted(by_share)]
    colour = faded(style.theme.ink, 0.55)
    if plot.x.words:
        half = 0.3 * plot.plot.width() / len(plot.x.words)
        painter.setPen(pen(style, colour, 2.0))
        painter.drawLines([QLineF(x - half, y, x + half, y) for x, y in points])
        return
    x, y = np.array(points).T
    painter.strokePath(polyline(x, y), pen(style, colour, 2.0))


def _paint_points(painter: QPainter, plot: SettingPlot, look: SweepLook, style: Style) -> None:
    colours = row_colours(style.theme, len(look.standing.rows))
    by_row: dict[int, list[QPointF]] = defaultdict(list)
    for mark in _marks(plot, look):
        by_row[mark.row].append(QPointF(float(mark.x[0]), float(mark.y[0])))
    for row, points in by_row.items():
        lit = look.chosen in (None, row)
        dot = pen(style, faded(colours[row], 0.9 if lit else 0.3), DOT * (1.6 if row == look.chosen else 1.0))
        painter.setPen(dot)
        painter.drawPoints(QPolygonF(points))

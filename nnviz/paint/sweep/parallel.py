"""Parallel coordinates: a line a row, through the values of its settings and what came out."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.paths import polyline
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen, saved
from nnviz.paint.sweep.look import PictureMark, SweepLook, row_colours, title_of_score
from nnviz.paint.sweep.ruler import Ruler, ruler_of

GAP = 6.0


def paint_sweep_parallel(painter: QPainter, rect: QRectF, look: SweepLook, style: Style) -> None:
    """Paint the picture into `rect` on any device."""
    columns = _columns(look)
    places = _places(rect, columns, style)
    colours = row_colours(style.theme, len(look.standing.rows))
    with saved(painter):
        lit = None
        for mark in _marks(places, columns, look):
            if mark.row == look.chosen:
                lit = mark
                continue
            faint = faded(colours[mark.row], 0.8 if look.chosen is None else 0.3)
            painter.strokePath(polyline(mark.x, mark.y), pen(style, faint, 1.5))
        for place, (name, ruler, _) in zip(places, columns, strict=True):
            _paint_column(painter, place, name, ruler, style, rect.width() / len(columns))
        if lit is not None:
            painter.strokePath(polyline(lit.x, lit.y), pen(style, style.theme.paper, 6.0))
            painter.strokePath(polyline(lit.x, lit.y), pen(style, colours[lit.row], 3.0))
            painter.setPen(pen(style, colours[lit.row], 7.0))
            for x, y in zip(lit.x.tolist(), lit.y.tolist(), strict=True):
                if np.isfinite(y):
                    painter.drawPoint(QPointF(x, y))


def parallel_marks(rect: QRectF, look: SweepLook, style: Style) -> list[PictureMark]:
    """Return where each row's line is."""
    columns = _columns(look)
    return _marks(_places(rect, columns, style), columns, look)


_Column = tuple[str, Ruler, list[object]]
"""What it is called, its line, and a value a shown row."""


def _columns(look: SweepLook) -> list[_Column]:
    found: list[_Column] = []
    rows = look.standing.plan.rows
    for axis in look.standing.plan.axes:
        values = [dict(rows[row].settings)[axis.key] for row in look.rows]
        found.append((axis.key.rpartition(".")[2], ruler_of(axis.values), values))
    for score in look.standing.scores:
        medians: list[object] = [look.standing.median(row, score) for row in look.rows]
        found.append((title_of_score(score), ruler_of([m for m in medians if m is not None], score), medians))
    return found


def _places(rect: QRectF, columns: list[_Column], style: Style) -> list[QLineF]:
    """Return the lines of the columns, from bottom to top."""
    line = metrics(style).height()
    width = rect.width() / len(columns)
    top, bottom = rect.top() + 2.0 * line, rect.bottom() - line
    return [
        QLineF(rect.left() + (number + 0.5) * width, bottom, rect.left() + (number + 0.5) * width, top)
        for number in range(len(columns))
    ]


def _marks(places: list[QLineF], columns: list[_Column], look: SweepLook) -> list[PictureMark]:
    x = np.array([place.x1() for place in places])
    marks = []
    for number, row in enumerate(look.rows):
        shares = np.array([ruler.share(values[number]) for _, ruler, values in columns])
        y = np.array([place.y1() for place in places]) + shares * np.array([p.y2() - p.y1() for p in places])
        marks.append(PictureMark(row, None, x, y))
    return marks


def _paint_column(
    painter: QPainter, place: QLineF, name: str, ruler: Ruler, style: Style, room: float
) -> None:
    line, gap = metrics(style).height(), GAP * style.scale
    painter.setPen(pen(style, style.theme.quiet, 1.5))
    painter.drawLine(place)
    painter.setPen(QColor(style.theme.ink))
    head = QRectF(place.x2() - room / 2, place.y2() - 2.0 * line, room, line)
    draw_text(painter, head, elided(name, room - gap, style), style)
    reached = np.inf
    for share, label in ruler.ticks(max(2, int(-place.dy() / (2.5 * line)))):
        y = place.y1() + share * place.dy()
        if y + line / 2 > reached:
            continue
        reached = y - line / 2
        text = elided(label, room / 2 - gap, style)
        box = QRectF(place.x1() + gap, y - line / 2, text_width(text, style), line)
        painter.fillRect(box, faded(style.theme.paper, 0.75))
        painter.setPen(QColor(style.theme.quiet))
        draw_text(painter, box, text, style, align=Qt.AlignmentFlag.AlignLeft)

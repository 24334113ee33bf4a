"""Small multiples: what the middle run of each row answers in the end, one picture a row."""

import math

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.data.dataset import InputKind
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, pen, saved
from nnviz.paint.output.boundary import paint_boundary
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.plane import paint_bare_plane
from nnviz.paint.sweep.look import PictureMark, SweepLook, row_colours, words_of_score

MOST = 24
"""Rows that are shown: the first ones of the table."""
SMALLER = 0.8
"""Size of the text in a picture, of that around it."""
LARGE = 360.0
"""Side of a plane at 1x whose points have their usual size; in smaller ones they are smaller."""
GAP = 10.0
SHAPE = 1.1
"""Width of a picture, of its height without the heading."""
OPTIONS = BoundaryOptions(test=False)


def place_multiples(rect: QRectF, look: SweepLook, style: Style) -> list[tuple[int, QRectF]]:
    """Return the rows that are shown and where: as large as they can be side by side."""
    rows = look.rows[:MOST]
    if not rows:
        return []
    line, gap = metrics(style).height(), GAP * style.scale
    foot = line if len(look.rows) > MOST else 0.0

    def size(columns: int) -> tuple[float, float]:
        lines = -(-len(rows) // columns)
        width = (rect.width() - (columns - 1) * gap) / columns
        height = (rect.height() - foot - (lines - 1) * gap) / lines
        return width, height

    def shown(columns: int) -> float:
        width, height = size(columns)
        return min(width, SHAPE * (height - line))

    columns = max(range(1, len(rows) + 1), key=shown)
    width, height = size(columns)
    height = min(height, width / SHAPE + 1.5 * line)
    return [
        (
            row,
            QRectF(
                rect.left() + number % columns * (width + gap),
                rect.top() + number // columns * (height + gap),
                max(width, 1.0),
                max(height, 1.0),
            ),
        )
        for number, row in enumerate(rows)
    ]


def paint_multiple(painter: QPainter, place: QRectF, look: SweepLook, row: int, style: Style) -> None:
    """Paint the picture of one row, its settings and its median above it."""
    line = metrics(style).height()
    score = words_of_score(look.score, look.standing.median(row, look.score))
    colour = row_colours(style.theme, len(look.standing.rows))[row]
    with saved(painter):
        room = place.width() - text_width(score, style) - line
        if text_width(look.words(row), style) > room - 0.8 * line:  # which it is comes first
            room, score = place.width(), ""
        left = QRectF(place.left() + 0.8 * line, place.top(), room - 0.8 * line, line)
        painter.fillRect(
            QRectF(place.left(), place.top() + 0.2 * line, 0.6 * line, 0.6 * line), QColor(colour)
        )
        painter.setPen(QColor(style.theme.ink))
        side = Qt.AlignmentFlag.AlignLeft
        draw_text(painter, left, elided(look.words(row), max(left.width(), 0.0), style), style, align=side)
        painter.setPen(QColor(style.theme.quiet))
        end = QRectF(place.right(), place.top(), 0.0, line)
        draw_text(painter, end, score, style, align=Qt.AlignmentFlag.AlignRight)
        inner = place.adjusted(0.0, 1.2 * line, 0.0, 0.0)
        snapshot = look.ends.get(row)
        if snapshot is not None and min(inner.width(), inner.height()) > 3.0 * line:
            _paint_end(painter, inner, snapshot, style)
        else:
            draw_text(painter, inner, elided(_waiting(look, row), inner.width(), style), style)


def _paint_end(painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style) -> None:
    """Paint what a network answers: over a plane without axes, which are the same in all pictures."""
    if snapshot.split.train.kind is InputKind.PLANE:
        share = min(rect.width(), rect.height()) / (LARGE * style.scale)
        small = replace(style, scale=min(max(share, 0.3), 1.0) * style.scale)
        paint_bare_plane(painter, rect, snapshot, small, OPTIONS)
        return
    small = replace(style, text=SMALLER * style.text, scale=SMALLER * style.scale)
    paint_boundary(painter, rect, snapshot, small, options=OPTIONS)


def paint_lit(painter: QPainter, place: QRectF, style: Style) -> None:
    """Paint the frame around the row that is lit."""
    painter.setPen(pen(style, style.theme.focus, 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(place.adjusted(-3.0, -3.0, 3.0, 3.0))


def paint_rest(painter: QPainter, rect: QRectF, look: SweepLook, style: Style) -> None:
    """Say how many rows are not shown; or that there are none."""
    line = metrics(style).height()
    painter.setPen(QColor(style.theme.quiet))
    if not look.rows:
        draw_text(painter, rect, "No row fits the filter", style)
    elif len(look.rows) > MOST:
        foot = QRectF(rect.left(), rect.bottom() - line, rect.width(), line)
        words = f"The first {MOST} of {len(look.rows):,} rows: sort or filter the table for others"
        draw_text(painter, foot, elided(words, rect.width(), style), style)


def paint_sweep_multiples(painter: QPainter, rect: QRectF, look: SweepLook, style: Style) -> None:
    """Paint all pictures into `rect` on any device."""
    for row, place in place_multiples(rect, look, style):
        paint_multiple(painter, place, look, row, style)
    for row, place in place_multiples(rect, look, style):
        if row == look.chosen:
            paint_lit(painter, place, style)
    paint_rest(painter, rect, look, style)


def multiple_marks(rect: QRectF, look: SweepLook, style: Style) -> list[PictureMark]:
    """Return where each row's picture is."""
    nowhere = np.array([math.nan])
    return [
        PictureMark(row, None, nowhere, nowhere, area=place)
        for row, place in place_multiples(rect, look, style)
    ]


def _waiting(look: SweepLook, row: int) -> str:
    if look.standing.rows[row].impossible:
        return "impossible"
    done = all(look.standing.outcomes[place] is not None for place in look.standing.places[row])
    return "being trained again …" if done else "is not done yet"

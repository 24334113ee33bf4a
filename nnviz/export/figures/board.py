"""The whole board as one figure: title and scores, the network, its output and the learning curves."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.moment import BETWEEN, moment_of
from nnviz.export.shown import Shown
from nnviz.paint.charts.curves import paint_curves
from nnviz.paint.drawing.groups import name_group
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.picture import paint_network
from nnviz.paint.output.boundary import paint_boundary

NETWORK_SHARE = 0.6
"""Share of the width that the network takes where all stand side by side."""
NARROW = 650.0
"""Below this width, in units of normal text, the network stands above the others."""


def board_height(width: float) -> float:
    """Return a good height of a board that is `width` wide."""
    return 1.3 * width if width < NARROW else 0.5625 * width


def paint_board(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, shown: Shown) -> None:
    """Paint title, network, output and curves, side by side as in the window where there is room."""
    body = rect.adjusted(0.0, _paint_head(painter, rect, snapshot, style, shown.longest_moment), 0.0, 0.0)
    wide = rect.width() >= NARROW * style.scale
    network, output, curves = _side_by_side(body, style) if wide else _stacked(body, style)
    content = content_of(snapshot, shown.quantity)
    paint_network(painter, network, content, style, limit=shown.limit, seen=shown.seen)
    name_group(painter, "output")
    paint_boundary(painter, output, snapshot, style, options=shown.boundary)
    name_group(painter, "curves")
    paint_curves(painter, curves, snapshot, style, options=shown.curves_of(snapshot))


def _side_by_side(body: QRectF, style: Style) -> tuple[QRectF, QRectF, QRectF]:
    gap = 1.5 * style.text
    left = NETWORK_SHARE * (body.width() - gap)
    right = body.adjusted(left + gap, 0.0, 0.0, 0.0)
    above = 0.55 * (right.height() - gap)
    return (
        QRectF(body.left(), body.top(), left, body.height()),
        QRectF(right.left(), right.top(), right.width(), above),
        right.adjusted(0.0, above + gap, 0.0, 0.0),
    )


def _stacked(body: QRectF, style: Style) -> tuple[QRectF, QRectF, QRectF]:
    gap = 1.5 * style.text
    above = 0.55 * (body.height() - gap)
    left = 0.5 * (body.width() - gap)
    below = body.adjusted(0.0, above + gap, 0.0, 0.0)
    return (
        QRectF(body.left(), body.top(), body.width(), above),
        QRectF(below.left(), below.top(), left, below.height()),
        below.adjusted(left + gap, 0.0, 0.0, 0.0),
    )


def _paint_head(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, longest: str) -> float:
    """Write the experiment's title, and the moment beside or below it; return the height used."""
    title, line = snapshot.spec.title, 1.7 * style.text
    pieces = moment_of(snapshot).split(BETWEEN)
    widths = _widths(pieces, longest, style)
    needed = text_width(title, style, style.heading) + 2 * style.text + _width(widths, style)
    box = QRectF(rect.left(), rect.top(), rect.width(), line)
    painter.setPen(QColor(style.theme.ink))
    title = elided(title, rect.width(), style, style.heading)
    draw_text(painter, box, title, style, align=Qt.AlignmentFlag.AlignLeft, size=style.heading)
    painter.setPen(QColor(style.theme.quiet))
    if needed <= rect.width():
        _write(
            painter, box.adjusted(rect.width() - _width(widths, style), 0.0, 0.0, 0.0), pieces, widths, style
        )
        return 1.5 * line
    rows = _rows_of(widths, rect.width(), style)
    for row in rows:
        box.translate(0.0, line)
        _write(painter, box, pieces[row], widths[row], style)
    return (1.5 + len(rows)) * line


def _widths(pieces: list[str], longest: str, style: Style) -> list[float]:
    """Return the room of each piece of a moment: in an animation the same in every picture."""
    known = [text_width(piece, style) for piece in pieces]
    if not longest:
        return known
    spare = text_width("000", style)  # a loss has more digits at some moments than at the last
    steady = [text_width(piece, style) + spare for piece in longest.split(BETWEEN)]
    return [max(pair) for pair in zip(known, steady, strict=False)] + known[len(steady) :]


def _width(widths: list[float], style: Style) -> float:
    return sum(widths) + (len(widths) - 1) * text_width(BETWEEN, style)


def _rows_of(widths: list[float], width: float, style: Style) -> list[slice]:
    """Return which pieces stand in which row: as few rows as they need."""
    rows = [slice(0, 1)]
    for end in range(2, len(widths) + 1):
        joined = slice(rows[-1].start, end)
        if _width(widths[joined], style) <= width:
            rows[-1] = joined
        else:
            rows.append(slice(end - 1, end))
    return rows


def _write(painter: QPainter, box: QRectF, pieces: list[str], widths: list[float], style: Style) -> None:
    """Write pieces of a moment beside one another, each in its place."""
    for number, piece in enumerate(pieces):
        words = BETWEEN + piece if number else piece
        place = box.adjusted(_width(widths[:number], style) if number else 0.0, 0.0, 0.0, 0.0)
        words = elided(words, place.width(), style)
        draw_text(painter, place, words, style, align=Qt.AlignmentFlag.AlignLeft)

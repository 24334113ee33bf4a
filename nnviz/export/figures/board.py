"""The whole board as one figure: title and scores, the network, its output and the learning curves."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot.curves import Metrics, Scores
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.export.shown import Shown
from nnviz.paint.charts.curves import paint_curves
from nnviz.paint.drawing.groups import name_group
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.numbers import epoch_in_words, scores_in_words
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.content import content_of
from nnviz.paint.network.picture import paint_network
from nnviz.paint.output.boundary import paint_boundary

NETWORK_SHARE = 0.6
"""Share of the width that the network takes where all stand side by side."""
NARROW = 650.0
"""Below this width, in units of normal text, the network stands above the others."""

BETWEEN = "  ·  "


def board_height(width: float) -> float:
    """Return a good height of a board that is `width` wide."""
    return 1.3 * width if width < NARROW else 0.5625 * width


def paint_board(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, shown: Shown) -> None:
    """Paint title, network, output and curves, side by side as in the window where there is room."""
    body = rect.adjusted(0.0, _paint_head(painter, rect, snapshot, style), 0.0, 0.0)
    wide = rect.width() >= NARROW * style.scale
    network, output, curves = _side_by_side(body, style) if wide else _stacked(body, style)
    paint_network(painter, network, content_of(snapshot, shown.quantity), style, limit=shown.limit)
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


def _paint_head(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style) -> float:
    """Write the experiment's title, and the moment beside or below it; return the height used."""
    title, moment, line = snapshot.spec.title, moment_of(snapshot), 1.7 * style.text
    needed = text_width(title, style, style.heading) + 2 * style.text + text_width(moment, style)
    box = QRectF(rect.left(), rect.top(), rect.width(), line)
    painter.setPen(QColor(style.theme.ink))
    title = elided(title, rect.width(), style, style.heading)
    draw_text(painter, box, title, style, align=Qt.AlignmentFlag.AlignLeft, size=style.heading)
    painter.setPen(QColor(style.theme.quiet))
    if needed <= rect.width():
        draw_text(painter, box, moment, style, align=Qt.AlignmentFlag.AlignRight)
        return 1.5 * line
    rows = _rows_of(moment, rect.width(), style)
    for row in rows:
        box.translate(0.0, line)
        draw_text(painter, box, elided(row, rect.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)
    return (1.5 + len(rows)) * line


def _rows_of(moment: str, width: float, style: Style) -> list[str]:
    """Return the words of a moment in as many rows as they need."""
    first, *others = moment.split(BETWEEN)
    rows = [first]
    for words in others:
        if text_width(joined := rows[-1] + BETWEEN + words, style) <= width:
            rows[-1] = joined
        else:
            rows.append(words)
    return rows


def moment_of(snapshot: Snapshot) -> str:
    """Return which moment it is and how good the network is then, in one line."""
    words = [epoch_in_words(snapshot.epoch)]
    metrics = snapshot.look(Metrics)
    if metrics is not None:
        for name in ("train", "test"):
            scores: Scores | None = getattr(metrics, name)
            if scores is not None:
                words.append(f"{name} {scores_in_words(scores.loss, scores.accuracy)}")
    return BETWEEN.join(words)

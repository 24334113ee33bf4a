"""The whole board as one figure: title and scores, the network, its output and the learning curves."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot import Scores, Snapshot
from nnviz.export.look import Look
from nnviz.paint.boundary import paint_boundary
from nnviz.paint.curves import paint_curves
from nnviz.paint.lettering import draw_text, elided, text_width
from nnviz.paint.network import paint_network
from nnviz.paint.network_content import content_of
from nnviz.paint.theme import Style
from nnviz.paint.ticks import short_number

NETWORK_SHARE = 0.6
"""Share of the width that the network takes."""


def paint_board(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, look: Look) -> None:
    """Paint title, network, output and curves side by side, as in the window."""
    gap, head = 1.5 * style.text, 2.4 * style.text
    _paint_head(painter, QRectF(rect.left(), rect.top(), rect.width(), 1.6 * style.text), snapshot, style)
    body = rect.adjusted(0.0, head, 0.0, 0.0)
    left = NETWORK_SHARE * (body.width() - gap)
    right = QRectF(body.left() + left + gap, body.top(), body.width() - left - gap, body.height())
    output = 0.55 * (right.height() - gap)
    paint_network(
        painter,
        QRectF(body.left(), body.top(), left, body.height()),
        content_of(snapshot, look.quantity),
        style,
    )
    paint_boundary(
        painter,
        QRectF(right.left(), right.top(), right.width(), output),
        snapshot,
        style,
        options=look.boundary,
    )
    paint_curves(
        painter, right.adjusted(0.0, output + gap, 0.0, 0.0), snapshot, style, options=look.curves
    )


def _paint_head(painter: QPainter, box: QRectF, snapshot: Snapshot, style: Style) -> None:
    """Write the experiment's title at the left and the moment at the right."""
    moment = moment_of(snapshot)
    width = text_width(moment, style)
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, box, moment, style, align=Qt.AlignmentFlag.AlignRight)
    painter.setPen(QColor(style.theme.ink))
    room = box.width() - width - 2 * style.text
    title = elided(snapshot.spec.title, room, style, style.heading)
    draw_text(painter, box, title, style, align=Qt.AlignmentFlag.AlignLeft, size=style.heading)


def moment_of(snapshot: Snapshot) -> str:
    """Return which moment it is and how good the network is then, in one line."""
    words = [f"epoch {short_number(snapshot.epoch, 7)}"]
    if snapshot.metrics is not None:
        for name in ("train", "test"):
            scores: Scores | None = getattr(snapshot.metrics, name)
            if scores is not None:
                words.append(f"{name} {_scores_in_words(scores)}")
    return "  ·  ".join(words)


def _scores_in_words(scores: Scores) -> str:
    loss = f"loss {short_number(scores.loss, 3)}"
    return loss if math.isnan(scores.accuracy) else f"{loss}, accuracy {100.0 * scores.accuracy:.1f} %"

"""The line at the top of a scene: its title, and of which moment everything is."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.scores import MeasuredAt
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.numbers import epoch_in_words
from nnviz.paint.drawing.theme import Style


def paint_head_line(painter: QPainter, row: QRectF, title: str, said: str, style: Style) -> None:
    """Paint a title, smaller or cut where the line is short, and what is said at its right."""
    room = row.width() - text_width(said, style) - 2 * style.text
    whole = text_width(title, style, style.title, True)
    size = max(style.text, min(style.title, style.title * room / max(1.0, whole)))
    while len(title) > 1 and text_width(title, style, size, True) > room:
        title = title[:-2].rstrip() + "…"
    painter.setPen(QColor(style.theme.ink))
    draw_text(painter, row, title, style, align=Qt.AlignmentFlag.AlignLeft, size=size, bold=True)
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, row, said, style, align=Qt.AlignmentFlag.AlignRight)


def moment_words(snapshot: RunInstant) -> str:
    """Return of which moment a picture is, and how good the network is then."""
    said = [f"update {snapshot.update:,}"]
    if snapshot.update:
        said.append(epoch_in_words(snapshot.epoch))
    scores, measured = snapshot.look(Metrics), snapshot.look(MeasuredAt)
    lags = measured is not None and measured.update is not None
    if scores is not None and not lags:  # measuring many points takes longer than training on
        said.append(f"loss {scores.train.loss:.3g}")
    return "  ·  ".join(said)

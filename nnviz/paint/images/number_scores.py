"""How far real answers are from the truth, R², RMSE and MAE of each part, and predictions beside it."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.data.dataset import PARTS
from nnviz.experiment.snapshot.agreement import Agreements, NumberAgreement
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.scores import MeasuredAt
from nnviz.numerals import short_number
from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.numbers import epoch_in_words
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics
from nnviz.paint.output.answers import paint_agreement
from nnviz.paint.output.options import BoundaryOptions

BETWEEN = 14.0
"""Space between columns at 1x."""
NONE = "–"
MOST_OUTPUTS = 4
"""Outputs of a regression that have rows of their own."""


def number_rows(agreements: Agreements) -> list[tuple[str, tuple[str, ...]]]:
    """Return the scores of real outputs, part by part: of all on average, and of the first ones alone."""
    rows: list[tuple[str, tuple[str, ...]]] = []
    for part in PARTS:
        found = agreements.parts.get(part)
        if not isinstance(found, NumberAgreement):
            continue
        several = len(found.outputs) > 1
        scores = [(part + (", mean" if several else ""), found.mean)]
        if several:
            scores += [
                (f"{part}, output {k + 1}", each) for k, each in enumerate(found.outputs[:MOST_OUTPUTS])
            ]
        for name, score in scores:
            values = score_text(score.r2, 4), short_number(score.rmse), short_number(score.mae)
            rows.append((name, values))
    return rows


def measured_words(snapshot: Instant) -> str:
    """Return of which moment the answers are, where measuring lags behind what is shown."""
    measured = snapshot.look(MeasuredAt)
    return f"at {epoch_in_words(measured.epoch)}" if measured and measured.epoch is not None else ""


def score_text(value: float, digits: int = 3) -> str:
    """Return a score with so many decimals, or a dash where there is none."""
    return f"{value:.{digits}f}" if math.isfinite(value) else NONE


def paint_small_table(
    painter: QPainter,
    rect: QRectF,
    heads: tuple[str, ...],
    rows: list[tuple[str, tuple[str, ...]]],
    style: Style,
) -> None:
    """Paint a small table of numbers at the left of `rect`."""
    line, gap = metrics(style).height(), BETWEEN * style.scale
    names = max(text_width(name, style) for name, _ in rows)
    widths = [
        max(text_width(text, style) for text in (head, *(values[k] for _, values in rows))) + gap
        for k, head in enumerate(heads)
    ]
    for number, (name, values) in enumerate([("", heads), *rows]):
        box = QRectF(rect.left(), rect.top() + number * line, names, line)
        painter.setPen(QColor(style.theme.quiet))
        draw_text(painter, box, name, style, align=Qt.AlignmentFlag.AlignLeft)
        painter.setPen(QColor(style.theme.ink if number else style.theme.quiet))
        right = box.right()
        for text, width in zip(values, widths, strict=True):
            right += width
            at = QRectF(right, box.top(), 0.0, line)
            draw_text(painter, at, text, style, align=Qt.AlignmentFlag.AlignRight)


def paint_number_scores(painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style) -> None:
    """Paint R², RMSE and MAE of each part, and below them predictions against the truth."""
    agreements = snapshot.look(Agreements)
    assert agreements is not None
    rows, line = number_rows(agreements), metrics(style).height()
    paint_small_table(painter, rect, ("R²", "RMSE", "MAE"), rows, style)
    moment = QRectF(rect.left(), rect.top() + (len(rows) + 1) * line, rect.width(), line)
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, moment, measured_words(snapshot), style, align=Qt.AlignmentFlag.AlignLeft)
    below = rect.adjusted(0.0, (len(rows) + 2) * line, 0.0, 0.0)
    if below.height() > 6 * line:
        paint_agreement(painter, below, snapshot, style, BoundaryOptions())

"""Confusion of one part of the data, with precision and recall at its edges."""

import math

import msgspec
from msgspec.structs import astuple
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot.agreement import Agreement, Agreements, ClassAgreement
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.numerals import percent
from nnviz.paint.drawing.contrast import readable
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, pen, saved
from nnviz.paint.images.number_scores import (
    measured_words,
    paint_number_scores,
    paint_small_table,
    score_text,
)
from nnviz.paint.images.options import ScoresOptions
from nnviz.paint.images.scores_layout import (
    BETWEEN,
    GAP,
    HEADS,
    LEAST_ROW,
    LEAST_TEXT,
    Below,
    ScoresLayout,
    lay_out,
)
from nnviz.paint.output.confusion import STRENGTH

NOTHING_YET = "Scores are being computed."


class ConfusionCell(msgspec.Struct, frozen=True):
    """One cell: samples of a class that got an answer."""

    truth: int
    answer: int


def shown_part(snapshot: Instant, options: ScoresOptions) -> tuple[str, Agreement] | None:
    """Return the name and the agreement of the part that is shown; None while nothing is known."""
    found = snapshot.look(Agreements)
    if found is None or not found.parts:
        return None
    for name in (options.part, "test", "validation", "train"):
        if name in found.parts:
            return name, found.parts[name]
    return None


def paint_scores(
    painter: QPainter,
    rect: QRectF,
    snapshot: DataInstant,
    style: Style,
    options: ScoresOptions,
) -> None:
    """Paint how far the answers agree with the truth into `rect`."""
    shown = shown_part(snapshot, options)
    with saved(painter):
        if shown is None:
            painter.setPen(QColor(style.theme.quiet))
            draw_text(painter, rect, NOTHING_YET, style)
        elif isinstance(shown[1], ClassAgreement):
            _paint_classes(painter, rect, shown[0], shown[1], style, options, measured_words(snapshot))
        else:
            paint_number_scores(painter, rect, snapshot, style)


def cell_at(
    rect: QRectF, snapshot: Instant, style: Style, options: ScoresOptions, position: QPointF
) -> ConfusionCell | None:
    """Return the cell at a position; None beside the table."""
    shown = shown_part(snapshot, options)
    if shown is None or not isinstance(shown[1], ClassAgreement):
        return None
    layout = lay_out(rect, shown[1], style)
    column = math.floor((position.x() - layout.first.left()) / max(layout.first.width(), 1e-9))
    row = math.floor((position.y() - layout.first.top()) / max(layout.first.height(), 1e-9))
    inside = 0 <= row < layout.count and 0 <= column < layout.count
    return ConfusionCell(row, column) if inside else None


def cell_words(table: ClassAgreement, cell: ConfusionCell) -> str:
    """Return what a cell means: which samples, how many, and which share of its row."""
    number, row = int(table.counts[cell.truth, cell.answer]), int(table.counts[cell.truth].sum())
    share = f" ({percent(number / row)})" if row else ""
    truth, answer = table.classes[cell.truth], table.classes[cell.answer]
    return f"true {truth}, answered {answer}: {number:,} of {row:,}{share}"


def paint_marked_cell(
    painter: QPainter,
    rect: QRectF,
    snapshot: Instant,
    style: Style,
    options: ScoresOptions,
    cell: ConfusionCell,
) -> None:
    """Frame a cell of a table that is painted into `rect`, and say in place of the title what it means."""
    shown = shown_part(snapshot, options)
    if (
        shown is None
        or not isinstance(shown[1], ClassAgreement)
        or max(cell.truth, cell.answer) >= len(shown[1].classes)
    ):
        return
    layout, line = lay_out(rect, shown[1], style), metrics(style).height()
    with saved(painter):
        title = QRectF(rect.left(), rect.top(), rect.width(), line)
        painter.fillRect(title.adjusted(0, -2, 0, 2), QColor(style.theme.paper))
        painter.setPen(QColor(style.theme.ink))
        words = elided(cell_words(shown[1], cell), title.width(), style)
        draw_text(painter, title, words, style, align=Qt.AlignmentFlag.AlignLeft)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen(style, style.theme.focus, 2.0))
        painter.drawRect(layout.cell(cell.truth, cell.answer))


def _paint_classes(
    painter: QPainter,
    rect: QRectF,
    part: str,
    table: ClassAgreement,
    style: Style,
    options: ScoresOptions,
    moment: str,
) -> None:
    layout = lay_out(rect, table, style)
    if min(layout.first.width(), layout.first.height()) <= 1.0:
        return
    _paint_title(painter, rect, part, table, style, options, moment)
    _paint_names(painter, layout, table, style)
    _paint_cells(painter, layout, table, style, options)
    if layout.columns and layout.first.height() >= LEAST_TEXT * metrics(style).height():
        _paint_rows(painter, layout, table, style)
    if layout.below is not Below.NOTHING:
        _paint_precision(painter, layout, table, style)
        _paint_averages(painter, rect, layout, table, style)


def _paint_title(
    painter: QPainter,
    rect: QRectF,
    part: str,
    table: ClassAgreement,
    style: Style,
    options: ScoresOptions,
    moment: str,
) -> None:
    line = metrics(style).height()
    box = QRectF(rect.left(), rect.top(), rect.width(), line)
    head = f"{part}: {int(table.counts.sum()):,}"
    painter.setPen(QColor(style.theme.ink))
    draw_text(painter, box, head, style, align=Qt.AlignmentFlag.AlignLeft, bold=True)
    used = text_width(head, style, bold=True) + BETWEEN * style.scale
    long = "Rows: truth, columns: answers" + (", % of the row" if options.shares else "")
    short = "Rows: truth" + (", in %" if options.shares else "")
    painter.setPen(QColor(style.theme.quiet))
    words = moment or (long if text_width(long, style) <= rect.width() - used else short)
    words = elided(words, max(rect.width() - used, 1.0), style)
    draw_text(painter, box.adjusted(used, 0, 0, 0), words, style, align=Qt.AlignmentFlag.AlignLeft)


def _paint_names(painter: QPainter, layout: ScoresLayout, table: ClassAgreement, style: Style) -> None:
    gap, line = GAP * style.scale, metrics(style).height()
    painter.setPen(QColor(style.theme.quiet))
    rows_apart = max(1, math.ceil(LEAST_ROW * line / layout.first.height()))
    columns_apart = max(1, math.ceil(LEAST_ROW * line / layout.first.width())) if layout.turned else 1
    for k, name in enumerate(table.classes):
        words = elided(name, layout.names + 1, style)
        cell = layout.cell(k, k)
        if k % rows_apart == 0:
            left = layout.first.left() - gap - layout.names
            box = QRectF(left, cell.top(), layout.names, cell.height())
            draw_text(painter, box, words, style, align=Qt.AlignmentFlag.AlignRight)
        if k % columns_apart:
            continue
        if not layout.turned:
            above = QRectF(cell.left(), layout.first.top() - line - gap / 2, cell.width(), line)
            draw_text(painter, above, words, style)
            continue
        painter.save()
        painter.translate(cell.center().x(), layout.first.top() - gap / 2)
        painter.rotate(-90.0)
        upright = QRectF(0.0, -line / 2, layout.names, line)
        draw_text(painter, upright, words, style, align=Qt.AlignmentFlag.AlignLeft)
        painter.restore()


def _paint_cells(
    painter: QPainter, layout: ScoresLayout, table: ClassAgreement, style: Style, options: ScoresOptions
) -> None:
    sums = table.counts.sum(axis=1)
    texts = [
        [_cell_text(int(number), int(sums[row]), options) for number in numbers]
        for row, numbers in enumerate(table.counts.tolist())
    ]
    longest = max((text for row in texts for text in row), key=len)
    size = _fitting(longest, layout.first, style)
    for row, numbers in enumerate(table.counts.tolist()):
        for column, number in enumerate(numbers):
            cell = layout.cell(row, column)
            colour = style.theme.positive if row == column else style.theme.warning
            ground = mix(style.theme.neutral, colour, round(STRENGTH * number / max(int(sums[row]), 1), 2))
            painter.setPen(pen(style, style.theme.paper, 1.0))
            painter.setBrush(QColor(ground))
            painter.drawRect(cell)
            if size:
                wanted = style.theme.ink if number else style.theme.quiet
                painter.setPen(QColor(readable(ground, wanted, style.theme.ink, style.theme.paper)))
                draw_text(painter, cell, texts[row][column], style, size=size)


def _cell_text(number: int, whole: int, options: ScoresOptions) -> str:
    if not options.shares:
        return f"{number:,}"
    share = 100.0 * number / max(whole, 1)
    return "0" if number == 0 else f"{share:.1f}" if share < 10.0 else f"{share:.0f}"


def _fitting(text: str, cell: QRectF, style: Style) -> float:
    """Return the size of text that fits into a cell; 0 where it would be too small to be read."""
    room = (cell.width() - 3 * style.scale) / max(text_width(text, style), 1.0)
    share = min(1.0, room, cell.height() / metrics(style).height() * 1.1)
    return math.floor(share * style.text) if share >= LEAST_TEXT else 0.0


def _paint_rows(painter: QPainter, layout: ScoresLayout, table: ClassAgreement, style: Style) -> None:
    """Write recall and F1 at the right of each row."""
    line, gap = metrics(style).height(), GAP * style.scale
    lefts = (layout.right, layout.right + layout.columns[0])
    painter.setPen(QColor(style.theme.quiet))
    for head, left, width in zip(HEADS[1:], lefts, layout.columns, strict=True):
        box = QRectF(left, layout.first.top() - line - gap / 2, width, line)
        draw_text(painter, box, head, style, align=Qt.AlignmentFlag.AlignRight)
    painter.setPen(QColor(style.theme.ink))
    for k, score in enumerate(table.scores):
        cell = layout.cell(k, k)
        for value, left, width in zip((score.recall, score.f1), lefts, layout.columns, strict=True):
            box = QRectF(left, cell.top(), width, cell.height())
            draw_text(painter, box, score_text(value), style, align=Qt.AlignmentFlag.AlignRight)


def _paint_precision(painter: QPainter, layout: ScoresLayout, table: ClassAgreement, style: Style) -> None:
    """Write precision below each column."""
    line, gap = metrics(style).height(), GAP * style.scale
    below = QRectF(layout.first.left(), layout.bottom + gap / 2, layout.first.width(), line)
    word, painted = HEADS[0], Qt.AlignmentFlag.AlignRight
    beside = QRectF(layout.first.left() - gap, below.top(), 0.0, line)
    if text_width(word, style) > layout.names + gap:  # at the right, where there is room
        beside, painted = QRectF(layout.right + gap, below.top(), 0.0, line), Qt.AlignmentFlag.AlignLeft
    painter.setPen(QColor(style.theme.quiet))
    draw_text(painter, beside, word, style, align=painted)
    painter.setPen(QColor(style.theme.ink))
    whole, short = _fitting("0.00", below, style), _fitting(".00", below, style)
    for k, score in enumerate(table.scores if short else ()):
        text = score_text(score.precision, 2)
        box = below.translated(k * below.width(), 0.0)
        draw_text(painter, box, text if whole else _shortened(text), style, size=whole or short)


def _shortened(score: str) -> str:
    """Return a score of two decimals in the width of three characters: ".73", "1.0"."""
    return score[1:] if score.startswith("0") else score[:3]


def _paint_averages(
    painter: QPainter, rect: QRectF, layout: ScoresLayout, table: ClassAgreement, style: Style
) -> None:
    line = metrics(style).height()
    if layout.below is Below.ONE_LINE:
        box = QRectF(rect.left(), layout.bottom + 1.5 * line, rect.width(), line)
        words = f"macro F1 {score_text(table.macro.f1)}, accuracy {score_text(table.micro.f1)}"
        painter.setPen(QColor(style.theme.ink))
        words = elided(words, box.width(), style)
        draw_text(painter, box, words, style, align=Qt.AlignmentFlag.AlignLeft)
        return
    box = QRectF(rect.left(), layout.bottom + 2.0 * line, rect.width(), 3 * line)
    named = (("macro", table.macro), ("micro, accuracy", table.micro))
    rows = [(name, tuple(score_text(value) for value in astuple(score))) for name, score in named]
    paint_small_table(painter, box, HEADS, rows, style)

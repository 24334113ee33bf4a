"""How often each class was taken for each: counts in cells, coloured by the share of their row."""

import math

import msgspec
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot.agreement import class_agreement
from nnviz.paint.drawing.contrast import readable
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics, pen, saved

GAP = 6.0
"""Space between names and cells at 1x."""
STRENGTH = 0.6
"""Share of the full colour that a full row gets: the numbers must stay readable."""
NAME_SHARE = 0.42
"""The names of the rows take at most this share of the width."""
LARGEST_CELL = 160.0
"""Longest side of a cell at 1x."""
LEAST_LINE = 0.85
"""Lines of text need at least this share of their usual height each."""


class Confusion(msgspec.Struct, frozen=True, eq=False):
    """`counts[i, j]` samples of class i were put in class j."""

    title: str
    counts: NDArray[np.int64]
    classes: tuple[str, ...]


def confusion_of(
    title: str, truth: NDArray[np.int64], predicted: NDArray[np.int64], classes: tuple[str, ...]
) -> Confusion:
    """Count how often each class was taken for each; both arrays have shape (n,)."""
    counted = class_agreement(truth, predicted, classes)
    return Confusion(title, counted.counts, counted.classes)


def cell_size(
    rect: QRectF, table: Confusion, style: Style, largest: float = LARGEST_CELL
) -> tuple[float, float]:
    """Return width and height of a cell of the table painted into `rect`, at most `largest` at 1x."""
    gap, count = GAP * style.scale, len(table.classes)
    largest *= style.scale
    width = min((rect.width() - names_width(rect, table, style) - gap) / count, largest)
    return width, min((rect.height() - heads_height(table, width, style)) / count, largest)


def names_width(rect: QRectF, table: Confusion, style: Style) -> float:
    """Return the width of the names of the rows in a table painted into `rect`."""
    return min(max(text_width(name, style) for name in table.classes), NAME_SHARE * rect.width())


def heads_height(table: Confusion, width: float, style: Style) -> float:
    """Return the height of the title and the names of columns of a width."""
    return (1 + _name_lines(table, width, style)) * metrics(style).height() + GAP * style.scale


def _name_lines(table: Confusion, width: float, style: Style) -> int:
    """Return over how many lines the names of the columns go: two by turns where that saves them whole."""
    widest = max(text_width(name, style) for name in table.classes)
    return 2 if width < widest <= 2 * width - GAP * style.scale and len(table.classes) > 1 else 1


def shows_numbers(rect: QRectF, table: Confusion, style: Style, largest: float = LARGEST_CELL) -> bool:
    """Whether the largest count fits into a cell of the table painted into `rect`."""
    width, height = cell_size(rect, table, style, largest)
    widest = text_width(f"{table.counts.max():,}", style)
    return widest + 2 * style.scale <= width and LEAST_LINE * metrics(style).height() <= height


def paint_confusion(
    painter: QPainter, rect: QRectF, table: Confusion, style: Style, largest: float = LARGEST_CELL
) -> None:
    """Paint the table into `rect`: rows are the true classes, columns the predicted ones."""
    line, gap, names = metrics(style).height(), GAP * style.scale, names_width(rect, table, style)
    width, height = cell_size(rect, table, style, largest)
    left, top = rect.left() + names + gap, rect.top() + heads_height(table, width, style)
    with saved(painter):
        painter.setPen(QColor(style.theme.ink))
        title = QRectF(rect.left(), rect.top(), rect.width(), line)
        draw_text(painter, title, table.title, style, align=Qt.AlignmentFlag.AlignLeft, bold=True)
        painter.setPen(QColor(style.theme.quiet))
        named = max(1, math.ceil(LEAST_LINE * line / height))  # in low rows only every so many have room
        for k, name in enumerate(table.classes):
            if k % named == 0:
                row = QRectF(rect.left(), top + k * height, names, height)
                words = elided(name, names + 1, style)
                draw_text(painter, row, words, style, align=Qt.AlignmentFlag.AlignRight)
        _name_columns(painter, QRectF(left, top, width, height), rect.right(), table, style)
        _paint_cells(
            painter,
            QRectF(left, top, width, height),
            table,
            style,
            shows_numbers(rect, table, style, largest),
        )


def _name_columns(painter: QPainter, first: QRectF, right: float, table: Confusion, style: Style) -> None:
    """Write the names above the columns, in two lines by turns where one has no room for them."""
    line, lines = metrics(style).height(), _name_lines(table, first.width(), style)
    for k, name in enumerate(table.classes):
        words = elided(name, lines * first.width(), style)
        width = max(text_width(words, style), first.width())
        middle = min(first.center().x() + k * first.width(), right - width / 2)
        above = (lines - k % lines) * line + GAP * style.scale / 2
        draw_text(painter, QRectF(middle - width / 2, first.top() - above, width, line), words, style)


def _paint_cells(painter: QPainter, first: QRectF, table: Confusion, style: Style, numbers: bool) -> None:
    shares = table.counts / np.maximum(table.counts.sum(axis=1, keepdims=True), 1)
    for (row, column), number in np.ndenumerate(table.counts):
        cell = first.translated(column * first.width(), row * first.height())
        colour = style.theme.positive if row == column else style.theme.warning
        share = round(STRENGTH * float(shares[row, column]), 2)
        painter.setPen(pen(style, style.theme.paper, 1.0))
        ground = mix(style.theme.neutral, colour, share)
        painter.setBrush(QColor(ground))
        painter.drawRect(cell)
        if numbers:
            wanted = style.theme.ink if number else style.theme.quiet
            painter.setPen(QColor(readable(ground, wanted, style.theme.ink, style.theme.paper)))
            draw_text(painter, cell, f"{number:,}", style)

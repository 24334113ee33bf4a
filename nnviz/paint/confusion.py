"""How often each class was taken for each: counts in cells, coloured by the share of their row."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.colours import mix
from nnviz.paint.lettering import draw_text, elided, text_width
from nnviz.paint.theme import Style
from nnviz.paint.tools import metrics, pen, saved

GAP = 6.0
"""Space between names and cells at 1x."""
STRENGTH = 0.6
"""Share of the full colour that a full row gets: the numbers must stay readable."""
NAME_SHARE = 0.35
"""The names of the rows take at most this share of the width."""
LARGEST_CELL = 96.0
"""Side of a cell at 1x."""


@dataclass(frozen=True, eq=False)
class Confusion:
    """`counts[i, j]` samples of class i were put in class j."""

    title: str
    counts: NDArray[np.int64]
    classes: tuple[str, ...]


def confusion_of(
    title: str, truth: NDArray[np.int64], predicted: NDArray[np.int64], classes: tuple[str, ...]
) -> Confusion:
    """Count how often each class was taken for each; both arrays have shape (n,)."""
    size = len(classes)
    counts = np.bincount(truth * size + predicted, minlength=size * size).reshape(size, size)
    return Confusion(title, counts, classes)


def paint_confusion(painter: QPainter, rect: QRectF, table: Confusion, style: Style) -> None:
    """Paint the table into `rect`: rows are the true classes, columns the predicted ones."""
    line, gap, count = metrics(style).height(), GAP * style.scale, len(table.classes)
    names = min(max(text_width(name, style) for name in table.classes), NAME_SHARE * rect.width())
    top = rect.top() + 2 * line + gap
    side = min(
        (rect.width() - names - gap) / count, (rect.bottom() - line - top) / count, LARGEST_CELL * style.scale
    )
    left = rect.left() + names + gap
    with saved(painter):
        painter.setPen(QColor(style.theme.ink))
        title = QRectF(rect.left(), rect.top(), rect.width(), line)
        draw_text(painter, title, table.title, style, align=Qt.AlignmentFlag.AlignLeft, bold=True)
        painter.setPen(QColor(style.theme.quiet))
        for k, name in enumerate(table.classes):
            row = QRectF(rect.left(), top + k * side, names, side)
            draw_text(painter, row, elided(name, names, style), style, align=Qt.AlignmentFlag.AlignRight)
            column = QRectF(left + k * side, top - line - gap / 2, side, line)
            draw_text(painter, column, elided(name, side - 2, style), style)
        below = QRectF(left, top + count * side + gap / 2, count * side, line)
        draw_text(
            painter,
            below,
            elided("rows: true, columns: predicted", rect.right() - left, style),
            style,
            align=Qt.AlignmentFlag.AlignLeft,
        )
        _paint_cells(painter, QRectF(left, top, side, side), table, style)


def _paint_cells(painter: QPainter, first: QRectF, table: Confusion, style: Style) -> None:
    shares = table.counts / np.maximum(table.counts.sum(axis=1, keepdims=True), 1)
    side = first.width()
    for (row, column), number in np.ndenumerate(table.counts):
        cell = first.translated(column * side, row * side)
        colour = style.theme.positive if row == column else style.theme.warning
        painter.setPen(pen(style, style.theme.paper, 1.0))
        painter.setBrush(
            QColor(mix(style.theme.neutral, colour, round(STRENGTH * float(shares[row, column]), 2)))
        )
        painter.drawRect(cell)
        text = f"{number:,}"
        if text_width(text, style) < side and metrics(style).height() < side + 2:
            painter.setPen(QColor(style.theme.ink if number else style.theme.quiet))
            draw_text(painter, cell, text, style)

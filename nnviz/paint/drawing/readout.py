"""The little table that says the numbers under the cursor."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen, saved

PADDING = 8.0
BETWEEN = 14.0
"""Space between columns at 1x."""
AWAY = 14.0
"""Distance from the cursor at 1x."""
SMALLEST = 0.4
"""Share of its size that a table is made smaller to, at most, where it has no room."""
SAMPLE = 16.0
"""Length of the piece of line before a name at 1x."""


class ReadoutRow(msgspec.Struct, frozen=True):
    """A name and its numbers, one a column; `colour` and `dash` show a piece of the line it belongs to."""

    name: str
    values: tuple[str, ...]
    colour: str = ""
    dash: str = "solid"


class _Measures(msgspec.Struct, frozen=True):
    """Widths of the names and of the columns of numbers, the size of all, and where that goes."""

    names: float
    columns: list[float]
    size: QSizeF
    fit: float
    box: QRectF


def readout_box(
    rows: Sequence[ReadoutRow], cursor: QPointF, within: QRectF, style: Style, *, clear: float = 0.0
) -> QRectF:
    """Return where `paint_readout` paints the table."""
    return _measured(rows, cursor, within, style, clear).box


def paint_readout(
    painter: QPainter,
    rows: Sequence[ReadoutRow],
    cursor: QPointF,
    within: QRectF,
    style: Style,
    *,
    clear: float = 0.0,
) -> None:
    """Paint the table beside `cursor`, on the side with more room, else below or above, inside `within`.

    So much around the cursor stays `clear`, as far as there is room. Where the whole has no room, it is made
    smaller.
    """
    scale, height = style.scale, metrics(style).height()
    measured = _measured(rows, cursor, within, style, clear)
    names, columns, size = measured.names, measured.columns, measured.size
    box, fit = measured.box, measured.fit
    with saved(painter):
        if fit < 1.0:
            painter.translate(box.topLeft())
            painter.scale(fit, fit)
            box = QRectF(QPointF(), size)
        painter.setPen(pen(style, style.theme.line, 1.0))
        painter.setBrush(faded(style.theme.paper, 0.94))
        painter.drawRoundedRect(box, 4 * scale, 4 * scale)
        left, top = box.left() + PADDING * scale, box.top() + PADDING * scale / 2
        for number, row in enumerate(rows):
            _paint_row(painter, QRectF(left, top + number * height, names, height), row, columns, style)


def _measured(
    rows: Sequence[ReadoutRow], cursor: QPointF, within: QRectF, style: Style, clear: float
) -> _Measures:
    scale, height = style.scale, metrics(style).height()
    names = max(text_width(row.name, style) + _indent(row, style) for row in rows)
    columns = [
        max(text_width(row.values[k], style) for row in rows) + BETWEEN * scale
        for k in range(len(rows[0].values))
    ]
    width = 2 * PADDING * scale + names + sum(columns)
    size = QSizeF(width, PADDING * scale + len(rows) * height)
    fit = max(min(within.width() / size.width(), within.height() / size.height(), 1.0), SMALLEST)
    box = _place(size * fit, cursor, within, clear + AWAY * scale)
    return _Measures(names, columns, size, fit, box)


def _indent(row: ReadoutRow, style: Style) -> float:
    return (SAMPLE + 6.0) * style.scale if row.colour else 0.0


def _place(size: QSizeF, cursor: QPointF, within: QRectF, away: float) -> QRectF:
    """Return a place beside the cursor; where neither side has room, below or above it."""
    width, height = size.width(), size.height()
    right = cursor.x() < within.center().x()
    beside = cursor.x() + away if right else cursor.x() - away - width
    left = min(max(beside, within.left()), max(within.right() - width, within.left()))
    top = min(max(cursor.y() - height / 2, within.top()), max(within.bottom() - height, within.top()))
    if abs(left - beside) > 1.0:
        for y in (cursor.y() + away, cursor.y() - away - height):
            if within.top() <= y <= within.bottom() - height:
                top = y
                break
    return QRectF(left, top, width, height)


def _paint_row(
    painter: QPainter, line: QRectF, row: ReadoutRow, columns: Sequence[float], style: Style
) -> None:
    if row.colour:
        y = line.center().y()
        painter.setPen(pen(style, row.colour, 1.75, row.dash))
        painter.drawLine(QLineF(line.left(), y, line.left() + SAMPLE * style.scale, y))
    painter.setPen(QColor(style.theme.quiet))
    draw_text(
        painter,
        line.adjusted(_indent(row, style), 0, 0, 0),
        row.name,
        style,
        align=Qt.AlignmentFlag.AlignLeft,
    )
    painter.setPen(QColor(style.theme.ink))
    right = line.right()
    for width, value in zip(columns, row.values, strict=True):
        right += width
        draw_text(
            painter,
            QRectF(right, line.top(), 0.0, line.height()),
            value,
            style,
            align=Qt.AlignmentFlag.AlignRight,
        )

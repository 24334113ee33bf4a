"""Legends: names beside a piece of their line, in rows above the picture, so that they never cover it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.lettering import draw_text, text_width
from nnviz.paint.theme import Style
from nnviz.paint.tools import metrics, pen

SAMPLE = 24.0
"""Length of the piece of line at 1x."""
GAP = 6.0
BETWEEN = 14.0


@dataclass(frozen=True)
class LegendEntry:
    """One line of the picture."""

    name: str
    colour: str
    dash: str = "solid"
    width: float = 1.75


def _width(entry: LegendEntry, style: Style) -> float:
    return (SAMPLE + GAP) * style.scale + text_width(entry.name, style)


def _rows(
    entries: Sequence[LegendEntry], width: float, reserved: float, style: Style
) -> list[list[LegendEntry]]:
    """Break the entries into rows of `width`; the first is shorter by `reserved`."""
    rows: list[list[LegendEntry]] = [[]]
    used = reserved
    for entry in entries:
        needed = _width(entry, style) + (BETWEEN * style.scale if rows[-1] else 0.0)
        if used + needed > width and (rows[-1] or reserved):
            rows.append([])
            used, needed = 0.0, _width(entry, style)
        rows[-1].append(entry)
        used += needed
    return rows


def legend_height(entries: Sequence[LegendEntry], width: float, reserved: float, style: Style) -> float:
    """Return the height of the rows that the entries need; one at least, for the label beside them."""
    return len(_rows(entries, width, reserved, style)) * metrics(style).height()


def paint_legend(
    painter: QPainter, rect: QRectF, entries: Sequence[LegendEntry], reserved: float, style: Style
) -> None:
    """Paint the rows at the right of `rect`, leaving `reserved` free at the left of the first one."""
    height = metrics(style).height()
    for number, row in enumerate(_rows(entries, rect.width(), reserved, style)):
        widths = [_width(entry, style) for entry in row]
        x = rect.right() - sum(widths) - BETWEEN * style.scale * max(len(row) - 1, 0)
        for entry, width in zip(row, widths, strict=True):
            _paint_entry(painter, QRectF(x, rect.top() + number * height, width, height), entry, style)
            x += width + BETWEEN * style.scale


def _paint_entry(painter: QPainter, rect: QRectF, entry: LegendEntry, style: Style) -> None:
    y, sample = rect.center().y(), SAMPLE * style.scale
    painter.setPen(pen(style, entry.colour, entry.width, entry.dash))
    painter.drawLine(QLineF(rect.left(), y, rect.left() + sample, y))
    text = rect.adjusted(sample + GAP * style.scale, 0.0, 0.0, 0.0)
    painter.setPen(QColor(style.theme.ink))
    draw_text(painter, text, entry.name, style, align=Qt.AlignmentFlag.AlignLeft)

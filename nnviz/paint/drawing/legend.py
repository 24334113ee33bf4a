"""Legends: names beside a piece of their line, or a marker, in rows above the picture, which stays free."""

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.paint.drawing.lettering import draw_text, text_width
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import faded, metrics, pen

SAMPLE = 24.0
"""Length of the piece of line at 1x."""
MARKER = 13.0
"""Room for a marker at 1x."""
GAP = 6.0
BETWEEN = 14.0
OFF = 0.4
"""Opacity of an entry whose line is not shown."""


class LegendEntry(msgspec.Struct, frozen=True):
    """One line of the picture; `key` is what it is known by, `off` says that it is not shown now."""

    name: str
    colour: str
    dash: str = "solid"
    width: float = 1.75
    key: str = ""
    off: bool = False


class MarkerEntry(msgspec.Struct, frozen=True):
    """One kind of points of the picture; `paint` paints its marker around a place."""

    name: str
    paint: Callable[[QPainter, QPointF], None]


Entry = LegendEntry | MarkerEntry


def _sample_width(entry: Entry, style: Style) -> float:
    return (SAMPLE if isinstance(entry, LegendEntry) else MARKER) * style.scale


def _width(entry: Entry, style: Style) -> float:
    return _sample_width(entry, style) + GAP * style.scale + text_width(entry.name, style)


def _rows(entries: Sequence[Entry], width: float, reserved: float, style: Style) -> list[list[Entry]]:
    """Break the entries into rows of `width`; the first is shorter by `reserved`."""
    rows: list[list[Entry]] = [[]]
    used = reserved
    for entry in entries:
        needed = _width(entry, style) + (BETWEEN * style.scale if rows[-1] else 0.0)
        if used + needed > width and (rows[-1] or reserved):
            rows.append([])
            used, needed = 0.0, _width(entry, style)
        rows[-1].append(entry)
        used += needed
    return rows


def legend_width(entries: Sequence[Entry], style: Style) -> float:
    """Return the width of the entries in one row."""
    return sum(_width(entry, style) for entry in entries) + BETWEEN * style.scale * max(len(entries) - 1, 0)


def legend_height(entries: Sequence[Entry], width: float, reserved: float, style: Style) -> float:
    """Return the height of the rows that the entries need; one at least, for the label beside them."""
    return len(_rows(entries, width, reserved, style)) * metrics(style).height()


def paint_legend(
    painter: QPainter, rect: QRectF, entries: Sequence[Entry], reserved: float, style: Style
) -> None:
    """Paint the rows at the right of `rect`, leaving `reserved` free at the left of the first one."""
    height = metrics(style).height()
    for number, row in enumerate(_rows(entries, rect.width(), reserved, style)):
        paint_row(painter, rect.right(), rect.top() + number * height, row, style)


def paint_row(painter: QPainter, right: float, top: float, row: Sequence[Entry], style: Style) -> None:
    """Paint some entries in one row that ends at `right`."""
    for entry, place in zip(row, _places(right, top, row, style), strict=True):
        _paint_entry(painter, place, entry, style)


def _places(right: float, top: float, row: Sequence[Entry], style: Style) -> list[QRectF]:
    """Return where the entries of a row stand that ends at `right`."""
    widths = [_width(entry, style) for entry in row]
    x = right - sum(widths) - BETWEEN * style.scale * max(len(row) - 1, 0)
    places = []
    for width in widths:
        places.append(QRectF(x, top, width, metrics(style).height()))
        x += width + BETWEEN * style.scale
    return places


def entry_at(
    rect: QRectF, entries: Sequence[Entry], reserved: float, style: Style, position: QPointF
) -> Entry | None:
    """Return the entry at a position of the legend painted into `rect`; None beside all of them."""
    height = metrics(style).height()
    for number, row in enumerate(_rows(entries, rect.width(), reserved, style)):
        places = _places(rect.right(), rect.top() + number * height, row, style)
        for entry, place in zip(row, places, strict=True):
            if place.contains(position):
                return entry
    return None


def _paint_entry(painter: QPainter, rect: QRectF, entry: Entry, style: Style) -> None:
    y, sample = rect.center().y(), _sample_width(entry, style)
    is_off = isinstance(entry, LegendEntry) and entry.off
    if isinstance(entry, LegendEntry):
        colour = faded(entry.colour, OFF) if is_off else entry.colour
        painter.setPen(pen(style, colour, entry.width, entry.dash))
        painter.drawLine(QLineF(rect.left(), y, rect.left() + sample, y))
    else:
        entry.paint(painter, QPointF(rect.left() + sample / 2, y))
    text = rect.adjusted(sample + GAP * style.scale, 0.0, 0.0, 0.0)
    painter.setPen(faded(style.theme.ink, OFF) if is_off else QColor(style.theme.ink))
    draw_text(painter, text, entry.name, style, align=Qt.AlignmentFlag.AlignLeft)

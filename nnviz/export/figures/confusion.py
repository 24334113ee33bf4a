"""Confusion of classes as a figure: of one run, part by part, or of two runs beside each other."""

import msgspec
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.drawing.lettering import draw_text, elided
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import metrics
from nnviz.paint.output.answers import READING, confusions
from nnviz.paint.output.confusion import (
    GAP,
    Confusion,
    cell_size,
    heads_height,
    names_width,
    paint_confusion,
    shows_numbers,
)

BETWEEN = 24.0
"""Space between two tables at 1x."""
LARGEST = 220.0
"""Longest side of a cell at 1x: two classes fill the column of a journal, but no slide."""


class Tables(msgspec.Struct, frozen=True):
    """Tables in rows and columns; with two runs each column is one of them, and has its name above."""

    rows: tuple[tuple[Confusion, ...], ...]
    heads: tuple[str, ...] = ()

    def last_row(self) -> "Tables":
        """Return the last part alone: of one run one table, of two runs two."""
        return Tables((self.rows[-1] if self.heads else self.rows[-1][-1:],), self.heads)


class ConfusionLayout(msgspec.Struct, frozen=True):
    """Cells are squares of one size, which grow with the page; the tables are in the middle of its width."""

    tables: Tables
    left: float
    top: float
    width: float
    height: float
    gap: float


def paint(painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, shown: Shown) -> None:
    """Paint the tables, and above them how they are read."""
    tables = _tables(snapshot, shown)
    if not any(tables.rows):  # the answers are not there yet
        return
    line = metrics(style).height()
    above = 1.5 * line + (line if tables.heads else 0.0)
    room = rect.adjusted(0.0, above, 0.0, 0.0)
    layout = _lay_out(tables, room, style)
    if not _all_numbers_fit(layout, style):
        layout = _lay_out(tables.last_row(), room, style)
    painter.setPen(QColor(style.theme.quiet))
    reading = QRectF(rect.left(), rect.top(), rect.width(), line)
    draw_text(painter, reading, elided(READING, reading.width(), style), style)
    painter.setPen(QColor(style.theme.ink))
    for column, head in enumerate(layout.tables.heads):
        box = _place(layout, 0, column).translated(0.0, -line)
        box.setHeight(line)
        draw_text(painter, box, elided(head, box.width(), style), style, align=Qt.AlignmentFlag.AlignLeft)
    for row, tables_of_row in enumerate(layout.tables.rows):
        for column, table in enumerate(tables_of_row):
            paint_confusion(painter, _place(layout, row, column), table, style, LARGEST)


def _tables(snapshot: DataInstant, shown: Shown) -> Tables:
    own = confusions(snapshot, shown.boundary)
    if shown.beside is None:
        return Tables((tuple(own),))
    others = {table.title: table for table in confusions(shown.beside.snapshot, shown.boundary)}
    pairs = tuple((table, others[table.title]) for table in own if table.title in others)
    return Tables(pairs, (shown.beside.first_name, shown.beside.second_name))


def _lay_out(tables: Tables, room: QRectF, style: Style) -> ConfusionLayout:
    """Return where tables of the largest cells for which there is room stand."""
    gap, columns = BETWEEN * style.scale, len(tables.rows[0])
    place = QRectF(
        0.0,
        0.0,
        (room.width() - gap * (columns - 1)) / columns,
        (room.height() - gap * (len(tables.rows) - 1)) / len(tables.rows),
    )
    every = [table for row in tables.rows for table in row]
    cell = max(min(min(cell_size(place, table, style, LARGEST)) for table in every), 0.0)
    names = max(names_width(place, table, style) for table in every)
    classes = max(len(table.classes) for table in every)
    width = names + GAP * style.scale + classes * cell
    height = max(heads_height(table, cell, style) for table in every) + classes * cell
    left = room.center().x() - (columns * width + gap * (columns - 1)) / 2
    return ConfusionLayout(tables, left, room.top(), width, height, gap)


def _place(layout: ConfusionLayout, row: int, column: int) -> QRectF:
    left = layout.left + column * (layout.width + layout.gap)
    return QRectF(left, layout.top + row * (layout.height + layout.gap), layout.width, layout.height)


def _all_numbers_fit(layout: ConfusionLayout, style: Style) -> bool:
    return all(
        shows_numbers(_place(layout, 0, 0), table, style, LARGEST)
        for row in layout.tables.rows
        for table in row
    )


def _missing(snapshot: DataInstant) -> str:
    return "" if snapshot.split.train.is_classification else "Only classes can be confused, not numbers."


TALL = 1.6
"""Height over the width at which the width limits the cells, of two rows too; what is empty is cut off."""

CONFUSION = Figure("confusion", "Confusion of classes", in_proportion(TALL), paint, _missing)

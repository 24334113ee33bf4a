"""A small table: the classes with colour and marker, and how many points each part of the split has."""

import msgspec
import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from nnviz.data.dataset import Dataset, Split
from nnviz.paint.drawing.colours import class_colours
from nnviz.paint.drawing.lettering import draw_text, elided, text_width
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.widgets.plain_text import plain_tip

MOST_CLASSES = 4
"""More classes than these are one line of the table."""

LINE = 2.5 * GRID
"""Height of a line at text size 1."""


class CountRow(msgspec.Struct, frozen=True):
    """One line of the table: a class (or all points) and how many there are in each part."""

    name: str
    counts: tuple[int, ...]
    marker: int | None = None


class CountTable(msgspec.Struct, frozen=True):
    """How many points there are: a column for each part that is not empty."""

    parts: tuple[str, ...]
    rows: tuple[CountRow, ...]


def count_table(split: Split) -> CountTable:
    """Return the numbers of points of each class in each part."""
    parts = {"train": split.train, "valid.": split.validation, "test": split.test}
    parts = {name: part for name, part in parts.items() if len(part.X)}
    classes = split.train.classes
    if not 1 <= len(classes) <= MOST_CLASSES:
        name = f"{len(classes)} classes" if classes else "points"
        return CountTable(tuple(parts), (CountRow(name, tuple(len(part.X) for part in parts.values())),))
    counts = [_class_counts(part) for part in parts.values()]
    rows = (CountRow(name, tuple(int(column[k]) for column in counts), k) for k, name in enumerate(classes))
    return CountTable(tuple(parts), tuple(rows))


def _class_counts(part: Dataset) -> list[int]:
    labels = np.asarray(part.y, dtype=np.int64)
    return [int(count) for count in np.bincount(labels, minlength=len(part.classes))]


class DataLegend(QWidget):
    """Paints the table of `count_table`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style = Style()
        self._split: Split | None = None
        self._table = CountTable((), ())
        self._is_blank = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_split(self, split: Split) -> None:
        """Show the numbers of `split`."""
        if split is self._split:
            return
        self._split = split
        self._table = count_table(split)
        self.setToolTip(plain_tip(_sentence(self._table)))
        self.setAccessibleName(_sentence(self._table))
        self.updateGeometry()
        self.update()

    def leave_blank(self, on: bool) -> None:
        """Show no numbers for a while, as other data are to come; their room stays."""
        if on != self._is_blank:
            self._is_blank = on
            text = "" if on else _sentence(self._table)
            self.setToolTip(plain_tip(text))
            self.setAccessibleName(text)
            self.update()

    def table(self) -> CountTable:
        """Return the numbers shown."""
        return self._table

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of the heading and the lines; none while there is nothing to show."""
        lines = len(self._table.rows) + 1 if self._table.rows else 0
        return QSize(0, round(lines * LINE * self._style.scale))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint heading and lines."""
        if self._is_blank:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_line(painter, 0, "", self._table.parts)
            for index, row in enumerate(self._table.rows, start=1):
                cells = tuple(f"{count:,}" for count in row.counts)
                self._paint_line(painter, index, row.name, cells, row.marker)

    def _paint_line(
        self, painter: QPainter, index: int, name: str, cells: tuple[str, ...], marker: int | None = None
    ) -> None:
        theme, scale = self._style.theme, self._style.scale
        height, column = LINE * scale, text_width("00,000", self._style) + GRID * scale
        line = QRectF(0, index * height, self.width(), height)
        right = line.right()
        for cell in reversed(cells):
            box = QRectF(right - column, line.top(), column, height)
            painter.setPen(QColor(theme.ink if index else theme.quiet))
            draw_text(painter, box, cell, self._style, align=Qt.AlignmentFlag.AlignRight)
            right -= column
        left = 0.0
        if marker is not None:
            outline = class_marker(marker, 4.5 * scale).translated(7 * scale, line.center().y())
            painter.fillPath(outline, QColor(class_colours(theme, len(self._table.rows))[marker]))
            left = 2.5 * GRID * scale
        text = elided(name, right - left, self._style)
        box = QRectF(left, line.top(), right - left, height)
        painter.setPen(QColor(theme.ink))
        draw_text(painter, box, text, self._style, align=Qt.AlignmentFlag.AlignLeft)


def _sentence(table: CountTable) -> str:
    """Return the table in words, for a tooltip and a screen reader."""
    lines = []
    for row in table.rows:
        pairs = zip(row.counts, table.parts, strict=True)
        lines.append(f"{row.name}: " + ", ".join(f"{count:,} {part}" for count, part in pairs))
    return "; ".join(lines)

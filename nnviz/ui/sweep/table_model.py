"""The table of a sweep for Qt: sorted by any column, filtered by what is typed, new rows as they come."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPixmap

from nnviz.experiment.results.choosing import chosen, order
from nnviz.experiment.spec.errors import SpecError
from nnviz.explain.documents.sweep_table import SweepTable
from nnviz.paint.drawing.theme import Style
from nnviz.paint.sweep.look import row_colours
from nnviz.ui.sweep.news import News

_Index = QModelIndex | QPersistentModelIndex
_NOTHING = QModelIndex()
WORDS = frozenset({int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)})
SIDE = int(Qt.ItemDataRole.TextAlignmentRole)
ANSWERED = WORDS | {SIDE, int(Qt.ItemDataRole.DecorationRole)}
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TableModel(QAbstractTableModel):
    """Lines are numbers of the table; what is shown is a choice of them in an order."""

    def __init__(self) -> None:
        super().__init__()
        self._news: News | None = None
        self._by_run = False
        self._numbers: list[tuple[object, ...]] = []
        self._shown: list[int] = []
        self._sort: tuple[str, bool] | None = None
        self._filter = ""
        self._style = Style()
        self._colours: list[QPixmap] = []
        self._chip_key: tuple[Style, int] | None = None
        self.problem = ""
        """Why the filter cannot be used; empty where it can."""

    # What is shown

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._style = style
        self._begin_anew()

    @property
    def table(self) -> SweepTable | None:
        """The whole table; None before there is one."""
        if self._news is None:
            return None
        return self._news.cells if self._by_run else self._news.rows

    def show_news(self, news: News) -> None:
        """Show how a sweep stands."""
        self._news = news
        self._begin_anew()

    def show_runs(self, on: bool) -> None:
        """Show a line a run, or a line a combination."""
        self._by_run = on
        self._begin_anew()

    def set_filter(self, text: str) -> None:
        """Show only lines that fit (see `chosen`)."""
        self._filter = text
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1: in the order of the plan."""
        table = self.table
        if table is None or not 0 <= column < len(table.headings):
            wanted = None
        else:
            wanted = table.headings[column], order == Qt.SortOrder.DescendingOrder
        if wanted != self._sort:  # a table that is told to sort says it twice
            self._sort = wanted
            self._arrange()

    def rows(self) -> tuple[int, ...]:
        """Return the combinations that are shown, each once, in their order."""
        if self._news is None or not self._by_run:
            return tuple(self._shown)
        found = dict.fromkeys(self.row_of(line) for line in range(len(self._shown)))
        return tuple(row for row in found if row is not None)

    def row_of(self, line: int) -> int | None:
        """Return the combination that a line on screen belongs to; None where there is none."""
        if self._news is None or not 0 <= line < len(self._shown):
            return None
        number = self._shown[line]
        if not self._by_run:
            return number
        place = self._news.cell_places[number]
        return self._news.standing.cells[place].row if place >= 0 else None

    def cell_of(self, line: int) -> int | None:
        """Return the run that a line on screen is, or the one that stands for it; None if there is none."""
        row = self.row_of(line)
        if self._news is None or row is None:
            return None
        if self._by_run:
            return self._news.cell_places[self._shown[line]]
        return self._news.standing.middle_cell(row)

    def line_of(self, row: int | None) -> int | None:
        """Return the first line on screen of a combination."""
        lines = range(len(self._shown))
        return None if row is None else next((line for line in lines if self.row_of(line) == row), None)

    def _begin_anew(self) -> None:
        self.beginResetModel()
        news = self._news
        if news is not None:
            self._colours = self._chips(len(news.standing.rows))
            self._numbers = list(news.cell_keys if self._by_run else news.row_keys)
        self._choose()
        self.endResetModel()

    def _chips(self, count: int) -> list[QPixmap]:
        """Return the colours that the rows have in the pictures."""
        size = round(0.75 * self._style.text)
        if len(self._colours) == count and self._chip_key == (self._style, count):
            return self._colours
        self._chip_key = self._style, count
        chips = []
        for colour in row_colours(self._style.theme, count):
            chips.append(QPixmap(size, size))
            chips[-1].fill(QColor(colour))
        return chips

    def _arrange(self) -> None:
        self.layoutAboutToBeChanged.emit()
        self._choose()
        self.layoutChanged.emit()

    def _choose(self) -> None:
        table = self.table
        if table is None:
            self._shown = []
            return
        self.problem = ""
        try:
            self._shown = chosen(self._filter, table.headings, table.rows, self._numbers)
        except SpecError as error:
            self.problem = str(error)
            self._shown = list(range(len(table.rows)))
        if self._sort is not None and self._sort[0] in table.headings:
            column = table.headings.index(self._sort[0])
            keys = [numbers[column] for numbers in self._numbers]
            self._shown = order(keys, self._sort[1], self._shown)

    # What Qt asks

    def rowCount(self, parent: _Index = _NOTHING) -> int:
        """Return how many lines are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _NOTHING) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() or self.table is None else len(self.table.headings)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a place, and on which side they stand."""
        table = self.table if role in ANSWERED else None  # Qt asks for eight, twenty lines at a time
        if table is None or not index.isValid():
            return None
        if role in WORDS:
            return table.rows[self._shown[index.row()]][index.column()]
        if role == SIDE:
            return LEFT if index.column() < table.words else RIGHT
        if index.column() == 0:
            row = self.row_of(index.row())
            return None if row is None or row >= len(self._colours) else self._colours[row]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the heading of a column."""
        table = self.table
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal or table is None:
            return None
        return table.headings[section] if section < len(table.headings) else None

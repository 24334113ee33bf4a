"""The table of a sweep for Qt: sorted by any column, filtered by what is typed, new rows as they come."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap, QStandardItemModel

from nnviz.experiment.results.choosing import chosen, order
from nnviz.experiment.spec.errors import SpecError
from nnviz.explain.documents.sweep_table import SweepTable
from nnviz.paint.drawing.theme import Style
from nnviz.paint.sweep.look import row_colours
from nnviz.ui.sweep.news import News

WORDS, SIDE = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.TextAlignmentRole)
CHIP = int(Qt.ItemDataRole.DecorationRole)
LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value
RIGHT = (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter).value
NARROW = dict.fromkeys(map(ord, "·⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


class TableModel(QStandardItemModel):
    """Lines are numbers of the table; what is shown is a choice of them in an order.

    Qt keeps the words itself, of the lines that are on screen (`show_lines`). It asks for hundreds of them
    whenever it paints, and to get each from Python it would wait for the lock that other runs hold.
    """

    def __init__(self) -> None:
        super().__init__()
        self._news: News | None = None
        self._by_run = False
        self._numbers: list[tuple[object, ...]] = []
        self._shown: list[int] = []
        self._ready: set[int] = set()
        """Lines of which Qt has the words."""
        self._headings: tuple[str, ...] = ()
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
        self._fit()
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
        self._fit()
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

    # What Qt has

    def show_lines(self, first: int, count: int) -> None:
        """Hand out the words of lines that come on screen."""
        table = self.table
        if table is None:
            return
        self.blockSignals(True)  # who asks for it paints afterwards
        for line in range(first, min(first + count, len(self._shown))):
            if line not in self._ready:
                self._ready.add(line)
                self._fill(line, table)
        self.blockSignals(False)

    def longest_words(self, first: int, count: int) -> list[int]:
        """Return how many letters, but for narrow ones, the longest words of each column have there."""
        table = self.table
        if table is None:
            return []
        lines = [table.rows[number] for number in self._shown[first : first + count]]
        return [max(len(words.translate(NARROW)) for words in column) for column in zip(*lines, strict=True)]

    def _fill(self, line: int, table: SweepTable) -> None:
        row = self.row_of(line)
        chip = None if row is None or row >= len(self._colours) else self._colours[row]
        for column, words in enumerate(table.rows[self._shown[line]]):
            side = LEFT if column < table.words else RIGHT
            values = {WORDS: words, SIDE: side} if column else {WORDS: words, SIDE: side, CHIP: chip}
            self.setItemData(self.index(line, column), values)

    def _fit(self) -> None:
        """Have as many lines and columns as are shown; their words follow."""
        table = self.table
        headings = () if table is None else tuple(table.headings)
        self.blockSignals(True)  # who calls this says what has changed
        if headings != self._headings:
            self._headings = headings
            self.setRowCount(0)
            self.setColumnCount(len(headings))
            self.setHorizontalHeaderLabels(headings)
        self.setRowCount(len(self._shown))
        self._ready.clear()
        self.blockSignals(False)

"""The table of an import as it reads: names and uses above, lines of the file beside, problems marked."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QColor, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from nnviz.data.tables.cells.values import looks_like_number
from nnviz.data.tables.understood import CellProblem, Understood, shown
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.importing.uses import use_of, words_of
from nnviz.ui.widgets.plain_text import plain_tip

_Role = Qt.ItemDataRole
_Index = QModelIndex | QPersistentModelIndex
_WIDEST = 30 * GRID
_WIDEST_SHARE = 0.7
"""Of the table, that a column may take: the next one shall be seen, too."""
_TINT = 0.3
_LONGEST = 300
"""Characters of a cell that are shown."""


class PreviewModel(QAbstractTableModel):
    """The rows of `Understood.preview`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._table: Understood | None = None
        self._style = Style()
        self._problems: dict[tuple[int, str], CellProblem] = {}

    @property
    def table(self) -> Understood | None:
        """What is shown."""
        return self._table

    def show_table(self, table: Understood) -> None:
        """Show another reading."""
        self.beginResetModel()
        self._table = table
        self._problems = {
            (problem.line, problem.column): problem
            for problem in table.problems
            if problem.line is not None and problem.column is not None
        }
        self.endResetModel()

    def set_style(self, style: Style) -> None:
        """Take colours."""
        self._style = style
        self.layoutChanged.emit()

    def place_of(self, problem: CellProblem) -> QModelIndex:
        """Return the cell that a problem is about, or the first of its row; invalid if there is none."""
        table = self._table
        if table is None or problem.line not in table.preview.lines:
            return QModelIndex()
        names = [column.name for column in table.columns]
        column = names.index(problem.column) if problem.column in names else 0
        return self.index(table.preview.lines.index(problem.line), column)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Return how many rows are shown."""
        return 0 if self._table is None or parent.isValid() else len(self._table.preview.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008  (Qt's signature)
        """Return how many columns the table has."""
        return 0 if self._table is None or parent.isValid() else len(self._table.columns)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """Return a cell: its text, and how it looks."""
        if self._table is None:
            return None
        cell = self._table.preview.cells[index.row()][index.column()]
        column = self._table.columns[index.column()]
        if role == _Role.DisplayRole:
            return cell[:_LONGEST]
        if role == _Role.TextAlignmentRole and (column.kind in ("number", "date") or looks_like_number(cell)):
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        problem = self._problems.get((self._table.preview.lines[index.row()], column.name))
        if role == _Role.ToolTipRole:
            return plain_tip(problem.words() if problem is not None else cell[:_LONGEST])
        is_unused = use_of(self._table, column) == "unused"
        return self._brush(role, is_wrong=problem is not None, is_unused=is_unused)

    def _brush(self, role: int, is_wrong: bool, is_unused: bool) -> QBrush | None:
        """Return what marks a cell with a problem, and lets columns that are not used stand back."""
        theme = self._style.theme
        if role == _Role.BackgroundRole and is_wrong:
            return QBrush(QColor(mix(theme.paper, theme.warning, _TINT)))
        if role == _Role.ForegroundRole and is_unused and not is_wrong:
            return QBrush(QColor(theme.quiet))
        return None

    def headerData(self, section: int, side: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Return the name and the use of a column, or the line of a row."""
        if self._table is None:
            return None
        if side == Qt.Orientation.Vertical:
            return f"{self._table.preview.lines[section]:,}" if role == _Role.DisplayRole else None
        column = self._table.columns[section]
        if role == _Role.DisplayRole:
            return f"{shown(column.name)}\n{words_of(self._table, column)}"
        if role == _Role.ToolTipRole:
            classes = f": {', '.join(map(shown, column.classes[:12]))}" if column.classes else ""
            gaps = f"; {column.missing:,} missing" if column.missing else ""
            return plain_tip(f"{column.name}: {words_of(self._table, column)}{gaps}{classes}")
        return None


class PreviewView(QTableView):
    """Shows the model; `column_chosen` carries the name of the column that was clicked on."""

    column_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = PreviewModel(self)
        self.setModel(self.table)
        self.setAccessibleName("The table as it reads")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(True)
        header.setHighlightSections(True)
        header.sectionClicked.connect(self._choose)
        header.setResizeContentsPrecision(30)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.clicked.connect(lambda index: self._choose(index.column()))

    def show_table(self, table: Understood) -> None:
        """Show another reading where one was looking."""
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.table.show_table(table)
        self._fit()
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let columns of large text take no more than their share."""
        super().resizeEvent(event)
        if self._scale > 1:
            self._fit()

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._scale = style.scale
        self.verticalHeader().setDefaultSectionSize(round(3.5 * GRID * style.scale))
        self.table.set_style(style)
        self._fit()

    def go_to(self, problem: CellProblem) -> None:
        """Show and mark the cell that a problem is about."""
        index = self.table.place_of(problem)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    _scale = 1.0
    _MOST_FITTED = 60

    def _fit(self) -> None:
        """Make the first columns as wide as what they hold; no more, so that a wide table costs no time."""
        widest = round(min(_WIDEST * self._scale, max(_WIDEST, _WIDEST_SHARE * self.viewport().width())))
        for column in range(min(self.table.columnCount(), self._MOST_FITTED)):
            self.resizeColumnToContents(column)
            if self.columnWidth(column) > widest:
                self.setColumnWidth(column, widest)

    @Slot(int)
    def _choose(self, column: int) -> None:
        if self.table.table is not None:
            self.column_chosen.emit(self.table.table.columns[column].name)

"""The table of a sweep on screen: what scrolls into sight gets its words before it is painted."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from nnviz.ui.sweep.table_model import TableModel

MEASURED = 60
"""Lines that say how wide a column is: to ask all of a large table takes longer than a frame."""


class TableView(QTableView):
    """Shows the lines of a model that has words for those alone which are on screen."""

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._lines = model
        self.setModel(model)
        self.setAccessibleName("What came out")
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setResizeContentsPrecision(MEASURED)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalScrollBar().valueChanged.connect(self._get_words)
        model.layoutChanged.connect(self._get_words)
        model.modelReset.connect(self._get_words)

    def fit_columns(self) -> None:
        """Make every column as wide as what it has to show."""
        self._lines.show_lines(self.verticalScrollBar().value(), MEASURED)
        self.resizeColumnsToContents()

    @Slot()
    def _get_words(self) -> None:
        lines = self.viewport().height() // self.verticalHeader().defaultSectionSize() + 2  # cut ones, too
        self._lines.show_lines(self.verticalScrollBar().value(), lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have words for the lines that come into sight."""
        super().resizeEvent(event)
        self._get_words()

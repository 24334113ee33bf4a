"""The table of a sweep on screen: what scrolls into sight gets its words before it is painted."""

from operator import gt

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from nnviz.ui.sweep.table_model import TableModel

MEASURED = 60
"""Lines that say how wide a column is: to ask all of a large table takes longer than a frame."""


class TableView(QTableView):
    """Shows the lines of a model that has words for those alone which are on screen.

    Signals
    -------
    left(object)
        The mouse is over no line any more: None.
    """

    left = Signal(object)

    def __init__(self, model: TableModel) -> None:
        super().__init__()
        self._lines = model
        self._longest: list[int] = []
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

    def fit_columns(self, anew: bool = True) -> None:
        """Make every column as wide as what it has to show; where not `anew`, only if that has grown."""
        first = self.verticalScrollBar().value()
        longest = self._lines.longest_words(first, MEASURED)
        if anew or len(longest) != len(self._longest) or any(map(gt, longest, self._longest)):
            self._longest = longest
            self._lines.show_lines(first, MEASURED)
            self.resizeColumnsToContents()

    @Slot()
    def _get_words(self) -> None:
        lines = self.viewport().height() // self.verticalHeader().defaultSectionSize() + 2  # cut ones, too
        self._lines.show_lines(self.verticalScrollBar().value(), lines)

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing."""
        super().leaveEvent(event)
        self.left.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have words for the lines that come into sight."""
        super().resizeEvent(event)
        self._get_words()

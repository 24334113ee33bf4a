"""What came out of a sweep: the table at the left, linked with the pictures at the right."""

from msgspec.structs import replace
from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from nnviz.paint.drawing.theme import GRID
from nnviz.paint.sweep.look import SweepLook, title_of_score
from nnviz.ui.looks.look import Styles
from nnviz.ui.sweep.ends import EndsMaker
from nnviz.ui.sweep.kinds import KINDS
from nnviz.ui.sweep.multiples import MultiplesPicture
from nnviz.ui.sweep.news import News
from nnviz.ui.sweep.picture import SIZE, SweepPicture
from nnviz.ui.sweep.table_model import TableModel
from nnviz.ui.sweep.table_view import TableView
from nnviz.ui.widgets.combo_box import ComboBox
from nnviz.ui.widgets.flow_layout import FlowLayout

A_FRAME = 16
"""Milliseconds by which the pictures come after the table: both at once take longer than a frame."""
FILTER_TIP = "Words of a row, or conditions such as train loss < 0.1, between commas"


class Results(QSplitter):
    """Lights the same row everywhere; a click opens its run.

    Signals
    -------
    picked(int)
        The place of a run that is to be opened.
    """

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._news: News | None = None
        self._chosen: int | None = None
        self._next_frame = QTimer(self)
        self._next_frame.setSingleShot(True)
        self._next_frame.setInterval(A_FRAME)
        self._next_frame.timeout.connect(self._show)
        self.model = TableModel()
        self.table = TableView(self.model)
        self.filter = QLineEdit()
        self.runs = QCheckBox("One line a run")
        self.problem = QLabel()
        self.score = ComboBox()
        self.tabs = QTabBar()
        self.pages = QStackedWidget()
        self.multiples = MultiplesPicture(KINDS[-1])
        self.pictures = (*(SweepPicture(kind) for kind in KINDS[:-1]), self.multiples)
        self.ends = EndsMaker(self)
        self._make_fields()
        self._lay_out()
        self._connect()

    @property
    def look(self) -> SweepLook | None:
        """What the pictures show; None before there is anything."""
        if self._news is None:
            return None
        score = str(self.score.currentData() or "train_loss")
        standing, rows = self._news.standing, self.model.rows()
        chosen = self._chosen if self._chosen in rows else None  # the filter may have left it out
        look = SweepLook(standing, rows, chosen, score, self.ends.of(standing, rows))
        zooms = [picture.zooms_of(look) for picture in self.pictures]
        return replace(look, zooms={name: zoom for each in zooms for name, zoom in each.items()})

    @property
    def figure(self) -> str:
        """The name of the figure that is in front."""
        return self.pictures[self.tabs.currentIndex()].kind.figure

    def show_news(self, news: News) -> None:
        """Show how the sweep stands; what is chosen stays."""
        first = self._news is None or self._news.standing.plan is not news.standing.plan
        self._news = news
        if first:
            self._chosen = None
        place = self.table.verticalScrollBar().value()
        self.model.show_news(news)
        self.table.verticalScrollBar().setValue(place)
        self._offer_scores(news)
        self.table.fit_columns(anew=first)
        self._select()
        self._next_frame.start()

    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        style = styles.controls
        for picture in self.pictures:
            picture.set_style(styles.contents)
        self.model.set_style(style)
        height = round(2.0 * style.text)
        self.table.verticalHeader().setDefaultSectionSize(height)
        self.table.fit_columns()

    # What is done in it

    @Slot(object)
    def light(self, row: int | None) -> None:
        """Light a row in the table and in all pictures."""
        if row == self._chosen:
            return
        self._chosen = row
        self._select()
        self._show()

    @Slot(QModelIndex)
    def _enter(self, index: QModelIndex) -> None:
        self._open_line(index.row())

    def _open_line(self, line: int) -> None:
        cell = self.model.cell_of(line)
        if cell is not None and cell >= 0:
            self.picked.emit(cell)

    @Slot(int, object)
    def _open_mark(self, row: int, cell: int | None) -> None:
        if self._news is None:
            return
        place = self._news.standing.middle_cell(row) if cell is None else cell
        if place is not None:
            self.picked.emit(place)

    @Slot(QModelIndex)
    def _light_line(self, index: QModelIndex) -> None:
        self.light(self.model.row_of(index.row()))

    @Slot(str)
    def _choose_rows(self, text: str) -> None:
        self.model.set_filter(text)
        self.problem.setText(self.model.problem)
        self.problem.setVisible(bool(self.model.problem))

    @Slot(bool)
    def _show_runs(self, on: bool) -> None:
        self.model.show_runs(on)
        self.table.fit_columns()
        self._show()

    @Slot()
    def _show(self) -> None:
        look = self.look
        if look is not None:
            for picture in self.pictures:
                picture.show_look(look)
            if self.multiples.isVisible():
                self.ends.want(look.standing, look.rows)

    @Slot()
    def _show_order(self) -> None:
        """Keep the lit row lit on its new line."""
        self._select()
        self._show()

    @Slot(bool)
    def _make_ends(self, on: bool) -> None:
        """Have the runs trained again that are looked at, and no more when nobody looks."""
        if on:
            self._show()
        else:
            self.ends.rest()

    def _select(self) -> None:
        """Select the line of the lit row, without that being taken for a choice."""
        line = self.model.line_of(self._chosen)
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        if line is None:
            selection.clear()
        else:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            selection.setCurrentIndex(self.model.index(line, 0), flags)
        selection.blockSignals(False)
        self.table.viewport().update()

    def _offer_scores(self, news: News) -> None:
        names = list(news.standing.scores) or ["train_loss"]
        if names == [self.score.itemData(number) for number in range(self.score.count())]:
            return
        present = self.score.currentData()
        self.score.blockSignals(True)
        self.score.clear()
        for name in names:
            self.score.addItem(title_of_score(name), name)
        self.score.setCurrentIndex(max(self.score.findData(present), 0))
        self.score.blockSignals(False)

    # How it is put together

    def _make_fields(self) -> None:
        self.filter.setPlaceholderText("Filter: relu, train loss < 0.1")
        self.filter.setAccessibleName("Filter")
        self.filter.setToolTip(FILTER_TIP)
        self.filter.setClearButtonEnabled(True)
        self.runs.setToolTip("Each run by itself, instead of one line for the seeds of a combination")
        self.problem.setProperty("role", "wrong")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.score.setAccessibleName("Score")
        self.score.setToolTip("What the pictures show")
        self.score.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.score.addItem(title_of_score("train_loss"), "train_loss")

    def _lay_out(self) -> None:
        left, right, controls = QWidget(), QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.filter, 1)
        head.addWidget(self.runs)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(self.table, 1)
        for picture in self.pictures:
            self.tabs.addTab(picture.kind.title)
            self.pages.addWidget(picture)
        self.tabs.setDocumentMode(True)
        self.tabs.setDrawBase(False)
        column = QVBoxLayout(right)
        column.setContentsMargins(GRID, 0, 0, 0)
        row = FlowLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs)
        row.addWidget(self.score)
        column.addWidget(controls)
        column.addWidget(self.pages, 1)
        self.addWidget(left)
        self.addWidget(right)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 1)
        self.setSizes([SIZE.width(), SIZE.width()])  # the scores are read as much as the curves
        self.setChildrenCollapsible(False)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._choose_rows)
        self.runs.toggled.connect(self._show_runs)
        self.score.currentIndexChanged.connect(self._show)
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.model.layoutChanged.connect(self._show_order)
        self.multiples.seen.connect(self._make_ends)
        self.ends.arrived.connect(self._show)
        self.table.clicked.connect(self._enter)
        self.table.activated.connect(self._enter)
        self.table.entered.connect(self._light_line)
        self.table.left.connect(self.light)
        self.table.selectionModel().currentRowChanged.connect(self._light_line)
        for picture in self.pictures:
            picture.lit.connect(self.light)
            picture.picked.connect(self._open_mark)
            picture.zoomed.connect(self._show)

"""The import of a table: the table as it reads, every guess beside it, and what stands in the way."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import CellProblem, Understood
from nnviz.experiment.spec.own_table import OwnTable, experiment_of, guesses, understood, with_usual
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.tasks.task import Task, heard_by
from nnviz.tasks.tasks import Tasks
from nnviz.ui.importing.form import ImportForm
from nnviz.ui.importing.preview import PreviewView
from nnviz.ui.importing.words import as_controls
from nnviz.ui.looks.look import Styles
from nnviz.ui.widgets.buttons import text_button
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.scroll_column import ScrollColumn

_LEAST_SIZE = QSize(110 * GRID, 70 * GRID)
_PATIENCE = 200
"""Milliseconds of reading after which its progress is shown."""
_USUAL = frozenset(("standardize", "test_fraction"))
_PROBLEMS_SHARE = 0.25
_ROOM_FOR_PROBLEMS = 50 * GRID
"""Height of the dialog at text size 1 from which on there is room for the list of problems."""
_LARGE_TEXT = 1.3


class ImportDialog(QDialog):
    """Shows a table, follows every choice by reading it again, and makes an experiment of it.

    Parameters
    ----------
    opened : OwnTable
        The table as it was guessed.
    title : str
        What it is called; the name of its file unless given.

    Signals
    -------
    imported(Spec)
        An experiment that learns from the table, with every guess written out.
    """

    imported = Signal(object)

    def __init__(self, opened: OwnTable, style: Style, parent: QWidget, title: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._guessed, self._title = opened, title or Path(opened.data.path).name
        self._data, self._table = opened.data, opened.understood
        self._told: set[str] = set()
        """Settings that the user has chosen, and that follow the table no more."""
        self.setWindowTitle(f"Import {self._title}")
        self.form = ImportForm(is_narrow=style.scale > _LARGE_TEXT)
        self.preview = PreviewView(self)
        self._make_words()
        self._make_foot()
        self._reading = Tasks(self, "Reading the table")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE)
        self._lay_out()
        self._connect()
        self.set_style(style)
        is_large = style.scale > _LARGE_TEXT
        self.resize(parent.window().size() if is_large else first_size(_LEAST_SIZE, parent))
        self._show(opened)

    @property
    def data(self) -> Table:
        """How the table is to be read."""
        return self._data

    @property
    def is_busy(self) -> bool:
        """Whether the table is being read."""
        return self._reading.is_busy

    @property
    def sentence(self) -> str:
        """What stands in the way; empty if nothing does."""
        return "" if self.wrong.isHidden() else self.wrong.text()

    @Slot(Styles)
    def set_styles(self, styles: Styles) -> None:
        """Take colours and sizes."""
        self.set_style(styles.controls)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._scale = style.scale
        self.preview.set_style(style)

    # What the user asks for

    @Slot(object, str)
    def choose(self, data: Table, key: str) -> None:
        """Read the table in another way."""
        self._told.add(key)
        self._read(data)

    @Slot()
    def as_guessed(self) -> None:
        """Go back to all guesses."""
        self._told.clear()
        self._reading.give_up()
        self._stop_waiting()
        self._data = self._guessed.data
        self._show(self._guessed)

    @Slot()
    def take(self) -> None:
        """Make an experiment of the table, and close."""
        data, title = self._data, self._title

        def work(task: Task) -> object:
            understood(data, heard_by(task))
            spec = experiment_of(data).with_guesses()
            assert isinstance(spec.data, Table)
            understood(spec.data, heard_by(task))  # kept: the window shall not wait for it
            return msgspec.structs.replace(spec, title=title)

        self._begin(work)

    def done(self, result: int) -> None:
        """End what is still being read, however the dialog is closed."""
        self._reading.cancel()
        super().done(result)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the larger part to the table."""
        super().resizeEvent(event)
        self._show_problems()
        height = self._left.height()
        self._left.setSizes([round((1 - _PROBLEMS_SHARE) * height), round(_PROBLEMS_SHARE * height)])

    # Reading, beside the window

    def _read(self, data: Table) -> None:
        self._data = data
        usual = not self._told & _USUAL

        def work(task: Task) -> object:
            read = understood(data, heard_by(task))
            return with_usual(data, read) if usual else OwnTable(data, read)

        self._begin(work)

    def _begin(self, work: Callable[[Task], object]) -> None:
        self._take_button.setEnabled(False)
        self._patience.start()
        self._reading.submit(work)

    @Slot(object)
    def _arrive(self, result: object) -> None:
        self._stop_waiting()
        if isinstance(result, Spec):
            self.imported.emit(result)
            self.accept()
        elif isinstance(result, OwnTable):
            self._show(result)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        """Say why it cannot be read so; table and choices stay, so that another choice can be made."""
        self._stop_waiting()
        self.form.show_table(self._data, self._table)
        self._say_wrong(as_controls(sentence))

    def _stop_waiting(self) -> None:
        self._patience.stop()
        self._progress.hide()
        self._progress.setValue(0)

    # What is seen

    def _show(self, opened: OwnTable) -> None:
        table = opened.understood
        self._data, self._table = opened.data, table
        self.form.show_table(opened.data, table)
        self.preview.show_table(table)
        obstacle = table.obstacle
        self._say_wrong("" if obstacle is None else as_controls(obstacle.words()))
        self._heading.setText("Worth knowing" if obstacle is None else "What stands in the way")
        self._list(table.problems)

    def _say_wrong(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))
        self._take_button.setEnabled(not sentence)

    def _list(self, problems: tuple[CellProblem, ...]) -> None:
        self.problems.clear()
        for problem in problems:
            item = QListWidgetItem(as_controls(problem.words()))
            item.setToolTip("Stands in the way" if problem.key else "Worth knowing")
            self.problems.addItem(item)
        self._show_problems()

    def _show_problems(self) -> None:
        """Show the list where there is something in it, and room; its first sentence is said anyway."""
        has_room = self.height() > _ROOM_FOR_PROBLEMS * self._scale
        self._below.setVisible(self.problems.count() > 0 and has_room)
        table = self._table
        words = guesses(table) if table.obstacle is None else _size(table)
        if table.obstacle is None and table.problems and not has_room:
            more = f" ({len(table.problems)} such notes in all.)" if len(table.problems) > 1 else ""
            words = f"{words} Note: {table.problems[0].words()}{more}"
        self._summary.setText(as_controls(words))

    @Slot(int)
    def _go_to(self, row: int) -> None:
        if 0 <= row < len(self._table.problems):
            self.preview.go_to(self._table.problems[row])

    # How it is put together

    def _make_words(self) -> None:
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setAccessibleName("What was understood")
        self.wrong = QLabel()
        self.wrong.setProperty("role", "wrong")
        self.wrong.setWordWrap(True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problems = QListWidget()
        self.problems.setAccessibleName("Problems")
        self.problems.setWordWrap(True)
        self.problems.setProperty("role", "problems")
        self.problems.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _make_foot(self) -> None:
        self._progress = QProgressBar()
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._progress.hide()
        self._guess_button = text_button("As guessed", "Go back to what was guessed at first")
        self._cancel_button = text_button("Cancel", "Import nothing")
        self._take_button = text_button("Import", "Learn from this table, with a network made to fit")
        self._take_button.setProperty("role", "primary")
        self._take_button.setDefault(True)

    def _lay_out(self) -> None:
        heading = self._heading = QLabel()
        heading.setProperty("role", "section")
        self._below = QWidget()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, GRID, 0, 0)
        below.addWidget(heading)
        below.addWidget(self.problems)
        self._left = QSplitter(Qt.Orientation.Vertical)
        self._left.setChildrenCollapsible(False)
        self._left.addWidget(self.preview)
        self._left.addWidget(self._below)
        middle = QHBoxLayout()
        middle.setSpacing(2 * GRID)
        middle.addWidget(self._left, 1)
        middle.addWidget(ScrollColumn(self.form), int(self.form.is_narrow))
        foot = QHBoxLayout()
        foot.addWidget(self._guess_button)
        foot.addWidget(self._progress, 1)
        foot.addStretch()
        foot.addWidget(self._cancel_button)
        foot.addWidget(self._take_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        whole.setSpacing(GRID)
        whole.addWidget(self._summary)
        whole.addLayout(middle, 1)
        whole.addWidget(self.wrong)
        whole.addLayout(foot)

    def _connect(self) -> None:
        self.form.changed.connect(self.choose)
        self.preview.column_chosen.connect(self.form.choose_column)
        self.problems.currentRowChanged.connect(self._go_to)
        self._guess_button.clicked.connect(self.as_guessed)
        self._cancel_button.clicked.connect(self.reject)
        self._take_button.clicked.connect(self.take)
        self._reading.finished.connect(self._arrive)
        self._reading.failed.connect(self._refuse)
        self._reading.progressed.connect(lambda share: self._progress.setValue(round(1000 * share)))
        self._patience.timeout.connect(self._progress.show)


def _size(table: Understood) -> str:
    return f"{table.rows:,} rows and {len(table.columns):,} columns; something stands in the way."

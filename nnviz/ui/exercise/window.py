"""The window of an exercise: what is given, the blanks step by step, and marks as soon as one is filled."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from nnviz.experiment.spec.spec import Spec
from nnviz.explain.exercise.document import given_in_text
from nnviz.explain.exercise.marking import Mark
from nnviz.explain.exercise.sheet import Sheet
from nnviz.explain.formulas.step import Depth
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.exercise.row import BlankRow
from nnviz.ui.exercise.sheets import KINDS, Sheets
from nnviz.ui.widgets.buttons import text_button
from nnviz.ui.widgets.combo_box import ComboBox
from nnviz.ui.widgets.first_size import first_size
from nnviz.ui.widgets.save_dialog import ask_where_to_save
from nnviz.ui.widgets.window_keys import add_keys

_LEAST_SIZE = QSize(960, 640)
_LAST_SHEET = 1_000_000
MAKING = "The sheet is being made …"
HOW = "Type a number and press Enter: it is marked at once, later steps on your own numbers."


class ExerciseWindow(QWidget):
    """Asks for the numbers of one update, and marks them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("Exercise – nnviz")
        self.rows: list[BlankRow] = []
        self.sheet: Sheet | None = None
        self._spec: Spec | None = None
        self.sheets = Sheets(self)
        self.depths = ComboBox()
        for depth in Depth:
            self.depths.addItem(f"Blanks: {depth.name.lower()}", depth)
        self.depths.setCurrentIndex(self.depths.findData(Depth.LAYER))
        self.depths.setAccessibleName("How many numbers are left blank")
        self.depths.setToolTip("How finely the walk is cut, and so how many numbers are left blank")
        self.number = QSpinBox()
        self.number.setRange(0, _LAST_SHEET)
        self.number.setPrefix("Sheet ")
        self.number.setSpecialValueText("Sheet of the experiment")
        self.number.setAccessibleName("Which sheet")
        self.number.setToolTip("Every number is another sheet: other initial weights")
        self.said = _words(MAKING)
        self._given, self._page = QScrollArea(), QScrollArea()
        for area in (self._given, self._page):
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
        self._arrange()
        self._connect()
        self.resize(first_size(_LEAST_SIZE, parent))

    def _arrange(self) -> None:
        bar = QHBoxLayout()
        self._new = text_button("Next sheet", "Another sheet, with other weights")
        self._print = text_button("Print sheet…", "The sheet with its blanks, as PDF or LaTeX")
        self._print_key = text_button("Print key…", "The sheet with the answers, as PDF or LaTeX")
        for widget in (self.depths, self.number, self._new):
            bar.addWidget(widget)
        bar.addStretch(1)
        bar.addWidget(self._print)
        bar.addWidget(self._print_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addLayout(bar)
        halves = QHBoxLayout()
        halves.addWidget(self._given, 2)
        halves.addWidget(self._page, 5)
        column.addLayout(halves, 1)
        column.addWidget(self.said)

    def _connect(self) -> None:
        self.depths.currentIndexChanged.connect(self._make)
        self.number.valueChanged.connect(self._make)
        self._new.clicked.connect(self.number.stepUp)
        self._print.clicked.connect(partial(self._ask_print, with_key=False))
        self._print_key.clicked.connect(partial(self._ask_print, with_key=True))
        self.sheets.made.connect(self._show_sheet)
        self.sheets.marked.connect(self._show_marks)
        self.sheets.said.connect(self.said.setText)
        add_keys(self, [(("Esc",), self.close)])

    # The sheet

    def take(self, spec: Spec) -> None:
        """Ask about an experiment; the same one again leaves what was filled in."""
        if spec != self._spec:
            self._spec = spec
            self._make()

    @Slot()
    def _make(self) -> None:
        if self._spec is None:
            return
        self._forget()
        self.said.setText(MAKING)
        self.sheets.make(self._spec, self.number.value() or None, self.depths.currentData())

    def _forget(self) -> None:
        self.sheet, self.rows = None, []
        for area in (self._given, self._page):
            area.setWidget(QWidget())
        self._print.setEnabled(False)
        self._print_key.setEnabled(False)

    @Slot(object)
    def _show_sheet(self, sheet: Sheet) -> None:
        """Lay out what is given, and the blanks under the steps they belong to."""
        self.sheet = sheet
        given = [line.replace("; ", ";\n    ") for line in given_in_text(sheet.update)]  # a row a line
        words = [_words(sheet.title, "heading"), *map(_words, (*sheet.notes, *given))]
        self._given.setWidget(_column(words))
        found: list[QWidget] = []
        where = ""
        for number, blank in enumerate(sheet.blanks, start=1):
            if blank.where != where:
                where = blank.where
                found.append(_words(where, "section"))
            row = BlankRow(number, blank)
            row.answered.connect(self._mark)
            self.rows.append(row)
            found.append(row)
        self._page.setWidget(_column(found))
        self._print.setEnabled(True)
        self._print_key.setEnabled(True)
        self.said.setText(HOW)
        if self.rows:
            self.rows[0].field.setFocus()

    # Marks

    @Slot()
    def _mark(self) -> None:
        answers = {row.blank.id: row.number for row in self.rows if row.number is not None}
        if self.sheet is not None:
            self.sheets.mark(self.sheet, answers)

    @Slot(object)
    def _show_marks(self, marks: list[Mark]) -> None:
        found = {mark.id: mark for mark in marks}
        if {row.blank.id for row in self.rows} != set(found):
            return  # of the sheet before
        for row in self.rows:
            row.show_mark(found[row.blank.id])
        right = sum(mark.right for mark in marks)
        followed = sum(mark.follow_through for mark in marks)
        own = f", {followed} more with your own numbers" if followed else ""
        self.said.setText(f"{right} of {len(marks)} right{own}.")

    # Paper

    def _ask_print(self, *_args: object, with_key: bool) -> None:
        if self.sheet is None:
            return
        name, title = ("key", "Print the key") if with_key else ("sheet", "Print the sheet")
        number = f"-{self.number.value()}" if self.number.value() else ""
        chosen = ask_where_to_save(self, title, Path(f"{name}{number}.pdf"), KINDS)
        if chosen is not None and self.sheet is not None:
            self.sheets.print(self.sheet, chosen[0], with_key)


def _column(widgets: Sequence[QWidget]) -> QWidget:
    inside = QWidget()
    column = QVBoxLayout(inside)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return inside


def _words(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label

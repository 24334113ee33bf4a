"""One blank of a sheet: what is asked for, a field for the number, and what is to be said of it."""

import math

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from nnviz.explain.exercise.asking import Blank
from nnviz.explain.exercise.marking import Mark
from nnviz.paint.drawing.theme import GRID

NO_NUMBER = "This is no number: write it as −0.0894 or 1.3e-5."
LARGEST = 1e100


class BlankRow(QWidget):
    """Asks for one number.

    Signals
    -------
    answered
        Another number was written, or it was taken back.
    """

    answered = Signal()

    def __init__(self, number: int, blank: Blank) -> None:
        super().__init__()
        self.blank = blank
        self.field = QLineEdit()
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.field.setAccessibleName(blank.prompt)
        self.field.setMaxLength(40)
        self.field.editingFinished.connect(self._note)
        self.field.returnPressed.connect(self.focusNextChild)
        self._written = ""
        self.said = _label("")
        self.said.hide()
        symbol, _, what = blank.prompt.partition(": ")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(_label(f"{number}.  {symbol} ="), 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(_label(what, "note"), 0, 2)
        grid.addWidget(self.said, 1, 1, 1, 2)
        grid.setColumnMinimumWidth(0, 16 * GRID)
        grid.setColumnStretch(2, 1)

    @property
    def number(self) -> float | None:
        """What was written, if it is a number; a comma is a point."""
        try:
            number = float(self.field.text().strip().replace(",", ".").replace("−", "-"))
        except ValueError:
            return None
        return number if math.isfinite(number) and abs(number) <= LARGEST else None

    @Slot()
    def _note(self) -> None:
        if self.field.text() != self._written:
            self._written = self.field.text()
            self.answered.emit()

    def show_mark(self, mark: Mark) -> None:
        """Say whether the number is right, and if not, what it may come from."""
        if self.field.text() != self._written:
            return  # another number is being written
        is_empty = not self._written.strip()
        self.said.setHidden(is_empty)
        self.said.setText(NO_NUMBER if mark.given is None else mark.sentence)
        self.said.setProperty("role", "note" if mark.right or mark.follow_through else "wrong")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)


def _label(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(role == "note" or not text)
    label.setProperty("role", role)
    return label

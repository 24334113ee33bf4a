"""Controls that the walk and the inspector share: which sample, how many digits, rows of them."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from nnviz.explain.formulas.numbers import DIGITS_RANGE
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.buttons import tool_button

if TYPE_CHECKING:
    pass


FIRST_DIGITS = 4
"""Significant digits of the numbers, until others are chosen."""


class SampleChooser(QWidget):
    """Goes through the samples of a batch; `asked` carries how many samples on (or back)."""

    asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._earlier = tool_button("chevron-left", "Sample before  (Shift+S)")
        self._later = tool_button("chevron-right", "Next sample of the batch  (S)")
        self._words = QLabel()
        self._words.setToolTip("Which sample of the batch the formulas follow")
        self._earlier.clicked.connect(self._ask_earlier)
        self._later.clicked.connect(self._ask_later)
        fill_row(self, self._earlier, self._words, self._later)

    def show_sample(self, sample: int, batch: int) -> None:
        """Show which sample it is."""
        self._words.setText(f"{sample + 1} of {batch}" if batch else "")
        for button in (self._earlier, self._later):
            button.setEnabled(batch > 1)

    @Slot()
    def _ask_earlier(self) -> None:
        self.asked.emit(-1)

    @Slot()
    def _ask_later(self) -> None:
        self.asked.emit(+1)


def digits_box(digits: int) -> QSpinBox:
    """Return a field for the number of significant digits, with the one that it begins with."""
    box = QSpinBox()
    box.setRange(*DIGITS_RANGE)
    box.setValue(digits)
    box.setSuffix(" digits")
    box.setAccessibleName("Significant digits")
    box.setToolTip("Significant digits of the numbers")
    box.setAlignment(Qt.AlignmentFlag.AlignCenter)  # the sheet's padding does not reach the text
    return box


def fill_row(group: QWidget, *widgets: QWidget) -> QWidget:
    """Put widgets side by side into a group that stays together; return the group."""
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 2)
    for widget in widgets:
        row.addWidget(widget)
    return group

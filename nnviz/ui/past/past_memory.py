"""How much memory the past of a run takes and may take: one line under the list of branches and runs."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from nnviz.experiment.past.timeline import BUDGET
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.forms.choice import ChoiceEditor, Option

MEGABYTE = 1_000_000
LIMITS = (16, 64, 256, 1024)
"""Megabytes to choose from; a settings file may say others."""


class PastMemory(QWidget):
    """Says what is taken and offers limits.

    Signals
    -------
    limit_chosen : int
        Bytes that the past may take from now on.
    """

    limit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = QLabel(self)
        self._limit = ChoiceEditor([_choice(megabytes) for megabytes in LIMITS], self)
        self._limit.box.setAccessibleName("Memory for the past")
        self._limit.setToolTip(
            "The past may take so much memory. With more, any moment is reached sooner; none is ever lost."
        )
        self._limit.edited.connect(self._choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.addStretch(1)
        row.addWidget(self._taken)
        row.addWidget(self._limit)

    def show_use(self, taken: int, limit: int) -> None:
        """Show the bytes that are taken, and may be taken."""
        self._taken.setText(f"Past: {taken / MEGABYTE:.1f} MB of")
        if limit != self._limit.value():
            self._limit.set_value(limit)
            if self._limit.box.currentIndex() < 0:
                self._limit.box.setPlaceholderText(f"{limit / MEGABYTE:g} MB")

    @Slot(object)
    def _choose(self, limit: object) -> None:
        if isinstance(limit, int):
            self.limit_chosen.emit(limit)


def _choice(megabytes: int) -> Option:
    usual = " (the usual limit)" if megabytes * MEGABYTE == BUDGET else ""
    return Option(megabytes * MEGABYTE, f"{megabytes} MB", f"Up to {megabytes} MB of past{usual}")

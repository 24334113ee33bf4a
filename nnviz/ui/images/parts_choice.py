"""The choice of a part of the data, as far as there are samples in it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from nnviz.data.dataset import PARTS, Split
from nnviz.ui.forms.choice import QuietComboBox

_TITLES = {"train": "Training", "validation": "Validation", "test": "Test"}


class PartsChoice(QuietComboBox):
    """Offers the parts of the data that have samples; what was chosen stays chosen while it is there.

    Signals
    -------
    part_chosen
        The user chose another part.
    """

    part_chosen = Signal()

    def __init__(self, tip: str, every: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self.setSizeAdjustPolicy(self.SizeAdjustPolicy.AdjustToContents)
        self._every = every
        self._wanted = ""
        self._offered: tuple[str, ...] = ()
        self.activated.connect(self._choose)

    @property
    def part(self) -> str:
        """The part that is chosen; empty: all, or whichever is there."""
        return self._wanted if self._wanted in self._offered else ""

    def choose(self, part: str) -> None:
        """Choose a part, or all."""
        self._wanted = part
        self._show()

    def offer(self, split: Split, preferred: str = "") -> None:
        """Offer the parts that there are; `preferred` is chosen where nobody has chosen another one."""
        parts = tuple(name for name in PARTS if len(getattr(split, name).X))
        if parts == self._offered:
            return
        self._offered = parts
        self.clear()
        if self._every:
            self.addItem(self._every, "")
        for name in parts:
            self.addItem(_TITLES[name], name)
        if not self.part and not self._every:
            self._wanted = preferred if preferred in parts else parts[-1]
        self._show()

    def _show(self) -> None:
        self.setCurrentIndex(max(self.findData(self.part), 0))

    @Slot()
    def _choose(self) -> None:
        self._wanted = str(self.currentData())
        self.part_chosen.emit()

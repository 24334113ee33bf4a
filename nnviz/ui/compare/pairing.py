"""What is compared with what: one setting apart, from the start or from here, or two branches or runs."""

from collections.abc import Sequence
from enum import IntEnum

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from nnviz.experiment.past.saved_run import PastCopy
from nnviz.experiment.spec.spec import Spec
from nnviz.numerals import short_number
from nnviz.paint.drawing.theme import GRID, Style, colour_of_run
from nnviz.ui.compare.setting import SettingApart
from nnviz.ui.compare.side import Side, SideStart
from nnviz.ui.forms.choice import QuietComboBox
from nnviz.ui.past.run_words import settings_of_run
from nnviz.ui.widgets.plain_text import plain_tip

LETTERS = 30
"""Of a choice that is always in sight; a longer one ends in "…"."""


class What(IntEnum):
    """What is compared; the place in the list of it."""

    FROM_START = 0
    FROM_HERE = 1
    PAST = 2


class Pairing(QWidget):
    """A choice of what is compared, and what belongs to it.

    Signals
    -------
    changed
        The two sides are others now.
    """

    changed = Signal()

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self._spec = spec
        self._copies: tuple[PastCopy, ...] = ()
        self._what = _combo("What is compared")
        self._what.addItems(["One setting, from the start", "One setting, from here", "Branches and runs"])
        self.setting = SettingApart(spec)
        self._first, self._second = _combo("At the left"), _combo("At the right")
        self._with = QLabel("with")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for widget in (self._what, self.setting, self._first, self._with, self._second):
            row.addWidget(widget)
        row.addStretch(1)
        self._show_what()
        self._enable()
        self.setting.changed.connect(self._tell)
        self._what.currentIndexChanged.connect(self._choose)
        for box in (self._first, self._second):
            box.currentIndexChanged.connect(self._tell)

    @property
    def what(self) -> What:
        """What is compared."""
        return What(self._what.currentIndex())

    def set_what(self, what: What) -> None:
        """Compare something else."""
        self._what.setCurrentIndex(what)

    def choose(self, left: int, right: int) -> None:
        """Compare two of the branches and runs, by their places in the list."""
        with QSignalBlocker(self._first), QSignalBlocker(self._second):
            self._first.setCurrentIndex(left)
            self._second.setCurrentIndex(right)
        self.set_what(What.PAST)
        self._tell()

    def show_copies(self, copies: Sequence[PastCopy]) -> None:
        """Offer what the session has trained."""
        self._copies = tuple(copies)
        names = [_name(copy, self._spec) for copy in copies]
        for place, box in enumerate((self._first, self._second)):
            with QSignalBlocker(box):
                box.clear()
                box.addItems(names)
                box.setCurrentIndex(min(place, len(names) - 1))
        present = self._present
        if present is not None:
            self._what.setItemText(
                What.FROM_HERE, f"One setting, from here (epoch {short_number(present.epoch)})"
            )
        self._enable()

    def sides(self) -> tuple[Side, Side]:
        """Return what is at the left and at the right."""
        if self.what is What.PAST and self._copies:  # none are there until they have been copied
            return self._past_sides()
        past = None
        if self.what is What.FROM_HERE and self._present is not None:
            past = self._present.saved
        left = self._spec if past is None or self._present is None else self._present.spec
        label, right = self.setting.label, self.setting.right
        return Side(SideStart(left, past), label(left), 0), Side(SideStart(right, past), label(right), 1)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.setting.set_style(style)

    def _past_sides(self) -> tuple[Side, Side]:
        """Return the two branches or runs, both at the last update that both have reached."""
        left, right = (self._copies[box.currentIndex()] for box in (self._first, self._second))
        update = min(left.length, right.length)
        sides = []
        for copy in (left, right):
            past = replace(copy.saved, position=update)
            colour = colour_of_run(copy.number) if copy.is_run else copy.number
            sides.append(Side(SideStart(None, past), _name(copy, self._spec), colour))
        first, second = sides
        return first, second if second.colour != first.colour else replace(second, colour=first.colour + 1)

    @property
    def _present(self) -> PastCopy | None:
        return next((copy for copy in self._copies if copy.is_present), None)

    def _enable(self) -> None:
        """Offer only what there is."""
        model = self._what.model()
        assert isinstance(model, QStandardItemModel)
        present = self._present
        model.item(What.FROM_HERE).setEnabled(present is not None and present.epoch > 0.0)
        model.item(What.PAST).setEnabled(len(self._copies) > 1)

    def _show_what(self) -> None:
        past, setting = (self._first, self._with, self._second), (self.setting,)
        gone, shown = (setting, past) if self.what is What.PAST else (past, setting)
        for widget in (*gone, *shown):  # in this order, or the window would grow to hold all of them
            widget.setVisible(widget in shown)

    @Slot()
    def _choose(self) -> None:
        self._show_what()
        if self.what is What.PAST:
            self._tell()
        else:
            present = self._present if self.what is What.FROM_HERE else None
            self.setting.set_left(self._spec if present is None else present.spec)  # tells

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _name(copy: PastCopy, spec: Spec) -> str:
    """Return the name of a branch; of a run, also what its settings were."""
    return f"{copy.name}: {settings_of_run(copy.spec, spec)}" if copy.is_run else copy.name


def _combo(name: str) -> QComboBox:
    box = QuietComboBox()
    box.setAccessibleName(name)
    box.setToolTip(plain_tip(name))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(LETTERS)
    return box

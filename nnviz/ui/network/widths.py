"""How wide the lines of the diagram are for their numbers: as suits this moment, the whole run, or fixed."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.largest import LargestWeight
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.content.record import Quantity
from nnviz.paint.network.weights_scale import next_limit, round_limit
from nnviz.ui.widgets.numbers import NumberError, format_number, parse_number

SMALLEST, LARGEST = 1e-12, 1e12


class Widths(StrEnum):
    """What the widest line stands for."""

    MOMENT = "moment"
    RUN = "run"
    FIXED = "fixed"


class WidthsMenu(QObject):
    """The choice, for each of what lines can stand for.

    Signals
    -------
    changed
        Another scale is chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._chosen: dict[Quantity, Widths] = {}
        self._fixed: dict[Quantity, float] = {}
        self._of_run: float | None = None
        self._quantity = Quantity.WEIGHTS
        self._snapshot: NetworkInstant | None = None
        self._group = QActionGroup(self)
        self.actions_ = {
            Widths.MOMENT: self._action(
                "Widths: as suits this moment", "The scale follows the largest number"
            ),
            Widths.RUN: self._action(
                "Widths: one for the whole run", "The scale of the run's largest weight: growth is seen"
            ),
            Widths.FIXED: self._action("Widths: fixed …", "Type what the widest line stands for"),
        }
        self.actions_[Widths.MOMENT].triggered.connect(self._choose_moment)
        self.actions_[Widths.RUN].triggered.connect(self._choose_run)
        self.actions_[Widths.FIXED].triggered.connect(self.ask)
        self.show_quantity(Quantity.WEIGHTS)

    def add_to(self, menu: QMenu) -> None:
        """Offer the choice in a menu."""
        menu.addActions(list(self.actions_.values()))

    @property
    def wants_run(self) -> bool:
        """Whether the run's largest weight is needed."""
        return self._chosen.get(self._quantity) is Widths.RUN

    def show_quantity(self, quantity: Quantity) -> None:
        """Show what is chosen for these numbers; only weights are kept of the whole run."""
        self._quantity = quantity
        self.actions_[Widths.RUN].setEnabled(quantity is Quantity.WEIGHTS)
        self._show_chosen()

    def limit(self, snapshot: NetworkInstant) -> float | None:
        """Return what the widest line stands for at a moment; None: what suits the moment."""
        self._snapshot = snapshot
        match self._chosen.get(self._quantity):
            case Widths.FIXED:
                return self._fixed[self._quantity]
            case Widths.RUN:
                largest = snapshot.look(LargestWeight)
                if largest is None:
                    return self._of_run  # it was not wished yet
                self._of_run = next_limit(largest.magnitude, self._of_run if snapshot.running else None)
                return self._of_run
        return None

    @Slot()
    def ask(self) -> None:
        """Ask what the widest line is to stand for."""
        question = f"The widest line stands for this magnitude of {self._quantity.symbol}:"
        words, typed = question, format_number(self._proposal())
        while True:
            typed, agreed = QInputDialog.getText(self._over, "Widths of lines", words, text=typed)
            if not agreed:
                return self._show_chosen()
            try:
                return self.fix(_magnitude(typed))
            except NumberError as error:
                words = f"{error}\n{question}"

    def fix(self, magnitude: float) -> None:
        """Let the widest line stand for a magnitude, from now on."""
        self._fixed[self._quantity] = magnitude
        self._choose(Widths.FIXED)

    def _proposal(self) -> float:
        """Return what was fixed before, or what suits this moment."""
        if self._quantity in self._fixed or self._snapshot is None:
            return self._fixed.get(self._quantity, 1.0)
        return round_limit(content_of(self._snapshot, self._quantity).largest)

    @Slot()
    def _choose_moment(self) -> None:
        self._choose(Widths.MOMENT)

    @Slot()
    def _choose_run(self) -> None:
        self._of_run = None
        self._choose(Widths.RUN)

    def _choose(self, widths: Widths) -> None:
        self._chosen[self._quantity] = widths
        self._show_chosen()
        self.changed.emit()

    def _show_chosen(self) -> None:
        self.actions_[self._chosen.get(self._quantity, Widths.MOMENT)].setChecked(True)

    def _action(self, text: str, tip: str) -> QAction:
        action = QAction(text, self)
        action.setToolTip(tip)
        action.setStatusTip(tip)
        action.setCheckable(True)
        self._group.addAction(action)
        return action


def _magnitude(text: str) -> float:
    """Return the number that is written, or raise NumberError."""
    value = parse_number(text)
    if not SMALLEST <= value <= LARGEST:
        raise NumberError("Type a number above 0, from 1e-12 to 1e12.")
    return value

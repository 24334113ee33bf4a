"""What a sweep runs: of which experiment, what is varied, from how many seeds, for how long."""

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.named_sweeps import NamedSweep, shipped_sweeps, sweep_at
from nnviz.experiment.sweeps.part_axes import axes_for
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.sweep.axes_form import FIRST, AxesForm
from nnviz.ui.sweep.fields import lay_out_form, number_box, what_box

MOST_SEEDS, MOST_EPOCHS = 1000, 10_000_000


class OrderForm(QWidget):
    """The choices above a sweep.

    Parameters
    ----------
    spec : Spec
        The settings of the main window, which are varied unless a shipped sweep is chosen.
    name : str
        What that experiment is called.

    Signals
    -------
    entered
        Enter was pressed: it is to run.
    refused(str)
        A shipped sweep cannot be shown.
    """

    entered = Signal()
    refused = Signal(str)

    def __init__(self, spec: Spec, name: str) -> None:
        super().__init__()
        self._own, self._own_name = spec, name
        self.spec, self.name, self._order = spec, name, NamedSweep(experiment=name, vary=())
        self.what = what_box(
            spec, name, "sweep", ((each.lab, each.title, each.name) for each in shipped_sweeps())
        )
        self.seeds = number_box(
            "Seeds", 1, MOST_SEEDS, "Runs of each combination, from seeds that follow each other"
        )
        self.epochs = number_box("Epochs", 0, MOST_EPOCHS, "For how long each run is trained")
        self.learned = QLineEdit()
        self.learned.setAccessibleName("Learned means")
        self.learned.setToolTip("When a run counts as having learned: accuracy=0.9 or loss=0.1")
        self.learned.setMinimumWidth(16 * GRID)
        self.axes = AxesForm(spec)
        self._lay_out()
        self.what.activated.connect(self._choose)
        self.learned.returnPressed.connect(self.entered)
        self.axes.entered.connect(self.entered)
        self._show(spec, name, NamedSweep(experiment=name, vary=()))
        self.axes.add(FIRST)

    def show_named(self, name: str) -> None:
        """Show a shipped sweep."""
        self.what.setCurrentIndex(max(self.what.findData(name), 0))
        self._choose()

    def show_own(self, spec: Spec, name: str) -> None:
        """Vary these settings from now on, the axes as they are."""
        self._own, self._own_name = spec, name
        self.what.setItemText(0, f"This experiment: {spec.title or name}")
        if self.what.currentIndex() == 0:
            axes = [(line.chosen_key, line.values.text()) for line in self.axes.lines]
            self._show(spec, name, NamedSweep(experiment=name, vary=()), self.seeds.value())
            for key, values in axes:
                self.axes.add(key, values)

    def vary(self, key: str) -> None:
        """Vary a key of the main window's experiment, or a part of its network (see `axes_for`)."""
        if self.what.currentIndex() != 0:
            self.what.setCurrentIndex(0)
            self._choose()
        self.axes.vary(axes_for(self.spec, key))

    def order(self) -> NamedSweep:
        """Return what is to be run.

        Raises
        ------
        SpecError
            With one sentence, if it cannot be.
        """
        groups = self.axes.groups()
        vary = tuple({axis.key: list(axis.values) for axis in group} for group in groups)
        keys = {axis.key for group in groups for axis in group}
        changed = self.epochs.value() != self.spec.training.epochs and "training.epochs" not in keys
        return replace(
            self._order,
            vary=vary,
            seeds=1 if "training.seed" in keys else self.seeds.value(),
            epochs=self.epochs.value() if changed else None,
            learned=self.learned.text().strip() or "0.9",
        )

    @Slot()
    def _choose(self) -> None:
        name = str(self.what.currentData())
        if not name:
            self._show(self._own, self._own_name, NamedSweep(experiment=self._own_name, vary=()))
            self.axes.add(FIRST)
            return
        try:
            order = sweep_at(name)
            if order is not None:
                self._show(experiment_at(order.experiment), order.experiment, order)
        except SpecError as error:
            self.refused.emit(str(error))

    def _show(self, spec: Spec, name: str, order: NamedSweep, seeds: int = 0) -> None:
        self.spec, self.name, self._order = spec, name, order
        self.axes.show_groups(spec, order.groups(spec))
        for box, value in (
            (self.seeds, seeds or order.seeds),
            (self.epochs, spec.training.epochs if order.epochs is None else order.epochs),
        ):
            with QSignalBlocker(box):
                box.setValue(value)
        self.learned.setText(order.learned)

    def _lay_out(self) -> None:
        fields = (
            ("", self.what),
            ("Seeds", self.seeds),
            ("Epochs", self.epochs),
            ("Learned means", self.learned),
        )
        lay_out_form(self, fields, self.axes, spacing=GRID)

"""What a map of trainings shows: two settings from where to where, of which experiment, how fine."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QWidget,
)

from nnviz.experiment.maps.named_maps import map_named, shipped_maps
from nnviz.experiment.maps.order import MapOrder, proposed_axis, sides
from nnviz.experiment.results.map_standing import QUANTITIES
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.sweep.fields import lay_out_form, number_box, what_box
from nnviz.ui.sweep.map_axis_line import MapAxisLine
from nnviz.ui.widgets.combo_box import ComboBox

FIRST = "training.learning_rate"
SECOND = "network.init_scale"
MOST_EPOCHS = 10_000_000


class MapForm(QWidget):
    """The choices above a map.

    Parameters
    ----------
    spec : Spec
        The settings of the main window, which are varied unless a shipped map is chosen.
    name : str
        What that experiment is called.

    Signals
    -------
    entered
        Enter was pressed: it is to run.
    refused(str)
        A shipped map cannot be shown.
    quantity_chosen(str)
        Which of `QUANTITIES` is to be shown.
    """

    entered = Signal()
    refused = Signal(str)
    quantity_chosen = Signal(str)

    def __init__(self, spec: Spec, name: str) -> None:
        super().__init__()
        self._own, self._own_name = spec, name
        self.spec, self.name = spec, name
        self._overrides: dict[str, object] = {}
        self.what = what_box(
            spec, name, "map", ((each.lab, each.title, each.name) for each in shipped_maps())
        )
        self.across, self.up = MapAxisLine("Across", spec, self), MapAxisLine("Upwards", spec, self)
        self.swap = QPushButton("Exchange axes")
        self.swap.setToolTip("What goes across goes upwards, and the other way round")
        self.side = ComboBox()
        self.side.setAccessibleName("Pixels a side")
        self.side.setToolTip("How fine: 64 are 64 · 64 = 4,096 runs")
        for side in sides():
            self.side.addItem(f"{side} × {side}", side)
        self.epochs = number_box("Epochs", 0, MOST_EPOCHS, "For how long each run is trained")
        self.learned = QLineEdit()
        self.learned.setAccessibleName("Learned means")
        self.learned.setToolTip(
            "When a run counts as having learned: accuracy=0.9 or loss=0.1; empty: that is not looked at"
        )
        self.learned.setPlaceholderText("loss=0.1")
        self.learned.setMinimumWidth(14 * GRID)
        self.quantity = ComboBox()
        self.quantity.setAccessibleName("What is shown")
        self.quantity.setToolTip("What the colour of a pixel stands for")
        for quantity, title in QUANTITIES.items():
            self.quantity.addItem(title, quantity)
        self._lay_out()
        self._connect()
        self._show(spec, name, _first_order(spec))

    def show_named(self, name: str) -> None:
        """Show a shipped map."""
        self.what.setCurrentIndex(max(self.what.findData(name), 0))
        self._choose()

    def show_own(self, spec: Spec, name: str) -> None:
        """Vary these settings from now on, the axes as they are."""
        self._own, self._own_name = spec, name
        self.what.setItemText(0, f"This experiment: {spec.title or name}")
        if self.what.currentIndex() == 0:
            epochs = self.epochs.value() != self.spec.training.epochs
            self.spec, self.name = spec, name
            for line in (self.across, self.up):
                line.show_spec(spec)
            if not epochs:
                self.epochs.setValue(spec.training.epochs)

    def set_style(self, style: Style) -> None:
        """Take sizes."""
        for line in (self.across, self.up):
            line.set_style(style)

    def vary(self, key: str) -> None:
        """Show a map of the main window's experiment along a key."""
        if self.what.currentIndex() != 0:
            self.what.setCurrentIndex(0)
            self._choose()
        if self.up.chosen_key == key:
            self.up.show_axis(proposed_axis(self.spec, FIRST if key != FIRST else SECOND))
        self.across.show_axis(proposed_axis(self.spec, key))

    def order(self) -> MapOrder:
        """Return what is to be run.

        Raises
        ------
        SpecError
            With one sentence, if it cannot be.
        """
        x, y = self.across.axis(), self.up.axis()
        overrides = dict(self._overrides)
        varied = {x.key, y.key}
        if "training.epochs" not in varied and self.epochs.value() != self.spec.training.epochs:
            overrides["training.epochs"] = self.epochs.value()
        overrides = {key: value for key, value in overrides.items() if key not in varied}
        return MapOrder(x, y, int(self.side.currentData()), overrides, self.learned.text().strip())

    @property
    def shown_quantity(self) -> str:
        """Which of `QUANTITIES` is shown."""
        return str(self.quantity.currentData())

    @Slot()
    def _choose(self) -> None:
        name = str(self.what.currentData())
        try:
            if not name:
                self._overrides = {}
                self._show(self._own, self._own_name, _first_order(self._own))
                return
            found = map_named(name)
            self._show(experiment_at(found.experiment), found.experiment, found.order())
            self.quantity.setCurrentIndex(self.quantity.findData(found.quantity))
        except SpecError as error:
            self.refused.emit(str(error))

    def _show(self, spec: Spec, name: str, order: MapOrder) -> None:
        self.spec, self.name, self._overrides = spec, name, dict(order.overrides)
        for line, axis in ((self.across, order.x), (self.up, order.y)):
            line.show_spec(spec)
            line.show_axis(axis)
        with QSignalBlocker(self.epochs):
            self.epochs.setValue(int(order.overrides.get("training.epochs", spec.training.epochs)))
        self._overrides.pop("training.epochs", None)
        self.side.setCurrentIndex(max(self.side.findData(order.side), 0))
        self.learned.setText(order.learned)

    @Slot()
    def _exchange(self) -> None:
        try:
            x, y = self.across.axis(), self.up.axis()
        except SpecError as error:
            self.refused.emit(str(error))
            return
        self.across.show_axis(y)
        self.up.show_axis(x)

    @Slot()
    def _tell_quantity(self) -> None:
        self.quantity_chosen.emit(self.shown_quantity)

    def _connect(self) -> None:
        self.what.activated.connect(self._choose)
        self.swap.clicked.connect(self._exchange)
        self.quantity.currentIndexChanged.connect(self._tell_quantity)
        self.learned.returnPressed.connect(self.entered)
        for line in (self.across, self.up):
            line.entered.connect(self.entered)

    def _lay_out(self) -> None:
        fields = (
            ("", self.what),
            ("Pixels", self.side),
            ("Epochs", self.epochs),
            ("Learned means", self.learned),
            ("Show", self.quantity),
        )
        self.up.add(self.swap)
        lay_out_form(self, fields, self.across, self.up, spacing=GRID // 2)


def _first_order(spec: Spec) -> MapOrder:
    """Return a map to begin with: learning rate and scale of the initial weights."""
    second = SECOND if spec.network.weights is None else "training.l2"
    return MapOrder(proposed_axis(spec, FIRST), proposed_axis(spec, second))

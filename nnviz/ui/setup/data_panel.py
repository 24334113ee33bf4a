"""What is learned: the data set, its parameters, how it is divided, and its classes."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from nnviz.data.dataset import Split
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import fields_of, value_of
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.folded_form import FoldedForm
from nnviz.ui.settings import Settings
from nnviz.ui.setup.data_legend import DataLegend
from nnviz.ui.setup.data_picker import DataPicker
from nnviz.ui.widgets.buttons import tool_button
from nnviz.ui.widgets.plain_text import plain_tip

NAME = "data.name"
SEED = "data.seed"

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Split and scaling": ("data.test_fraction", "data.validation_fraction", "data.standardize", SEED),
}


class DataPanel(QWidget):
    """The settings of `[data]`: the choice of a data set, its own parameters, its split and its legend.

    Signals
    -------
    spec_changed : Spec, str
        The Spec after a user's change, and what was changed.
    grabbed, settled
        A drag begins, a drag has ended: the changes between them are one step of undo.
    vary_asked : str, str
        The key of a setting that is to be varied, and where: in a "sweep" or on a "map".
    """

    spec_changed = Signal(object, str)
    grabbed = Signal()
    settled = Signal()
    vary_asked = Signal(str, str)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec: Spec | None = None
        self._split: Split | None = None
        self._shown = ""
        """The name of the data whose points are shown."""
        self.picker = DataPicker(self)
        self.legend = DataLegend(self)
        self.form = FoldedForm("data", (), SECTIONS, settings)
        self.new_sample = _new_sample_button()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, 0, GRID, 0)
        layout.setSpacing(GRID)
        first = QHBoxLayout()
        first.addWidget(self.picker, 1)
        first.addWidget(self.new_sample)
        layout.addLayout(first)
        layout.addWidget(self.legend)
        layout.addWidget(self.form)
        layout.addStretch()
        self.picker.picked.connect(self._choose)
        self.form.changed.connect(self._take)
        self.form.grabbed.connect(self.grabbed)
        self.form.settled.connect(self.settled)
        self.form.vary_asked.connect(self.vary_asked)
        self.new_sample.clicked.connect(self._draw_again)
        self.picker.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.picker.addAction("Vary the data set in a sweep…", self._vary_data)

    def set_spec(self, spec: Spec) -> None:
        """Show the data of `spec`; emits nothing."""
        self._spec = spec
        self.picker.show_data(spec.data)
        fields = [field for field in fields_of(spec) if field.key.startswith("data.") and field.key != NAME]
        self.form.show_fields(spec, fields)
        self._compare_names()

    def show_snapshot(self, snapshot: DataInstant) -> None:
        """Show the points, and how many there are of each kind."""
        if snapshot.split is not self._split:
            self._split = snapshot.split
            self.legend.show_split(snapshot.split)
            self.picker.show_dataset(snapshot.split.train)
        if snapshot.spec.data.name != self._shown:
            self._shown = snapshot.spec.data.name
            self._compare_names()

    def _compare_names(self) -> None:
        """Count no points of other data than those whose name stands above."""
        name = self._shown if self._spec is None else self._spec.data.name
        self.legend.leave_blank(name != self._shown)

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self.picker.set_style(style)
        self.legend.set_style(style)
        self.form.set_style(style)

    def _take(self, spec: Spec, text: str) -> None:
        self._spec = spec
        self.spec_changed.emit(spec, text)

    def _choose(self, name: str) -> None:
        if self._spec is not None and name != self._spec.data.name:
            self._change(NAME, name, "Data set")

    def _vary_data(self) -> None:
        self.vary_asked.emit(NAME, "sweep")

    def _draw_again(self) -> None:
        if self._spec is not None:
            seed = value_of(self._spec, SEED)
            assert isinstance(seed, int)
            self._change(SEED, (seed + 1) % 2**32, "New sample")

    def _change(self, key: str, value: object, text: str) -> None:
        assert self._spec is not None
        try:
            spec = with_value(self._spec, key, value)
        except SpecError as error:
            self.picker.setToolTip(plain_tip(error.reason))
            return
        self.set_spec(spec)
        self.spec_changed.emit(spec, text)


def _new_sample_button() -> QToolButton:
    button = tool_button("dices", "New sample: other points of the same data set (the next data seed)")
    button.setAccessibleName("New sample")
    return button

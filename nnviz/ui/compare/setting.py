"""Which setting differs between two trainings, and what it is on the other side."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import Field, fields_of, value_of
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.choice import ChoiceEditor, Option
from nnviz.ui.forms.editors import is_editable
from nnviz.ui.forms.form import Form
from nnviz.ui.forms.row import in_words
from nnviz.ui.network.edits import set_activation
from nnviz.ui.widgets.combo_box import ComboBox

_SAME_START = frozenset({"training.seed", "training.epochs"})
"""Settings of `[training]` that are not compared: the weights at the start are the same."""
ACTIVATION = "network.activation"
WIDTH = 36 * GRID
"""Least width of the control for the value at the right."""


class SettingApart(QWidget):
    """A choice of the setting, and a control for its value at the right.

    Signals
    -------
    changed(Spec)
        The settings at the right are now these.
    """

    changed = Signal(object)

    def __init__(self, left: Spec) -> None:
        super().__init__()
        self._left = self._right = left
        self._fields: dict[str, Field] = {}
        self._setting = ComboBox()
        self._setting.setAccessibleName("Setting to compare")
        self._setting.setToolTip("The setting that is another at the right")
        self._form = Form(labelled=False)
        self._form.setMinimumWidth(WIDTH)
        self._form.changed.connect(self._take)
        self._activation = ChoiceEditor(
            [
                Option(name, record.title, record.help)
                for name, record in ACTIVATIONS.items()
                if not record.output_only
            ]
        )
        self._activation.name("Activation", "Activation of the hidden layers at the right", "At the right")
        self._activation.edited.connect(self._take_activation)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._setting)
        row.addWidget(self._form)
        row.addWidget(self._activation)
        self._list_settings("training.learning_rate")
        self._setting.currentIndexChanged.connect(self._choose)
        self._choose()

    def set_left(self, left: Spec) -> None:
        """Compare with other settings at the left; the choice of the setting stays."""
        if left != self._left:
            self._left = left
            with QSignalBlocker(self._setting):
                self._list_settings(self.key)
        self._choose()

    def _list_settings(self, key: str) -> None:
        """Offer the settings that training has at the left, and choose one."""
        self._fields = {field.key: field for field in fields_of(self._left) if _is_compared(field)}
        self._setting.clear()
        for field in self._fields.values():
            self._setting.addItem(field.title, field.key)
        self._setting.addItem("Activation", ACTIVATION)
        self._setting.setCurrentIndex(max(0, self._setting.findData(key)))

    @property
    def right(self) -> Spec:
        """The settings at the right."""
        return self._right

    @property
    def key(self) -> str:
        """The setting that is compared."""
        return str(self._setting.currentData())

    def label(self, spec: Spec) -> str:
        """Return the setting and its value on one side: "Learning rate 0.8"."""
        if self.key == ACTIVATION:
            return f"Activation {ACTIVATIONS[_hidden_activation(spec)].title}"
        field = self._fields[self.key]
        return f"{field.title} {in_words(field, value_of(spec, self.key))}"

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        self._form.set_style(style)

    @Slot()
    def _choose(self) -> None:
        """Begin with another value of the setting, so that there is something to see."""
        is_activation = self.key == ACTIVATION
        self._activation.setVisible(is_activation)
        self._form.setVisible(not is_activation)
        if is_activation:
            other = "tanh" if _hidden_activation(self._left) != "tanh" else "sigmoid"
            self._activation.set_value(other)
            self._take_activation(other)
            return
        field = self._fields[self.key]
        right = _with_another_value(self._left, field)
        self._form.show_fields(right, [field])
        self._take(right)

    @Slot(object)
    def _take(self, right: Spec) -> None:
        self._right = right
        self.changed.emit(right)

    @Slot(object)
    def _take_activation(self, name: object) -> None:
        right = self._left
        for layer in _bent(self._left):
            right = set_activation(right, layer, str(name))
        self._take(right)


def _is_compared(field: Field) -> bool:
    return field.key.startswith("training.") and field.key not in _SAME_START and is_editable(field)


def _bent(spec: Spec) -> list[int]:
    """Return the hidden layers whose activation is compared: those that bend; all with units if none does."""
    hidden = list(enumerate(spec.network.built.computed[:-1], start=1))
    bent = [number for number, layer in hidden if layer.has_activation and layer.activation != "identity"]
    return bent or [number for number, layer in hidden if layer.is_sum]


def _hidden_activation(spec: Spec) -> str:
    first = next(iter(_bent(spec)), spec.network.built.depth)
    return spec.network.activations[first - 1]


def _with_another_value(spec: Spec, field: Field) -> Spec:
    """Return the experiment with the first other value of a setting that fits; itself if none does."""
    for value in _other_values(value_of(spec, field.key), field):
        try:
            return with_value(spec, field.key, value)
        except SpecError:
            continue
    return spec


def _other_values(value: Any, field: Field) -> list[Any]:
    match field.kind:
        case "bool":
            return [not value]
        case "choice":
            return [choice for choice in field.choices if choice != value]
        case "float":
            return [value / 10, 2 * value] if value else [0.01, 0.5]
        case "int":
            return [value // 2, value + 1]
    return []

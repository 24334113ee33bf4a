"""One axis of a map of trainings: a setting, from where to where, evenly or by factors."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from nnviz.experiment.maps.order import AxisOrder, map_keys, proposed_axis
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.sweep.fields import named
from nnviz.ui.widgets.combo_box import ComboBox
from nnviz.ui.widgets.flow_layout import FlowLayout
from nnviz.ui.widgets.numbers import NumberError, format_number, parse_number

ROOM = 7.0
"""Width of the field of a number, in text sizes."""
KEY_TIP = (
    "A setting that takes a number, or any key of the experiment file; network.weights.1.2.1 is the weight "
    "of layer 1 from unit 2 to unit 1 at the start, network.layers.1 the units of the first hidden layer"
)


class MapAxisLine(QWidget):
    """One axis: a key, two ends, evenly or by factors.

    Signals
    -------
    entered
        Enter was pressed in one of its fields.
    chosen
        Another key was chosen.
    """

    entered = Signal()
    chosen = Signal()

    def __init__(self, name: str, spec: Spec, parent: QWidget) -> None:
        super().__init__(parent)
        self._spec, self._name = spec, name
        self.key = ComboBox()
        self.key.setEditable(True)
        self.key.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.key.setAccessibleName(f"{name}: setting")
        self.key.setToolTip(KEY_TIP)
        self.key.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.key.setMinimumContentsLength(32)
        self.low, self.high = _end(f"{name}: from"), _end(f"{name}: to")
        self.factors = QCheckBox("by factors")
        self.factors.setToolTip("Equal steps stand for equal factors: 0.01, 0.1, 1, 10")
        self.message = QLabel()
        self.message.setProperty("role", "wrong")
        self.message.setWordWrap(True)
        self.message.hide()
        self._lay_out()
        self.key.activated.connect(self._propose)
        for end in (self.low, self.high):
            end.returnPressed.connect(self.entered)

    def add(self, widget: QWidget) -> None:
        """Put something behind the ends."""
        self._flow.addWidget(widget)

    def show_spec(self, spec: Spec) -> None:
        """Offer the settings of an experiment; what is chosen stays."""
        key = self.chosen_key
        self._spec = spec
        self.key.clear()
        for each, title in map_keys(spec).items():
            self.key.addItem(f"{title} – {each}", each)
        self._show_key(key)

    def show_axis(self, axis: AxisOrder) -> None:
        """Show an axis."""
        self._show_key(axis.key)
        self.low.setText(format_number(axis.low))
        self.high.setText(format_number(axis.high))
        self.factors.setChecked(axis.by_factors)
        self.message.hide()

    @property
    def chosen_key(self) -> str:
        """The key, chosen or typed."""
        text = self.key.currentText().strip()
        index = self.key.findText(text)
        return str(self.key.itemData(index)) if index >= 0 else text

    def axis(self) -> AxisOrder:
        """Return the axis; SpecError, said under the line, too, if it is none."""
        self.message.hide()
        try:
            key = self.chosen_key
            if not key:
                raise SpecError(f"{self._name}: choose the setting that is the axis.")
            low, high = (self._number(end, key) for end in (self.low, self.high))
            return AxisOrder(key, low, high, self.factors.isChecked())
        except SpecError as error:
            self.refuse(str(error))
            raise

    def set_style(self, style: Style) -> None:
        """Leave room for numbers at this size of text."""
        for end in (self.low, self.high):
            end.setFixedWidth(round(ROOM * style.text))

    def refuse(self, sentence: str) -> None:
        """Say under the line what is wrong."""
        self.message.setText(sentence)
        self.message.show()

    def _number(self, field: QLineEdit, key: str) -> float:
        try:
            return parse_number(field.text())
        except NumberError as error:
            raise SpecError(f"{key}, {field.accessibleName().rpartition(' ')[2]}: {error}", key) from None

    def _show_key(self, key: str) -> None:
        found = self.key.findData(key)
        self.key.setCurrentIndex(found)
        if found < 0:
            self.key.setEditText(key)
        field = self.key.lineEdit()
        if field is not None:
            field.setCursorPosition(0)  # the beginning is what tells most

    @Slot()
    def _propose(self) -> None:
        self.show_axis(proposed_axis(self._spec, self.chosen_key))
        self.chosen.emit()

    def _lay_out(self) -> None:
        flow_widget = QWidget()
        flow = self._flow = FlowLayout(flow_widget, close=True)
        flow.setContentsMargins(0, 0, 0, 0)
        ends = QWidget()
        row = QHBoxLayout(ends)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        for title, widget in (("from", self.low), ("to", self.high), ("", self.factors)):
            row.addWidget(named(title, widget))
        flow.addWidget(named(self._name, self.key))
        flow.addWidget(ends)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(flow_widget)
        column.addWidget(self.message)


def _end(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setToolTip("A number: 0.8, 1e-3, 3/10")
    return field

"""A small window in which one types inputs and targets of one's own, to be explained."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.network.content.of_moment import content_of
from nnviz.ui.widgets.numbers import NumberError, parse_number

MOST_INPUTS = 12
"""Networks with more inputs are given their examples by a click on a point, or by the batch."""


class OwnExample(QDialog):
    """One field an input and an output; `chosen` carries the Example."""

    chosen = Signal(object)

    def __init__(self, snapshot: NetworkInstant, sample: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        coming = snapshot.look(ComingUpdate)
        assert coming is not None
        trace, content = coming.trace, content_of(snapshot)
        self.setWindowTitle("An example of your own")
        inputs = content.input_names or tuple(f"x{i + 1}" for i in range(content.layers[0]))
        outputs = tuple(f"target of {name}" for name in content.output_names)
        form = QFormLayout()
        self.inputs = [self._field(form, name, x) for name, x in zip(inputs, trace.X[sample], strict=True)]
        self.targets = [self._field(form, name, y) for name, y in zip(outputs, trace.Y[sample], strict=True)]
        self.message = QLabel()
        self.message.setProperty("role", "wrong")
        self.message.hide()
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.message)
        column.addWidget(buttons)

    def _field(self, form: QFormLayout, name: str, value: float) -> QLineEdit:
        field = QLineEdit(f"{float(value):g}")
        field.setAccessibleName(spoken(name))
        form.addRow(spoken(name), field)
        return field

    @Slot()
    def _take(self) -> None:
        """Hand the numbers over, or say which is none."""
        fields = [*self.inputs, *self.targets]
        values = []
        for field in fields:
            try:
                values.append(parse_number(field.text()))
            except NumberError as error:
                self.message.setText(f"{field.accessibleName()}: {error}")
                self.message.show()
                field.setFocus()
                return
        count = len(self.inputs)
        self.chosen.emit(Example(inputs=tuple(values[:count]), targets=tuple(values[count:])))
        self.accept()

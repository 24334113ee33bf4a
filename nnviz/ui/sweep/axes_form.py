"""What a sweep varies: a line an axis, its key and its values, as the command line reads them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from nnviz.experiment.results.plan import SweepAxis
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.axes import parse_axis, proposed_values, varied_keys
from nnviz.explain.documents.sweep_table import literal
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.buttons import small_button
from nnviz.ui.widgets.combo_box import ComboBox

MOST_AXES = 6
FIRST = "training.learning_rate"
_ROLE = Qt.ItemDataRole.UserRole
VALUES_TIP = (
    "Values between commas, or a range: 0.1:10:9log are nine numbers from 0.1 to 10 by equal factors, "
    "1:5:5 evenly, 0.1:10:9lograndom at random"
)


class AxisLine(QWidget):
    """One axis.

    Signals
    -------
    removed
        It is not wanted any more.
    entered
        Enter was pressed in the values.
    """

    removed = Signal()
    entered = Signal()

    def __init__(self, spec: Spec, parent: QWidget) -> None:
        super().__init__(parent)
        self._spec = spec
        self.key = ComboBox()
        self.key.setEditable(True)
        self.key.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.key.setAccessibleName("Setting to vary")
        self.key.setToolTip("A setting, or any key of the experiment file")
        for key, title in varied_keys(spec).items():
            self.key.addItem(f"{title} – {key}", key)
        self.values = QLineEdit()
        self.values.setAccessibleName("Values")
        self.values.setToolTip(VALUES_TIP)
        self.values.setPlaceholderText("0.1, 1, 10 or 0.1:10:9log")
        self.together = QCheckBox("with the one above")
        self.together.setToolTip("Move together with the axis above, value by value, instead of crossing it")
        self.remove = small_button("x", "Do not vary this", self)
        self.message = QLabel()
        self.message.setProperty("role", "wrong")
        self.message.setWordWrap(True)
        self.message.hide()
        self._lay_out()
        self.key.activated.connect(self._propose)
        self.remove.clicked.connect(self.removed)
        self.values.returnPressed.connect(self.entered)

    def show_axis(self, key: str, values: str) -> None:
        """Show an axis."""
        found = self.key.findData(key)
        self.key.setCurrentIndex(found)
        if found < 0:
            self.key.setEditText(key)
        self.values.setText(values)

    @property
    def chosen_key(self) -> str:
        """The key, chosen or typed."""
        text = self.key.currentText().strip()
        index = self.key.findText(text)
        return str(self.key.itemData(index, _ROLE)) if index >= 0 else text

    def axis(self) -> SweepAxis:
        """Return the axis; SpecError, said under the line, too, if it is none."""
        self.message.hide()
        try:
            if not self.chosen_key:
                raise SpecError("Choose the setting that is to be varied.")
            if not self.values.text().strip():
                raise SpecError(f"{self.chosen_key} needs values: such as 0.1, 1, 10 or 0.1:10:9log.")
            return parse_axis(f"{self.chosen_key}={self.values.text()}", self._spec)
        except SpecError as error:
            self.refuse(str(error))
            raise

    def refuse(self, sentence: str) -> None:
        """Say under the line what is wrong."""
        self.message.setText(sentence)
        self.message.show()

    @Slot()
    def _propose(self) -> None:
        self.values.setText(proposed_values(self._spec, self.chosen_key))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        self.key.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.key.setMinimumContentsLength(14)
        for column, widget in enumerate((self.key, self.values, self.together, self.remove)):
            grid.addWidget(widget, 0, column)
        grid.addWidget(self.message, 1, 0, 1, 4)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)


class AxesForm(QWidget):
    """All axes of a sweep.

    Signals
    -------
    entered
        Enter was pressed in some values.
    """

    entered = Signal()

    def __init__(self, spec: Spec) -> None:
        super().__init__()
        self._spec = spec
        self.lines: list[AxisLine] = []
        self.more = QPushButton("Vary something else, too")
        self.more.setToolTip("Add an axis: all combinations are run")
        self.more.clicked.connect(self._add_next)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.addWidget(self.more, MOST_AXES, 0, Qt.AlignmentFlag.AlignLeft)

    def show_groups(self, spec: Spec, groups: Sequence[Sequence[SweepAxis]]) -> None:
        """Show the axes of a sweep of an experiment."""
        self._spec = spec
        for line in tuple(self.lines):
            self._drop(line)
        for group in groups:
            for number, axis in enumerate(group):
                line = self.add(axis.key, ", ".join(map(literal, axis.values)))
                line.together.setChecked(number > 0)

    def add(self, key: str, values: str = "") -> AxisLine:
        """Vary a key, too: with these values, or with some around the present one."""
        line = AxisLine(self._spec, self)
        line.show_axis(key, values or proposed_values(self._spec, key))
        line.removed.connect(lambda: self._drop(line))
        line.entered.connect(self.entered)
        self.lines.append(line)
        self._place()
        return line

    def vary(self, axes: Sequence[tuple[str, str]]) -> None:
        """Vary keys that move together: in the lines that do already, else in further ones.

        The first one comes up with its values chosen; a line keeps what it has of that very key.
        """
        found = []
        for number, (key, values) in enumerate(axes):
            line = next((line for line in self.lines if line.chosen_key == key), None)
            if line is None:
                line = self.add(key, values)
                line.together.setChecked(number > 0)
            elif values and key.startswith("network."):
                line.values.setText(values)  # which layer is meant may be new
            found.append(line)
        found[0].values.setFocus()
        found[0].values.selectAll()

    def groups(self) -> list[list[SweepAxis]]:
        """Return the axes, those that move together in one group.

        Raises
        ------
        SpecError
            With one sentence, if a line is no axis.
        """
        if not self.lines:
            raise SpecError("Nothing is varied: add a setting first.")
        groups: list[list[SweepAxis]] = []
        for line in self.lines:
            axis = line.axis()
            if line.together.isChecked() and groups:
                groups[-1].append(axis)
            else:
                groups.append([axis])
        return groups

    @Slot()
    def _add_next(self) -> None:
        used = {line.chosen_key for line in self.lines}
        keys = [FIRST, "training.seed", *varied_keys(self._spec)]
        self.vary([(next(key for key in keys if key not in used), "")])

    def _drop(self, line: AxisLine) -> None:
        if line not in self.lines:  # of a double click the second
            return
        self.lines.remove(line)
        line.hide()
        line.deleteLater()
        self._place()

    def _place(self) -> None:
        for number, line in enumerate(self.lines):
            self._grid.addWidget(line, number, 0)
            line.together.setVisible(number > 0)
        self.more.setEnabled(len(self.lines) < MOST_AXES)

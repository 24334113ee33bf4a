"""What the plots of a figure show, to be typed: ranges, levels, logarithmic axes, curves left out."""

from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QLineEdit, QWidget

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.errors import ExportError
from nnviz.export.look.field import LookField
from nnviz.export.look.typed import fields_of
from nnviz.export.look.writing import SWITCH
from nnviz.export.shown import Shown
from nnviz.ui.exporting.fields import switch
from nnviz.ui.widgets.tab_order import chain_tabs, stop_before


class _Line(QLineEdit):
    """A line in which Enter takes what was typed, and does not go on to save the figure."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class LookForm(QObject):
    """A field for each choice that the chosen figure has; what was chosen on screen stands in them.

    Parameters
    ----------
    form : QFormLayout
        Gets a row for each of them.
    before : QWidget
        The field of this layout above which they stand.
    snapshot, shown
        What is exported, and what is chosen of it.

    Signals
    -------
    changed
        Something else is shown.
    refused(str)
        Why what was typed cannot be.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, form: QFormLayout, before: QWidget, snapshot: RunInstant, shown: Shown) -> None:
        super().__init__(form)
        self._form, self._before = form, before
        self._snapshot, self.shown = snapshot, shown.of_moment(snapshot)
        self.fields: dict[str, QLineEdit | QCheckBox] = {}
        self._rows: list[LookField] = []

    def show_figure(self, figure: str) -> None:
        """Offer what can be chosen of a figure."""
        self._rows = fields_of(figure, self._snapshot)
        for widget in self.fields.values():
            self._form.removeRow(widget)
        self.fields = {field.key: self._make(field) for field in self._rows}
        chain_tabs(stop_before(self._before), self.fields.values())

    def _make(self, field: LookField) -> QLineEdit | QCheckBox:
        if field.writing is SWITCH:
            box = switch(field.title, field.help)
            box.setChecked(bool(field.kept.get(self.shown, self._snapshot)))
            box.toggled.connect(lambda on: self._take(field, "on" if on else "off"))
            self._form.insertRow(self._end(), "", box)
            return box
        line = _Line(field.words(self.shown, self._snapshot))
        line.setCursorPosition(0)  # of what is long, its beginning
        line.setPlaceholderText(field.writing.empty)
        line.setAccessibleName(field.title)
        line.setToolTip(f"{field.help}, such as {field.writing.example}")
        line.editingFinished.connect(lambda: self._take(field, line.text()))
        label = QLabel(field.title)
        label.setBuddy(line)
        self._form.insertRow(self._end(), label, line)
        return line

    def _end(self) -> int:
        row, _ = cast("tuple[int, object]", self._form.getWidgetPosition(self._before))
        return row

    def _take(self, field: LookField, text: str) -> None:
        if text.strip() == field.words(self.shown, self._snapshot):
            return
        try:
            self.shown = field.typed(self.shown, text, self._snapshot)
        except ExportError as error:
            self._write()
            self.refused.emit(str(error))
            return
        self._write()
        self.changed.emit()

    def _write(self) -> None:
        """Let all fields say what is shown: one may have changed another, and what was refused goes."""
        for field in self._rows:
            widget = self.fields[field.key]
            widget.blockSignals(True)
            if isinstance(widget, QCheckBox):
                widget.setChecked(bool(field.kept.get(self.shown, self._snapshot)))
            else:
                widget.setText(field.words(self.shown, self._snapshot))
                widget.setCursorPosition(0)
            widget.blockSignals(False)

"""A form over some fields of a Spec: labels and controls in two aligned columns."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import Field, value_of
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.choice import ChoiceEditor
from nnviz.ui.forms.row import FieldRow
from nnviz.ui.forms.slider_edit import SliderEditor
from nnviz.ui.widgets.tab_order import chain_tabs, stop_before

LABEL_COLUMN = 11 * GRID
"""Width of the labels at text size 1: the same in every form, so that all controls line up."""
STACKED_FROM = 1.25
"""From this text size on the names of choices stand above them: beside them, what is chosen would be cut."""


class Form(QWidget):
    """Shows fields of a Spec and turns each edit into a new, valid Spec.

    Parameters
    ----------
    wide : sequence of str
        Keys whose slider gets a line of its own.
    labelled : bool
        Whether the controls have their names beside them; without, something else must say what they are.

    Signals
    -------
    changed : Spec, str
        The Spec after a user's edit, and which setting it was. Never emitted by `show_fields`.
    grabbed, settled
        A drag begins, a drag has ended: the edits between them belong together.
    vary_asked : str, str
        The key of a setting that is to be varied, and where: in a "sweep" or on a "map".
    """

    changed = Signal(object, str)
    grabbed = Signal()
    settled = Signal()
    vary_asked = Signal(str, str)

    def __init__(
        self, wide: Sequence[str] = (), parent: QWidget | None = None, labelled: bool = True
    ) -> None:
        super().__init__(parent)
        self._labelled = labelled
        self._wide = frozenset(wide)
        self._spec: Spec | None = None
        self._style = Style()
        self._rows: dict[str, FieldRow] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(1, 1)

    def show_fields(self, spec: Spec, fields: Sequence[Field]) -> None:
        """Show these fields with their values in `spec`; controls that stay keep focus and typed text."""
        self._spec = spec
        if [row.field for row in self._rows.values()] != list(fields):
            self._rebuild(fields)
        for key, row in self._rows.items():
            row.accept(value_of(spec, key))

    def row(self, key: str) -> FieldRow:
        """Return the line of the field `key`; KeyError where it is not shown."""
        return self._rows[key]

    def keys(self) -> tuple[str, ...]:
        """Return the keys shown, from top to bottom."""
        return tuple(self._rows)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def set_style(self, style: Style) -> None:
        """Take colours and sizes."""
        stacked = self._stacks(style) != self._stacks(self._style)
        self._style = style
        if stacked:
            self._place_all()
        if self._labelled:
            self._grid.setColumnMinimumWidth(0, round(LABEL_COLUMN * style.scale))
        for row in self._rows.values():
            row.label.setFixedWidth(round(LABEL_COLUMN * style.scale))
            row.set_style(style)

    def _rebuild(self, fields: Sequence[Field]) -> None:
        old = self._rows
        self._rows = {field.key: self._row_for(field, old.get(field.key)) for field in fields}
        for row in old.values():
            if row is not self._rows.get(row.field.key):
                _remove(row)
        self._place_all()
        self._chain_tabs()
        self.set_style(self._style)

    def _row_for(self, field: Field, old: FieldRow | None) -> FieldRow:
        if old is not None and old.field == field:
            return old
        row = FieldRow(field, self)
        row.edited.connect(self._edit)
        row.grabbed.connect(self.grabbed)
        row.settled.connect(self.settled)
        row.vary_asked.connect(self.vary_asked)
        return row

    def _stacks(self, style: Style) -> bool:
        return self._labelled and style.scale >= STACKED_FROM

    def _place_all(self) -> None:
        for index, row in enumerate(self._rows.values()):
            self._place(row, 3 * index)

    def _place(self, row: FieldRow, line: int) -> None:
        for widget in row.widgets():
            self._grid.removeWidget(widget)
        row.label.setVisible(self._labelled)
        self._grid.addWidget(row.label, line, 0)
        if isinstance(row.editor, ChoiceEditor) and self._stacks(self._style):
            self._grid.addWidget(row.editor, line + 1, 0, 1, 2)
        else:
            self._grid.addWidget(row.editor, line, 1)
        if row.field.key in self._wide and isinstance(row.editor, SliderEditor):
            self._grid.addWidget(row.editor.detach_slider(), line + 1, 0, 1, 2)
        self._grid.addWidget(row.message, line + 2, 0, 1, 2)

    def _chain_tabs(self) -> None:
        """Let Tab go through the rows from top to bottom, where the form stands in its window."""
        chain_tabs(stop_before(self), (stop for row in self._rows.values() for stop in row.editor.stops()))

    def _edit(self, key: str, value: object) -> None:
        if self._spec is None:
            return
        row = self._rows[key]
        try:
            spec = with_value(self._spec, key, value)
        except SpecError as error:
            row.refuse(_sentence(error, key))
            return
        row.clear_message()
        row.accept(value)
        if spec != self._spec:
            self._spec = spec
            self.changed.emit(spec, row.field.title)


def _remove(row: FieldRow) -> None:
    slider = (row.editor.slider,) if isinstance(row.editor, SliderEditor) else ()
    for widget in (*row.widgets(), *slider):
        widget.hide()
        widget.deleteLater()
    row.deleteLater()


def _sentence(error: SpecError, key: str) -> str:
    """Return what is allowed; key and value are left out where they stand just above the message."""
    _, found, allowed = error.reason.partition(" is not allowed: ")
    if error.key != key or not found:
        return error.reason
    return allowed[:1].upper() + allowed[1:]

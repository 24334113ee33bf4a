"""Every guess of an import as a control, in words, beside the table that follows it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QSizePolicy, QWidget

from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import DataColumn, Understood, shown
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.forms.choice import Option, QuietComboBox
from nnviz.ui.importing.guesses import SECTIONS, Guess
from nnviz.ui.importing.uses import WORDS, use_of, uses_of, with_use
from nnviz.ui.importing.words import as_controls

_MOST_NAMED = 6


class ImportForm(QWidget):
    """One list of choices a guess; `changed` carries the Table after a choice, and its key.

    `is_narrow` puts each name above its list, for large text: it needs half of the room all the same.
    """

    changed = Signal(object, str)

    def __init__(self, is_narrow: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_narrow = is_narrow
        self._data: Table | None = None
        self._table: Understood | None = None
        self._column = ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, GRID, 0)
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setColumnStretch(1, 1)
        self.boxes: dict[str, QComboBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._reason = self._note()
        self._about_column = self._note()
        for title, choices in SECTIONS.items():
            self._heading(title)
            for choice in choices:
                self._row(choice.key, choice.title, choice.help)
                self.boxes[choice.key].activated.connect(lambda at, one=choice: self._choose(one, at))
            if title == "Learn":
                self._span(self._reason)
                self._add_column_section()
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def show_table(self, data: Table, table: Understood) -> None:
        """Show what is in force, and what there is to choose; emits nothing."""
        self._data, self._table = data, table
        for choices in SECTIONS.values():
            for choice in choices:
                options = choice.options(data, table)
                self._fill(choice.key, options, getattr(data, choice.key))
        target = table.target
        self._reason.setText(f"because {as_controls(target.reason)}" if target is not None else "")
        self._fill_columns()

    def choose_column(self, name: str) -> None:
        """Show what one column is used for."""
        self._column = name
        if self._table is not None:
            self._fill_columns()

    # How it is put together

    def _add_column_section(self) -> None:
        self._heading("Each column")
        self._row("column", "Column", "Which column; a click into the table chooses it, too")
        self._row("use", "Used as", "What is done with the column")
        self._span(self._about_column)
        self.boxes["column"].activated.connect(lambda at: self.choose_column(self._value("column", at)))
        self.boxes["use"].activated.connect(self._use)

    def _heading(self, title: str) -> None:
        label = QLabel(title)
        label.setProperty("role", "section")
        row = self._grid.rowCount()
        if row > 1:
            label.setContentsMargins(0, GRID, 0, 0)
        self._grid.addWidget(label, row, 0, 1, 2)

    def _row(self, key: str, title: str, tip: str) -> None:
        box = QuietComboBox(self)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8 if self.is_narrow else 17)
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setMaxVisibleItems(20)
        box.setAccessibleName(title)
        box.setAccessibleDescription(tip)
        box.setToolTip(tip)
        label = QLabel(title)
        label.setProperty("role", "note")
        label.setToolTip(tip)
        label.setBuddy(box)
        row = self._grid.rowCount()
        if self.is_narrow:
            self._grid.addWidget(label, row, 0, 1, 2)
            self._grid.addWidget(box, row + 1, 0, 1, 2)
        else:
            self._grid.addWidget(label, row, 0)
            self._grid.addWidget(box, row, 1)
        self.boxes[key], self._labels[key] = box, label

    def _note(self) -> QLabel:
        label = QLabel("", self)
        label.setProperty("role", "note")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _span(self, label: QWidget) -> None:
        self._grid.addWidget(label, self._grid.rowCount(), 0, 1, 2)

    # What it shows and what is chosen

    def _fill(self, key: str, options: Sequence[Option], value: object) -> None:
        box = self.boxes[key]
        box.clear()
        for option in options:
            box.addItem(option.title, option.value)
        values = [option.value for option in options]
        box.setCurrentIndex(values.index(value) if value in values else -1)
        box.setVisible(bool(options))
        self._labels[key].setVisible(bool(options))

    def _fill_columns(self) -> None:
        assert self._table is not None
        assert self._data is not None
        names = [column.name for column in self._table.columns]
        if self._column not in names:
            self._column = names[0]
        self._fill("column", [Option(name, name) for name in names], self._column)
        column = self._table.columns[names.index(self._column)]
        use, possible = use_of(self._table, column), uses_of(self._data, column)
        options = [Option(each, WORDS[each]) for each in dict.fromkeys((*possible, use))]
        self._fill("use", options, use)
        self._about_column.setText(_about(column))

    def _value(self, key: str, at: int) -> str:
        return str(self.boxes[key].itemData(at))

    def _choose(self, choice: Guess, at: int) -> None:
        assert self._table is not None
        assert self._data is not None
        value = self.boxes[choice.key].itemData(at)
        if value != getattr(self._data, choice.key):
            self.changed.emit(choice.chosen(self._data, self._table, value), choice.key)

    def _use(self, at: int) -> None:
        assert self._table is not None
        assert self._data is not None
        use = next(use for use in WORDS if use == self._value("use", at))
        self.changed.emit(with_use(self._data, self._table, self._column, use), "use")


def _about(column: DataColumn) -> str:
    """Return in words what a column holds."""
    parts = [{"id": "counts or names the rows", "ignored": "cannot be used"}.get(column.kind, column.kind)]
    if column.classes:
        names = ", ".join(map(shown, column.classes[:_MOST_NAMED]))
        parts.append(f"{len(column.classes)} values: {names}{', …' * (len(column.classes) > _MOST_NAMED)}")
    parts.append(f"{column.missing:,} missing" if column.missing else "nothing missing")
    return "; ".join(parts)

"""A strip of sliders, one an input: together they choose a point."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QSlider, QWidget

from nnviz.paint.drawing.lettering import spoken
from nnviz.paint.drawing.theme import GRID

STEPS = 1000
DIGITS = 4
LONGEST_NAME = 24
WIDEST_FIELD = 14
"""Figures."""


class InputStrip(QWidget):
    """A name, a slider over the range of the data and a field for each input.

    Signals
    -------
    changed(int, float)
        The input of this number was moved or typed.
    """

    changed = Signal(int, float)

    def __init__(self, names: Sequence[str], ranges: Sequence[tuple[float, float]]) -> None:
        super().__init__()
        self._ranges = tuple(ranges)
        self.sliders: list[QSlider] = []
        self.fields: list[QDoubleSpinBox] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(GRID, 0, GRID, GRID)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(names):
            words = spoken(name)
            label = QLabel(words if len(words) <= LONGEST_NAME else words[: LONGEST_NAME - 1] + "…")
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setToolTip(words)
            for column, widget in enumerate((label, self._slider(row, words), self._field(row, words))):
                grid.addWidget(widget, row, column)

    def _slider(self, row: int, name: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, STEPS)
        slider.setMinimumWidth(8 * GRID)
        slider.setAccessibleName(name)
        slider.setToolTip(f"{name}: the network answers at once")
        slider.valueChanged.connect(lambda step: self._slid(row, step))
        self.sliders.append(slider)
        return slider

    def _field(self, row: int, name: str) -> QDoubleSpinBox:
        low, high = self._ranges[row]
        field = QDoubleSpinBox()
        decimals = max(0, min(8, DIGITS - len(str(int(max(abs(low), abs(high)))))))
        field.setDecimals(decimals)
        farthest = max(1e9, 10.0 * abs(low), 10.0 * abs(high))
        field.setRange(-farthest, farthest)
        field.setSingleStep(max((high - low) / 20, 10.0**-decimals))
        field.setKeyboardTracking(False)
        field.setMaximumWidth(field.fontMetrics().horizontalAdvance("0") * WIDEST_FIELD)
        field.setAccessibleName(f"{name}, typed")
        field.valueChanged.connect(lambda value: self._typed(row, value))
        self.fields.append(field)
        return field

    def show_point(self, point: Sequence[float]) -> None:
        """Stand at a point."""
        for row, value in enumerate(point):
            slider, field = self.sliders[row], self.fields[row]
            with QSignalBlocker(slider), QSignalBlocker(field):
                slider.setValue(self._step(row, value))
                field.setValue(value)

    def _step(self, row: int, value: float) -> int:
        """Return where the slider stands for a value, at an end for one beyond."""
        low, high = self._ranges[row]
        return round(STEPS * min(max((value - low) / (high - low), 0.0), 1.0)) if high > low else 0

    def _slid(self, row: int, step: int) -> None:
        low, high = self._ranges[row]
        value = low + step / STEPS * (high - low)
        with QSignalBlocker(self.fields[row]):
            self.fields[row].setValue(value)
        self.changed.emit(row, value)

    def _typed(self, row: int, value: float) -> None:
        with QSignalBlocker(self.sliders[row]):
            self.sliders[row].setValue(self._step(row, value))
        self.changed.emit(row, value)

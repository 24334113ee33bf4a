"""The kinds of fields of the export window, each with its name and its tip."""

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from nnviz.ui.forms.choice import QuietComboBox


def choices(name: str, entries: dict[str, str]) -> QComboBox:
    """Return a list of titles by value."""
    box = QuietComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(14)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    for value, title in entries.items():
        box.addItem(title, value)
    _describe(box, name, "")
    return box


def quantity(name: str, low: float, high: float, suffix: str, tip: str) -> QDoubleSpinBox:
    """Return a field for a number with a unit."""
    box = QDoubleSpinBox()
    box.setRange(low, high)
    box.setDecimals(1)
    box.setSuffix(suffix)
    _stretch(box)
    _describe(box, name, tip)
    return box


def count(name: str, low: int, high: int, value: int, tip: str) -> QSpinBox:
    """Return a field for a whole number."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setValue(value)
    _stretch(box)
    _describe(box, name, tip)
    return box


def switch(name: str, tip: str) -> QCheckBox:
    """Return something to switch on."""
    box = QCheckBox(name)
    _describe(box, name, tip)
    return box


def _stretch(box: QAbstractSpinBox) -> None:
    """Take what was typed once it is finished; stand below one another as wide as lists do."""
    box.setKeyboardTracking(False)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.UpDownArrows)
    box.lineEdit().setTextMargins(box.fontMetrics().height() // 2, 0, 0, 0)  # text begins below that of lists


def _describe(field: QWidget, name: str, tip: str) -> None:
    field.setAccessibleName(name)
    field.setToolTip(tip)

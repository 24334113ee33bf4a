"""Controls that the forms above a sweep and above a map share."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from nnviz.paint.drawing.theme import GRID


def named(title: str, widget: QWidget) -> QWidget:
    """Return a control with its name at its left; itself where that is empty."""
    if not title:
        return widget
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 2)
    label = QLabel(title)
    label.setProperty("role", "note")
    label.setBuddy(widget)
    row.addWidget(label)
    row.addWidget(widget)
    return whole


def number_box(name: str, low: int, high: int, tip: str) -> QSpinBox:
    """Return a field for a whole number."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setGroupSeparatorShown(True)
    return box

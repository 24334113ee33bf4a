"""Controls that the forms above a sweep and above a map share."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from nnviz.experiment.spec.spec import Spec
from nnviz.paint.drawing.theme import GRID
from nnviz.ui.widgets.combo_box import ComboBox
from nnviz.ui.widgets.flow_layout import FlowLayout


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


def what_box(spec: Spec, name: str, kind: str, shipped: Iterable[tuple[str, str, str]]) -> QComboBox:
    """Return the choice of what is run: the main window's experiment, or what ships (lab, title, name)."""
    box = ComboBox()
    box.setAccessibleName("What is run")
    box.setToolTip(f"The experiment of the main window, or a {kind} that ships with the app")
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(30)
    box.addItem(f"This experiment: {spec.title or name}", "")
    for lab, title, shipped_name in shipped:
        box.addItem(f"{lab} – {title}", shipped_name)
    return box


def number_box(name: str, low: int, high: int, tip: str) -> QSpinBox:
    """Return a field for a whole number."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setAccessibleName(name)
    box.setToolTip(tip)
    box.setGroupSeparatorShown(True)
    box.lineEdit().setTextMargins(GRID, 0, 0, 0)  # the sheet's padding does not reach the text
    return box


def lay_out_form(form: QWidget, fields: Iterable[tuple[str, QWidget]], *below: QWidget, spacing: int) -> None:
    """Lay out named controls, in as many lines as they need, and what stands below them."""
    row = QWidget()
    flow = FlowLayout(row, close=True)
    flow.setContentsMargins(0, 0, 0, 0)
    for title, widget in fields:
        flow.addWidget(named(title, widget))
    column = QVBoxLayout(form)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for part in (row, *below):
        column.addWidget(part)

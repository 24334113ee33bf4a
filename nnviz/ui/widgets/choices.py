"""A list of choices that opens downwards, small and named, as it looks above a picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from nnviz.ui.widgets.combo_box import ComboBox


def choice_box(name: str, items: tuple[str, ...] = ()) -> QComboBox:
    """Return such a list; its name is its tip too."""
    made = ComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.addItems(items)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made

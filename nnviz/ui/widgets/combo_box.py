"""A box with a list that opens, whose entries are painted as the sheet says."""

from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget


class ComboBox(QComboBox):
    """A combo box with one delegate for good.

    The style's own ignores the sheet; and without one of ours Qt makes two more at every change of theme or
    text size, and keeps them all for as long as the box is there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(QStyledItemDelegate(self))

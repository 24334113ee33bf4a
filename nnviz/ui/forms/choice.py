"""A drop-down list of named choices."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from nnviz.ui.forms.editor import Editor
from nnviz.ui.widgets.combo_box import ComboBox


class Option(msgspec.Struct, frozen=True):
    """One entry: the value it stands for, what it is called, and what it does."""

    value: object
    title: str
    help: str = ""


class QuietComboBox(ComboBox):
    """A combo box that scrolling the panel cannot change; a title that does not fit ends in "…"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Paint the box as the style does, the title as far as it fits."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        try:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            field = QStyle.SubControl.SC_ComboBoxEditField
            room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width()
            title = option.fontMetrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
            option.currentText = title
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        finally:
            painter.end()

    def showPopup(self) -> None:
        """Open the list as wide as its longest title, however narrow the box is."""
        view = self.view()
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        view.setMinimumWidth(view.sizeHintForColumn(0) + bar + 2 * view.frameWidth())
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class ChoiceEditor(Editor):
    """Pick one of `choices`; each shows its help as a tooltip in the list."""

    def __init__(self, choices: Sequence[Option], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = tuple(choices)
        self._value: object = None
        self.box = QuietComboBox(self)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(6)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMaxVisibleItems(20)
        for index, choice in enumerate(self._choices):
            self.box.addItem(choice.title)
            self.box.setItemData(index, choice.help, Qt.ItemDataRole.ToolTipRole)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.box)
        self.setFocusProxy(self.box)
        self.box.activated.connect(self._take_index)

    def value(self) -> object:
        """Return the value in force."""
        return self._value

    def set_value(self, value: object) -> None:
        """Choose the entry that stands for `value`; a value without one leaves the box empty."""
        self._value = value
        values = [choice.value for choice in self._choices]
        self.box.setCurrentIndex(values.index(value) if value in values else -1)

    def _take_index(self, index: int) -> None:
        self.edited.emit(self._choices[index].value)
        self.set_value(self._value)  # the one before, where the new one was refused

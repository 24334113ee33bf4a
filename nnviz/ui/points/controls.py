"""The controls of the bar above the picture while points are painted."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QWidget,
)

from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.theme import GRID, Style
from nnviz.ui.forms.choice import QuietComboBox


def row_part() -> tuple[QWidget, QHBoxLayout]:
    """Return a part of the bar, and the row in it."""
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 2)
    return part, row


def toggle_button(text: str, tip: str) -> QToolButton:
    """Return a button that stays pressed."""
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setAccessibleName(text or tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def text_field(name: str, tip: str) -> QLineEdit:
    """Return a field for a number or a formula."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setToolTip(tip)
    field.setMaxLength(400)
    return field


def choice_list(name: str, titles: tuple[str, ...], tip: str) -> QComboBox:
    """Return a list that the wheel does not change in passing."""
    box = QuietComboBox()
    box.addItems(list(titles))
    box.setAccessibleName(name)
    box.setToolTip(tip)
    return box


def class_chip(label: int, colour: str, style: Style) -> QIcon:
    """Return the marker of a class as the picture paints it."""
    side = round(18 * style.scale)
    image = QPixmap(QSize(side, side))
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPath(class_marker(label, 0.36 * side).translated(side / 2, side / 2))
    return QIcon(image)

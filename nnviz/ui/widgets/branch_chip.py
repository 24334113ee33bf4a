"""A dot in the colour of a branch, for menus and lists."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from nnviz.ui.looks.icons import picture_icon

_SIDE = 32
"""Pixels a side: menus and lists make it smaller."""


def chip(colour: str) -> QIcon:
    """Return a dot of a colour (#RRGGBB)."""
    pixmap = QPixmap(_SIDE, _SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QRectF(0, 0, _SIDE, _SIDE).adjusted(6, 6, -6, -6))
    return picture_icon(pixmap)

"""Copying from a picture: its numbers as a table, itself as pixels and as vectors, a value."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPointF, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QContextMenuEvent, QImage, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from nnviz.paint.drawing.theme import Style
from nnviz.spreadsheet_cells import copied_cell
from nnviz.ui.widgets.clipboard import put_on_clipboard


class Copyable(Protocol):
    """What a picture must be able to do to be copied from; it is a QWidget."""

    has_table: bool
    """Whether it shows numbers that `table` returns."""

    def table(self) -> str:
        """Return the numbers that are shown now, separated by tabs."""

    def value_at(self, position: QPointF) -> str:
        """Return what is read at a position, in words; empty where nothing is."""

    def paint_alone(self, painter: QPainter) -> None:
        """Paint the picture without what belongs to the mouse."""

    def plot_style(self) -> Style:
        """Return its colours and sizes."""

    def as_widget(self) -> QWidget:
        """Return itself."""


SCALE = 2
"""Pixels of a copied bitmap for each of the screen's."""


def copy_actions(view: Copyable, position: QPointF) -> list[QAction]:
    """Return what can be copied from a picture, and at a position of it."""
    separator = QAction(view.as_widget())
    separator.setSeparator(True)
    actions, value = [separator], view.value_at(position)
    if view.has_table:
        tip = "The numbers that are shown, for a spreadsheet"
        actions.append(_action(view, "Copy data", tip, lambda: _text(view.table())))
    actions.append(_action(view, "Copy picture", "As pixels and as vectors", lambda: copy_picture(view)))
    if value:
        actions.append(_action(view, "Copy value", "What is under the mouse", lambda: _text(value)))
    return actions


def open_copy_menu(view: Copyable, event: QContextMenuEvent, *more: tuple[str, str, str]) -> None:
    """Open the menu of a picture that offers nothing but copies.

    Parameters
    ----------
    more : tuples of str
        What else can be copied: how it is called, a tip, and the text.
    """
    menu = QMenu(view.as_widget())
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    offered = copy_actions(view, QPointF(event.pos()))
    offered += [_action(view, name, tip, partial(_text, text)) for name, tip, text in more]
    for action in offered:
        action.setParent(menu)  # and goes with it
    menu.addActions(offered)
    menu.popup(event.globalPos())
    event.accept()


def _action(view: Copyable, text: str, tip: str, does: Callable[[], None]) -> QAction:
    action = QAction(text, view.as_widget())
    action.setToolTip(tip)
    action.triggered.connect(does)
    return action


def _text(text: str) -> None:
    content = QMimeData()
    content.setText(text)
    put_on_clipboard(content)


def copy_picture(view: Copyable) -> None:
    """Put the picture on the clipboard, for programs that take bitmaps and for those that take vectors."""
    content = QMimeData()
    content.setImageData(_bitmap(view))
    content.setData("image/svg+xml", _vectors(view))
    put_on_clipboard(content)


def _bitmap(view: Copyable) -> QImage:
    image = QImage(view.as_widget().size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(view.plot_style().theme.paper))
    with QPainter(image) as painter:
        view.paint_alone(painter)
    return image


def _vectors(view: Copyable) -> QByteArray:
    from PySide6.QtSvg import QSvgGenerator  # noqa: PLC0415 (the app starts sooner without)

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(view.as_widget().size())
    generator.setViewBox(QRectF(view.as_widget().rect()))
    with QPainter(generator) as painter:
        painter.fillRect(view.as_widget().rect(), QColor(view.plot_style().theme.paper))
        view.paint_alone(painter)
    return buffer.data()


def tab_separated(columns: Mapping[str, Sequence[float | None]]) -> str:
    """Return a table with its names in the first line, as spreadsheets take it."""
    lines = ["\t".join(map(copied_cell, columns))]
    lines += ["\t".join(map(_number, row)) for row in zip(*columns.values(), strict=True)]
    return "\n".join(lines) + "\n"


def _number(value: float | None) -> str:
    return "" if value is None or math.isnan(value) else repr(value)

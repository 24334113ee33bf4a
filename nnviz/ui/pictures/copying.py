"""Copying from a picture: its numbers as a table, itself as pixels and as vectors, a value."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QPointF, QRectF
from PySide6.QtGui import QAction, QColor, QImage, QPainter

from nnviz.ui.pictures.painted import Painted
from nnviz.ui.widgets.clipboard import put_on_clipboard

SCALE = 2
"""Pixels of a copied bitmap for each of the screen's."""


def copy_actions(view: Painted, position: QPointF) -> list[QAction]:
    """Return what can be copied from a picture, and at a position of it."""
    separator = QAction(view)
    separator.setSeparator(True)
    actions, value = [separator], view.value_at(position)
    if view.has_table:
        tip = "The numbers that are shown, for a spreadsheet"
        actions.append(_action(view, "Copy data", tip, lambda: _text(view.table())))
    actions.append(_action(view, "Copy picture", "As pixels and as vectors", lambda: copy_picture(view)))
    if value:
        actions.append(_action(view, "Copy value", "What is under the mouse", lambda: _text(value)))
    return actions


def _action(view: Painted, text: str, tip: str, does: Callable[[], None]) -> QAction:
    action = QAction(text, view)
    action.setToolTip(tip)
    action.triggered.connect(does)
    return action


def _text(text: str) -> None:
    content = QMimeData()
    content.setText(text)
    put_on_clipboard(content)


def copy_picture(view: Painted) -> None:
    """Put the picture on the clipboard, for programs that take bitmaps and for those that take vectors."""
    content = QMimeData()
    content.setImageData(_bitmap(view))
    content.setData("image/svg+xml", _vectors(view))
    put_on_clipboard(content)


def _bitmap(view: Painted) -> QImage:
    image = QImage(view.size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(QColor(view.plot_style().theme.paper))
    with QPainter(image) as painter:
        view.paint_alone(painter)
    return image


def _vectors(view: Painted) -> QByteArray:
    from PySide6.QtSvg import QSvgGenerator  # noqa: PLC0415 (the app starts sooner without)

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(view.size())
    generator.setViewBox(QRectF(view.rect()))
    with QPainter(generator) as painter:
        painter.fillRect(view.rect(), QColor(view.plot_style().theme.paper))
        view.paint_alone(painter)
    return buffer.data()


def tab_separated(columns: Mapping[str, Sequence[float | None]]) -> str:
    """Return a table with its names in the first line, as spreadsheets take it."""
    lines = ["\t".join(columns)]
    lines += ["\t".join(map(_number, row)) for row in zip(*columns.values(), strict=True)]
    return "\n".join(lines) + "\n"


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)

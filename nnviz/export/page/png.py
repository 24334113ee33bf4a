"""Bitmaps as PNG."""

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from nnviz.export.errors import ExportError


def png_of(image: QImage) -> bytes:
    """Return a bitmap as PNG; made in memory, since Qt does not say why a file could not be written.

    Raises
    ------
    ExportError
        If there is not enough memory.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # PySide accepts text only
        raise ExportError(
            f"{image.width()} x {image.height()} pixels are too many for the memory: choose a smaller size."
        )
    return bytes(buffer.data().data())

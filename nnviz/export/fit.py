"""Cutting empty margins off a figure while its width stays: the canvas is enlarged until the ink fills it."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

from nnviz.experiment.snapshot import Snapshot
from nnviz.export.figure import Figure
from nnviz.export.look import Look
from nnviz.paint.theme import Style

ROUNDS = 4
"""Layouts react to their size in steps (other ticks, other words), so a few rounds are needed."""
CLOSE = 1.0
"""Units by which the ink may miss the width."""
LARGEST = 6000.0
"""Units a side that are looked at."""


def fitted(
    figure: Figure, snapshot: Snapshot, style: Style, look: Look, size: QSizeF
) -> tuple[QRectF, QRectF]:
    """Return the canvas to paint into and the part of it that holds all ink and is as wide as `size`.

    A picture that is limited by its height (a square plot on a wide page) gets a higher canvas, one that
    leaves space at its sides a wider one.
    """

    def paint(painter: QPainter, canvas: QRectF) -> None:
        figure.paint(painter, canvas, snapshot, style, look)

    width, height = size.width(), size.height()
    canvas = QRectF(0.0, 0.0, width, height)
    ink = ink_of(paint, canvas)
    for _ in range(ROUNDS):
        missing = size.width() - ink.width()
        if abs(missing) <= CLOSE or ink.isEmpty():
            break
        if missing > 0.15 * size.width() and height < LARGEST:
            height = min(height * size.width() / ink.width(), LARGEST)  # limited by its height
        else:
            width = min(width + missing, LARGEST)
        canvas = QRectF(0.0, 0.0, width, height)
        ink = ink_of(paint, canvas)
    centre = ink.center().x()
    return canvas, QRectF(centre - size.width() / 2, ink.top(), size.width(), ink.height())


def ink_of(paint: Callable[[QPainter, QRectF], None], canvas: QRectF) -> QRectF:
    """Return the smallest rectangle that holds what `paint` paints into `canvas`; the canvas for nothing."""
    border = 16  # what a painter might put outside is seen as well
    width, height = round(canvas.width()) + 2 * border, round(canvas.height()) + 2 * border
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    try:
        painter.translate(border, border)
        paint(painter, canvas)
    finally:
        painter.end()
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(height, image.bytesPerLine() // 4)
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    if not len(rows):
        return canvas
    left, top = int(columns[0]) - border, int(rows[0]) - border
    return QRectF(left, top, int(columns[-1]) - border + 1 - left, int(rows[-1]) - border + 1 - top)

"""Cutting empty margins off a figure while its width stays: the canvas is enlarged until the ink fills it."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter

Paint = Callable[[QPainter, QRectF], None]
"""Paints a picture into a canvas."""

ROUNDS = 4
"""Layouts react to their size in steps (other ticks, other words), so a few rounds are needed."""
CLOSE = 1.0
"""Units by which the ink may miss the width."""
OUTSIDE = 120
"""Units around the canvas in which ink is seen as well: a label may reach so far."""
LARGEST = 6000.0
"""Units a side that are looked at."""


def fitted(paint: Paint, size: QSizeF, *, grows: bool) -> tuple[QRectF, QRectF]:
    """Return the canvas to paint into and the part of it that holds all ink and is as wide as `size`.

    Where no canvas makes the ink so narrow, the part is wider, as nothing is ever cut off.

    A picture that is limited by its height (a square plot on a wide page) gets a higher canvas, one that
    leaves space at its sides a wider one; one that does not grow is tried once.
    """
    width, height = size.width(), size.height()
    tried: list[tuple[QRectF, QRectF]] = []
    for _ in range(1 + ROUNDS if grows else 1):
        canvas = QRectF(0.0, 0.0, width, height)
        ink = ink_of(paint, canvas)
        tried.append((canvas, ink))
        missing = size.width() - ink.width()
        if abs(missing) <= CLOSE or ink.isEmpty():
            break
        if missing > 0.15 * size.width() and height < LARGEST:
            height = min(height * size.width() / ink.width(), LARGEST)  # limited by its height
        else:
            width = min(width + missing, LARGEST)
    fitting = [each for each in tried if each[1].width() <= size.width() + CLOSE]
    canvas, ink = max(fitting, key=_width_of_ink) if fitting else min(tried, key=_width_of_ink)
    breadth = max(size.width(), ink.width())
    return canvas, QRectF(ink.center().x() - breadth / 2, ink.top(), breadth, ink.height())


def _width_of_ink(tried: tuple[QRectF, QRectF]) -> float:
    return tried[1].width()


def ink_of(paint: Paint, canvas: QRectF) -> QRectF:
    """Return the smallest rectangle that holds what `paint` paints into `canvas`; the canvas for nothing."""
    width, height = round(canvas.width()) + 2 * OUTSIDE, round(canvas.height()) + 2 * OUTSIDE
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.translate(OUTSIDE, OUTSIDE)
        paint(painter, canvas)
    pixels = np.frombuffer(image.constBits(), dtype=np.uint32).reshape(height, image.bytesPerLine() // 4)
    rows, columns = np.flatnonzero(pixels.any(axis=1)), np.flatnonzero(pixels.any(axis=0))
    if not len(rows):
        return canvas
    left, top = int(columns[0]) - OUTSIDE, int(rows[0]) - OUTSIDE
    return QRectF(left, top, int(columns[-1]) - OUTSIDE + 1 - left, int(rows[-1]) - OUTSIDE + 1 - top)

"""Strokes on a drawing pad: painted as they were drawn, and as the image that a network is shown.

MNIST's images were made so: the digit fits a square of 20 of the 28 pixels, and its centre of mass is in the
middle (LeCun, Cortes, Burges). Small images, as those of 8 x 8, are filled, with the digit in the middle.
"""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset, Image
from nnviz.experiment.snapshot.drawing import Drawing, Strokes
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved

PEN = 0.075
"""Width of a stroke on the pad, of its side."""
BOX = 20 / 28
"""Share of a side that the drawing fills."""
FILLED = 16
"""Images of fewer pixels a side are filled."""
INK, INK_FILLED = 0.095, 0.15
"""Width of a stroke in the image, of its side: then as much is covered as in the data, on average."""
FINER = 4
"""The image is painted with so many times the pixels a side, and averaged."""
LEAST = 0.12
"""A drawing of less than this share of the pad is a dot, and is not blown up."""


def paint_strokes(painter: QPainter, square: QRectF, strokes: Strokes, style: Style) -> None:
    """Paint strokes into a square as they were drawn."""
    with saved(painter):
        _draw(painter, strokes, square.topLeft(), square.width(), PEN * square.width(), style.theme.ink)


def drawing_of(strokes: Strokes, data: Dataset) -> Drawing | None:
    """Return strokes as an image of the data; None without strokes, or where the data are no images."""
    if data.image is None or not any(strokes):
        return None
    low, high = data.domain[0]
    ink = np.repeat(ink_of(strokes, data.image)[:, :, np.newaxis], data.image[2], axis=2)
    return Drawing(strokes, tuple((low + (high - low) * ink).ravel().tolist()))


def ink_of(strokes: Strokes, image: Image) -> Floats:
    """Return how much of each pixel of an image is covered, (height, width) from 0 to 1."""
    height, width = image[:2]
    side = min(height, width)
    pen = (INK if side >= FILLED else INK_FILLED) * side
    xs, ys = np.array([touch[:2] for stroke in strokes for touch in stroke]).T
    box = side * (BOX if side >= FILLED else 1.0)
    scale = (box - pen) / max(float(np.ptp(xs)), float(np.ptp(ys)), LEAST)
    middle = (xs.min() + xs.max()) / 2, (ys.min() + ys.max()) / 2
    offset = QPointF(width / 2 - scale * middle[0], height / 2 - scale * middle[1])
    ink = _painted(strokes, (height, width), offset, scale, pen)
    if side < FILLED or not ink.any():
        return ink
    rows, columns = (np.arange(count) + 0.5 for count in (height, width))
    mass = ink.sum()
    shift = QPointF(
        width / 2 - float((ink.sum(axis=0) * columns).sum() / mass),
        height / 2 - float((ink.sum(axis=1) * rows).sum() / mass),
    )
    return _painted(strokes, (height, width), offset + shift, scale, pen)


def _painted(strokes: Strokes, size: tuple[int, int], offset: QPointF, scale: float, pen: float) -> Floats:
    height, width = size
    fine = QImage(width * FINER, height * FINER, QImage.Format.Format_Grayscale8)
    fine.fill(0)
    with QPainter(fine) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(painter, strokes, offset * FINER, scale * FINER, pen * FINER, "#FFFFFF")
    bits = np.frombuffer(fine.constBits(), dtype=np.uint8).reshape(height * FINER, fine.bytesPerLine())
    pixels = bits[:, : width * FINER].reshape(height, FINER, width, FINER)
    return np.asarray(pixels.mean(axis=(1, 3)) / 255.0)


def _draw(
    painter: QPainter, strokes: Strokes, offset: QPointF, scale: float, width: float, colour: str
) -> None:
    pen = QPen(
        QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )
    for stroke in strokes:
        places = [QPointF(offset.x() + scale * x, offset.y() + scale * y) for x, y, _ in stroke]
        if len({touch[2] for touch in stroke}) == 1 and len(places) > 1:
            pen.setWidthF(width * _broad(stroke[0][2]))
            painter.setPen(pen)
            painter.drawPolyline(places)
            continue
        for k, place in enumerate(places):
            pen.setWidthF(width * _broad(stroke[k][2]))
            painter.setPen(pen)
            painter.drawLine(places[max(k - 1, 0)], place) if k else painter.drawPoint(place)


def _broad(pressure: float) -> float:
    """Return how much broader or finer a stroke is under a pressure; 1 under that of a mouse."""
    return 0.4 + 0.6 * math.sqrt(min(max(pressure, 0.0), 1.0))

"""Hundreds of small marks of a few looks: each look is painted once, and put down wherever it is wanted.

To paint an outline takes several times as long as to copy its image, and points that follow training are
painted several times a second, while the window waits. An image lies at a quarter of a pixel, so that points
still move smoothly. On paper, and where a painter is turned, marks stay outlines.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from nnviz.arrays import Floats
from nnviz.paint.drawing.markers import class_marker
from nnviz.paint.drawing.tools import is_on_paper

FINE = 4
"""Places of a mark within a pixel, in each direction."""
FEW = 32
"""Looks that are worth an image; where each point has a colour of its own, none of them comes again."""
KEPT = 4096
"""Images that are kept: of a few hundred bytes each."""
REACH = 1.5
"""How far the outline of a mark goes from its centre, at most, in radii."""

Mark = tuple[int, QColor]
"""The class whose shape a mark has, and its colour."""


def paint_marks(painter: QPainter, places: Floats, marks: Sequence[Mark], radius: float, edge: QPen) -> None:
    """Paint marks one after the other, so that no class covers the others.

    Parameters
    ----------
    painter : QPainter
    places : ndarray, shape (n, 2)
        The centres, in the painter's units; finite, and not far outside.
    marks : sequence of (int, QColor)
        Of each place: its class, which gives its shape, and its colour.
    radius : float
        Of the marks, in the painter's units.
    edge : QPen
        The line around each.
    """
    scale = _scale_of(painter)
    looks = [(shape, colour.rgba()) for shape, colour in marks]
    if scale is None or len(set(looks)) > FEW:
        _paint_outlines(painter, places, marks, radius, edge)
    else:
        of_all = radius * scale, edge.color().rgba(), edge.widthF() * scale
        _put_down_images(painter, places, looks, of_all)


def _scale_of(painter: QPainter) -> float | None:
    """Return how many pixels of an image a unit of the painter has; None where marks are to stay outlines."""
    whole = painter.deviceTransform()
    is_plain = not whole.isRotating() and whole.m11() == whole.m22() > 0.0
    return None if is_on_paper(painter) or not is_plain else whole.m11()


def _paint_outlines(
    painter: QPainter, places: Floats, marks: Sequence[Mark], radius: float, edge: QPen
) -> None:
    painter.setPen(edge)
    for (shape, colour), (x, y) in zip(marks, places.tolist(), strict=True):
        painter.setBrush(colour)
        painter.drawPath(class_marker(shape, radius).translated(x, y))


def _put_down_images(
    painter: QPainter, places: Floats, looks: list[tuple[int, int]], of_all: tuple[float, int, float]
) -> None:
    """Copy the images of marks, of a radius, and a colour and a width of their line, in pixels."""
    whole = painter.deviceTransform()
    fine = np.rint(FINE * (places * whole.m11() + [whole.dx(), whole.dy()])).astype(np.int64)
    corners = (fine // FINE - _half(of_all[0], of_all[2])).tolist()
    within = (fine % FINE).tolist()
    images: dict[tuple[int, int, int, int], QImage] = {}  # asked for once each, which is sooner
    before = painter.worldTransform()
    painter.setWorldTransform(whole.inverted()[0] * before)  # a unit is a pixel of the device now
    for look, (x, y), (right, down) in zip(looks, corners, within, strict=True):
        wanted = *look, right, down
        image = images.get(wanted)
        if image is None:
            image = images[wanted] = _image(*wanted, *of_all)
        painter.drawImage(x, y, image)
    painter.setWorldTransform(before)


def _half(radius: float, width: float) -> int:
    return ceil(REACH * radius + width) + 1


@lru_cache(maxsize=KEPT)
def _image(shape: int, fill: int, right: int, down: int, radius: float, line: int, width: float) -> QImage:
    """Return the image of a mark whose centre lies some quarters of a pixel right of and below its middle."""
    half = _half(radius, width)
    image = QImage(2 * half, 2 * half, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = np.array([[half + right / FINE, half + down / FINE]])
        edge = QPen(QColor.fromRgba(line), width)
        edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        _paint_outlines(painter, centre, [(shape, QColor.fromRgba(fill))], radius, edge)
    return image

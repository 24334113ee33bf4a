"""The shapes of the classes, as outlines around the origin: colour is never the only difference."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath, QPolygonF

from nnviz.paint.drawing.theme import CLASS_MARKERS, OF_THEIR_OWN

_THIN = 0.36
"""Half the breadth of the arms of plus and cross, in radii."""


def class_marker(index: int, radius: float) -> QPainterPath:
    """Return the outline for class `index`, centred at the origin; all look about equally large.

    Where colours come again the shapes go on by one, so that a hundred classes differ in one of the two.
    """
    again, place = divmod(index, OF_THEIR_OWN)
    return marker(CLASS_MARKERS[(place + again) % OF_THEIR_OWN], radius)


@lru_cache(maxsize=256)
def marker(shape: str, radius: float) -> QPainterPath:
    """Return the outline of a shape of `CLASS_MARKERS`; `radius` is that of the circle of like area."""
    path = QPainterPath()
    if shape == "circle":
        path.addEllipse(QPointF(0.0, 0.0), radius, radius)
    elif shape == "square":
        half = 0.89 * radius
        path.addRect(QRectF(-half, -half, 2 * half, 2 * half))
    else:
        corners = _CORNERS[shape]
        path.addPolygon(QPolygonF([QPointF(radius * x, -radius * y) for x, y in corners]))
        path.closeSubpath()
    return path


def _regular(count: int, radius: float, inner: float | None = None) -> list[tuple[float, float]]:
    """Return the corners of a polygon standing on its base, or of a star with points at `radius`."""
    radii = [radius] if inner is None else [radius, inner]
    steps = count * len(radii)
    angles = [math.pi / 2 + 2 * math.pi * k / steps for k in range(steps)]
    return [
        (radii[k % len(radii)] * math.cos(a), radii[k % len(radii)] * math.sin(a))
        for k, a in enumerate(angles)
    ]


def _plus(turn: float) -> list[tuple[float, float]]:
    arm, thin = 1.15, _THIN
    quarter = [(arm, -thin), (arm, thin), (thin, thin)]
    corners = []
    for k in range(4):
        angle = turn + k * math.pi / 2
        corners += [
            (x * math.cos(angle) - y * math.sin(angle), x * math.sin(angle) + y * math.cos(angle))
            for x, y in quarter
        ]
    return corners


_CORNERS = {
    "triangle": [(x, y - 0.1) for x, y in _regular(3, 1.4)],
    "diamond": _regular(4, 1.25),
    "cross": _plus(math.pi / 4),
    "plus": _plus(0.0),
    "star": _regular(5, 1.45, 0.65),
    "pentagon": _regular(5, 1.15),
    "triangle down": [(x, 0.1 - y) for x, y in _regular(3, 1.4)],
    "bar": [(-1.35, -0.55), (1.35, -0.55), (1.35, 0.55), (-1.35, 0.55)],
}

"""The panels of a scene as one figure."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.look import Look
from nnviz.lecture.scene import Scene
from nnviz.paint.drawing.theme import Style

GAP = 16.0
WORDS = ("about",)
"""Panels of text, which a handout prints beside the picture."""


def scene_figure(scene: Scene, snapshot: Snapshot) -> Figure:
    """Return a figure of those panels of a scene that there are pictures of at this moment."""
    figures = [FIGURES[name] for name in scene.panels if name not in WORDS]
    shown = [figure for figure in figures if not figure.missing(snapshot)] or [FIGURES["network"]]

    def paint(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, look: Look) -> None:
        for figure, place in zip(shown, places(len(shown), scene.arrangement, rect), strict=True):
            figure.paint(painter, place, snapshot, style, look)

    return Figure("scene", scene.title, in_proportion(0.5), paint)


def places(count: int, arrangement: str, rect: QRectF) -> list[QRectF]:
    """Return where each of one to four panels lies, the first one first.

    An empty arrangement makes the first panel the largest, at the left; one panel fills the room.
    """
    if count == 1 or arrangement == "one":
        return [rect] * count
    if arrangement == "columns":
        return _cut(rect, [1.0] * count, across=True)
    if arrangement == "rows":
        return _cut(rect, [1.0] * count, across=False)
    if arrangement == "grid" and count > 2:
        rows = _cut(rect, [1.0, 1.0], across=False)
        above = (count + 1) // 2
        return [
            *_cut(rows[0], [1.0] * above, across=True),
            *_cut(rows[1], [1.0] * (count - above), across=True),
        ]
    if arrangement == "large top":
        top, bottom = _cut(rect, [3.0, 2.0], across=False)
        return [top, *_cut(bottom, [1.0] * (count - 1), across=True)]
    left, right = _cut(rect, [3.0, 2.0], across=True)
    return [left, *_cut(right, [1.0] * (count - 1), across=False)]


def _cut(rect: QRectF, shares: Sequence[float], across: bool) -> list[QRectF]:
    """Return parts of a rectangle, side by side or one below the other."""
    length = (rect.width() if across else rect.height()) - GAP * (len(shares) - 1)
    at, parts = rect.left() if across else rect.top(), []
    for share in shares:
        part = length * share / sum(shares)
        parts.append(
            QRectF(at, rect.top(), part, rect.height())
            if across
            else QRectF(rect.left(), at, rect.width(), part)
        )
        at += part + GAP
    return parts

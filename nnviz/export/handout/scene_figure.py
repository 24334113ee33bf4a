"""The panels of a scene as one figure."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.look.coming_update import ComingUpdate
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.explain.formulas.step import Depth, Phase
from nnviz.explain.update.case import case_of
from nnviz.explain.update.walk import Walk
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.shown import Shown
from nnviz.lecture.scene import Scene
from nnviz.paint.drawing.theme import Style

GAP = 16.0
PHASES = {
    "": Phase.INPUT,
    "start": Phase.INPUT,
    "forward": Phase.FORWARD,
    "loss": Phase.LOSS,
    "backward": Phase.BACKWARD,
    "gradient": Phase.GRADIENT,
    "update": Phase.CHANGE,
}
"""What a lecture calls the phases of an update."""
WORDS = ("about",)
"""Panels of text, which a handout prints beside the picture."""


def scene_figure(scene: Scene, snapshot: Snapshot) -> Figure:
    """Return a figure of those panels of a scene that there are pictures of at this moment."""
    left_out = (*WORDS, "network") if "explanation" in scene.panels else WORDS  # an explanation shows it, lit
    figures = [FIGURES[name] for name in scene.panels if name not in left_out]
    shown = [figure for figure in figures if not figure.missing(snapshot)] or [FIGURES["network"]]

    def paint(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, look: Shown) -> None:
        for figure, place in zip(shown, places(len(shown), scene.arrangement, rect), strict=True):
            figure.paint(painter, place, snapshot, style, look)

    return Figure("scene", scene.title, in_proportion(0.5), paint)


def look_of(scene: Scene, snapshot: Snapshot) -> Shown:
    """Return what the panels of a scene show: the walk where it stands."""
    if scene.walk is None or snapshot.look(ComingUpdate) is None:
        return Shown()
    walk, phase = Walk(case_of(snapshot, scene.walk.sample - 1)), PHASES[scene.walk.phase]
    key = next(key for key in walk.children(None) if key.phase is phase)
    layers = [part for part in walk.children(key) if part.layer == scene.walk.layer]
    depth = Depth[scene.walk.depth.upper()]
    return Shown(step=walk.step(walk.at_depth(layers[0] if layers else key, depth)))


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

"""The panels of a scene as one figure."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.handout.highlight import paint_highlighted_network, paint_region
from nnviz.export.handout.strokes import paint_strokes
from nnviz.export.shown import Shown
from nnviz.lecture.arrangement import PanelPlace, places
from nnviz.lecture.scene import Scene
from nnviz.paint.drawing.theme import Style

GAP = 16.0
WORDS = ("about",)
"""Panels of text, which a handout prints beside the picture."""
_NAMES = {"map": "training_map"}
"""Figures that are called otherwise than the panel."""
Paint = Callable[[QPainter, QRectF, RunInstant, Style, Shown], None]


def scene_figure(scene: Scene, snapshot: RunInstant) -> Figure:
    """Return a figure of those panels of a scene that there are pictures of at this moment."""
    left_out = (*WORDS, "network") if "explanation" in scene.panels else WORDS  # an explanation shows it, lit
    figures = {name: FIGURES[_NAMES.get(name, name)] for name in scene.panels if name not in left_out}
    shown = [name for name, figure in figures.items() if not figure.missing(snapshot)] or ["network"]

    def paint(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, look: Shown) -> None:
        found = dict(zip(shown, _rects(len(shown), scene, rect), strict=True))
        for name, place in found.items():
            _paint_panel(name, scene)(painter, place, snapshot, style, look)
        paint_strokes(painter, scene.strokes, found, style)

    return Figure("scene", scene.title, in_proportion(0.5), paint)


def _rects(count: int, scene: Scene, rect: QRectF) -> Sequence[QRectF]:
    whole = PanelPlace(rect.left(), rect.top(), rect.width(), rect.height())
    found = places(count, scene.arrangement, whole, GAP)
    return [QRectF(place.left, place.top, place.width, place.height) for place in found]


def _paint_panel(name: str, scene: Scene) -> Paint:
    """Return what paints a panel with what the scene lights in it."""
    figure = FIGURES[_NAMES.get(name, name)]

    def paint(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, look: Shown) -> None:
        lights = name == "network" and paint_highlighted_network(
            painter, rect, snapshot, style, scene.highlight
        )
        if not lights:
            figure.paint(painter, rect, snapshot, style, look)
            paint_region(painter, rect, name, snapshot, style, scene.highlight)

    return paint

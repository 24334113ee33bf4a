"""The panels of a scene as one figure."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.coming_update import ComingUpdate
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.explain.update.of_snapshot import case_of
from nnviz.explain.update.walk import Walk
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.figures.catalogue import FIGURES
from nnviz.export.handout.walk_place import key_of, sample_of
from nnviz.export.shown import Shown
from nnviz.lecture.arrangement import PanelPlace, places
from nnviz.lecture.scene import Scene
from nnviz.paint.drawing.theme import Style

GAP = 16.0
WORDS = ("about",)
"""Panels of text, which a handout prints beside the picture."""


def scene_figure(scene: Scene, snapshot: Snapshot) -> Figure:
    """Return a figure of those panels of a scene that there are pictures of at this moment."""
    left_out = (*WORDS, "network") if "explanation" in scene.panels else WORDS  # an explanation shows it, lit
    figures = [FIGURES[name] for name in scene.panels if name not in left_out]
    shown = [figure for figure in figures if not figure.missing(snapshot)] or [FIGURES["network"]]

    def paint(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, look: Shown) -> None:
        whole = PanelPlace(rect.left(), rect.top(), rect.width(), rect.height())
        found = places(len(shown), scene.arrangement, whole, GAP)
        for figure, place in zip(shown, found, strict=True):
            figure.paint(
                painter, QRectF(place.left, place.top, place.width, place.height), snapshot, style, look
            )

    return Figure("scene", scene.title, in_proportion(0.5), paint)


def look_of(scene: Scene, snapshot: Snapshot) -> Shown:
    """Return what the panels of a scene show: the walk where it stands."""
    if scene.walk is None or snapshot.look(ComingUpdate) is None:
        return Shown()
    walk = Walk(case_of(snapshot, sample_of(scene, snapshot)))
    return Shown(step=walk.step(key_of(scene.walk, walk)))

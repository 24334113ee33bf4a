"""The figure of a map of trainings, which its window shows; of a snapshot that has its look."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.drawing.theme import Style
from nnviz.paint.maps.look import MapLook
from nnviz.paint.maps.picture import paint_map


def _missing(snapshot: Instant) -> str:
    if snapshot.look(MapLook) is None:
        return "this is a picture of many runs: open the map of trainings, run it, and export it there."
    return ""


def _paint(painter: QPainter, rect: QRectF, snapshot: Instant, style: Style, shown: Shown) -> None:
    look = shown.map_of(snapshot)
    if look is not None:
        paint_map(painter, rect, look, style)


TRAINING_MAP = Figure("training_map", "Map of trainings", in_proportion(0.7), _paint, _missing, moves=False)

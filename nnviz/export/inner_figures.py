"""Figures of what goes on inside a run: answers by class, layers, the loss around the weights, the past."""

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.experiment.snapshot import Snapshot
from nnviz.experiment.surface import LEVELS, Surface, Terrain, plane_of_path, surfaces
from nnviz.export.figure import Figure
from nnviz.export.look import Look
from nnviz.paint.answers import READING, paint_tables
from nnviz.paint.health import paint_health
from nnviz.paint.histogram import paint_histograms
from nnviz.paint.lettering import draw_text, elided
from nnviz.paint.surface_map import paint_surface_map
from nnviz.paint.theme import Style
from nnviz.paint.timeline import HEIGHT, paint_timeline
from nnviz.paint.timeline_picture import picture_of
from nnviz.paint.tools import metrics

UNKNOWN = "{} is not known here: open its panel in the window, or use the command line."


def _paint_confusion(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, look: Look) -> None:
    line = metrics(style).height()
    painter.setPen(QColor(style.theme.quiet))
    row = QRectF(rect.left(), rect.top(), rect.width(), line)
    draw_text(painter, row, elided(READING, row.width(), style), style)
    paint_tables(painter, rect.adjusted(0.0, 1.5 * line, 0.0, 0.0), snapshot, style, look.boundary)


def _no_confusion(snapshot: Snapshot) -> str:
    return "" if snapshot.split.train.is_classification else "Only classes can be confused, not numbers."


def _paint_health(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, _look: Look) -> None:
    paint_health(painter, rect, snapshot, style)


def _paint_histograms(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, _look: Look) -> None:
    assert snapshot.health is not None
    paint_histograms(painter, rect, snapshot.health.now, style)


def _no_curves(snapshot: Snapshot) -> str:
    health = snapshot.health
    too_early = health is not None and len(health.epochs) < 2
    return "The layers have no curves yet: train first." if too_early else _no_health(snapshot)


def _no_health(snapshot: Snapshot) -> str:
    return "" if snapshot.health is not None else UNKNOWN.format("The health of the network")


def _paint_surface(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, _look: Look) -> None:
    assert snapshot.terrain is not None
    paint_surface_map(painter, rect, _finest_surface(snapshot.terrain), style)


@lru_cache(maxsize=2)  # one page is painted several times
def _finest_surface(terrain: Terrain) -> Surface:
    """Return the loss over the plane nearest to the path, as the window shows it first."""
    *_, finest = surfaces(terrain, plane_of_path(terrain), LEVELS[-1:])
    return finest


def _no_surface(snapshot: Snapshot) -> str:
    return "" if snapshot.terrain is not None else UNKNOWN.format("The loss around the weights")


def _paint_timeline(painter: QPainter, rect: QRectF, snapshot: Snapshot, style: Style, _look: Look) -> None:
    assert snapshot.timeline is not None
    height = HEIGHT * style.scale
    line = QRectF(rect.topLeft() + QPointF(0.0, (rect.height() - height) / 2), rect.size())
    line.setHeight(height)
    paint_timeline(painter, line, picture_of(snapshot.timeline, style.theme), style)


def _no_timeline(snapshot: Snapshot) -> str:
    return "" if snapshot.timeline is not None else UNKNOWN.format("The past of the run")


def _in_proportion(share: float) -> Callable[[float], float]:
    return lambda width: share * width


INNER_FIGURES = (
    Figure("confusion", "Confusion of classes", _in_proportion(0.5), _paint_confusion, _no_confusion),
    Figure("health", "Health of the layers", _in_proportion(0.9), _paint_health, _no_curves),
    Figure("histograms", "Histograms by layer", _in_proportion(0.6), _paint_histograms, _no_health),
    Figure("surface", "Loss around the weights", _in_proportion(0.8), _paint_surface, _no_surface),
    Figure("timeline", "Timeline", lambda _width: HEIGHT, _paint_timeline, _no_timeline),
)

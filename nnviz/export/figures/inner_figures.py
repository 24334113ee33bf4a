"""Figures of what goes on inside a run: layers, the loss around the weights, the past."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from nnviz.experiment.look.surface import LEVELS, surfaces
from nnviz.experiment.results.several import Several
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.instants.data_instant import DataInstant
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.surface import LossSurface, WeightPlane
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.export.figure import Figure, in_proportion
from nnviz.export.shown import Shown
from nnviz.paint.charts.health import paint_health
from nnviz.paint.charts.histogram import holding_all, paint_histograms
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.scatter_matrix import has_scatter, paint_scatter_matrix
from nnviz.paint.past.timeline import HEIGHT, paint_timeline
from nnviz.paint.past.timeline_picture import picture_of
from nnviz.paint.surface.map import paint_surface_map
from nnviz.paint.surface.options import Window
from nnviz.paint.surface.solid import paint_surface_solid

UNKNOWN = "{} is not known here: open its panel in the window, or use the command line."


def _paint_health(painter: QPainter, rect: QRectF, snapshot: RunInstant, style: Style, shown: Shown) -> None:
    paint_health(painter, rect, snapshot, style, shown.health)


def _paint_histograms(painter: QPainter, rect: QRectF, snapshot: Instant, style: Style, shown: Shown) -> None:
    health = snapshot.look(HealthView)
    assert health is not None
    paint_histograms(painter, rect, health.now, style, shown.health)


def _holding_all(shown: Shown, moments: Iterable[RunInstant]) -> Shown:
    healths = [view.now for view in (moment.look(HealthView) for moment in moments) if view is not None]
    return replace(shown, health=holding_all(shown.health, healths))


def _no_curves(snapshot: Instant) -> str:
    health = snapshot.look(HealthView)
    too_early = health is not None and len(health.epochs) < 2
    return "The layers have no curves yet: train first." if too_early else _no_health(snapshot)


def _no_health(snapshot: Instant) -> str:
    return "" if snapshot.look(HealthView) is not None else UNKNOWN.format("The health of the network")


def _paint_surface(painter: QPainter, rect: QRectF, snapshot: Instant, style: Style, shown: Shown) -> None:
    terrain = snapshot.look(Terrain)
    assert terrain is not None
    surface = _finest_surface(terrain, shown.plane_of, shown.surface.window)
    if shown.camera is None:
        paint_surface_map(painter, rect, surface, style, shown.surface)
    else:
        paint_surface_solid(painter, rect, surface, style, shown.camera, shown.surface)


@lru_cache(maxsize=2)  # one page is painted several times
def _finest_surface(
    terrain: Terrain, plane_of: Callable[[Terrain], WeightPlane], window: Window | None
) -> LossSurface:
    """Return the loss over the part that is chosen of a plane, as fine as the window shows it in the end."""
    *_, finest = surfaces(terrain, plane_of(terrain).part(window), LEVELS[-1:])
    return finest


def _no_surface(snapshot: Instant) -> str:
    return "" if snapshot.look(Terrain) is not None else UNKNOWN.format("The loss around the weights")


def _paint_timeline(painter: QPainter, rect: QRectF, snapshot: Instant, style: Style, _shown: Shown) -> None:
    timeline = snapshot.look(TimelineView)
    assert timeline is not None
    height = HEIGHT * style.scale
    line = QRectF(rect.topLeft() + QPointF(0.0, (rect.height() - height) / 2), rect.size())
    line.setHeight(height)
    paint_timeline(painter, line, picture_of(timeline, style.theme, snapshot.look(Several)), style)


def _no_timeline(snapshot: Instant) -> str:
    return "" if snapshot.look(TimelineView) is not None else UNKNOWN.format("The past of the run")


def _paint_scatter(
    painter: QPainter, rect: QRectF, snapshot: DataInstant, style: Style, shown: Shown
) -> None:
    paint_scatter_matrix(painter, rect, snapshot, style, shown.scatter)


def _no_scatter(snapshot: DataInstant) -> str:
    return (
        ""
        if has_scatter(snapshot.split.train)
        else "Scatter plots need two inputs or more that are no image."
    )


INNER_FIGURES = (
    Figure("scatter", "Scatter plots of the inputs", in_proportion(1.0), _paint_scatter, _no_scatter),
    Figure("health", "Health of the layers", in_proportion(0.9), _paint_health, _no_curves),
    Figure(
        "histograms",
        "Histograms by layer",
        in_proportion(0.6),
        _paint_histograms,
        _no_health,
        holding_all=_holding_all,
    ),
    Figure("surface", "Loss around the weights", in_proportion(0.8), _paint_surface, _no_surface),
    Figure("timeline", "Timeline", lambda _width: HEIGHT, _paint_timeline, _no_timeline),
)

"""What stands still in all pictures of an animation: axes, scales, and which units are drawn."""

from collections.abc import Callable

from msgspec.structs import replace

from nnviz.experiment.look.surface import plane_of_all_moments
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.experiment.snapshot.surface import WeightPlane
from nnviz.experiment.snapshot.terrain import Terrain
from nnviz.export.moment import moment_of
from nnviz.export.shown import Shown
from nnviz.paint.charts.chart import Chart
from nnviz.paint.charts.curves import charts_of, counting_of
from nnviz.paint.charts.health import health_charts
from nnviz.paint.charts.options import CurvesOptions, HealthOptions
from nnviz.paint.drawing.theme import Theme
from nnviz.paint.network.content.of_moment import content_of
from nnviz.paint.network.seen import SeenUnits
from nnviz.paint.network.weights_scale import round_limit

SHORTEST = 1e-9
"""Of an axis of epochs, where nothing was trained."""


def standing_still(shown: Shown, last: RunInstant, theme: Theme) -> Shown:
    """Return what is shown with everything chosen that would otherwise follow each picture.

    Parameters
    ----------
    shown : Shown
        What was chosen so far, which stays.
    last : RunInstant
        The moment of the last picture, with the curves up to it.
    theme : Theme
    """
    content = content_of(last, shown.quantity)
    return replace(
        shown,
        plane_of=_plane_of(shown, last),
        curves=_curves(shown.curves, last, theme),
        health=_health(shown.health, last, theme),
        limit=round_limit(content.largest),
        seen=shown.seen or SeenUnits(content.active),
        longest_moment=moment_of(last),
    )


def _plane_of(shown: Shown, last: RunInstant) -> Callable[[Terrain], WeightPlane]:
    """Return how the plane of the loss is found: that of the last moment, at all of them."""
    terrain = last.look(Terrain)
    return shown.plane_of if terrain is None else plane_of_all_moments(terrain, shown.plane_of)


def _curves(options: CurvesOptions, last: RunInstant, theme: Theme) -> CurvesOptions:
    end = max(counting_of(last, options).at(last.epoch), SHORTEST)
    there = charts_of(last, theme, options)[0].x_range if options.log_epochs else (0.0, end)
    whole = replace(options, epochs=options.epochs or there)
    charts = charts_of(last, theme, whole)
    loss, accuracy = (_range_of(charts, name) for name in ("loss", "accuracy"))
    return replace(whole, loss=options.loss or loss, accuracy=options.accuracy or accuracy)


def _range_of(charts: tuple[Chart, ...], name: str) -> tuple[float, float] | None:
    """Return what the axis of y of this name shows; None without one, or without anything on it."""
    return next((chart.y_range for chart in charts if chart.y.label == name and not chart.is_empty), None)


def _health(options: HealthOptions, last: RunInstant, theme: Theme) -> HealthOptions:
    charts = health_charts(last, theme, options)
    if charts[0].is_empty:
        return options
    whole = replace(options, epochs=charts[0].x_range)
    for chart in charts:
        whole = whole.with_values(chart.y.label, chart.y_range)
    return whole

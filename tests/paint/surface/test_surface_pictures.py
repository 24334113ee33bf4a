"""Pictures of health and of loss surfaces: something is painted, in every theme, where it belongs."""

import numpy as np
import pytest
from pictures import render

from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.health_view import HealthView
from nnviz.experiment.snapshot.surface import LossSurface, WeightPlane
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.paint.charts.health import health_charts, paint_health
from nnviz.paint.charts.histogram import paint_histograms
from nnviz.paint.drawing.theme import DARK, LIGHT, PROJECTOR, Style
from nnviz.paint.surface.camera import Camera
from nnviz.paint.surface.map import paint_surface_map, surface_axes
from nnviz.paint.surface.scale import surface_scale
from nnviz.paint.surface.solid import paint_surface_solid

NETWORK = {"layers": [2, 3, 1], "activation": ["relu", "sigmoid"]}
SPEC = spec_from_dict({"data": {"name": "xor"}, "network": NETWORK})


def bowl(side=17):
    s, t = np.meshgrid(np.linspace(-1, 1, side), np.linspace(-1, 1, side))
    zero = np.zeros(2)
    path = np.array([[-0.8, 0.6], [-0.3, 0.1], [0.0, 0.0]])
    plane = WeightPlane(zero, zero, zero, (-1.0, 1.0, -1.0, 1.0), (0.0, 0.0), ("one", "two"), path)
    return LossSurface(plane, 1.0 + s**2 + t**2, 1.0)


@pytest.fixture(scope="module")
def snapshot(qapp):
    session = Session(SPEC)
    session.advance(5 * session.updates_in("epoch"))
    return session.snapshot(ScoresWish(), HealthWish())


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_everything_is_painted_in_every_theme(snapshot, theme):
    style = Style(theme)
    for paint in (
        lambda painter, rect, style: paint_health(painter, rect, snapshot, style),
        lambda painter, rect, style: paint_histograms(painter, rect, snapshot.look(HealthView).now, style),
        lambda painter, rect, style: paint_surface_map(painter, rect, bowl(), style),
        lambda painter, rect, style: paint_surface_solid(painter, rect, bowl(), style, Camera()),
    ):
        colours = np.unique(render(paint, style).reshape(-1, 3), axis=0)
        assert len(colours) > 20


def test_charts_are_those_that_mean_something(snapshot):
    labels = [chart.y.label for chart in health_charts(snapshot, LIGHT)]
    assert labels == ["gradient norm", "update / weights", "saturated", "dead units"]


def test_the_map_is_brightest_where_the_loss_is_least(qapp):
    style = Style(LIGHT)
    areas = []

    def paint(painter, rect, style):
        areas.append(surface_axes(rect, bowl(), style).plot)
        paint_surface_map(painter, rect, bowl(), style)

    pixels = render(paint, style).astype(int)
    plot = areas[0]
    near = pixels[int(plot.center().y()) - 12, int(plot.center().x()) + 12].sum()
    corner = pixels[int(plot.top()) + 4, int(plot.right()) - 4].sum()
    assert near > corner


def test_losses_of_many_sizes_get_a_logarithmic_scale():
    assert not surface_scale(np.array([1.0, 2.0])).log
    scale = surface_scale(np.array([0.001, 1.0, np.nan]))
    assert scale.log
    assert scale.share(np.array([0.001, 1.0])).tolist() == [0.0, 1.0]
    assert scale.loss(1.0) == pytest.approx(1.0)
    flat = surface_scale(np.array([0.25, 0.25]))
    assert flat.low < 0.25 < flat.high


def test_the_camera_turns_lengths_into_themselves_and_stays_above():
    camera = Camera().turned(50.0, 20.0)
    points = np.random.default_rng(0).standard_normal((20, 3))
    assert np.linalg.norm(camera.project(points), axis=1) == pytest.approx(np.linalg.norm(points, axis=1))
    assert camera.turned(0.0, 500.0).elevation == 90.0
    assert camera.turned(0.0, -500.0).elevation > 0.0
    above = Camera(0.0, 90.0).project(np.array([[1.0, 2.0, 3.0]]))
    assert above[0] == pytest.approx([1.0, 2.0, 3.0])

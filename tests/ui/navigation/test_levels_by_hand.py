"""Levels of colours, chosen on the key of a plot."""

import numpy as np
import pytest
from msgspec.structs import replace
from plot_mouse import Mouse, on_screen
from PySide6.QtCore import QPointF

from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.ui.navigation import loading
from nnviz.ui.navigation.plots import kept_levels
from nnviz.ui.views.boundary_view import BoundaryView
from nnviz.ui.views.surface_panel import SurfacePanel


@pytest.fixture(scope="module")
def session():
    run = Session(spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}}))
    run.advance(2100)
    return run


@pytest.fixture
def view(qtbot, session):
    return on_screen(qtbot, BoundaryView(), session)


def place(key, value):
    return QPointF(key.axes.plot.center().x(), float(key.axes.y.place(value)))


def test_an_edge_of_the_key_is_dragged_inwards(view):
    (key,) = view.level_keys()
    before, window = view.grab().toImage(), view.plots()
    Mouse(view).drag(place(key, 1.0), place(key, 0.7))
    assert view.options.levels == (0.0, pytest.approx(0.7, abs=0.01))
    view.hover(None)
    assert view.grab().toImage() != before
    assert view.plots() == window  # the picture itself stays where it is


def test_the_region_is_moved_as_a_whole_and_stays_on_the_key(view):
    view.show_levels((0.4, 0.6))
    (key,) = view.level_keys()
    Mouse(view).drag(place(key, 0.5), place(key, 0.3))
    assert view.options.levels == pytest.approx((0.2, 0.4), abs=0.01)
    Mouse(view).drag(place(key, 0.3), place(key, -0.5))
    low, high = view.options.levels
    assert (low, high) == pytest.approx((0.0, 0.2), abs=0.01)


def test_the_wheel_over_the_key_draws_levels_together_about_the_mouse(view):
    (key,) = view.level_keys()
    Mouse(view).wheel(place(key, 0.5), 30.0)
    low, high = view.options.levels
    assert 0.0 < low < 0.5 < high < 1.0
    assert low + high == pytest.approx(1.0, abs=0.02)
    assert view.options.window is None


def test_a_double_click_on_the_key_takes_all_colours_again_and_no_more(view):
    view.show_ranges(0, (0.2, 0.8), (0.2, 0.8))
    view.show_levels((0.4, 0.6))
    (key,) = view.level_keys()
    Mouse(view).double_click(place(key, 0.5))
    assert view.options.levels is None
    assert view.options.window == (0.2, 0.8, 0.2, 0.8)


def test_other_data_have_no_levels_chosen(view):
    view.show_levels((0.4, 0.6))
    other = Session(spec_from_dict({"data": {"name": "moons"}, "network": {"layers": [2, 3, 1]}}))
    view.show_snapshot(other.snapshot(*view.wishes()))
    assert view.options.levels is None


def test_what_has_no_bar_of_colours_has_no_levels(view):
    blobs = {"name": "blobs", "classes": 4}
    many = Session(spec_from_dict({"data": blobs, "network": {"layers": [2, 4], "activation": "softmax"}}))
    view.show_snapshot(many.snapshot(*view.wishes()))
    assert view.level_keys() == ()
    view.show_levels((0.4, 0.6))
    assert view.options.levels is None


def test_losses_have_levels_on_a_logarithmic_key(qtbot, session):
    loading.load_now()
    panel = SurfacePanel()
    qtbot.addWidget(panel)
    panel.resize(500, 420)
    panel.show()
    panel.show_snapshot(session.snapshot(*panel.wishes()))
    qtbot.waitUntil(lambda: not panel.tasks.is_busy, timeout=30_000)
    view, wide = panel.view, np.geomspace(1e-3, 10.0, panel.view.surface.losses.size)
    view.show_surface(replace(view.surface, losses=wide.reshape(view.surface.losses.shape)))
    (key,) = view.level_keys()
    assert key.axes.y.log
    middle = float(np.sqrt(key.axes.y.low * key.axes.y.high))
    Mouse(view).drag(place(key, key.axes.y.high), place(key, middle))
    assert view.options.levels == (pytest.approx(key.axes.y.low), pytest.approx(middle, rel=0.05))
    panel.tasks.cancel()


@pytest.mark.parametrize("chosen", [(0.7, 0.7), (0.9, 0.1), (float("nan"), 1.0), (0.0, 1.0), None])
def test_levels_are_never_upside_down_or_one(chosen):
    kept = kept_levels(chosen, (0.0, 1.0))
    assert kept is None or kept[0] < kept[1]

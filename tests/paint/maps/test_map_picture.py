"""The picture of a map: each pixel where its values are, in the colour that the key gives its number."""

import numpy as np
import pictures
import pytest
from msgspec.structs import replace
from pictures import render
from PySide6.QtCore import QPointF, QRectF

from nnviz.experiment.maps.axes import axis
from nnviz.experiment.maps.standings import MapStandings
from nnviz.experiment.maps.training_map import Block, TrainingMap
from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.results.map_standing import QUANTITIES, edges
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.reading import load_spec
from nnviz.paint.drawing.theme import DARK, LIGHT, PRINT, PROJECTOR, Style
from nnviz.paint.maps.look import MapLook, whole_of
from nnviz.paint.maps.picture import map_axes, paint_map, paint_map_cursor, pixel_at, readout
from nnviz.paint.maps.runs import prepare_runs
from nnviz.paint.maps.scale import MapScale, map_scale, rgb

RECT = QRectF(0, 0, 600, 400)
RATE, SCALE = "training.learning_rate", "network.init_scale"
SHAPE = (4, 6)


def standing_like(loss, diverged=None, size=1):
    """Return a standing map with these losses, (rows, columns), runs that diverged among them."""
    spec = load_spec(find("xor-truth-table"))
    trainings = TrainingMap(
        spec,
        axis(spec, RATE, 0.01, 10.0, SHAPE[1], by_factors=True),
        axis(spec, SCALE, 0.5, 2.0, SHAPE[0]),
        Criterion("loss", 0.1),
    )
    standings = MapStandings(trainings)
    diverged = np.zeros(SHAPE, np.int64) if diverged is None else diverged
    for row in range(0, SHAPE[0], size):
        for column in range(0, SHAPE[1], size):
            one = np.array([loss[row, column]])
            gone = np.array([diverged[row, column]])
            at = np.array([column]), np.array([row])
            learned = np.where(one <= 0.1, 5.0, np.nan)
            standings.add(Block(*at, size, one, one, learned, gone, gone + 3))
    return standings.now()


@pytest.fixture
def look(qapp):
    loss = np.geomspace(0.001, 1.0, SHAPE[0] * SHAPE[1]).reshape(SHAPE)
    diverged = np.zeros(SHAPE, np.int64)
    diverged[:, -1] = 12
    loss[:, -1] = np.nan
    return MapLook(standing_like(loss, diverged))


def painted(look, style):
    return render(lambda painter, rect, style: paint_map(painter, rect, look, style), style)


def sample(image, axes, x, y):
    """Return the colour of the picture at values of the axes, and the size that `render` gave it."""
    return image[round(float(axes.y.place(y))), round(float(axes.x.place(x)))][:3]


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR, PRINT], ids=lambda theme: theme.name)
def test_every_pixel_has_the_colour_of_its_run(look, theme):
    style = Style(theme)
    image = painted(look, style)
    axes = map_axes(QRectF(0, 0, image.shape[1], image.shape[0]), look, style)
    scale = map_scale(look)
    wanted = scale.colours(look.standing, theme)
    x, y = edges(look.standing.x), edges(look.standing.y)
    for row in range(SHAPE[0]):
        for column in range(SHAPE[1]):
            # a quarter into the pixel: the strokes are in the middle
            at = (x[column] ** 0.85 * x[column + 1] ** 0.15, y[row] * 0.85 + y[row + 1] * 0.15)
            np.testing.assert_allclose(sample(image, axes, *at), wanted[row, column], atol=2)
    assert tuple(wanted[0, -1]) == rgb(theme.warning)
    assert scale.patches == (("diverged", "diverged"),)


def test_a_place_leads_to_its_pixel_and_back(look):
    axes = map_axes(RECT, look, Style(LIGHT))
    for column, rate in enumerate(look.standing.x.values):
        for row, scale in enumerate(look.standing.y.values):
            place = QPointF(float(axes.x.place(rate)), float(axes.y.place(scale)))
            assert pixel_at(axes, look.standing, place) == (column, row)
    assert pixel_at(axes, look.standing, QPointF(1, 1)) is None
    window = replace(look, window=(0.001, 0.005, 0.5, 2.0))
    axes = map_axes(RECT, window, Style(LIGHT))
    assert pixel_at(axes, look.standing, axes.plot.center()) is None  # left of all runs


def test_the_readout_says_what_came_out(look):
    rows = {row.name: row.values[0] for row in readout(look, (0, 0))}
    assert rows["Learning rate"] == "0.01"
    assert rows["training loss"] == "0.001"
    assert rows["learned at epoch"] == "5"
    gone = {row.name: row.values[0] for row in readout(look, (SHAPE[1] - 1, 0))}
    assert gone["diverged at update"] == "12"
    assert "training loss" not in gone
    last = {row.name: row.values[0] for row in readout(look, (SHAPE[1] - 2, SHAPE[0] - 1))}
    assert last["learned"] == "not within these epochs"


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_quantity_levels_marks_and_cursor_are_painted(look, quantity):
    plain = painted(replace(look, quantity=quantity), Style(LIGHT))
    full = replace(look, quantity=quantity, lines=True)
    # of this map only losses and accuracies cross a level between neighbours
    assert (painted(full, Style(LIGHT)) != plain).any() == (quantity in ("loss", "accuracy"))

    def paint(painter, rect, style):
        paint_map(painter, rect, full, style)
        paint_map_cursor(painter, rect, full, style, map_axes(rect, full, style).plot.center())

    assert (render(paint, Style(LIGHT)) != painted(full, Style(LIGHT))).any()


def test_nothing_known_and_hopeless_numbers_are_painted_too(qapp):
    spec = load_spec(find("xor-truth-table"))
    trainings = TrainingMap(spec, axis(spec, RATE, 0.1, 1.0, 3), axis(spec, "training.seed", 0, 0, 1))
    empty = MapLook(MapStandings(trainings).now())
    all_gone = MapLook(standing_like(np.full(SHAPE, np.nan), np.full(SHAPE, 3)))
    vast = np.full(SHAPE, 0.1)
    vast[0] = [1e247, 1e308, 1e-300, 0.0, 1.0, np.inf]
    for look in (empty, all_gone, MapLook(standing_like(vast))):
        for quantity in QUANTITIES:
            for levels in (False, True):
                painted(replace(look, quantity=quantity, lines=levels), Style(LIGHT))
    assert map_scale(MapLook(standing_like(vast))).heights.high < 1e5


def test_what_was_known_before_is_seen_until_the_part_is_there(look):
    whole = whole_of(look.standing)
    part = replace(look, window=(whole[0], whole[1], 1.0, 1.5))
    spec = load_spec(find("xor-truth-table"))
    fresh = MapStandings(TrainingMap(spec, look.standing.x, axis(spec, SCALE, 1.0, 1.5, 4))).now()
    waiting = replace(part, standing=fresh, before=look.standing)
    axes = map_axes(pictures.RECT, waiting, Style(LIGHT))
    image = painted(waiting, Style(LIGHT))
    known = map_scale(replace(waiting, before=look.standing)).colours(look.standing, LIGHT)
    rate = look.standing.x.values[0]
    np.testing.assert_allclose(sample(image, axes, rate, 1.1), known[1, 0], atol=2)
    blank = painted(replace(waiting, before=None), Style(LIGHT))
    np.testing.assert_allclose(sample(blank, axes, rate, 1.1), rgb(LIGHT.surface), atol=2)


def test_runs_of_unequal_width_are_where_their_values_are(qapp):
    spec = load_spec(find("lab-a-xor"))
    x = axis(spec, "training.epochs", 1, 40, 8, by_factors=True)  # whole numbers: 1, 2, 3, 5, 8, 14, 24, 40
    trainings = TrainingMap(spec, x, axis(spec, SCALE, 2.0, 1.0, 2))
    standings = MapStandings(trainings)
    count = len(x.values)
    for row in range(2):
        loss = np.linspace(row, row + 0.9, count)
        none, whole = np.full(count, np.nan), np.zeros(count, np.int64)
        standings.add(Block(np.arange(count), np.full(count, row), 1, loss, none, none, whole, whole))
    look = MapLook(standings.now())
    image, axes = painted(look, Style(LIGHT)), map_axes(pictures.RECT, look, Style(LIGHT))
    wanted = map_scale(look).colours(look.standing, LIGHT)
    for column, value in enumerate(x.values):
        for row, scale in enumerate(trainings.y.values):  # downwards: the first is the upper one
            np.testing.assert_allclose(sample(image, axes, value, scale), wanted[row, column], atol=2)


def test_colours_are_worked_out_once_and_only_for_what_is_shown(look, monkeypatch):
    worked_out = []
    colours = MapScale.colours
    monkeypatch.setattr(
        MapScale, "colours", lambda *asked: (worked_out.append(asked[0].quantity), colours(*asked))[1]
    )
    first = painted(replace(look, standing=replace(look.standing)), Style(LIGHT))
    worked_out.clear()
    prepare_runs(look, LIGHT)
    assert np.array_equal(painted(look, Style(LIGHT)), first)
    assert not np.array_equal(painted(replace(look, window=(0.1, 1.0, 0.5, 2.0)), Style(LIGHT)), first)
    assert worked_out == ["loss"]
    assert not np.array_equal(painted(replace(look, levels=(0.01, 0.1)), Style(LIGHT)), first)
    painted(replace(look, quantity="learned"), Style(LIGHT))
    assert np.array_equal(painted(look, Style(LIGHT)), first)
    assert worked_out == ["loss", "loss", "learned", "loss"]

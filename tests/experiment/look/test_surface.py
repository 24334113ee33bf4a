"""Loss surfaces: their values against the engine, their planes, the path on them."""

import numpy as np
import pytest

from nnviz.engine.evaluate import flat_parameters, parameter_views
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.surface import (
    plane_of_path,
    plane_of_random_directions,
    plane_of_weights,
    surfaces,
)
from nnviz.experiment.look.terrain import TerrainWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.terrain import Terrain, weight_names, weight_places
from nnviz.experiment.spec.reading import spec_from_dict

SPEC = spec_from_dict(
    {"data": {"name": "xor"}, "network": {"layers": [2, 2, 1]}, "training": {"learning_rate": 0.8}}
)


@pytest.fixture(scope="module")
def session():
    made = Session(SPEC)
    made.advance(30 * made.updates_in("epoch"))
    return made


@pytest.fixture(scope="module")
def terrain(session):
    return session.snapshot(ScoresWish(), TerrainWish()).look(Terrain)


def test_the_path_leads_from_the_first_weights_to_the_present_ones(session, terrain):
    assert np.array_equal(terrain.path[0], flat_parameters(terrain.network, *Session(SPEC).parameters()))
    assert np.array_equal(terrain.present, flat_parameters(terrain.network, *session.parameters()))
    assert len(terrain.path) == 31
    assert terrain.loss_at(terrain.present) == session.metrics().train.loss


def test_rows_and_parameters_are_the_same_numbers(session, terrain):
    weights, biases = session.parameters()
    again = parameter_views(terrain.network, terrain.present)
    for one, other in zip((*weights, *biases), (*again[0], *again[1]), strict=True):
        assert np.array_equal(one, other)


def test_names_say_which_number_it_is(session, terrain):
    weights, biases = session.parameters()
    places = dict(zip(weight_names(terrain.network), weight_places(terrain.network), strict=True))
    assert len(places) == terrain.network.parameter_count
    assert terrain.present[places["w₁₂⁽¹⁾"]] == weights[0][1, 0]
    assert terrain.present[places["b₁⁽²⁾"]] == biases[1][0]


def test_a_plane_of_two_weights_has_their_values_as_axes(terrain):
    plane = plane_of_weights(terrain, 0, 6)
    *_, surface = surfaces(terrain, plane, (3, 5))
    s_low, s_high, t_low, t_high = plane.extent
    changed = terrain.present.copy()
    first, second = (weight_places(terrain.network)[k] for k in (0, 6))
    changed[first] = s_low + plane.offset[0] + 0.75 * (s_high - s_low)
    changed[second] = t_low + plane.offset[1] + 0.25 * (t_high - t_low)
    assert surface.losses[1, 3] == pytest.approx(terrain.loss_at(changed), rel=1e-12)
    assert plane.path[-1].tolist() == [0.0, 0.0]
    assert plane.path[0] + plane.offset == pytest.approx(terrain.path[0][[first, second]])


def test_random_directions_are_as_long_as_the_weights_and_repeatable(terrain):
    plane, again, other = (plane_of_random_directions(terrain, seed) for seed in (1, 1, 2))
    assert np.array_equal(plane.first, again.first)
    assert not np.array_equal(plane.first, other.first)
    (direction, _), _ = parameter_views(terrain.network, plane.first)
    (weights, _), _ = parameter_views(terrain.network, terrain.present)
    assert np.linalg.norm(direction, axis=0) == pytest.approx(np.linalg.norm(weights, axis=0))
    assert plane.first @ plane.second == pytest.approx(0.0, abs=1e-12)


def test_the_main_directions_come_nearest_to_the_path(terrain):
    plane = plane_of_path(terrain)
    assert np.linalg.norm(plane.first) == pytest.approx(1.0)
    assert plane.first @ plane.second == pytest.approx(0.0, abs=1e-12)
    far = terrain.path - terrain.path.mean(axis=0)
    spread = [np.sum((far @ direction) ** 2) for direction in (plane.first, plane.second)]
    assert spread[0] >= spread[1]
    random = plane_of_random_directions(terrain, 0).first
    assert spread[0] > np.sum((far @ random) ** 2) / (random @ random)
    s_low, s_high, t_low, t_high = plane.extent
    assert (plane.path > [s_low, t_low]).all()
    assert (plane.path < [s_high, t_high]).all()


def test_before_the_first_update_there_is_a_plane_too():
    terrain = Session(SPEC).snapshot(ScoresWish(), TerrainWish()).look(Terrain)
    plane = plane_of_path(terrain)
    (surface,) = surfaces(terrain, plane, (5,))
    assert np.isfinite(surface.losses).all()


def test_moments_of_one_run_have_the_same_examples_by_which_a_surface_is_known_again():
    run = Session(SPEC)
    first = run.snapshot(TerrainWish()).look(Terrain)
    run.advance(3)
    later = run.snapshot(TerrainWish()).look(Terrain)
    assert later.X is first.X
    assert later.Y is first.Y
    assert not np.array_equal(later.present, first.present)


def test_each_level_contains_the_one_before(terrain):
    coarse, fine = surfaces(terrain, plane_of_path(terrain), (5, 9))
    assert np.array_equal(coarse.losses, fine.losses[::2, ::2])
    assert not fine.losses.flags.writeable


def test_stale_surfaces_end_at_once(terrain):
    asked = []
    found = list(
        surfaces(terrain, plane_of_path(terrain), (9,), lambda: bool(asked.append(1)) or len(asked) > 3)
    )
    assert found == []
    assert len(asked) == 4

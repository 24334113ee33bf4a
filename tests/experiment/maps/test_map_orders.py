"""What a map is asked to show: its axes, a part of them, how it stands on the way, and the maps that ship."""

import math
from itertools import pairwise

import numpy as np
import pytest

from nnviz.experiment.maps.axes import axis
from nnviz.experiment.maps.named_maps import map_named, shipped_maps
from nnviz.experiment.maps.order import (
    AxisOrder,
    MapOrder,
    limits,
    map_keys,
    present_value,
    proposed_axis,
    title_of,
)
from nnviz.experiment.maps.standings import MapStandings, standing_of
from nnviz.experiment.maps.training_map import Block, TrainingMap, trainings_of
from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.results.map_standing import QUANTITIES, MapAxis, edges
from nnviz.experiment.results.map_words import sentence_of
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.weights_file import experiment_at

RATE, SCALE = "training.learning_rate", "network.init_scale"
SPEC = experiment_at("lab-c-circles")


def _order(x=None, y=None, **changes):
    x = x or AxisOrder(RATE, 0.01, 10.0, by_factors=True)
    return MapOrder(x, y or AxisOrder(SCALE, 0.1, 4.0), **{"side": 8} | changes)


def test_edges_lie_between_neighbours():
    np.testing.assert_allclose(edges(MapAxis("a", (1.0, 2.0, 4.0))), [0.5, 1.5, 3.0, 5.0])
    np.testing.assert_allclose(
        edges(MapAxis("a", (0.1, 1.0, 10.0), by_factors=True)), 10.0 ** np.array([-1.5, -0.5, 0.5, 1.5])
    )
    np.testing.assert_allclose(edges(MapAxis("a", (3.0,))), [2.5, 3.5])
    assert (np.diff(edges(MapAxis("a", (2.0, 1.0, 0.0)))) < 0).all()


@pytest.mark.parametrize("window", [(0.05, 2.0), (0.3, 0.300001), (1.0, 1.02)])
def test_the_pixels_of_a_part_fill_its_window(window):
    trainings = trainings_of(_order(), SPEC, window, (0.2, 0.3))
    ends = edges(trainings.x)
    np.testing.assert_allclose([ends[0], ends[-1]], window, rtol=1e-3 * (window[1] / window[0] - 1))
    assert trainings.x.by_factors == (window == (0.05, 2.0))
    np.testing.assert_allclose(edges(trainings.y)[[0, -1]], [0.2, 0.3], rtol=1e-4)
    assert len(set(trainings.x.values)) == 8


def test_a_part_stays_within_what_a_key_takes():
    trainings = trainings_of(_order(AxisOrder(RATE, 0.0, 1.0)), SPEC, (-5.0, 1.0), None)
    assert min(trainings.x.values) >= 0.0
    with pytest.raises(SpecError, match="takes no number between"):
        trainings_of(_order(AxisOrder(RATE, 0.0, 1.0)), SPEC, (-5.0, -1.0), None)
    seeds = trainings_of(_order(AxisOrder("training.seed", 0, 99), side=16), SPEC, (2.4, 6.2), None)
    assert seeds.x.values == (3, 4, 5, 6)
    assert trainings_of(_order(AxisOrder("training.seed", 0, 9)), SPEC, (2.6, 2.9), None).x.values == (3,)


@pytest.mark.parametrize("name", ["lab-c-circles", "lab-a-xor", "lab-e-moons-tanh", "regression-sine"])
def test_every_key_that_is_proposed_makes_a_map(name):
    spec = experiment_at(name)
    keys = map_keys(spec)
    assert {RATE, SCALE, "training.seed", "network.layers.1"} <= set(keys)
    for key in keys:
        proposed = proposed_axis(spec, key)
        other = AxisOrder(SCALE, 0.5, 1.0) if key != SCALE else AxisOrder(RATE, 0.1, 1.0)
        trainings = trainings_of(MapOrder(proposed, other, side=4), spec)
        low, high = limits(spec, key)
        assert all(low <= value <= high for value in trainings.x.values)
        assert title_of(key, spec) == keys[key] != key
        assert present_value(spec, key) is not None


def test_one_weight_is_an_axis_around_its_start():
    key = "network.weights.1.2.1"
    start = present_value(SPEC, key)
    proposed = proposed_axis(SPEC, key)
    assert proposed.low < start < proposed.high
    assert title_of(key, SPEC) == "w₁₂⁽¹⁾ at the start"
    assert title_of("network.biases.2.1", SPEC) == "b₁⁽²⁾ at the start"
    assert present_value(SPEC, "network.weights.9.1.1") is None
    assert present_value(SPEC, "network.weights.0.1.1") is None
    assert present_value(SPEC, "nosuch.key") is None


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (_order(AxisOrder("", 0, 1)), "Choose the two settings"),
        (_order(AxisOrder("network.activation", 0, 1)), "no single number"),
        (_order(AxisOrder(RATE, math.nan, 1)), "finite"),
        (_order(AxisOrder(RATE, 1, 1)), "different"),
        (_order(AxisOrder(RATE, -1, 1, by_factors=True)), "above 0"),
        (_order(AxisOrder(SCALE, 1, 2)), "both axes"),
        (_order(learned="soon"), "accuracy=A"),
        (_order(overrides={"training.epochs": -1}), "training.epochs"),
        (_order(overrides={"training.epoch": 1}), "training.epoch"),
    ],
)
def test_what_cannot_be_is_one_sentence(order, words):
    with pytest.raises(SpecError) as error:
        trainings_of(order, SPEC)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def _block(columns, rows, size, loss):
    count = len(columns)
    numbers = np.full(count, loss)
    whole = np.zeros(count, np.int64)
    at = (np.array(places, np.int64) for places in (columns, rows))
    return Block(*at, size, numbers, numbers, np.full(count, np.nan), whole, whole + 7)


def test_finer_runs_replace_coarser_ones_whichever_thread_was_first():
    trainings = TrainingMap(SPEC, axis(SPEC, RATE, 0.1, 1.0, 5), axis(SPEC, SCALE, 0.1, 1.0, 3))
    standings = MapStandings(trainings)
    standings.add(_block([2], [0], 2, 2.0))
    standings.add(_block([3, 1], [1, 2], 1, 1.0))
    assert standings.now().pixel(4, 0) is None
    standings.add(_block([0], [0], 4, 4.0))
    standing = standings.now()
    np.testing.assert_array_equal(
        standing.loss, [[4, 4, 2, 2, np.nan], [4, 4, 2, 1, np.nan], [4, 1, 4, 4, np.nan]]
    )
    assert standing.done == standings.done == 4
    assert not standing.is_done
    assert standing.run_at(1, 1) == (0, 0)
    assert standing.run_at(3, 1) == (3, 1)
    assert standing.pixel(3, 0).x == trainings.x.values[2]
    assert standing.pixel(3, 0).updates == 7


def test_the_sentence_names_the_best_and_counts():
    trainings = TrainingMap(
        SPEC, axis(SPEC, RATE, 0.1, 1.0, 2), axis(SPEC, SCALE, 0.1, 1.0, 1), parse_criterion("loss=0.1")
    )
    blocks = [_block([0], [0], 1, 0.5), _block([1], [0], 1, 0.25)]
    said = sentence_of(standing_of(trainings, blocks))
    assert "0.25 at training.learning_rate = 1" in said
    assert "0 of 2 learned" in said


def test_four_maps_ship_and_can_run():
    names = [entry.name for entry in shipped_maps()]
    assert len(names) >= 4
    for name in names:
        found = map_named(name)
        spec = experiment_at(found.experiment)
        trainings = trainings_of(found.order(), spec)
        assert len(trainings.x.values) * len(trainings.y.values) >= 256
        assert found.quantity in QUANTITIES
        assert (found.quantity == "learned") == bool(found.learned)
        for one, other in pairwise((found.x, found.y)):
            assert one.key != other.key
    with pytest.raises(SpecError, match="no map"):
        map_named("nosuch")

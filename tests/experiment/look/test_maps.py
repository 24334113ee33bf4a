import numpy as np
import pytest

from nnviz.engine.evaluate import forward
from nnviz.engine.kernels.network import Network
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.input_planes import outputs_and_responses
from nnviz.experiment.look.maps import LONG_PATIENCE, PATIENCE, PILOT, MapMaker
from nnviz.experiment.run.problem import initial_parameters_of, load
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict

SPEC = spec_from_dict(
    {
        "data": {"name": "circle", "features": ["x1", "x2", "x1^2"], "standardize": True},
        "network": {"layers": [3, 4, 1], "activation": "tanh"},
        "training": {},
    }
)


def parts(spec):
    return spec.network.built, *initial_parameters_of(spec), load(spec)


def test_a_map_is_the_network_at_each_point_of_the_grid():
    network, weights, biases, prepared = parts(SPEC)
    maps = outputs_and_responses(network, weights, biases, prepared, 7, 5)
    x1_low, x1_high, x2_low, x2_high = maps.boundary.extent
    row, column = 2, 6
    point = np.array([[np.linspace(x1_low, x1_high, 7)[column], np.linspace(x2_low, x2_high, 7)[row]]])
    outputs = forward(network, weights, biases, prepared.to_inputs(point))[-1][0]
    np.testing.assert_allclose(maps.boundary.outputs[row, column], outputs, rtol=1e-5)
    assert [units.shape for units in maps.responses] == [(3, 5, 5), (4, 5, 5), (1, 5, 5)]
    corner = np.array([[x1_low, x2_high]])
    hidden = forward(network, weights, biases, prepared.to_inputs(corner))[1][0]
    np.testing.assert_allclose(maps.responses[1][:, -1, 0], hidden, rtol=1e-5, atol=1e-6)


def test_the_extent_shows_every_point():
    *_, prepared = parts(SPEC)
    x1_low, x1_high, x2_low, x2_high = outputs_and_responses(*parts(SPEC), 4, 0).boundary.extent
    X = prepared.split.train.X
    assert x1_low < X[:, 0].min() < X[:, 0].max() < x1_high
    assert x2_low < X[:, 1].min() < X[:, 1].max() < x2_high


def test_one_input_is_a_line_and_many_have_no_plane():
    line = outputs_and_responses(*parts(with_value(SPEC, "data.name", "sine")), 9, 9)
    assert line.boundary.outputs.shape == (1, 9, 1)
    assert line.responses[0].shape == (1, 1, 9)
    many = outputs_and_responses(*parts(with_value(SPEC, "data.name", "breast_cancer")), 9, 9)
    assert many.boundary is None
    assert many.responses == ()


def test_nothing_is_computed_that_nobody_sees():
    maps = outputs_and_responses(*parts(SPEC), 0, 6)
    assert maps.boundary is None
    assert MapMaker().maps(*parts(SPEC), (0, 0), running=False).responses == ()


@pytest.mark.parametrize(("unhurried", "patience"), [(False, PATIENCE), (True, LONG_PATIENCE)])
def test_a_pause_brings_the_full_resolution_if_it_is_quick(unhurried, patience):
    maker = MapMaker()
    maker._seconds_per_point = 0.9 * patience / 16**2
    maps = maker.maps(*parts(SPEC), (16, 0), running=False, unhurried=unhurried)
    assert maps.boundary.outputs.shape == (16, 16, 1)
    assert not maker.coarse
    maker._seconds_per_point = 1.1 * patience / 16**2
    maps = maker.maps(*parts(SPEC), (16, 0), running=False, unhurried=unhurried)
    assert maps.boundary.outputs.shape[0] < 16
    assert maker.coarse


def test_expensive_maps_get_coarse_and_rare():
    maker = MapMaker()
    first = maker.maps(*parts(SPEC), (40, 40), running=True)
    maker._seconds_per_point = 1.0
    maker._budget._not_before = float("inf")
    assert maker.maps(*parts(SPEC), (40, 40), running=True) is first  # not due yet
    maker._budget = Budget(1.0)
    coarse = maker.maps(*parts(SPEC), (40, 40), running=True)
    assert coarse.boundary.outputs.shape == (PILOT, PILOT, 1)


@pytest.mark.parametrize("outputs", [1, 3])
def test_several_outputs_have_one_map_each(outputs):
    *_, prepared = parts(SPEC)
    network = Network((3, outputs), ("sigmoid",))
    weights, biases = [np.zeros((3, outputs))], [np.zeros(outputs)]
    maps = outputs_and_responses(network, weights, biases, prepared, 4, 4)
    assert maps.boundary.outputs.shape == (4, 4, outputs)
    assert np.all(maps.boundary.outputs == 0.5)

"""Networks in lanes, each with numbers of its own: the bits that they have alone, whatever happens beside."""

from dataclasses import replace

import numpy as np
import pytest

from nnviz.engine.bench import Bench, LaneBench
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training, lane_key
from nnviz.engine.start import initial_parameters

LANES = LaneBench.LANES
UPDATES = 60
KEEP = [0, 1, 7, 20, 41, 60]
NEVER = np.zeros(1, np.int64)

X = np.random.default_rng(1).uniform(-1, 1, (9, 2))
Y = np.random.default_rng(2).uniform(0, 1, (9, 1))
NETWORK = Network((2, 3, 4, 1), ("tanh", "sigmoid", "identity"))

VARIED = {
    "sgd": {"learning_rate": np.geomspace(0.01, 2.0, LANES)},
    "momentum": {"learning_rate": np.geomspace(0.01, 0.5, LANES), "momentum": np.linspace(0, 0.95, LANES)},
    "nesterov": {"momentum": np.linspace(0, 0.9, LANES)},
    "rmsprop": {"alpha": np.linspace(0.1, 0.999, LANES), "epsilon": np.geomspace(1e-8, 1.0, LANES)},
    "adam": {"learning_rate": np.geomspace(1e-4, 0.5, LANES), "epsilon": np.geomspace(1e-10, 0.1, LANES)},
}


def trainings(optimizer, **more):
    base = Training(optimizer=optimizer, batch_size=1, **more)
    columns = {name: values.tolist() for name, values in VARIED[optimizer].items()}
    return [
        replace(base, **{name: values[lane] for name, values in columns.items()}) for lane in range(LANES)
    ]


def starts(count):
    return [
        initial_parameters(NETWORK, "glorot_uniform", np.random.default_rng(seed)) for seed in range(count)
    ]


def alone(training, seed, start):
    """Return the parameters on the way, and the update at which it diverged."""
    bench = Bench(NETWORK, training, X, Y)
    bench.begin(training, seed, *start)
    return bench.advance(UPDATES, KEEP, NEVER).parameters, bench.diverged_at


def check(each, seeds=None):
    seeds = list(range(len(each))) if seeds is None else seeds
    begin = starts(len(each))
    rows = LaneBench(NETWORK, each[0], X, Y).train(each, seeds, begin, UPDATES, KEEP, NEVER)
    assert len({lane_key(training) for training in each}) == 1
    assert rows is not None
    gone = 0
    for training, seed, start, row in zip(each, seeds, begin, rows, strict=True):
        wanted, diverged_at = alone(training, seed, start)
        assert (row is None) == (diverged_at is not None)
        gone += row is None
        if row is not None:
            np.testing.assert_array_equal(row, wanted)
    return gone


@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("schedule", ["constant", "exponential", "cosine"])
@pytest.mark.parametrize("optimizer", VARIED)
def test_numbers_of_their_own_change_no_bit(optimizer, schedule, shuffle):
    assert check(trainings(optimizer, schedule=schedule, shuffle=shuffle, schedule_epochs=3)) == 0


@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("order", ["right", "update_first"])
def test_penalties_of_their_own_change_no_bit(order):
    base = Training(batch_size=1, learning_rate=0.3, order=order)
    each = [
        replace(base, l1=l1, l2=l2, learning_rate=0.1 + 0.05 * lane)
        for lane, (l1, l2) in enumerate(
            zip(np.linspace(0, 0.1, LANES), np.linspace(0.2, 0, LANES), strict=True)
        )
    ]
    assert check(each) == 0
    assert check([replace(base, weight_decay=0.1, momentum=0.1 * lane) for lane in range(LANES)]) == 0
    assert check(each[:3]) == 0  # the last one sits in the lanes that are left over


@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_those_that_diverge_disturb_nobody(optimizer, shuffle):
    base = Training(optimizer=optimizer, batch_size=1, shuffle=shuffle)
    rates = [0.1, 1e3, 0.2, 1e9, 0.05, 40.0, 0.3, 1e300]
    gone = check([replace(base, learning_rate=rate) for rate in rates], seeds=[5, 4, 3, 2, 1, 0, 9, 8])
    assert 2 <= gone <= 4
    assert check([replace(base, learning_rate=rate) for rate in (1e300, 1e200)]) == 2


def test_what_lanes_may_differ_in():
    one = Training(batch_size=1)
    for same in ({"learning_rate": 9.0}, {"momentum": 0.1}, {"alpha": 0.1}, {"epsilon": 0.1}):
        assert lane_key(replace(one, **same)) == lane_key(one)
    for other in ({"l1": 0.1}, {"l2": 0.1}, {"beta1": 0.1}, {"beta2": 0.1}, {"weight_decay": 0.1}):
        assert lane_key(replace(one, **other)) != lane_key(one)
    assert lane_key(replace(one, l1=0.1)) == lane_key(replace(one, l2=3.0))
    shrinking = replace(one, weight_decay=0.1)
    assert lane_key(replace(shrinking, learning_rate=9.0)) != lane_key(shrinking)

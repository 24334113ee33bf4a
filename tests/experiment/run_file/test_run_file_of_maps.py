"""Runs of networks with layers of maps: their past and their files, running statistics included."""

import numpy as np
import pytest
from pasts import bits_of

from nnviz.experiment.commands import SetSpec, Visit
from nnviz.experiment.run_file.run_file import load_run, save_run
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import spec_from_dict

pixels = np.random.default_rng(0).normal(0, 1, (12, 16)).round(2).tolist()
SPEC = spec_from_dict(
    {
        "data": {"name": "points", "x": pixels, "y": [k % 3 for k in range(12)]},
        "network": {
            "layers": [
                [4, 4, 1],
                {"kind": "conv", "units": 2, "size": 2},
                {"kind": "batch_norm", "activation": "tanh"},
                {"kind": "max_pool", "size": 2, "stride": 1},
                {"kind": "flatten"},
                3,
            ],
            "activation": ["identity", "softmax"],
        },
        "training": {"loss": "cross_entropy", "optimizer": "adam", "batch_size": 5, "shuffle": True},
    }
)


@pytest.fixture
def session():
    made = Session(SPEC)
    made.advance(7)
    made.apply(SetSpec(with_value(SPEC, "training.learning_rate", 0.03)))
    made.advance(8)
    return made


def test_running_statistics_are_part_of_every_moment(session):
    now = bits_of(session.state())
    assert not np.array_equal(session.parameters()[0][1][1], np.zeros(2))
    session.apply(Visit(4))
    session.advance(0)
    alone = Session(SPEC)
    alone.advance(4)
    assert bits_of(session.state()) == bits_of(alone.state())
    assert session.metrics() == alone.metrics()
    session.apply(Visit(15))
    session.advance(0)
    assert bits_of(session.state()) == now


def test_a_run_file_is_opened_and_goes_on_to_the_same_bits(session, tmp_path):
    save_run(session, tmp_path / "maps.nnviz")
    opened = load_run(tmp_path / "maps.nnviz")
    assert opened.spec == session.spec
    assert bits_of(opened.state()) == bits_of(session.state())
    straight = Session(SPEC)
    straight.advance(7)
    straight.apply(SetSpec(with_value(SPEC, "training.learning_rate", 0.03)))
    straight.advance(11)
    opened.advance(3)
    assert bits_of(opened.state()) == bits_of(straight.state())


def test_another_precision_keeps_the_layers_that_stay_the_same(session):
    weights = session.parameters()[0]
    session.apply(SetSpec(with_value(session.spec, "network.dtype", "float32")))
    for before, after in zip(weights, session.parameters()[0], strict=True):
        np.testing.assert_allclose(after, before, rtol=1e-6)

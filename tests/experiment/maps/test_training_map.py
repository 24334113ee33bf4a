"""Every pixel of a map is a real run, bit for bit; first the coarse ones, then the rest, each once."""

import threading

import numpy as np
import pytest

from nnviz.experiment.maps.axes import axis
from nnviz.experiment.maps.standings import standing_of
from nnviz.experiment.maps.training_map import TrainingMap
from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import to_dict
from nnviz.experiment.spec.weights_file import experiment_at

RATE, SCALE = "training.learning_rate", "network.init_scale"


def _spec(name, **changes):
    spec = experiment_at(name)
    return with_values(spec, {key.replace("__", "."): value for key, value in changes.items()})


def _map(spec, x, y, criterion=None):
    return TrainingMap(spec, axis(spec, *x), axis(spec, *y), criterion)


MAPS = {
    "rate and scale": (
        _spec("lab-b-xor", training__epochs=80),
        (RATE, 0.1, 30.0, 5, True),
        (SCALE, 0.1, 4.0, 4, True),
    ),
    "online, in lanes": (
        _spec("lab-a-xor", training__epochs=60),
        (RATE, 0.1, 3.0, 3, True),
        ("training.seed", 0, 8, 9),
    ),
    "online without activation diverges": (
        _spec("lab-a-xor", training__epochs=60, network__activation="identity"),
        (RATE, 0.1, 3.0, 5, True),
        (SCALE, 0.5, 2.0, 9),
    ),
    "data": (
        _spec("lab-c-circles", training__epochs=30),
        ("data.noise", 0.0, 0.3, 4),
        ("data.factor", 0.2, 0.8, 3),
    ),
    "penalty and momentum": (
        _spec("lab-d-square", training__epochs=30, training__optimizer="momentum"),
        ("training.l2", 0.0, 1.0, 4),
        ("training.momentum", 0.0, 0.99, 3),
    ),
    "epochs and batches": (
        _spec("lab-a-xor", training__shuffle=True),
        ("training.epochs", 0, 70, 4),
        ("training.batch_size", 1, 21, 3),
    ),
    "one weight and one bias": (
        _spec("xor-truth-table", training__epochs=100),
        ("network.weights.1.2.1", -3.0, 3.0, 4),
        ("network.biases.2.1", -1.0, 1.0, 3),
    ),
    "units": (
        _spec("lab-c-circles", training__epochs=20, data__samples=50),
        ("network.layers.1", 1, 5, 5),
        ("data.noise", 0.0, 0.2, 3),
    ),
    "stops": (
        _spec("lab-a-xor", training__epochs=300, stop__loss=0.11),
        (RATE, 0.5, 2.0, 3),
        ("training.seed", 1, 3, 3),
    ),
}


@pytest.mark.usefixtures("compiled_engine")
@pytest.mark.parametrize("name", MAPS)
@pytest.mark.parametrize("criterion", [None, Criterion("loss", 0.126)])
def test_pixels_are_real_runs(name, criterion):
    trainings = _map(*MAPS[name], criterion)
    blocks = list(trainings.run(jobs=2))
    standing = standing_of(trainings, blocks)
    loss, accuracy, learned = standing.loss, standing.accuracy, standing.learned
    diverged = standing.diverged
    assert standing.is_done
    for row in range(len(trainings.y.values)):
        for column in range(len(trainings.x.values)):
            spec = trainings.spec_at(column, row)
            assert spec_from_dict(to_dict(spec)) == spec
            session = Session(spec)
            while session.update < session.last_update and not session.stopped and session.divergence is None:
                session.advance(session.last_update - session.update)
            at = row, column
            if session.divergence is not None:
                assert diverged[at] == standing.updates[at] == session.divergence.update
                assert np.isnan([loss[at], accuracy[at], learned[at]]).all()
                continue
            assert diverged[at] == 0
            assert standing.updates[at] == session.update
            assert (loss[at], accuracy[at]) == (
                session.metrics().train.loss,
                session.metrics().train.accuracy,
            )
            if criterion is None:
                assert np.isnan(learned[at])
            elif not np.isnan(learned[at]):
                fresh = Session(spec)
                fresh.advance(int(learned[at]) * fresh.last_update // max(1, spec.training.epochs))
                assert fresh.metrics().train.loss <= 0.126
    if "diverges" in name:
        assert 0 < np.count_nonzero(diverged) < diverged.size
    if criterion is not None and name == "online, in lanes":
        assert 0 < np.count_nonzero(np.isfinite(learned)) < learned.size


@pytest.mark.usefixtures("compiled_engine")
def test_from_coarse_to_fine_each_once():
    spec = _spec("lab-b-xor", training__epochs=2)
    trainings = _map(spec, (RATE, 0.1, 1.0, 37), (SCALE, 0.1, 1.0, 20))
    blocks = list(trainings.run(jobs=1))
    sizes = [block.size for block in blocks]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 8
    first = [block for block in blocks if block.size == 8]
    assert np.isfinite(standing_of(trainings, first).loss).all()
    places = [place for block in blocks for place in zip(block.columns, block.rows, strict=True)]
    assert len(places) == len(set(places)) == 37 * 20


@pytest.mark.usefixtures("compiled_engine")
def test_ends_at_once():
    spec = _spec("lab-a-xor", training__epochs=10_000_000)
    trainings = _map(spec, (RATE, 0.1, 1.0, 8), (SCALE, 0.1, 1.0, 8))
    stop = np.zeros(1, np.int64)
    timer = threading.Timer(0.5, lambda: stop.fill(1))
    timer.start()
    assert list(trainings.run(jobs=2, stop=stop)) == []
    timer.join()
    quick = _map(_spec("lab-b-xor", training__epochs=50), (RATE, 0.1, 1.0, 32), (SCALE, 0.1, 1.0, 32))
    for count, _ in enumerate(quick.run(jobs=2)):
        if count == 3:
            break
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("run ")]


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (("training.learning_rates", 0.1, 1.0, 3), "did you mean"),
        (("nosuch", 0.1, 1.0, 3), "nosuch"),
        (("network.layers", 0, 1, 2), "network.layers"),
        (("network.activation", 0, 1, 2), "network.activation"),
        (("training.shuffle", 0, 1, 2), "training.shuffle"),
        ((RATE, -1.0, 1.0, 3), "training.learning_rate = -1"),
        ((RATE, 0.0, 1.0, 3, True), "above 0"),
        ((RATE, 1.0, 1.0, 3), "different"),
        ((RATE, 0.0, float("inf"), 3), "finite"),
        ((RATE, 0.0, 1.0, 100_000), "512"),
        ((SCALE, 0.5, 1.0, 3), "both axes"),
        (("network.weights.1.3.1", 0.0, 1.0, 3), "there are 2 where it says 3"),
        (("network.weights.1.1", 0.0, 1.0, 3), "no weight"),
        (("network.weights.0.1.1", 0.0, 1.0, 3), "where it says 0"),
        (("data.samples", 0.0, 1.0, 3), "data.samples"),
        (("network.layers.3", 1, 3, 3), "hidden layers"),
        (("network.layers.0", 1, 3, 3), "hidden layers"),
        (("network.layers.1", 0, 3, 3), "network.layers"),
    ],
)
def test_axes_that_are_none(x, words):
    with pytest.raises(SpecError, match=words.replace(".", r"\.")) as error:
        _map(_spec("lab-b-xor"), x, (SCALE, 0.1, 1.0, 3))
    assert "\n" not in str(error.value)

"""At random: a run in one call against one in slices, with visits to its past and changes of settings."""

import random

import pytest
from pasts import bits_of, set_to

from nnviz.experiment.commands import Visit
from nnviz.experiment.run import training_run
from nnviz.experiment.run.history import History
from nnviz.experiment.run.trail import Trail
from nnviz.experiment.session import Session
from nnviz.experiment.spec.reading import spec_from_dict

pytestmark = pytest.mark.usefixtures("compiled_engine")

CHANGES = (
    {"training.learning_rate": 0.3},
    {"training.batch_size": 5},
    {"network.layers": (2, 5, 1)},
    {"network.layers": (2, 30, 1)},
    {"training.optimizer": "rmsprop"},
    {"data.noise": 0.2},
    {"training.schedule": "cosine", "training.schedule_epochs": 7},
    {"training.loss": "mean_squared_error"},
    {"training.learning_rate": 1000.0},
)
STOPS = ({}, {"loss": 0.11}, {"accuracy": 0.7}, {"plateau_epochs": 5})


def experiment(chance):
    return spec_from_dict(
        {
            "data": {"name": "circles", "samples": 24, "validation_fraction": 0.25},
            "network": {"layers": [2, 4, 1], "activation": "tanh"},
            "training": {
                "loss": "half_squared_error",
                "optimizer": chance.choice(["sgd", "adam"]),
                "batch_size": chance.choice([0, 1, 7]),
                "shuffle": True,
            },
            "stop": chance.choice(STOPS),
        }
    )


def sliced(session, updates, chance):
    """Advance as far as one call would, in slices, some of which are interrupted; look back in between."""
    end = session.update + updates
    while session.update < end:
        if chance.random() < 0.1:
            session.stop()
        session.advance(min(end - session.update, chance.choice([1, 2, 5, 13, 40, 200])))
        if session.stopped or session.divergence:
            return
        if chance.random() < 0.1:
            here = session.update
            session.apply(Visit(chance.randrange(here + 1)))
            session.advance(0)
            session.apply(Visit(here))
            session.advance(0)


def known(session):
    curves, trail = session.curves(), session.run.history.trail
    points = [curves.epochs, curves.updates, *curves.loss.values(), *curves.accuracy.values()]
    diverged = session.divergence and (session.divergence.update, session.divergence.layer)
    return (
        bits_of(session.state()),
        [series.tobytes() for series in points],
        (trail.stride, list(trail.epochs), [moment.state.parameters.tobytes() for moment in trail.moments]),
        (session.stopped, diverged, session.run.watch.seen, session.length),
    )


@pytest.mark.parametrize("seed", range(12))
def test_any_slicing_gives_the_same_bits_curves_trail_and_end(seed, monkeypatch):
    chance = random.Random(seed)
    monkeypatch.setattr(History.__init__, "__defaults__", (8,))  # soon full, as is the trail
    monkeypatch.setattr(Trail.__init__, "__defaults__", (16, chance.choice([10**6, 12_000])))
    spec = experiment(chance)
    straight, other = Session(spec), Session(spec)
    most_kept = training_run.MOST_KEPT, chance.choice([1, 1500])  # moments measured together: many, or few
    for changes in ({}, *chance.sample(CHANGES, 3)):
        updates = chance.randrange(1, 300)
        for session, most in zip((straight, other), most_kept, strict=True):
            monkeypatch.setattr(training_run, "MOST_KEPT", most)
            if changes:
                set_to(session, changes)
        straight.advance(updates)
        sliced(other, updates, chance)
        assert known(other) == known(straight)

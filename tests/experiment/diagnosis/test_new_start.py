"""What is offered when training diverges gets it going again."""

import numpy as np
import pytest

from nnviz.experiment.commands import Reset
from nnviz.experiment.diagnosis import divergence as advice
from nnviz.experiment.diagnosis.new_start import remedy_for
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec

XOR = load_spec(find("lab-a-xor"))
FASTEST = 1e6

CASES = {
    "loss": {"network.activation": "identity"},
    "batch of all": {"network.activation": "identity", "training.batch_size": 0},
    "sum of all": {
        "network.activation": "identity",
        "training.batch_size": 0,
        "training.reduction": "sum",
        "training.learning_rate": 50.0,
    },
    "optimizer state": {"network.activation": "identity", "training.optimizer": "momentum"},
    "penalty": {"training.l2": 1e3},
    "little too fast": {"network.activation": "identity", "training.learning_rate": 3.0},
    "large normal weights": {"network.activation": "identity", "network.init": "normal"},
    "large Glorot weights": {"network.activation": "identity", "network.init_scale": 1e5},
}


def diverged(spec: Spec) -> Session:
    session = Session(spec)
    session.advance(5_000)
    assert session.divergence is not None
    return session


def changed(changes: dict[str, object]) -> Spec:
    spec = with_value(XOR, "training.learning_rate", FASTEST)
    for key, value in changes.items():
        spec = with_value(spec, key, value)
    return spec


@pytest.mark.parametrize("case", CASES)
def test_the_remedy_gets_training_going_again(case):
    session = diverged(changed(CASES[case]))
    remedy = session.divergence.remedy
    assert remedy.words in session.divergence.sentence()
    session.apply(Reset(remedy.spec))
    assert (session.update, session.spec) == (0, remedy.spec)
    loss = session.metrics().train.loss
    assert session.advance(500) == 500
    assert session.divergence is None
    assert session.metrics().train.loss <= loss


def test_weights_without_any_finite_loss_are_replaced():
    hopeless = with_value(XOR, "network.activation", "identity")
    weights = [np.full(shape, 1e200).tolist() for shape in ((2, 4), (4, 4), (4, 1))]
    hopeless = with_value(hopeless, "network.weights", weights)
    remedy = diverged(hopeless).divergence.remedy
    assert remedy.words.startswith("smaller initial weights")
    assert remedy.spec.network.weights is None


def test_the_same_divergence_is_looked_into_once(monkeypatch):
    looked_into: list[int] = []

    def counted(spec, prepared, update):
        looked_into.append(update)
        return remedy_for(spec, prepared, update)

    monkeypatch.setattr(advice, "remedy_for", counted)
    session = diverged(changed(CASES["loss"]))
    first = session.divergence
    for _ in range(3):
        assert session.snapshot().divergence is first
    assert looked_into == [first.update]
    session.apply(Reset(changed(CASES["loss"])))
    session.advance(5_000)
    assert session.divergence == first
    assert len(looked_into) <= 2

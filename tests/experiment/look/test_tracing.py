"""The coming update is what the next update does; one example alone is traced without moving the run."""

import numpy as np

from nnviz.experiment.look.coming_update import ComingUpdateWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec


def traced(session: Session, example: Example | None = None) -> Snapshot:
    return session.snapshot(ComingUpdateWish(example))


def test_the_traced_update_is_the_one_that_is_done_next() -> None:
    session = Session(load_spec(find("lab-a-xor")))
    session.advance(3)
    coming = traced(session).look(ComingUpdate)
    assert coming is not None
    session.advance(1)
    weights, biases = session.parameters()
    for layer, w, b in zip(coming.trace.layers, weights, biases, strict=True):
        assert (layer.weights_after == w).all()
        assert (layer.biases_after == b).all()


def test_nothing_is_traced_unless_asked_for() -> None:
    session = Session(load_spec(find("lab-a-xor")))
    assert session.snapshot(ScoresWish()).look(ComingUpdate) is None


def test_one_example_alone_starts_from_the_same_weights_and_leaves_the_run_alone() -> None:
    session = Session(load_spec(find("lab-a-xor")))
    session.advance(2)
    before = session.parameters()
    for index in range(4):
        coming = traced(session, Example("train", index)).look(ComingUpdate)
        assert coming is not None
        assert len(coming.trace.X) == 1
        assert (coming.trace.X[0] == session.split.train.X[index]).all()
        assert all((a.weights == b).all() for a, b in zip(coming.trace.layers, before[0], strict=True))
    assert all((a == b).all() for a, b in zip(session.parameters()[0], before[0], strict=True))
    assert session.update == 2


def test_one_example_of_a_batch_of_one_is_the_coming_update_itself() -> None:
    session = Session(load_spec(find("lab-a-xor")))
    own = traced(session).look(ComingUpdate)
    assert own is not None
    alone = traced(session, Example("train", int(own.trace.batch_indices[0]))).look(ComingUpdate)
    assert alone is not None
    assert (alone.trace.layers[0].weights_after == own.trace.layers[0].weights_after).all()
    assert alone.trace.learning_rate == own.trace.learning_rate


def test_inputs_of_ones_own_are_traced() -> None:
    session = Session(load_spec(find("lab-a-xor")))
    coming = traced(session, Example(inputs=(0.25, -3.0), targets=(1.0,))).look(ComingUpdate)
    assert coming is not None
    assert coming.trace.X.tolist() == [[0.25, -3.0]]
    assert coming.trace.Y.tolist() == [[1.0]]


def test_an_example_that_does_not_exist_is_left_aside() -> None:
    session = Session(load_spec(find("lab-a-xor")))
    for example in (Example("train", 1000), Example("nowhere", 0), Example(inputs=(1.0,), targets=(1.0,))):
        coming = traced(session, example).look(ComingUpdate)
        assert coming is not None
        assert coming.example is None


def test_one_example_keeps_the_learning_rate_of_the_schedule() -> None:
    spec = load_spec(find("lab-a-xor"))
    training = {"training.schedule": "step", "training.schedule_epochs": 1, "training.schedule_factor": 0.5}
    session = Session(with_values(spec, training))
    session.advance(2 * 21 + 3)  # in the third epoch
    updates = [traced(session, example).look(ComingUpdate) for example in (None, Example("train", 0))]
    rates = [coming.trace.learning_rate for coming in updates]
    assert np.isclose(rates[0], spec.training.learning_rate / 4)
    assert rates[0] == rates[1]

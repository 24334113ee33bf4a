import gc
import weakref
from itertools import chain, pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from nnviz.experiment.commands import Reset, SetParameter, SetSpec
from nnviz.experiment.look.gradients import GradientsWish
from nnviz.experiment.look.health_watch import HealthWish
from nnviz.experiment.look.maps import MapsWish
from nnviz.experiment.look.predictions import PredictionsWish
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.run.history import History
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.maps import Maps
from nnviz.experiment.snapshot.origin import Origin
from nnviz.experiment.snapshot.predictions import Predictions
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value, with_values
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.parts import Bias, Weight


def experiment(**overrides) -> Spec:
    spec = spec_from_dict(
        {
            "data": {"name": "xor"},
            "network": {"layers": [2, 3, 1]},
            "training": {
                "learning_rate": 0.5,
                "batch_size": 4,
                "shuffle": True,
                "optimizer": "adam",
                "epochs": 5,
            },
        }
    )
    return with_values(spec, overrides) if overrides else spec


def bits(session: Session) -> bytes:
    weights, biases = session.parameters()
    curves = session.curves()
    series = [*curves.loss.values(), *curves.accuracy.values()]
    return b"".join(
        np.ascontiguousarray(array).tobytes() for array in [*weights, *biases, curves.updates, *series]
    )


def advanced(spec: Spec, updates: int) -> Session:
    session = Session(spec)
    session.advance(updates)
    return session


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=8))
def test_any_slicing_gives_the_same_bits(slices):
    session = Session(experiment())
    for updates in slices:
        assert session.advance(updates) == updates
        session.snapshot(
            ScoresWish(), MapsWish(boundary=8, responses=8), PredictionsWish(), GradientsWish(), running=True
        )
    assert bits(session) == bits(advanced(experiment(), sum(slices)))


def test_slicing_by_the_clock_gives_the_same_bits():
    session = Session(experiment())
    while session.update < 40:
        session.advance_for(0.003, at_most=40 - session.update)
    assert bits(session) == bits(advanced(experiment(), 40))


def test_epochs_and_steps():
    session = Session(experiment())  # 21 points in batches of 4: 6 updates an epoch
    assert session.last_update == 30
    assert session.updates_in("update") == 1
    assert session.updates_in("epoch") == 6
    session.advance(4)
    assert session.epoch == pytest.approx(4 / 6)
    assert session.updates_in("epoch") == 2
    assert session.updates_in("100 epochs") == 600
    with pytest.raises(ValueError, match="update, epoch, 100 epochs"):
        session.updates_in("fortnight")


def test_reset_returns_to_the_same_weights_and_the_same_run():
    session = Session(experiment())
    start = bits(session)
    session.advance(20)
    first = bits(session)
    session.apply(Reset())
    assert session.update == 0
    assert bits(session) == start
    session.advance(20)
    assert bits(session) == first


def test_a_new_seed_gives_other_weights_and_keeps_the_data():
    session = Session(experiment())
    start, X = bits(session), session.split.train.X
    session.apply(SetSpec(with_value(session.spec, "training.seed", 1)))
    assert bits(session) != start
    assert np.array_equal(session.split.train.X, X)
    session.apply(SetSpec(with_value(session.spec, "training.seed", 0)))
    assert bits(session) == start


def test_a_hot_change_keeps_weights_moments_and_place():
    session = Session(experiment())
    session.advance(10)
    before = bits(session)
    state = session.run.trainer.state()
    session.apply(SetSpec(with_value(session.spec, "training.learning_rate", 0.01)))
    assert bits(session) == before
    assert session.update == 10
    after = session.run.trainer.state()
    assert np.array_equal(state.first_moment, after.first_moment)
    assert session.marks == [(10, "learning rate 0.5 → 0.01")]


def test_another_optimizer_keeps_the_weights_and_loses_its_moments():
    session = Session(experiment())
    session.advance(10)
    before = bits(session)
    session.apply(SetSpec(with_value(session.spec, "training.optimizer", "momentum")))
    assert bits(session) == before
    assert not session.run.trainer.state().first_moment.any()


def test_adding_a_unit_keeps_the_others_and_goes_on_counting():
    session = Session(experiment())
    session.advance(10)
    weights, biases = session.parameters()
    session.apply(SetSpec(with_value(session.spec, "network.layers", (2, 4, 1))))
    new_weights, new_biases = session.parameters()
    assert np.array_equal(new_weights[0][:, :3], weights[0])
    assert np.array_equal(new_weights[1][:3], weights[1])
    assert np.array_equal(new_biases[0][:3], biases[0])
    assert session.update == 10
    session.advance(10)
    assert session.update == 20


@pytest.mark.parametrize(
    ("key", "value"),
    [("network.activation", ("tanh", "sigmoid")), ("data.noise", 0.1), ("training.loss", "log_loss")],
)
def test_these_changes_keep_all_weights(key, value):
    session = Session(experiment())
    session.advance(10)
    weights, biases = session.parameters()
    session.apply(SetSpec(with_value(session.spec, key, value)))
    for before, after in zip(weights + biases, [*chain(*session.parameters())], strict=True):
        assert np.array_equal(before, after)


def test_switching_an_input_on_keeps_the_weights_of_the_others():
    session = Session(experiment())
    session.advance(10)
    weights, _ = session.parameters()
    spec = with_value(session.spec, "data.features", ("x1", "x1*x2", "x2"))
    session.apply(SetSpec(spec))
    new_weights, _ = session.parameters()
    assert np.array_equal(new_weights[0][[0, 2]], weights[0])
    assert session.spec.network.layers[0] == 3


def test_changed_data_are_the_data_of_a_fresh_session():
    spec = with_value(experiment(), "data.name", "moons")
    session = Session(experiment())
    session.apply(SetSpec(spec))
    assert np.array_equal(session.split.train.X, Session(spec).split.train.X)


@pytest.mark.parametrize(
    ("key", "value"), [("training.seed", 5), ("network.init", "he_normal"), ("network.init_scale", 0.5)]
)
def test_other_initial_weights_start_again(key, value):
    session = Session(experiment())
    session.advance(10)
    spec = with_value(session.spec, key, value)
    session.apply(SetSpec(spec))
    assert session.update == 0
    assert bits(session) == bits(Session(spec))


def test_another_batch_size_ends_the_epoch():
    session = Session(experiment())
    session.advance(8)
    session.apply(SetSpec(with_value(session.spec, "training.batch_size", 7)))
    assert session.epoch == 2
    assert session.update == 8
    session.advance(3)
    assert session.epoch == 3
    curves = session.curves()
    assert curves.epochs.tolist() == [0, 1, 2, 3]
    assert curves.updates.tolist() == [0, 6, 8, 11]


def test_edits_set_one_number_and_are_refused_where_there_is_none():
    session = Session(with_value(experiment(), "network.bias", (False, True)))
    session.apply(SetParameter(Weight(1, 1, 2), 7.5))
    session.apply(SetParameter(Bias(2, 0), -2.0))
    weights, biases = session.parameters()
    assert weights[0][1, 2] == 7.5
    assert biases[1][0] == -2.0
    before = bits(session)
    for command in (
        SetParameter(Weight(1, 2, 0), 1.0),
        SetParameter(Weight(6, 0, 0), 1.0),
        SetParameter(Weight(1, 0, -1), 1.0),
        SetParameter(Bias(1, 0), 1.0),
    ):
        with pytest.raises(ValueError, match=r"no such|no biases"):
            session.apply(command)
    with pytest.raises(ValueError, match="finite"):
        session.apply(SetParameter(Weight(1, 0, 0), float("nan")))
    assert bits(session) == before


def test_a_run_replays_from_its_log():
    session = Session(experiment())
    session.advance(9)
    session.apply(SetSpec(with_value(session.spec, "training.learning_rate", 0.1)))
    session.advance(4)
    session.apply(SetParameter(Weight(1, 0, 0), 1.0))
    session.advance(4)
    session.apply(SetSpec(with_value(session.spec, "network.layers", (2, 5, 2, 1))))
    session.advance(13)
    session.apply(SetSpec(with_value(session.spec, "training.batch_size", 1)))
    session.advance(20)

    replay = Session(experiment())
    for entry in session.log:
        replay.advance(entry.update - replay.update)
        replay.apply(entry.command)
    replay.advance(session.update - replay.update)
    assert bits(replay) == bits(session)


def test_a_change_that_fails_leaves_the_session_as_it_was(tmp_path):
    session = Session(experiment())
    session.advance(5)
    before, spec = bits(session), session.spec
    missing = with_value(spec, "data.name", "moons")
    missing = msgspec.structs.replace(
        missing, network=msgspec.structs.replace(missing.network, layers=(3, 1))
    )
    with pytest.raises(ValueError, match=r".+"):
        session.apply(SetSpec(missing))
    assert bits(session) == before
    assert session.spec == spec
    session.advance(1)


def diverging() -> Spec:
    return experiment(
        **{
            "network.activation": "identity",
            "training.optimizer": "sgd",
            "training.learning_rate": 1e5,
            "training.reduction": "sum",
        }
    )


def test_divergence_says_what_where_and_what_to_try_and_keeps_the_last_finite_weights():
    session = Session(diverging())
    done = session.advance(10_000)
    assert session.update == done < 10_000
    found = session.divergence
    assert found.update == done + 1
    assert found.layer in (1, 2)
    for words in (f"{found.update:,}", f"layer {found.layer}", "learning rate of 0.1 instead", "mean"):
        assert words in found.sentence()
    weights, biases = session.parameters()
    assert all(np.isfinite(array).all() for array in weights + biases)
    assert session.snapshot(ScoresWish()).divergence == found
    assert session.advance(10) == 0


def test_a_diverged_session_goes_on_after_a_change_and_after_reset():
    session = Session(diverging())
    session.advance(10_000)
    session.apply(Reset())
    assert session.divergence is None
    assert session.advance(1) == 1
    session.advance(10_000)
    session.apply(SetParameter(Weight(1, 0, 0), 0.0))
    assert session.divergence is None


def test_a_snapshot_shows_what_was_asked_for_and_cannot_be_changed():
    session = Session(experiment(**{"data.test_fraction": 0.3}))
    session.advance(7)
    bare = session.snapshot()
    assert bare.look(Maps) is None
    assert bare.look(Metrics) is None
    assert bare.look(Predictions) is None
    assert set(bare.looks) == {Origin}
    full = session.snapshot(
        ScoresWish(), MapsWish(boundary=10, responses=6), PredictionsWish(), GradientsWish()
    )
    assert full.look(Maps).boundary.outputs.shape == (10, 10, 1)
    assert [maps.shape for maps in full.look(Maps).responses] == [(2, 6, 6), (3, 6, 6), (1, 6, 6)]
    assert len(full.look(Predictions).outputs) == 21
    assert full.look(Metrics).validation is None
    assert full.look(Metrics).test is not None
    with pytest.raises(ValueError, match="read-only"):
        full.weights[0][0, 0] = 0.0


def test_the_last_change_is_the_difference_of_the_last_two_updates():
    session = advanced(experiment(), 12)
    before = session.parameters()
    session.advance(1)
    snapshot = session.snapshot(ScoresWish(), GradientsWish())
    changes = snapshot.look(Gradients).weights_change
    for change, old, new in zip(changes, before[0], snapshot.weights, strict=True):
        assert np.array_equal(change, new - old)
    gradient = session.trace().layers[0].weights_gradient
    assert np.array_equal(snapshot.look(Gradients).weights[0], gradient)


@pytest.mark.parametrize("another", [False, True])
def test_after_an_interruption_one_more_update_tells_the_last_change(another, monkeypatch):
    session = advanced(experiment(), 12)
    trainer = session.run.trainer
    trainer._call = 1
    with monkeypatch.context() as patched:
        patched.setattr(trainer, "_choose_call", lambda _seconds: session.stop())  # after the first update
        assert session.advance(3) == 1
    if another:
        session.stop()  # between two calls, by the order that is carried out next
    session.settle()
    settled = session.update
    assert settled == 14
    before = advanced(experiment(), settled - 1).parameters()[0]
    for change, old, new in zip(
        session.snapshot(ScoresWish(), GradientsWish()).look(Gradients).weights_change,
        before,
        session.parameters()[0],
        strict=True,
    ):
        assert np.array_equal(change, new - old)
    session.settle()
    assert session.update == settled


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=3))
def test_points_of_the_curves_are_the_scores_of_those_moments(slices):
    spec = experiment(**{"data.test_fraction": 0.3})
    session = Session(spec)
    session.run.history = History(8)
    session.run._record_if_due()
    for updates in slices:
        session.advance(updates)
    curves = session.curves()
    for place, update in enumerate(curves.updates.tolist()):
        scores = advanced(spec, update).metrics()
        assert (curves.loss["train"][place], curves.accuracy["train"][place]) == astuple(scores.train)
        assert (curves.loss["test"][place], curves.accuracy["test"][place]) == astuple(scores.test)


def test_the_curves_are_bounded_and_depend_on_the_update_only():
    spec = experiment(**{"training.batch_size": 0, "network.layers": (2, 1, 1)})
    session = Session(spec)
    session.run.history = History(16)
    session.run._record_if_due()
    session.advance(100)
    curves = session.curves()
    assert len(curves.epochs) <= 16
    strides = {b - a for a, b in pairwise(curves.epochs)}
    assert strides == {8.0}


@pytest.mark.parametrize("data", ["sine", "breast_cancer"])
def test_inputs_of_other_dimensions(data):
    session = Session(with_value(experiment(), "data.name", data))
    snapshot = session.snapshot(ScoresWish(), MapsWish(boundary=12, responses=12), PredictionsWish())
    if data == "sine":
        assert snapshot.look(Maps).boundary.outputs.shape == (1, 12, 1)
        assert snapshot.look(Maps).responses[1].shape == (3, 1, 12)
    else:
        assert snapshot.look(Maps).boundary is None
        assert snapshot.look(Maps).responses == ()


def test_inputs_that_single_precision_cannot_hold_are_refused_and_nothing_changes():
    data = {"name": "points", "x": [[1e39], [0.0]], "y": [0, 1]}
    session = Session(spec_from_dict({"data": data, "network": {"layers": [1, 1]}}))
    before = session.spec, bits(session)
    single = with_value(session.spec, "network.dtype", "float32")
    with pytest.raises(SpecError, match=r"network\.dtype = .float32. .* the inputs reach 1e\+39"):
        session.apply(SetSpec(single))
    assert (session.spec, bits(session)) == before
    session.apply(SetSpec(with_value(single, "data.standardize", True)))
    assert session.spec.network.dtype == "float32"


def test_a_run_that_is_left_gives_its_data_free_at_once():
    session = Session(experiment())
    session.advance(7)
    wishes = ScoresWish(), PredictionsWish(), MapsWish(8, 4), GradientsWish(), TimelineWish(), HealthWish(0)
    session.snapshot(*wishes)
    gone = []
    weakref.finalize(session.run, lambda: gone.append(True))
    was_on = gc.isenabled()
    gc.disable()  # as in the window, where half a minute may pass before circles are looked for
    try:
        session = None
        assert gone
    finally:
        if was_on:
            gc.enable()

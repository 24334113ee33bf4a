"""A run that is divided, stopped, changed and rewound, and one that diverges."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer


def make(training, layers=(2, 3, 1), seed=0, samples=5, **network):
    rng = np.random.default_rng(seed)
    net = Network(layers, ("tanh",) * (len(layers) - 2) + ("sigmoid",), **network)
    X = rng.normal(0, 1, (samples, layers[0]))
    Y = rng.uniform(0, 1, (samples, layers[-1]))
    return Trainer(net, training, X, Y, *initial_parameters(net, "normal", rng), seed=seed)


def same_bits(first, second):
    a, b = first.state(), second.state()
    return a.update == b.update and all(
        getattr(a, part).tobytes() == getattr(b, part).tobytes()
        for part in ("parameters", "first_moment", "second_moment", "powers")
    )


TRAININGS = st.builds(
    Training,
    optimizer=st.sampled_from(sorted(OPTIMIZERS)),
    batch_size=st.sampled_from([0, 1, 2]),
    shuffle=st.booleans(),
    schedule=st.sampled_from(["constant", "cosine"]),
    l2=st.sampled_from([0.0, 0.1]),
    order=st.sampled_from(["right", "update_first"]),
)


@settings(deadline=None, max_examples=25)
@given(TRAININGS, st.lists(st.integers(1, 4), min_size=1, max_size=4), st.booleans())
def test_any_division_into_calls_and_any_resume_gives_the_same_bits(training, chunks, with_dropout):
    dropout = (0.5, 0.0) if with_dropout else ()
    whole = make(training, dropout=dropout)
    assert whole.run(sum(chunks)) == sum(chunks)
    divided = make(training, dropout=dropout)
    for chunk in chunks:
        divided.trace()
        divided.run(chunk)
        resumed = make(training, dropout=dropout)
        resumed.restore(divided.state())
        divided = resumed
    assert same_bits(whole, divided)


@settings(deadline=None, max_examples=25)
@given(TRAININGS, st.sets(st.integers(1, 12), min_size=1), st.integers(0, 3), st.integers(1, 9))
def test_parameters_are_kept_as_they_were_on_the_way(training, updates, before, call):
    trainer, other = make(training), make(training)
    trainer.run(before)
    kept = trainer.room_for(sorted(updates))
    trainer._call = call  # so that the way is divided differently each time
    trainer.run(10, kept)
    reached = [update for update in sorted(updates) if before <= update <= before + 10]
    for update, row in zip(reached, kept.after(reached), strict=True):
        other.run(update - other.update)
        assert row.tobytes() == other.state().parameters.tobytes()


def test_parameters_kept_before_a_divergence_are_finite():
    network = Network((1, 1), ("identity",), bias=False)
    start = [np.ones((1, 1))], [np.zeros(1)]
    trainer = Trainer(network, Training(learning_rate=1e20, batch_size=1), [[1.0]], [[0.0]], *start)
    kept = trainer.room_for(range(1, 50))
    done = trainer.run(50, kept)
    assert trainer.divergence is not None
    assert 0 < done < 50
    assert np.isfinite(kept.after(range(1, done + 1))).all()
    assert kept.after([done])[0].tobytes() == trainer.state().parameters.tobytes()


def test_restore_goes_back_exactly_and_runs_the_same_way_again():
    trainer = make(Training(optimizer="adam", batch_size=2, shuffle=True))
    trainer.run(3)
    moment = trainer.state()
    trainer.run(4)
    end = trainer.state()
    trainer.restore(moment)
    assert trainer.update == 3
    trainer.run(4)
    assert trainer.state().parameters.tobytes() == end.parameters.tobytes()


def test_trace_says_what_the_next_update_does_and_changes_nothing():
    for optimizer in OPTIMIZERS:
        trainer = make(Training(optimizer=optimizer, batch_size=2, shuffle=True, l2=0.1, learning_rate=0.05))
        trainer.run(4)
        before = trainer.state()
        trace = trainer.trace()
        assert trace.update == 5
        assert trainer.state().parameters.tobytes() == before.parameters.tobytes()
        trainer.run(1)
        for layer, w, b in zip(trace.layers, trainer.weights(), trainer.biases(), strict=True):
            assert layer.weights_after.tobytes() == w.tobytes()
            assert layer.biases_after.tobytes() == b.tobytes()
        assert trace.loss == pytest.approx(trace.sample_losses.mean() + trace.penalty, rel=1e-14)
        weights_squared = sum((layer.weights**2).sum() for layer in trace.layers)
        assert trace.penalty == pytest.approx(0.05 * weights_squared, rel=1e-14)


def test_trace_has_the_state_of_the_optimizer_before_and_after():
    trainer = make(Training(optimizer="momentum", batch_size=1))
    trainer.run(3)
    layer = trainer.trace().layers[0]
    expected = 0.9 * layer.weights_first_moment + layer.weights_gradient
    np.testing.assert_allclose(layer.weights_first_moment_after, expected, rtol=1e-15)
    np.testing.assert_allclose(layer.weights_after, layer.weights - 0.1 * expected, rtol=1e-15)


def test_stop_from_another_thread_ends_a_run_between_two_updates():
    trainer = make(Training(batch_size=1))
    timer = threading.Timer(0.05, trainer.stop)
    timer.start()
    done = trainer.run(10**9)
    timer.join()
    assert done == trainer.update < 10**9
    assert trainer.run(2) == 2


def test_stop_before_a_run_is_not_lost():
    trainer = make(Training(batch_size=1))
    trainer.stop()
    assert trainer.run(5) == 0
    assert trainer.run(5) == 5


def test_hot_changes_keep_the_moments_and_a_new_optimizer_empties_them():
    trainer = make(Training(optimizer="momentum"))
    trainer.run(3)
    trainer.training = replace(trainer.training, learning_rate=0.01, l2=0.5)
    assert trainer.state().first_moment.any()
    trainer.training = replace(trainer.training, optimizer="adam")
    assert not trainer.state().first_moment.any()
    assert trainer.update == 3
    trainer.training = replace(trainer.training, batch_size=2)
    assert trainer.updates_per_epoch == 3
    assert trainer.run(4) == 4


def test_set_parameters_goes_on_from_there():
    trainer = make(Training())
    other = make(Training(), seed=0)
    other.run(5)
    trainer.set_parameters(other.weights(), other.biases())
    assert trainer.update == 0
    for mine, theirs in zip(trainer.weights(), other.weights(), strict=True):
        assert mine.tobytes() == theirs.tobytes()


@pytest.mark.parametrize("batch_size", [0, 1, 2])
def test_divergence_is_found_at_its_update_and_the_last_finite_state_kept(batch_size):
    net = Network((1, 1), ("identity",), bias=False)
    training = Training(learning_rate=1e60, batch_size=batch_size)
    start = [np.ones((1, 1))], [np.zeros(1)]
    trainer = Trainer(net, training, [[1.0], [1.0], [1.0]], [[0.0], [0.0], [0.0]], *start)
    done = trainer.run(100)
    w, updates = 1.0, 0
    while np.isfinite(w * w):
        w, updates = w - 1e60 * w, updates + 1
    assert done == trainer.update == updates
    assert trainer.weights()[0][0, 0] == pytest.approx(w, rel=1e-12)
    assert trainer.divergence == (updates + 1, 1, "loss")  # its square is infinite before the weight is
    assert trainer.run(10) == 0
    trainer.training = replace(training, learning_rate=0.1)
    assert trainer.divergence is None
    assert trainer.run(1) == 0  # the loss is still infinite
    trainer.set_parameters(*start)
    assert trainer.run(1) == 1


def test_an_infinite_second_moment_is_a_divergence_although_the_weights_stand_still():
    net = Network((1, 1), ("identity",), bias=False)
    start = [np.full((1, 1), 1e160)], [np.zeros(1)]
    trainer = Trainer(net, Training(optimizer="adam"), [[1.0]], [[0.0]], *start)
    assert trainer.run(3) == 0
    assert trainer.divergence is not None
    assert trainer.weights()[0][0, 0] == 1e160


INFINITE = {  # output activation, loss, input and weights that make the loss infinite, what is named
    "half squared error": ("identity", "half_squared_error", 1e160, [1.0, 0.0], "loss"),
    "mean squared error": ("identity", "mean_squared_error", 1e160, [0.0, 1.0], "loss"),
    "sigmoid, log loss": ("sigmoid", "log_loss", 1e200, [1e200, 1.0], "z"),
    "sigmoid, cross-entropy": ("sigmoid", "cross_entropy", 1e200, [1.0, -1e200], "z"),
    "softmax, cross-entropy": ("softmax", "cross_entropy", 1e108, [1.5e200, -1.5e200], "loss"),
}


@pytest.mark.parametrize("batch_size", [1, 2])
@pytest.mark.parametrize("case", INFINITE)
def test_an_infinite_loss_is_named_at_its_update_although_the_weights_stay_finite(case, batch_size):
    activation, loss, x, weights, quantity = INFINITE[case]
    net = Network((1, 2), (activation,), bias=False)
    training = Training(loss=loss, learning_rate=0.0, batch_size=batch_size)
    X, Y = [[0.0], [0.0], [x], [0.0]], [[0.0, 1.0]] * 4
    trainer = Trainer(net, training, X, Y, [np.array([weights])], [np.zeros(2)])
    harmless = 2 // batch_size  # updates before the one that sees the third sample
    assert trainer.run(10) == trainer.update == harmless
    assert trainer.divergence == (harmless + 1, 1, quantity)
    assert not np.isfinite(trainer.trace().loss)
    assert trainer.weights()[0].tolist() == [weights]


def test_an_infinite_penalty_is_a_divergence_although_weights_and_gradients_are_finite():
    net = Network((1, 1), ("identity",))
    training = Training(learning_rate=0.0, l2=1.0)
    start = [np.full((1, 1), 1e160)], [np.full(1, 1e100)]
    trainer = Trainer(net, training, [[0.0]], [[0.0]], *start)
    assert trainer.run(3) == 0
    assert trainer.divergence == (1, 1, "loss")
    trainer.set_parameters([np.ones((1, 1))], [np.full(1, 1e153)])  # biases have no penalty
    assert trainer.run(3) == 3
    trainer.training = replace(training, l1=1e200, l2=0.0)
    trainer.set_parameters([np.full((1, 1), 1e200)], [np.zeros(1)])
    assert trainer.run(3) == 0
    assert trainer.divergence == (4, 1, "loss")


@pytest.mark.parametrize(
    ("dtype", "weight", "penalty"),
    [("float64", 1e200, {"l1": 1e-3}), ("float32", 1e25, {"l2": 1e-3}), ("float32", 1e25, {"l1": 1e-3})],
)
def test_a_finite_penalty_of_large_weights_is_no_divergence(dtype, weight, penalty):
    net = Network((1, 1), ("identity",), dtype=dtype)
    training = Training(learning_rate=1e-9, **penalty)
    trainer = Trainer(net, training, [[0.0]], [[0.0]], [np.full((1, 1), weight)], [np.zeros(1)])
    assert trainer.run(3) == 3
    assert np.isfinite(trainer.trace().loss)


@pytest.mark.parametrize("loss", ["log_loss", "cross_entropy"])
def test_an_infinite_output_is_a_divergence_although_its_clamped_loss_is_finite(loss):
    net = Network((1, 1), ("relu",), bias=False)
    start = [np.full((1, 1), 1e200)], [np.zeros(1)]
    trainer = Trainer(net, Training(loss=loss), [[1e200]], [[1.0]], *start)
    assert trainer.run(3) == 0
    assert trainer.divergence == (1, 1, "z")


def test_an_infinite_z_whose_activation_is_right_is_no_divergence():
    net = Network((1, 1, 1), ("tanh", "identity"), bias=False)
    start = [np.full((1, 1), 1e200), np.ones((1, 1))], [np.zeros(1), np.zeros(1)]
    trainer = Trainer(net, Training(), [[1e200]], [[0.0]], *start)
    assert trainer.trace().layers[0].z[0, 0] == np.inf
    assert trainer.trace().layers[0].a[0, 0] == 1.0
    assert trainer.run(3) == 3


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", ["rmsprop", "adam"])
def test_parameters_that_never_had_a_gradient_stand_still_however_small_epsilon_is(optimizer, dtype):
    net = Network((1, 1), ("identity",), bias=False, dtype=dtype)
    training = Training(optimizer=optimizer, epsilon=1e-60)  # zero in single precision
    trainer = Trainer(net, training, [[0.0]], [[1.0]], [np.full((1, 1), 2.0)], [np.zeros(1)])
    assert trainer.run(3) == 3
    trainer.training = replace(training, epsilon=0.0)
    assert trainer.run(3) == 3
    assert trainer.weights()[0].tolist() == [[2.0]]


@pytest.mark.parametrize(("order", "named"), [("right", (1, "delta")), ("update_first", (2, "weights"))])
def test_divergence_is_named_in_the_order_in_which_the_update_computes(order, named):
    net = Network((1, 1, 1), ("identity", "identity"))
    training = Training(loss="cross_entropy", learning_rate=1e300, order=order)
    start = [np.full((1, 1), 1e-312), np.full((1, 1), 1e300)], [np.zeros(1), np.zeros(1)]
    trainer = Trainer(net, training, [[1.0]], [[1.0]], *start)
    assert trainer.run(1) == 0
    assert trainer.divergence == (1, *named)


def test_the_sum_of_large_losses_is_infinite_and_raises_nothing():
    net = Network((1, 1), ("identity",))
    training = Training(learning_rate=0.0, reduction="sum")
    start = [np.full((1, 1), 1.2e154)], [np.zeros(1)]
    trainer = Trainer(net, training, np.ones((100, 1)), np.zeros((100, 1)), *start)
    assert trainer.trace().loss == np.inf
    trainer.set_parameters([np.full((1, 1), 1e200)], [np.zeros(1)])
    assert trainer.trace().loss == np.inf


def test_divergence_names_the_hidden_layer_that_was_first_and_keeps_the_bits_before_it():
    net = Network((1, 1, 1), ("relu", "identity"), bias=False, dtype="float32")
    start = [np.full((1, 1), 1e30), np.full((1, 1), 1e-30)], [np.zeros(1), np.zeros(1)]
    trainer = Trainer(net, Training(learning_rate=1e9), [[1e9]], [[0.0]], *start)
    before = trainer.state()
    assert trainer.run(5) == 0
    assert trainer.divergence == (1, 1, "z")  # 1e39 is infinite in single precision
    assert trainer.state().parameters.tobytes() == before.parameters.tobytes()


def test_a_velocity_that_overflows_is_told_as_the_state_of_the_optimizer():
    net = Network((1, 1), ("identity",), bias=False)
    training = Training(optimizer="momentum", momentum=0.99, learning_rate=1e-315)
    start = [np.ones((1, 1))], [np.zeros(1)]
    trainer = Trainer(net, training, [[1e154]], [[0.0]], *start)
    assert trainer.run(5) == 1
    assert trainer.divergence == (2, 1, "optimizer state")
    assert trainer.state().first_moment[0] == 1e154 * 1e154


def test_a_learning_rate_that_grows_to_infinity_is_a_divergence_and_warns_nobody():
    training = Training(schedule="exponential", schedule_factor=1e200)
    net = Network((1, 1), ("identity",))
    trainer = Trainer(net, training, [[1.0]], [[1.0]], [np.ones((1, 1))], [np.zeros(1)])
    assert trainer.run(5) == 2
    assert trainer.divergence == (3, 1, "weights")
    assert trainer.trace().learning_rate == np.inf


@pytest.mark.parametrize(
    "change",
    [
        {"X": [[0.0, 1.0, 2.0]]},
        {"Y": [[0.0], [1.0]]},
        {"X": [[0.0, np.nan]]},
        {"X": np.zeros((0, 2)), "Y": np.zeros((0, 1))},
        {"weights": [np.zeros((1, 2))]},
        {"biases": [np.array([np.inf])]},
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(change):
    good = {"X": [[0.0, 1.0]], "Y": [[1.0]], "weights": [np.zeros((2, 1))], "biases": [np.zeros(1)]}
    with pytest.raises(ValueError, match=r"\w+ .+"):
        Trainer(Network((2, 1), ("sigmoid",)), Training(), **{**good, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"loss": "hinge"},
        {"optimizer": "lbfgs"},
        {"learning_rate": -1.0},
        {"learning_rate": float("nan")},
        {"momentum": 1.0},
        {"batch_size": -1},
        {"schedule_epochs": 0},
        {"order": "wrong"},
    ],
)
def test_impossible_trainings_are_refused(change):
    with pytest.raises(ValueError, match=next(iter(change))):
        Training(**change)


def test_numbers_too_large_for_single_precision_are_told_without_a_warning(recwarn):
    network = Network((1, 1), ("identity",), dtype="float32")
    start = [np.array([[1e39]])], [np.zeros(1)]
    trainer = Trainer(network, Training(), [[1.0]], [[0.0]], *start)
    assert trainer.run(3) == 0
    assert trainer.divergence == (1, 1, "z")
    with pytest.raises(ValueError, match="X has numbers too large for float32; take float64"):
        Trainer(network, Training(), [[1e39]], [[0.0]], *start)
    assert not recwarn.list

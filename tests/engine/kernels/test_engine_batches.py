"""Batches, orders, biases, dropout and lab A's mistake, against NumPy written out."""

import numpy as np
import pytest
from sklearn.neural_network import MLPRegressor

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer


def data(samples, inputs=2, outputs=1, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 1, (samples, inputs)), rng.integers(0, 2, (samples, outputs)).astype(float)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def numpy_run(weights, biases, batches, rate, order, has_bias, reduction, momentum=0.0):
    """Sigmoid layers, half squared error, as in a textbook, or with lab A's mistake."""
    weights, biases = [w.copy() for w in weights], [b.copy() for b in biases]
    velocity = [np.zeros_like(p) for p in (*weights, *biases)]
    for X, Y in batches:
        activations = [X]
        for w, b in zip(weights, biases, strict=True):
            activations.append(sigmoid(activations[-1] @ w + b))
        a = activations[-1]
        delta = (a - Y) * a * (1 - a)
        scale = 1 / len(X) if reduction == "mean" else 1.0
        changes = []
        for layer in reversed(range(len(weights))):
            below = activations[layer]
            change = (layer, below.T @ delta * scale, delta.sum(0) * scale * has_bias[layer])
            if order == "update_first":
                apply_change(weights, biases, velocity, change, rate, momentum)
            else:
                changes.append(change)
            delta = delta @ weights[layer].T * below * (1 - below)
        for change in changes:
            apply_change(weights, biases, velocity, change, rate, momentum)
    return weights, biases


def apply_change(weights, biases, velocity, change, rate, momentum):
    layer, *gradients = change
    for place, parameters, gradient in zip(
        (layer, len(weights) + layer), (weights, biases), gradients, strict=True
    ):
        velocity[place] = momentum * velocity[place] + gradient
        parameters[layer] = parameters[layer] - rate * velocity[place]


def batches_of(X, Y, size, epochs):
    return [(X[i : i + size], Y[i : i + size]) for _ in range(epochs) for i in range(0, len(X), size)]


@pytest.mark.parametrize("order", ["right", "update_first"])
@pytest.mark.parametrize(
    ("batch_size", "reduction", "optimizer"),
    [
        (1, "mean", "sgd"),
        (3, "mean", "sgd"),
        (3, "sum", "momentum"),
        (0, "mean", "sgd"),
        (1, "sum", "momentum"),
    ],
)
@pytest.mark.parametrize("bias", [True, False, (True, True, False)])
def test_training_matches_the_textbook_and_the_mistake_is_lab_a_s(
    order, batch_size, reduction, optimizer, bias
):
    X, Y = data(7)
    network = Network((2, 4, 3, 1), ("sigmoid",) * 3, bias=bias)
    training = Training(
        batch_size=batch_size, reduction=reduction, order=order, learning_rate=0.5, optimizer=optimizer
    )
    weights, biases = initial_parameters(network, "normal", np.random.default_rng(1))
    trainer = Trainer(network, training, X, Y, weights, biases)
    epochs = 2
    trainer.run(epochs * trainer.updates_per_epoch)
    batches = batches_of(X, Y, batch_size or len(X), epochs)
    momentum = 0.9 if optimizer == "momentum" else 0.0
    expected = numpy_run(weights, biases, batches, 0.5, order, network.has_bias, reduction, momentum)
    for ours, theirs in zip((trainer.weights(), trainer.biases()), expected, strict=True):
        for a, b in zip(ours, theirs, strict=True):
            np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-14)


def test_the_mistake_changes_deltas_and_the_trace_shows_those_used():
    X, Y = data(1)
    network = Network((2, 3, 1), ("sigmoid", "sigmoid"))
    weights, biases = initial_parameters(network, "normal", np.random.default_rng(1))
    right, wrong = (
        Trainer(network, Training(order=order, learning_rate=2.0), X, Y, weights, biases).trace().layers
        for order in ("right", "update_first")
    )
    assert right[1].delta.tobytes() == wrong[1].delta.tobytes()
    a = wrong[0].a
    np.testing.assert_allclose(
        wrong[0].delta, wrong[1].delta @ wrong[1].weights_after.T * a * (1 - a), rtol=1e-13
    )
    assert not np.allclose(right[0].delta, wrong[0].delta, rtol=1e-6)
    np.testing.assert_allclose(wrong[0].weights_gradient, X.T @ wrong[0].delta, rtol=1e-13)


def test_missing_biases_stay_zero_whatever_is_given():
    X, Y = data(4)
    network = Network((2, 3, 1), ("tanh", "sigmoid"), bias=(True, False))
    trainer = Trainer(
        network,
        Training(optimizer="adam"),
        X,
        Y,
        [np.ones((2, 3)), np.ones((3, 1))],
        [np.ones(3), np.ones(1)],
    )
    trainer.run(5)
    assert trainer.biases()[1].tolist() == [0.0]
    assert not trainer.trace().layers[1].biases_gradient.any()
    assert trainer.biases()[0].all()


@pytest.mark.parametrize("batch_size", [1, 3])
def test_shuffled_epochs_visit_every_sample_once_in_ever_new_orders(batch_size):
    X, Y = data(8)
    network = Network((2, 1), ("sigmoid",))
    start = initial_parameters(network, "normal", np.random.default_rng(1))
    training = Training(batch_size=batch_size, shuffle=True)

    def visits(seed, epochs):
        trainer = Trainer(network, training, X, Y, *start, seed=seed)
        seen = []
        for _ in range(epochs):
            epoch = []
            for _ in range(trainer.updates_per_epoch):
                trace = trainer.trace()
                np.testing.assert_array_equal(trace.X, X[trace.batch_indices])
                np.testing.assert_array_equal(trace.Y, Y[trace.batch_indices])
                epoch.extend(trace.batch_indices.tolist())
                trainer.run(1)
            seen.append(tuple(epoch))
        return seen

    epochs = visits(seed=3, epochs=4)
    assert all(sorted(epoch) == list(range(8)) for epoch in epochs)
    assert len(set(epochs)) == 4
    assert visits(seed=3, epochs=2) == epochs[:2]
    assert visits(seed=4, epochs=1) != epochs[:1]


def test_shuffling_has_no_favourite_place():
    network = Network((1, 1), ("identity",), bias=False)
    X = np.arange(4.0)[:, None]
    trainer = Trainer(
        network, Training(shuffle=True, learning_rate=0.0), X, X, [np.zeros((1, 1))], [np.zeros(1)]
    )
    counts = np.zeros((4, 4))
    for _ in range(400):
        order = trainer.trace().batch_indices
        counts[np.arange(4), order] += 1
        trainer.run(1)
    assert counts.min() > 70  # 100 expected, standard deviation 8.7
    assert counts.max() < 130


def test_dropout_drops_its_share_scales_the_rest_and_forgets_nothing():
    rng = np.random.default_rng(0)
    network = Network((2, 40, 1), ("tanh", "sigmoid"), dropout=(0.3, 0.0))
    X, Y = data(20)
    trainer = Trainer(network, Training(), X, Y, *initial_parameters(network, "normal", rng), seed=5)
    masks = []
    for _ in range(3):
        layer, output = trainer.trace().layers
        mask = layer.dropout_mask
        assert output.dropout_mask is None
        assert np.unique(mask).tolist() == pytest.approx([0.0, 1 / (1 - 0.3)], rel=1e-15)
        np.testing.assert_allclose(layer.a, np.tanh(layer.z) * mask, rtol=1e-12)
        error = output.delta @ output.weights.T
        np.testing.assert_allclose(
            layer.delta, error * mask * (1 - np.tanh(layer.z) ** 2), rtol=1e-10, atol=1e-15
        )
        masks.append(mask)
        trainer.run(1)
    assert np.mean([m == 0 for m in masks]) == pytest.approx(0.3, abs=0.04)
    assert (masks[0] != masks[1]).any()
    again = Trainer(network, Training(), X, Y, trainer.weights(), trainer.biases(), seed=5)
    assert (again.trace().layers[0].dropout_mask == masks[0]).all()


def test_dropout_gradient_is_that_of_the_loss_with_the_masks():
    rng = np.random.default_rng(0)
    network = Network((2, 6, 5, 1), ("tanh", "gelu", "sigmoid"), dropout=(0.5, 0.2, 0.0))
    X, Y = data(4)
    trainer = Trainer(network, Training(loss="log_loss"), X, Y, *initial_parameters(network, "normal", rng))
    trace = trainer.trace()
    step = 1e-6
    for i in range(6):
        losses = []
        for sign in (1, -1):
            weights = trainer.weights()
            weights[0][1, i] += sign * step
            nudged = Trainer(network, trainer.training, X, Y, weights, trainer.biases())
            losses.append(nudged.trace().loss)
        gradient = trace.layers[0].weights_gradient[1, i]
        assert gradient == pytest.approx((losses[0] - losses[1]) / (2 * step), rel=1e-6, abs=1e-9)


def test_an_update_matches_scikit_learn():
    X, Y = data(10, outputs=1)
    reference = MLPRegressor(
        hidden_layer_sizes=(4,),
        activation="tanh",
        solver="sgd",
        alpha=0.0,
        batch_size=10,
        learning_rate_init=0.1,
        momentum=0.0,
        shuffle=False,
        random_state=0,
    )
    reference.partial_fit(X, Y[:, 0])
    start = [w.copy() for w in reference.coefs_], [b.copy() for b in reference.intercepts_]
    network = Network((2, 4, 1), ("tanh", "identity"))
    trainer = Trainer(network, Training(learning_rate=0.1), X, Y, *start)
    trainer.run(1)
    reference.partial_fit(X, Y[:, 0])
    for ours, theirs in zip(
        trainer.weights() + trainer.biases(), reference.coefs_ + reference.intercepts_, strict=True
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)


def test_float32_follows_float64():
    X, Y = data(20, outputs=3)
    results = []
    for dtype in ("float64", "float32"):
        network = Network((2, 5, 3), ("tanh", "softmax"), dtype=dtype)
        start = initial_parameters(network, "glorot_uniform", np.random.default_rng(0))
        trainer = Trainer(network, Training(loss="cross_entropy", batch_size=7), X, Y, *start)
        trainer.run(6)
        results.append(trainer.weights())
    for double, single in zip(*results, strict=True):
        np.testing.assert_allclose(single, double, rtol=2e-4, atol=1e-6)
        assert single.dtype == np.float64

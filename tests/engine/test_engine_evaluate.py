"""Activations and scores of many points, the start of the weights, and what a network refuses."""

import numpy as np
import pytest

from nnviz.engine.choices.initializers import INITIALIZERS
from nnviz.engine.evaluate import Evaluation, evaluate, flat_parameters, forward, responses
from nnviz.engine.kernels.layout import layout_of
from nnviz.engine.kernels.network import Network
from nnviz.engine.lanes.tags import SAMPLES, SINGLE
from nnviz.engine.start import initial_parameters


def test_forward_gives_every_layer_of_every_point():
    rng = np.random.default_rng(0)
    network = Network((3, 5, 2), ("tanh", "sigmoid"), dropout=(0.5, 0.0))
    weights, biases = initial_parameters(network, "normal", rng)
    for points in (1, 16, 37):
        X = rng.normal(0, 1, (points, 3))
        layers = forward(network, weights, biases, X)
        hidden = np.tanh(X @ weights[0] + biases[0])
        outputs = 1 / (1 + np.exp(-(hidden @ weights[1] + biases[1])))
        assert [layer.shape for layer in layers] == [(points, 3), (points, 5), (points, 2)]
        for ours, expected in zip(layers, (X, hidden, outputs), strict=True):
            np.testing.assert_allclose(ours, expected, rtol=1e-12, atol=1e-15)


def test_forward_takes_read_only_points_and_none_at_all():
    network = Network((1, 1), ("identity",))
    X = np.ones((3, 1))
    X.flags.writeable = False
    assert forward(network, [np.ones((1, 1))], [np.zeros(1)], X)[1].tolist() == [[1.0]] * 3
    assert forward(network, [np.ones((1, 1))], [np.zeros(1)], np.zeros((0, 1)))[1].shape == (0, 1)
    with pytest.raises(ValueError, match="n_samples, 1"):
        forward(network, [np.ones((1, 1))], [np.zeros(1)], np.zeros((3, 2)))


@pytest.mark.parametrize("samples", [1, 16, 17, 300])
def test_pictures_get_what_forward_gives_in_single_precision(samples):
    rng = np.random.default_rng(samples)
    network = Network((2, 5, 3), ("tanh", "softmax"))
    weights, biases = initial_parameters(network, "normal", rng)
    X = rng.normal(0.0, 1.0, (samples, 2))
    for seen, exact in zip(
        responses(network, weights, biases, X), forward(network, weights, biases, X), strict=True
    ):
        assert seen.dtype == np.float32
        np.testing.assert_allclose(seen, exact, rtol=1e-5, atol=1e-6)


def test_pictures_of_parameters_too_large_for_single_precision_have_numbers_too():
    network = Network((1, 1, 1), ("identity", "sigmoid"))
    weights, biases = [np.array([[1e200]]), np.array([[1e-200]])], [np.zeros(1), np.zeros(1)]
    with np.errstate(over="ignore"):
        assert responses(network, weights, biases, [[0.0], [5e-5]])[-1].tolist() == [
            [np.float32(0.5)],
            [np.float32(1 / (1 + np.exp(-5e-5)))],
        ]


def test_evaluate_counts_as_documented():
    one = Network((1, 1), ("identity",))
    same = [np.ones((1, 1))], [np.zeros(1)]
    X = np.array([[0.5], [0.49], [0.9], [0.1]])
    classes = np.array([1, 1, 0, 0])
    loss, accuracy = evaluate(one, "half_squared_error", *same, X, classes[:, None], classes)
    assert accuracy == 0.5
    assert loss == pytest.approx(0.5 * np.mean((X[:, 0] - classes) ** 2), rel=1e-14)
    several = Network((2, 2), ("identity",))
    X = np.array([[0.2, 0.1], [0.3, 0.4], [0.9, 0.8]])
    _, accuracy = evaluate(
        several, "half_squared_error", [np.eye(2)], [np.zeros(2)], X, np.zeros((3, 2)), np.array([0, 1, 1])
    )
    assert accuracy == pytest.approx(2 / 3)


def test_evaluate_has_no_accuracy_for_a_regression_and_no_loss_without_samples():
    network = Network((1, 1), ("identity",))
    same = [np.ones((1, 1))], [np.zeros(1)]
    loss, accuracy = evaluate(network, "half_squared_error", *same, [[1.0]], [[3.0]])
    assert loss == 2.0
    assert np.isnan(accuracy)
    assert np.isnan(evaluate(network, "log_loss", *same, np.zeros((0, 1)), np.zeros((0, 1)))).all()


@pytest.mark.parametrize("init", INITIALIZERS)
def test_initial_weights_have_the_spread_of_their_formula(init):
    fan_in, fan_out = 300, 200
    network = Network((fan_in, fan_out), ("tanh",))
    weights, biases = initial_parameters(network, init, np.random.default_rng(0))
    variance = {
        "glorot_uniform": 2 / (fan_in + fan_out),
        "glorot_normal": 2 / (fan_in + fan_out),
        "he_uniform": 2 / fan_in,
        "he_normal": 2 / fan_in,
        "lecun_uniform": 1 / fan_in,
        "lecun_normal": 1 / fan_in,
        "uniform": 1 / 3,
        "normal": 1.0,
        "zeros": 0.0,
    }[init]
    assert weights[0].var() == pytest.approx(variance, rel=0.03)
    assert abs(weights[0].mean()) < 0.02 * max(weights[0].std(), 1e-9) + 1e-12
    if "uniform" in init:
        assert np.abs(weights[0]).max() <= np.sqrt(3 * variance)
    assert bool(biases[0].any()) == (init in ("uniform", "normal"))


@pytest.mark.parametrize("init", INITIALIZERS)
def test_initial_weights_but_no_biases_are_scaled(init):
    network = Network((3, 4, 2), ("tanh", "tanh"))
    weights, biases = initial_parameters(network, init, np.random.default_rng(0))
    scaled, same = initial_parameters(network, init, np.random.default_rng(0), scale=0.25)
    assert all((s == 0.25 * w).all() for s, w in zip(scaled, weights, strict=True))
    assert all((s == b).all() for s, b in zip(same, biases, strict=True))


def test_initial_biases_are_drawn_only_where_there_are_any():
    network = Network((2, 3, 1), ("tanh", "tanh"), bias=(True, False))
    weights, biases = initial_parameters(network, "uniform", np.random.default_rng(0))
    assert biases[0].all()
    assert biases[1].tolist() == [0.0]
    again, _ = initial_parameters(network, "uniform", np.random.default_rng(0))
    assert all((a == b).all() for a, b in zip(weights, again, strict=True))
    with pytest.raises(ValueError, match="glorot_uniform"):
        initial_parameters(network, "xavier", np.random.default_rng(0))


@pytest.mark.parametrize(
    "parts",
    [
        {"layers": (2,)},
        {"layers": (2, 0, 1)},
        {"layers": (2, 10**6, 1)},
        {"layers": (90_000, 90_000, 1)},
        {"activations": ("tanh",)},
        {"activations": ("tanh", "cube")},
        {"activations": ("softmax", "softmax")},
        {"bias": (True,)},
        {"dropout": (0.5,)},
        {"dropout": (1.0, 0.0)},
        {"dropout": (0.0, 0.5)},
        {"dtype": "float16"},
    ],
)
def test_impossible_networks_are_refused_with_a_sentence(parts):
    good = {"layers": (2, 3, 1), "activations": ("tanh", "sigmoid")}
    with pytest.raises(ValueError, match=r"\w+ .+"):
        Network(**{**good, **parts})


def test_parameters_are_counted_without_missing_biases():
    assert Network((2, 4, 1), ("tanh", "tanh")).parameter_count == 2 * 4 + 4 + 4 + 1
    assert Network((2, 4, 1), ("tanh", "tanh"), bias=(True, False)).parameter_count == 2 * 4 + 4 + 4


def test_measuring_a_network_again_makes_no_new_layout():
    network = Network((2, 3, 1), ("tanh", "sigmoid"))
    same = Network((2, 3, 1), ("tanh", "sigmoid"))
    assert layout_of(network, SAMPLES) is layout_of(same, SAMPLES)
    assert layout_of(network, SAMPLES) is not layout_of(network, SINGLE)


@pytest.mark.parametrize("samples", [1, 16, 37])
@pytest.mark.parametrize("layers", [(2, 3, 1), (3, 4, 4)])
def test_several_sets_of_parameters_are_scored_to_the_same_bits_as_each_alone(layers, samples):
    rng = np.random.default_rng(samples)
    network = Network(layers, ("tanh", "sigmoid"))
    sets = [initial_parameters(network, "normal", rng) for _ in range(5)]
    X, classes = rng.normal(0, 1, (samples, layers[0])), rng.integers(0, 2, samples)
    Y = np.eye(max(2, layers[-1]))[classes][:, -layers[-1] :]
    rows = np.stack([flat_parameters(network, *each) for each in sets])
    losses, accuracies = Evaluation(network, "log_loss", rows, X, Y).scores(classes)
    alone = [evaluate(network, "log_loss", *each, X, Y, classes) for each in sets]
    assert list(zip(losses.tolist(), accuracies.tolist(), strict=True)) == alone

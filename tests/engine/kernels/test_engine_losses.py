"""Losses and activations where they are extreme: no overflow, no NaN, no warning."""

import itertools

import numpy as np
import pytest

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.evaluate import evaluate, forward
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.trainer import Trainer

EXTREMES = (0.0, 1e-300, -1e-300, 30.0, -30.0, 800.0, -800.0, 1e150, -1e150)


def extreme_trainer(activation, loss, z, target, dtype="float64"):
    """Two outputs, z and 0, of one sample."""
    network = Network((1, 2), (activation,), dtype=dtype)
    training = Training(loss=loss, learning_rate=0.0)
    return Trainer(network, training, [[1.0]], [target], [np.array([[z, 0.0]])], [np.zeros(2)])


@pytest.mark.parametrize(("activation", "loss"), list(itertools.product(ACTIVATIONS, LOSSES)))
def test_nothing_overflows_and_nothing_is_undefined(activation, loss):
    with np.errstate(all="raise"):
        for z, target in itertools.product(EXTREMES, ([1.0, 0.0], [0.0, 1.0])):
            trace = extreme_trainer(activation, loss, z, target).trace()
            if "squared" in loss and abs(z) > 1e100:
                assert not np.isnan(trace.loss)  # the square of a large output is infinite, rightly
            else:
                assert np.isfinite(trace.loss)
            assert np.isfinite(trace.layers[0].delta).all()


@pytest.mark.parametrize("loss", ["log_loss", "cross_entropy"])
@pytest.mark.parametrize("activation", ["sigmoid", "softmax", "tanh", "identity"])
def test_single_precision_clamps_below_one(activation, loss):
    for z, target in itertools.product((50.0, -50.0, 0.3), ([1.0, 0.0], [0.0, 1.0])):
        trace = extreme_trainer(activation, loss, z, target, "float32").trace()
        assert np.isfinite(trace.loss)
        assert np.isfinite(trace.layers[0].delta).all()


def test_losses_are_those_of_the_definitions():
    a = np.array([[0.2, 0.7]])
    y = np.array([[0.0, 1.0]])
    expected = {
        "half_squared_error": 0.5 * (0.2**2 + 0.3**2),
        "mean_squared_error": (0.2**2 + 0.3**2) / 2,
        "log_loss": -np.log(0.8) - np.log(0.7),
        "cross_entropy": -np.log(0.7),
    }
    network = Network((2, 2), ("identity",))
    for name, value in expected.items():
        loss, _ = evaluate(network, name, [np.eye(2)], [np.zeros(2)], a, y)
        assert loss == pytest.approx(value, rel=1e-14)


def test_losses_from_z_keep_their_precision_far_out():
    for z in (40.0, 700.0):
        right = extreme_trainer("sigmoid", "log_loss", z, [1.0, 0.5]).trace()
        assert right.loss - np.log(2) == pytest.approx(np.exp(-z), abs=1e-15)
        wrong = extreme_trainer("sigmoid", "log_loss", z, [0.0, 0.5]).trace()
        assert wrong.loss == pytest.approx(z + np.log(2), rel=1e-15)
        softmax = extreme_trainer("softmax", "cross_entropy", z, [0.0, 1.0]).trace()
        assert softmax.loss == pytest.approx(z, rel=1e-15)
        assert softmax.layers[0].delta[0].tolist() == pytest.approx([1.0, -1.0])


def test_clamped_probabilities_have_no_gradient():
    trace = extreme_trainer("identity", "log_loss", 1.5, [1.0, 1.0]).trace()
    assert trace.layers[0].delta.tolist() == [[0.0, 0.0]]
    assert trace.loss == pytest.approx(-np.log(1e-16), rel=1e-6)


def test_slopes_at_the_kinks_are_pytorch_s():
    slopes = {"relu": 0.0, "leaky_relu": 0.01, "elu": 1.0}
    for name, slope in slopes.items():
        network = Network((1, 1), (name,))
        trainer = Trainer(network, Training(), [[1.0]], [[-1.0]], [np.zeros((1, 1))], [np.zeros(1)])
        assert trainer.trace().layers[0].delta.item() == slope


def test_softmax_sums_to_one_and_does_not_see_a_common_shift():
    network = Network((3, 3), ("softmax",))
    X = np.array([[1.0, 2.0, 3.0], [1001.0, 1002.0, 1003.0], [-1000.0, 0.0, 1000.0]])
    outputs = forward(network, [np.eye(3)], [np.zeros(3)], X)[-1]
    np.testing.assert_allclose(outputs.sum(axis=1), 1.0, rtol=1e-15)
    np.testing.assert_allclose(outputs[0], outputs[1], rtol=1e-15)


def test_every_record_tells_what_it_is():
    for registry in (ACTIVATIONS, LOSSES):
        assert [record.name for record in registry.values()] == list(registry)
        assert len({record.code for record in registry.values()}) == len(registry)
        assert all(
            record.title and record.help.endswith(".") and record.formula for record in registry.values()
        )


@pytest.mark.parametrize(
    ("z", "loss", "delta"),
    [
        ([40.0, 0.0, 0.5], 79.02592301581990, [2.0, -1.3775406687981454, -0.6224593312018546]),
        ([1000.0, 0.0, -500.0], 2000.0, [2.0, -2.0, 0.0]),
    ],
)
def test_a_softmax_output_that_is_sure_and_wrong_still_learns_by_log_loss(z, loss, delta):
    network = Network((1, 3), ("softmax",))
    start = [np.zeros((1, 3))], [np.array(z)]
    trace = Trainer(network, Training(loss="log_loss"), [[0.0]], [[0.0, 1.0, 0.0]], *start).trace()
    assert trace.loss == pytest.approx(loss, rel=1e-14)
    assert trace.layers[0].delta[0] == pytest.approx(delta, rel=1e-14, abs=1e-200)
    assert trace.loss_after < trace.loss

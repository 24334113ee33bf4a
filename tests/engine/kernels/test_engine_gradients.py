"""Gradients against PyTorch's autograd in float64, and against central differences."""

import itertools

import numpy as np
import pytest
import torch
from torch_reference import TORCH_ACTIVATIONS, torch_losses

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer

PAIRS = list(itertools.product(ACTIVATIONS, LOSSES))
ALONE = [name for name, record in ACTIVATIONS.items() if not record.output_only]


def torch_forward(activations, weights, biases, X):
    a = torch.from_numpy(X)
    for name, w, b in zip(activations, weights, biases, strict=True):
        a = TORCH_ACTIVATIONS[name](a @ w + b)
    return a


def torch_gradient(trainer, X, Y):
    weights = [torch.from_numpy(w).requires_grad_() for w in trainer.weights()]
    biases = [torch.from_numpy(b).requires_grad_() for b in trainer.biases()]
    outputs = torch_forward(trainer.network.activations, weights, biases, X)
    losses = torch_losses(trainer.training.loss, outputs, torch.from_numpy(Y))
    loss = losses.mean() if trainer.training.reduction == "mean" else losses.sum()
    loss = loss + sum(
        trainer.training.l2 / 2 * (w**2).sum() + trainer.training.l1 * w.abs().sum() for w in weights
    )
    loss.backward()
    return float(loss.detach()), [w.grad.numpy() for w in weights], [b.grad.numpy() for b in biases]


def make_trainer(rng, layers, activations, samples, bias=True, **training):
    network = Network(tuple(layers), tuple(activations), bias=bias)
    X = rng.normal(0, 1, (samples, layers[0]))
    if layers[-1] == 1:
        Y = rng.integers(0, 2, (samples, 1)).astype(float)
    else:
        Y = np.eye(layers[-1])[rng.integers(0, layers[-1], samples)]
    weights, biases = initial_parameters(network, "normal", rng)
    return Trainer(network, Training(**training), X, Y, weights, biases), X, Y


def assert_same_gradient(trainer, X, Y):
    trace = trainer.trace()
    loss, weights, biases = torch_gradient(trainer, X, Y)
    assert trace.loss == pytest.approx(loss, rel=1e-12)
    scale = max(np.abs(g).max() for g in (*weights, *biases))
    for layer, w, b, has_bias in zip(trace.layers, weights, biases, trainer.network.has_bias, strict=True):
        np.testing.assert_allclose(layer.weights_gradient, w, rtol=1e-12, atol=1e-13 * scale)
        if has_bias:
            np.testing.assert_allclose(layer.biases_gradient, b, rtol=1e-12, atol=1e-13 * scale)
        else:
            assert not layer.biases_gradient.any()


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_every_output_activation_with_every_loss_matches_autograd(activation, loss):
    rng = np.random.default_rng([len(activation), len(loss)])
    for outputs, batch_size in ((3, 0), (1, 1), (2, 1)):
        trainer, X, Y = make_trainer(
            rng, (2, 3, outputs), ("tanh", activation), 3, loss=loss, batch_size=batch_size
        )
        batch = trainer.trace().batch_indices
        assert_same_gradient(trainer, X[batch], Y[batch])


@pytest.mark.parametrize("activation", ALONE)
@pytest.mark.parametrize("batch_size", [1, 0])
def test_every_hidden_activation_in_every_position_matches_autograd(activation, batch_size):
    rng = np.random.default_rng(len(activation))
    for activations in ((activation, "tanh", "sigmoid"), ("tanh", activation, "sigmoid")):
        trainer, X, Y = make_trainer(
            rng, (3, 5, 2, 1), activations, 3, loss="log_loss", batch_size=batch_size, l1=0.01, l2=0.1
        )
        batch = trainer.trace().batch_indices
        assert_same_gradient(trainer, X[batch], Y[batch])


def test_more_than_one_block_of_samples_and_both_reductions_match_autograd():
    rng = np.random.default_rng(3)
    for reduction in ("mean", "sum"):
        training = {"loss": "cross_entropy", "reduction": reduction}
        trainer, X, Y = make_trainer(rng, (2, 5, 3), ("sigmoid", "softmax"), 37, (False, True), **training)
        assert_same_gradient(trainer, X, Y)


@pytest.mark.parametrize(("activation", "loss"), PAIRS)
def test_every_pair_matches_central_differences(activation, loss):
    rng = np.random.default_rng([1, len(activation), len(loss)])
    trainer, _, _ = make_trainer(rng, (2, 2, 2), ("gelu", activation), 2, loss=loss, batch_size=1)
    gradient = trainer.trace().layers[0].weights_gradient
    step = 1e-6
    for i, j in ((0, 0), (1, 1)):
        values = []
        for sign in (1, -1):
            weights = trainer.weights()
            weights[0][i, j] += sign * step
            trainer.set_parameters(weights, trainer.biases())
            values.append(trainer.trace().loss)
            weights[0][i, j] -= sign * step
            trainer.set_parameters(weights, trainer.biases())
        assert gradient[i, j] == pytest.approx((values[0] - values[1]) / (2 * step), rel=1e-5, abs=1e-8)

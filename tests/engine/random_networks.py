"""Networks of layers of every kind at random shapes, and what PyTorch makes of the same."""

import numpy as np
import torch
from torch.nn import functional
from torch_reference import TORCH_ACTIVATIONS, torch_losses

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.dense import Dense
from nnviz.engine.layers.flatten import Flatten
from nnviz.engine.layers.input import Input
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import AvgPool, MaxPool
from nnviz.engine.start import initial_parameters
from nnviz.engine.trainer import Trainer


def network_of(shape, *makers, dtype="float64"):
    """Return a network of layers, each made from the shape of what comes before."""
    layers = [Input(shape)]
    for make in makers:
        layers.append(make(layers[-1].shape_out))
    return Network(tuple(layers), dtype=dtype)


def conv(units, size, activation="tanh", **more):
    return lambda shape: Conv(shape, size, units=units, activation=activation, **more)


def max_pool(size, stride):
    return lambda shape: MaxPool(shape, size, stride)


def avg_pool(size, stride):
    return lambda shape: AvgPool(shape, size, stride)


def dense(units, activation="tanh", **more):
    return lambda shape: Dense(shape, units, activation=activation, **more)


def norm(activation="identity"):
    return lambda shape: BatchNorm(shape, activation=activation)


KINDS = ("conv", "conv", "max_pool", "avg_pool", "batch_norm")
"""Those of `random_layer`: a new kind is one of them, with its lines there and in `torch_layer`."""


def random_layer(rng, shape, activation):
    """Return a random layer that takes maps of this shape."""
    size = tuple(int(rng.integers(1, min(length, 4) + 1)) for length in shape[:2])
    stride = tuple(int(n) for n in rng.integers(1, 3, 2))
    kind = rng.choice(KINDS)
    if kind == "conv":
        padding = str(rng.choice(["valid", "same"]))
        bias = bool(rng.random() < 0.8)
        units = int(rng.integers(1, 7))
        return Conv(shape, size, stride, units=units, activation=activation, padding=padding, bias=bias)
    if kind == "batch_norm":
        return BatchNorm(shape, activation=activation)
    return {"max_pool": MaxPool, "avg_pool": AvgPool}[kind](shape, size, stride)


def random_network(rng, activation, dtype="float64"):
    """Return maps, one to three layers of them, then flatten and one or two dense layers."""
    shape = int(rng.integers(3, 9)), int(rng.integers(3, 9)), int(rng.integers(1, 4))
    layers = [Input(shape)]
    for _ in range(int(rng.integers(1, 4))):
        layers.append(random_layer(rng, layers[-1].shape_out, activation))
    layers.append(Flatten(layers[-1].shape_out))
    if rng.random() < 0.5:
        layers.append(Dense(layers[-1].shape_out, int(rng.integers(1, 6)), activation=activation))
        if rng.random() < 0.5:
            layers.append(BatchNorm(layers[-1].shape_out))
    layers.append(Dense(layers[-1].shape_out, 3, activation="softmax"))
    return Network(tuple(layers), dtype=dtype)


def trainer_of(rng, network, samples, seed=0, **training):
    """Return a trainer with random data and weights, biases included."""
    X = rng.normal(0, 1, (samples, network.inputs))
    classes = rng.integers(0, network.outputs, samples)
    Y = np.eye(network.outputs)[classes] if network.outputs > 1 else classes[:, None].astype(float)
    weights, biases = initial_parameters(network, "glorot_normal", rng)
    biases = [rng.normal(0, 0.3, b.shape) for b in biases]
    return Trainer(network, Training(**training), X, Y, weights, biases, seed)


def torch_layer(layer, a, w, b):
    """Return z of one layer; maps are (n, height, width, channels)."""
    if layer.kind == "dense":
        return a @ w + b * layer.bias
    if layer.kind == "flatten":
        return a.reshape(len(a), -1)
    if layer.kind == "batch_norm":
        axes = tuple(range(a.ndim - 1))
        mean = a.mean(axes)
        variance = ((a - mean) ** 2).mean(axes)
        return (a - mean) / torch.sqrt(variance + layer.epsilon) * w[0] + b
    maps = a.permute(0, 3, 1, 2)
    if layer.kind == "conv":
        top, bottom, left, right = layer.zeros_around
        maps = functional.pad(maps, (left, right, top, bottom))
        z = functional.conv2d(
            maps, w.permute(3, 2, 0, 1).contiguous(), b if layer.bias else None, layer.stride
        )
    elif layer.kind in ("max_pool", "avg_pool"):
        pool = functional.max_pool2d if layer.kind == "max_pool" else functional.avg_pool2d
        z = pool(maps, layer.size, layer.stride)
    else:
        raise NotImplementedError(f'torch_layer does not know layers of kind "{layer.kind}"')
    return z.permute(0, 2, 3, 1)


def torch_forward(network, weights, biases, X):
    a = torch.as_tensor(X).reshape(len(X), *network.layers[0].shape_out)
    for layer, w, b in zip(network.layers[1:], weights, biases, strict=True):
        a = TORCH_ACTIVATIONS[layer.activation](torch_layer(layer, a, w, b))
    return a


def torch_loss(trainer, weights, biases, X, Y):
    """Return the loss of a batch under a trainer's settings, penalties included."""
    losses = torch_losses(trainer.training.loss, torch_forward(trainer.network, weights, biases, X), Y)
    loss = losses.mean() if trainer.training.reduction == "mean" else losses.sum()
    for layer, w in zip(trainer.network.layers[1:], weights, strict=True):
        learned = layer.learned(w)
        loss = loss + trainer.training.l2 / 2 * (learned**2).sum() + trainer.training.l1 * learned.abs().sum()
    return loss

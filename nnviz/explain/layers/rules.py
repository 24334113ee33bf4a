"""What each kind of layer computes, and how errors come back through it, by NumPy.

The engine's numbers are compared with these. They serve where the engine has none of its own: for the inputs,
in the graph of a network that is only asked, and, in the wrong order, for what should have been.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.kinds import ByKind
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import Pool
from nnviz.explain.layers.windows import as_maps, framed, under_weight


class Rule(msgspec.Struct, frozen=True):
    """A kind of layer, for a batch: its record comes first, the batch is the first axis.

    Attributes
    ----------
    value : callable
        z from weights, biases (0.0 where it has none) and what it got.
    down : callable
        dL/da of the layer before, from weights, delta, what it got, and the mean and variance of the batch.
    gradient : callable, optional
        dL/dW from delta, what it got, and mean and variance.
    asked, asked_down : callable, optional
        The same as `value` and `down` where the network is only asked, if that is something else.
    """

    value: Callable[[Any, Floats, Any, Floats], Floats]
    down: Callable[[Any, Floats, Floats, Floats, Any], Floats]
    gradient: Callable[[Any, Floats, Floats, Any], Floats] | None = None
    asked: Callable[[Any, Floats, Any, Floats], Floats] | None = None
    asked_down: Callable[[Any, Floats, Floats, Floats, Any], Floats] | None = None


def through(
    layer: Layer, weights: Floats, delta: Floats, below: Floats, norm: Any = None, *, asked: bool = False
) -> Floats:
    """Return dL/da of the layer before, for every sample of a batch.

    Parameters
    ----------
    layer : Layer
        That the error comes through.
    weights : ndarray
        Its own.
    delta : ndarray, shape (batch, *shape_out)
        dL/dz of it.
    below : ndarray, shape (batch, *shape_in)
        What it got.
    norm : LayerTrace, optional
        With the mean and variance of the batch, of a batch normalisation.
    asked : bool
        Whether the network is only asked, not trained: then a batch normalisation has its running ones.
    """
    rule = RULES[layer.kind]
    down = rule.asked_down if asked and rule.asked_down else rule.down
    return down(layer, weights, delta, below, norm)


def parameter_gradients(
    layer: Layer, delta: Floats, below: Floats, norm: Any = None
) -> tuple[Floats, Floats]:
    """Return the derivatives of the sum of all losses by a layer's weights and biases, without penalties.

    For the parameters see `through`.
    """
    gradient = RULES[layer.kind].gradient
    if gradient is None:
        return np.zeros(layer.weights_shape), np.zeros(layer.biases_shape)
    return gradient(layer, delta, below, norm), as_maps(layer, delta).sum(axis=(0, 1, 2))


def layer_sum(layer: Layer, weights: Floats, biases: Floats, below: Floats, *, asked: bool = False) -> Floats:
    """Return z of a layer for a batch; a batch normalisation takes mean and variance of it unless `asked`."""
    rule = RULES[layer.kind]
    value = rule.asked if asked and rule.asked else rule.value
    return value(layer, weights, biases if layer.bias else 0.0, below)


def _flatten_down(_layer: Layer, _weights: Floats, delta: Floats, below: Floats, _norm: Any) -> Floats:
    return delta.reshape(below.shape)


def _conv(layer: Conv, weights: Floats, shift: Any, below: Floats) -> Floats:
    z = np.zeros((len(below), *layer.shape_out))
    for i, j in np.ndindex(*layer.size):
        z += under_weight(layer, below, i, j) @ weights[i, j]
    return np.asarray(z + shift)


def _conv_down(layer: Conv, weights: Floats, delta: Floats, below: Floats, _norm: Any) -> Floats:
    spread = np.zeros_like(framed(layer, below))
    down, right = layer.stride
    rows, columns = layer.counts
    for i, j in np.ndindex(*layer.size):
        ends = i + down * (rows - 1) + 1, j + right * (columns - 1) + 1
        spread[:, i : ends[0] : down, j : ends[1] : right] += delta @ weights[i, j].T
    top, _, left, _ = layer.zeros_around
    return spread[:, top : top + below.shape[1], left : left + below.shape[2]]


def _conv_gradient(layer: Conv, delta: Floats, below: Floats, _norm: Any) -> Floats:
    weights = np.zeros(layer.weights_shape)
    for i, j in np.ndindex(*layer.size):
        weights[i, j] = np.einsum("nyxc,nyxo->co", under_weight(layer, below, i, j), delta)
    return weights


def _seen(layer: Pool, below: Floats) -> Floats:
    return np.stack([under_weight(layer, below, i, j) for i, j in np.ndindex(*layer.size)])


def _pool_down(layer: Pool, _weights: Floats, delta: Floats, below: Floats, _norm: Any) -> Floats:
    spread = np.zeros_like(below)
    down, right = layer.stride
    places = list(np.ndindex(*layer.size))
    chosen = _seen(layer, below).argmax(axis=0)  # of equal ones the first
    for number, (i, j) in enumerate(places):
        share = delta / len(places) if layer.kind == "avg_pool" else np.where(chosen == number, delta, 0.0)
        ends = i + down * (delta.shape[1] - 1) + 1, j + right * (delta.shape[2] - 1) + 1
        spread[:, i : ends[0] : down, j : ends[1] : right] += share
    return spread


def _norm(layer: BatchNorm, weights: Floats, shift: Any, below: Floats) -> Floats:
    values = as_maps(layer, below)
    mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
    normed = (values - mean) / np.sqrt(variance + layer.epsilon)
    return np.asarray(weights[0] * normed + shift).reshape(below.shape)


def _norm_asked(layer: BatchNorm, weights: Floats, shift: Any, below: Floats) -> Floats:
    gamma, mean, variance = weights
    normed = (as_maps(layer, below) - mean) / np.sqrt(variance + layer.epsilon)
    return np.asarray(gamma * normed + shift).reshape(below.shape)


def _norm_down(layer: BatchNorm, weights: Floats, delta: Floats, below: Floats, norm: Any) -> Floats:
    deltas, values = as_maps(layer, delta), as_maps(layer, below)
    deviation = np.sqrt(norm.variance + layer.epsilon)
    normed = (values - norm.mean) / deviation
    axes = (0, 1, 2)
    spread = deltas - deltas.mean(axes) - normed * (deltas * normed).mean(axes)
    return np.asarray(weights[0] / deviation * spread).reshape(below.shape)


def _norm_asked_down(layer: BatchNorm, weights: Floats, delta: Floats, _below: Floats, _norm: Any) -> Floats:
    scale = weights[0] / np.sqrt(weights[2] + layer.epsilon)
    return np.asarray(as_maps(layer, delta) * scale).reshape(delta.shape)


def _norm_gradient(layer: BatchNorm, delta: Floats, below: Floats, norm: Any) -> Floats:
    weights = np.zeros(layer.weights_shape)
    normed = (as_maps(layer, below) - norm.mean) / np.sqrt(norm.variance + layer.epsilon)
    weights[0] = (as_maps(layer, delta) * normed).sum(axis=(0, 1, 2))
    return weights


RULES: ByKind[Rule] = ByKind(
    __name__,
    {
        "dense": Rule(
            lambda _layer, weights, shift, below: np.asarray(below @ weights + shift),
            lambda _layer, weights, delta, _below, _norm: np.asarray(delta @ weights.T),
            lambda _layer, delta, below, _norm: np.asarray(below.T @ delta),
        ),
        "conv": Rule(_conv, _conv_down, _conv_gradient),
        "max_pool": Rule(
            lambda layer, _w, _b, below: np.asarray(_seen(layer, below).max(axis=0)), _pool_down
        ),
        "avg_pool": Rule(
            lambda layer, _w, _b, below: np.asarray(_seen(layer, below).mean(axis=0)), _pool_down
        ),
        "flatten": Rule(lambda _layer, _w, _b, below: below.reshape(len(below), -1), _flatten_down),
        "batch_norm": Rule(_norm, _norm_down, _norm_gradient, _norm_asked, _norm_asked_down),
    },
)

"""How an error comes down through each kind of layer, by NumPy: what the engine's deltas are compared with.

It serves where the engine has no number of its own: for the inputs, and, in the wrong order, for what should
have been.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import BatchNorm
from nnviz.engine.layers.pool import Pool
from nnviz.explain.layers.windows import as_maps, framed, under_weight


def through(layer: Layer, weights: Floats, delta: Floats, below: Floats, norm: Any = None) -> Floats:
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
    """
    return WAYS[layer.kind](layer, weights, delta, below, norm)


def _dense(_layer: Layer, weights: Floats, delta: Floats, _below: Floats, _norm: Any) -> Floats:
    result: Floats = delta @ weights.T
    return result


def _flatten(_layer: Layer, _weights: Floats, delta: Floats, below: Floats, _norm: Any) -> Floats:
    return delta.reshape(below.shape)


def _conv(layer: Any, weights: Floats, delta: Floats, below: Floats, _norm: Any) -> Floats:
    spread = np.zeros_like(framed(layer, below))
    down, right = layer.stride
    rows, columns = layer.counts
    for i, j in np.ndindex(*layer.size):
        ends = i + down * (rows - 1) + 1, j + right * (columns - 1) + 1
        spread[:, i : ends[0] : down, j : ends[1] : right] += delta @ weights[i, j].T
    top, _, left, _ = layer.zeros_around
    return spread[:, top : top + below.shape[1], left : left + below.shape[2]]


def _pool(layer: Any, _weights: Floats, delta: Floats, below: Floats, _norm: Any) -> Floats:
    spread = np.zeros_like(below)
    down, right = layer.stride
    places = list(np.ndindex(*layer.size))
    seen = np.stack([under_weight(layer, below, i, j) for i, j in places])
    chosen = seen.argmax(axis=0)  # of equal ones the first
    for number, (i, j) in enumerate(places):
        share = delta / len(places) if layer.kind == "avg_pool" else np.where(chosen == number, delta, 0.0)
        ends = i + down * (delta.shape[1] - 1) + 1, j + right * (delta.shape[2] - 1) + 1
        spread[:, i : ends[0] : down, j : ends[1] : right] += share
    return spread


def _norm(layer: Any, weights: Floats, delta: Floats, below: Floats, norm: Any) -> Floats:
    deltas, values = as_maps(layer, delta), as_maps(layer, below)
    deviation = np.sqrt(norm.variance + layer.epsilon)
    normed = (values - norm.mean) / deviation
    axes = (0, 1, 2)
    spread = deltas - deltas.mean(axes) - normed * (deltas * normed).mean(axes)
    result: Floats = (weights[0] / deviation * spread).reshape(below.shape)
    return result


WAYS: dict[str, Callable[[Any, Floats, Floats, Floats, Any], Floats]] = {
    "dense": _dense,
    "conv": _conv,
    "max_pool": _pool,
    "avg_pool": _pool,
    "flatten": _flatten,
    "batch_norm": _norm,
}
"""By kind of layer."""


def parameter_gradients(
    layer: Layer, delta: Floats, below: Floats, norm: Any = None
) -> tuple[Floats, Floats]:
    """Return the derivatives of the sum of all losses by a layer's weights and biases, without penalties.

    For the parameters see `through`.
    """
    maps = as_maps(layer, delta)
    biases = maps.sum(axis=(0, 1, 2))
    if layer.kind == "dense":
        return below.T @ delta, biases
    weights = np.zeros(layer.weights_shape)
    if isinstance(layer, Conv):
        for i, j in np.ndindex(*layer.size):
            weights[i, j] = np.einsum("nyxc,nyxo->co", under_weight(layer, below, i, j), delta)
    elif isinstance(layer, BatchNorm):
        normed = (as_maps(layer, below) - norm.mean) / np.sqrt(norm.variance + layer.epsilon)
        weights[0] = (maps * normed).sum(axis=(0, 1, 2))
    return weights, biases if layer.has_parameters else np.zeros(layer.biases_shape)


def layer_sum(layer: Layer, weights: Floats, biases: Floats, below: Floats) -> Floats:
    """Return z of a layer for a batch; a batch normalisation takes mean and variance of this batch."""
    shift = biases if layer.bias else 0.0
    if isinstance(layer, Conv):
        z = np.zeros((len(below), *layer.shape_out))
        for i, j in np.ndindex(*layer.size):
            z += under_weight(layer, below, i, j) @ weights[i, j]
        return np.asarray(z + shift)
    if isinstance(layer, Pool):
        seen = np.stack([under_weight(layer, below, i, j) for i, j in np.ndindex(*layer.size)])
        return np.asarray(seen.max(axis=0) if layer.kind == "max_pool" else seen.mean(axis=0))
    if isinstance(layer, BatchNorm):
        values = as_maps(layer, below)
        mean, variance = values.mean(axis=(0, 1, 2)), values.var(axis=(0, 1, 2))
        normed = (values - mean) / np.sqrt(variance + layer.epsilon)
        return np.asarray(weights[0] * normed + biases).reshape(below.shape)
    if layer.kind == "flatten":
        return below.reshape(len(below), -1)
    return np.asarray(below @ weights + shift)

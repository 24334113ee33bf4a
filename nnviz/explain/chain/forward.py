"""The forward pass of a batch by NumPy, in double precision: to normalise batches, and to check gradients."""

from typing import Any

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS, activation_value
from nnviz.engine.choices.losses import LOSSES, PROBABILITY_FLOOR, loss_term
from nnviz.explain.layers.rules import layer_sum
from nnviz.explain.update.case import Case

Moved = tuple[int, tuple[int, ...], float]
"""A layer, a place in its z of the whole batch, and by how much that is moved."""


def numpy_losses(
    case: Case, weights: list[Floats], biases: list[Floats], X: Floats, moved: Moved | None = None
) -> Floats:
    """Return the loss of each sample of a batch, with the dropout masks of the update."""
    a: Floats = X.reshape(len(X), *case.network.input_shape)
    layers = zip(case.network.computed, weights, biases, strict=True)
    for number, (layer, w, b) in enumerate(layers, start=1):
        z = layer_sum(layer, w, b, a)
        if moved is not None and moved[0] == number:
            z = z.copy()
            z[moved[1]] += moved[2]
        a = _activated(layer.activation, z)
        mask = case.layer(number).dropout_mask
        a = a if mask is None else a * mask
    code, floor = LOSSES[case.training.loss].code, PROBABILITY_FLOOR[case.network.dtype]
    outputs: Any = np.float64(a.shape[1])
    terms = [
        loss_term(code, outputs, floor, p, y) for p, y in zip(a.ravel(), case.trace.Y.ravel(), strict=True)
    ]
    return np.asarray(np.array(terms).reshape(a.shape).sum(axis=1))


def _activated(name: str, z: Floats) -> Floats:
    if name == "softmax":
        powers = np.exp(z - z.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))
    flat = np.ascontiguousarray(z).ravel()
    value: Floats = activation_value(ACTIVATIONS[name].code, flat)
    return np.asarray(value).reshape(z.shape)

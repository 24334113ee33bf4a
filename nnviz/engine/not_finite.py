"""Where the numbers of an update stop being finite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from nnviz.arrays import Floats

if TYPE_CHECKING:
    from nnviz.engine.trace import LayerTrace, Trace


def first_not_finite(trace: Trace, order: str) -> tuple[int, str]:
    """Return the layer (1 is the first after the input) and the quantity that first was not finite.

    Parameters
    ----------
    trace : Trace
    order : str
        That of the training: with "update_first" each layer is changed before the next delta is computed.
    """
    for layer, quantity, values in _in_order_of_computation(trace, order == "update_first"):
        if not np.isfinite(values).all():
            return layer, quantity
    return len(trace.layers), "weights"


def _in_order_of_computation(trace: Trace, update_first: bool) -> Iterator[tuple[int, str, Floats]]:
    numbered = list(enumerate(trace.layers, start=1))
    for number, layer in numbered:
        yield number, "z", layer.z
        yield number, "a", layer.a
    yield len(trace.layers), "loss", np.append(trace.sample_losses, trace.penalty)
    for number, layer in reversed(numbered):
        yield number, "delta", layer.delta
        yield number, "gradient", layer.weights_gradient
        yield number, "gradient", layer.biases_gradient
        if update_first:
            yield from _changes(number, layer)
    for number, layer in numbered:
        yield from _changes(number, layer)


def _changes(number: int, layer: LayerTrace) -> Iterator[tuple[int, str, Floats]]:
    yield number, "optimizer state", layer.weights_first_moment_after
    yield number, "optimizer state", layer.biases_first_moment_after
    yield number, "optimizer state", layer.weights_second_moment_after
    yield number, "optimizer state", layer.biases_second_moment_after
    yield number, "weights", layer.weights_after
    yield number, "weights", layer.biases_after

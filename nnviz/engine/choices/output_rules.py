"""Which way leads from a loss to the deltas of the output layer, for an output activation."""

from __future__ import annotations

from nnviz.engine.choices.activations import ACTIVATIONS, SIGMOID, SOFTMAX
from nnviz.engine.choices.losses import (
    CROSS_ENTROPY,
    ELEMENTWISE,
    LOG_LOSS,
    LOSSES,
    SIGMOID_CROSS_ENTROPY,
    SIGMOID_LOG_LOSS,
    SOFTMAX_CROSS_ENTROPY,
    SOFTMAX_JACOBIAN,
    SOFTMAX_LOG_LOSS,
)


def output_rule(activation: str, loss: str) -> int:
    """Return how the deltas of the output layer follow from the loss, for an output activation."""
    pair = (ACTIVATIONS[activation].code, LOSSES[loss].code)
    from_z = {
        (SIGMOID, LOG_LOSS): SIGMOID_LOG_LOSS,
        (SIGMOID, CROSS_ENTROPY): SIGMOID_CROSS_ENTROPY,
        (SOFTMAX, CROSS_ENTROPY): SOFTMAX_CROSS_ENTROPY,
        (SOFTMAX, LOG_LOSS): SOFTMAX_LOG_LOSS,
    }
    return from_z.get(pair, SOFTMAX_JACOBIAN if pair[0] == SOFTMAX else ELEMENTWISE)

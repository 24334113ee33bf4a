"""What the deltas and gradients of an update should have been: by the weights before it.

In the right order these are the numbers of the trace. With the order "update_first" they differ from what was
used, and the walk shows both.
"""

from collections.abc import Iterator
from functools import lru_cache

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.trace import Trace
from nnviz.explain.layers.rules import parameter_gradients, through
from nnviz.explain.layers.slopes import slopes


class RightLayer(msgspec.Struct, frozen=True, eq=False):
    """One layer's derivatives.

    Attributes
    ----------
    delta : ndarray, shape (batch, units)
        dL_s/dz of each sample's own loss.
    weights_gradient, biases_gradient : ndarray
        Of the whole loss, penalties included.
    """

    delta: Floats
    weights_gradient: Floats
    biases_gradient: Floats


@lru_cache(maxsize=2)
def right_layers(trace: Trace, network: Network, training: Training) -> tuple[RightLayer, ...]:
    """Return the derivatives of every layer after the inputs, the first one first."""
    if training.order == "update_first":
        return tuple(reversed(list(_by_weights_before(trace, network, training))))
    return tuple(
        RightLayer(layer.delta, layer.weights_gradient, layer.biases_gradient) for layer in trace.layers
    )


def _by_weights_before(trace: Trace, network: Network, training: Training) -> Iterator[RightLayer]:
    """Yield the derivatives from the output layer down."""
    in_batch = 1.0 / len(trace.X) if training.reduction == "mean" else 1.0
    delta = trace.layers[-1].delta
    for number in range(network.depth, 0, -1):
        values, layer = trace.layers[number - 1], network.layers[number]
        if number < network.depth:
            code, above = ACTIVATIONS[network.activations[number - 1]].code, trace.layers[number]
            error = through(network.layers[number + 1], above.weights, delta, values.a, above)
            delta = error * slopes(code, values.z, values.dropout_mask)
        below = trace.X.reshape(-1, *layer.shape_in) if number == 1 else trace.layers[number - 2].a
        weights, biases = parameter_gradients(layer, delta, below, values)
        learned = layer.learned(values.weights)
        penalty = np.zeros_like(values.weights)
        layer.learned(penalty)[...] = training.l2 * learned + training.l1 * np.sign(learned)
        yield RightLayer(delta, weights * in_batch + penalty, biases * in_batch * layer.bias)

"""What the loss surface is a function of, and the vector of all weights and biases."""

from itertools import pairwise

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine import Network, evaluate


class Terrain(msgspec.Struct, frozen=True, eq=False):
    """What the loss is a function of.

    Attributes
    ----------
    network : Network
    loss : str
        A name of the engine's `LOSSES`.
    X, Y : ndarray
        The training points as the network sees them.
    path : ndarray, shape (n, n_parameters)
        Weights and biases travelled through, the present ones last; each layer's weights, shape (fan_in,
        fan_out), row by row, then its biases.
    """

    network: Network
    loss: str
    X: Floats
    Y: Floats
    path: Floats

    @property
    def present(self) -> Floats:
        """The weights and biases of now."""
        return np.asarray(self.path[-1])

    def loss_at(self, parameters: Floats) -> float:
        """Return the mean loss of all training points, without penalties."""
        weights, biases = unflattened(parameters, self.network.layers)
        return evaluate(self.network, self.loss, weights, biases, self.X, self.Y)[0]


def flattened(weights: list[Floats], biases: list[Floats]) -> Floats:
    """Return weights and biases as one vector, layer after layer."""
    return np.concatenate([np.append(w.ravel(), b) for w, b in zip(weights, biases, strict=True)])


def unflattened(parameters: Floats, layers: tuple[int, ...]) -> tuple[list[Floats], list[Floats]]:
    """Return one vector as weights, (fan_in, fan_out) a layer, and biases."""
    weights, biases, at = [], [], 0
    for fan_in, fan_out in pairwise(layers):
        middle, end = at + fan_in * fan_out, at + (fan_in + 1) * fan_out
        weights.append(parameters[at:middle].reshape(fan_in, fan_out))
        biases.append(parameters[middle:end])
        at = end
    return weights, biases


def weight_names(network: Network) -> list[str]:
    """Return a name for each number of a vector, such as "w[2] 1→3" and "b[2] 3"; units count from 1."""
    names = []
    for layer, (fan_in, fan_out) in enumerate(pairwise(network.layers), start=1):
        names += [f"w[{layer}] {i + 1}→{j + 1}" for i in range(fan_in) for j in range(fan_out)]
        names += [f"b[{layer}] {j + 1}" for j in range(fan_out)]
    return names

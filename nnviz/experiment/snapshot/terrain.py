"""What the loss surface is a function of: all weights and biases, and the path of a run through them."""

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.evaluate import Evaluation, flat_parameters, parameter_views
from nnviz.engine.kernels.network import Network
from nnviz.parts import learned_of, symbol


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
        Weights and biases travelled through, the present ones last; each row as a trainer keeps them.
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
        one_set = parameters[np.newaxis].astype(self.network.dtype)
        losses, _ = Evaluation(self.network, self.loss, one_set, self.X, self.Y).scores(None)
        return float(losses[0])


def weight_names(network: Network) -> list[str]:
    """Return the symbol of each weight and bias, such as w₂₁⁽¹⁾, in the order of their arrays."""
    layers = range(1, network.depth + 1)
    return [symbol(part) for layer in layers for part in learned_of(network.layers, layer)]


def weight_places(network: Network) -> list[int]:
    """Return where each weight and bias stands in a row, in the same order."""
    row = np.arange(flat_parameters(network, *network.zeros()).size)
    places: list[int] = []
    for layer, weights, biases in zip(network.computed, *parameter_views(network, row), strict=True):
        places += [*layer.learned(weights).ravel().tolist(), *biases.ravel().tolist()]
    return places

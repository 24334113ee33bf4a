"""What an update starts from, as a student is given it: parameters, inputs, targets, and the functions."""

import numpy as np

from nnviz.engine.choices.activations import ACTIVATIONS, activation_slope, activation_value
from nnviz.engine.choices.losses import LOSSES, PROBABILITY_FLOOR, loss_slope, loss_term
from nnviz.engine.kernels.network import Network
from nnviz.explain.exercise.lines import Place, of_unit, places_of
from nnviz.explain.update.known import Known
from nnviz.parts import Bias, Learned

FLOOR = np.float64(PROBABILITY_FLOOR["float64"])


MOST_PARAMETERS = 150
"""Weights and biases of a network that is computed whole; of dense layers no larger one is."""
MOST_VALUES = 400
"""Numbers that such a network makes of a sample."""


def is_large(network: Network) -> bool:
    """Return whether a network of maps is too large to be computed whole."""
    values = sum(layer.size_out for layer in network.layers)
    return not network.is_dense and (network.parameter_count > MOST_PARAMETERS or values > MOST_VALUES)


class Given(Known, frozen=True, eq=False):
    """What an update starts from, and the functions that it knows.

    Attributes
    ----------
    trace, network, training
        The engine's update, which says what is given.
    """

    @property
    def outputs(self) -> tuple[Place, ...]:
        """The places of the outputs, in the order of their targets."""
        return places_of(self.network, self.depth)

    def units(self, layer: int) -> int:
        """Return the units or maps of a layer; 0 is the input."""
        return self.network.layers[layer].maps[2]

    def kind(self, layer: int) -> str:
        """Return the kind of a layer."""
        return self.network.layers[layer].kind

    def parameter(self, part: Learned) -> float:
        """Return a weight or bias before the update."""
        layer = self.trace.layers[part.layer - 1]
        return float((layer.biases if isinstance(part, Bias) else layer.weights)[part.index])

    def input(self, at: Place, sample: int) -> float:
        """Return an input."""
        values = self.trace.X[sample].reshape(self.network.input_shape)
        return float(values[at.index])

    def target(self, output: Place, sample: int) -> float:
        """Return the target of an output."""
        return float(self.trace.Y[sample, self.outputs.index(output)])

    def mask(self, at: Place, sample: int) -> float:
        """Return what dropout multiplies an activation by in this update."""
        masks = self.trace.layers[at.layer - 1].dropout_mask
        return 1.0 if masks is None else float(masks[(sample, *at.index)])

    def is_softmax(self, layer: int) -> bool:
        """Return whether the units of a layer are coupled."""
        return self.network.activations[layer - 1] == "softmax"

    def telling_place(self, layer: int, unit: int) -> Place:
        """Return a unit, or that pixel of a map that is most to blame for the loss of the first sample."""
        deltas = self.trace.layers[layer - 1].delta[0]
        return max(of_unit(self.network, layer, unit), key=lambda at: abs(float(deltas[at.index])))

    def f(self, layer: int, z: float) -> float:
        """Return the activation of a number; not for softmax."""
        with np.errstate(all="ignore"):
            return float(activation_value(self._code(layer), np.float64(z)))

    def slope(self, layer: int, z: float, a: float) -> float:
        """Return the derivative of the activation, from z and f(z); not for softmax."""
        with np.errstate(all="ignore"):
            return float(activation_slope(self._code(layer), np.float64(z), np.float64(a)))

    def loss_of(self, y_hat: float, y: float) -> float:
        """Return what one output adds to the loss of its sample."""
        code, outputs = LOSSES[self.training.loss].code, np.float64(self.network.outputs)
        with np.errstate(all="ignore"):
            return float(loss_term(code, outputs, FLOOR, np.float64(y_hat), np.float64(y)))

    def loss_slope(self, y_hat: float, y: float) -> float:
        """Return the derivative of the loss of a sample by one output."""
        code, outputs = LOSSES[self.training.loss].code, np.float64(self.network.outputs)
        with np.errstate(all="ignore"):
            return float(loss_slope(code, outputs, FLOOR, np.float64(y_hat), np.float64(y)))

    def penalties(self) -> float:
        """Return what L1 and L2 add to the loss of a batch, once."""
        weights = [
            record.learned(layer.weights)
            for record, layer in zip(self.network.computed, self.trace.layers, strict=True)
        ]
        squares, sizes = (sum(float(size(w).sum()) for w in weights) for size in (np.square, np.abs))
        return 0.5 * self.training.l2 * squares + self.training.l1 * sizes

    def _code(self, layer: int) -> int:
        return ACTIVATIONS[self.network.activations[layer - 1]].code

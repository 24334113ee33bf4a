"""The slope of the loss by a small change: the independent check of every gradient, and its limits.

A central difference (L(w + eps) - L(w - eps)) / (2 eps) is wrong by about eps^2 times the third derivative
(truncation) and by about 1e-16 L / eps (cancellation: two nearly equal numbers are subtracted). So there is a
best epsilon, neither large nor small.
"""

import math

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.kernels.layout import layout_of
from nnviz.engine.kernels.measure import Measurement, lanes_for
from nnviz.engine.kernels.network import Network
from nnviz.explain.chain.epsilon import EPSILONS
from nnviz.explain.chain.forward import numpy_losses
from nnviz.explain.formulas.numbers import agreeing_digits
from nnviz.explain.update.case import Case
from nnviz.explain.update.wrong_order import right_derivative
from nnviz.parts import Gain, KernelWeight, Learned, Part, Pixel, Unit, Weight


class Difference(msgspec.Struct, frozen=True):
    """A central difference beside the derivative it should equal.

    Attributes
    ----------
    epsilon : float
    estimate : float
        The difference of the losses with the quantity moved by +epsilon and by -epsilon, over 2 epsilon.
    gradient : float
        The derivative that back-propagation gives.
    """

    epsilon: float
    estimate: float
    gradient: float

    @property
    def error(self) -> float:
        """How far the estimate is off."""
        return abs(self.estimate - self.gradient)

    @property
    def digits(self) -> int:
        """How many significant digits the two have in common."""
        return agreeing_digits(self.estimate, self.gradient)


@np.errstate(all="ignore")  # infinite numbers are shown as such
def central_difference(case: Case, place: Part | Learned | Pixel, epsilon: float = 1e-5) -> Difference:
    """Return the central difference of the loss by a weight, a bias, an input or a neuron's sum z.

    For a weight or bias the loss is that of the batch, penalties and dropout masks included; for an input or
    a neuron it is the loss of the case's sample, since each sample has its own.

    Raises
    ------
    ValueError
        If epsilon is not a positive number.
    """
    if not (math.isfinite(epsilon) and epsilon > 0.0):
        raise ValueError(f"epsilon is a number above 0, not {epsilon}")
    above, below = (_loss(case, place, sign * epsilon) for sign in (1.0, -1.0))
    estimate = (above - below) / (2.0 * epsilon)
    return Difference(epsilon, estimate, right_derivative(case, place))


def error_curve(case: Case, place: Part | Learned | Pixel, per_decade: int = 2) -> list[Difference]:
    """Return the central differences for epsilons from 1e-1 down to 1e-14."""
    low, high = (round(math.log10(limit)) for limit in EPSILONS)
    count = (high - low) * per_decade
    epsilons = [10.0 ** (high - step / per_decade) for step in range(count + 1)]
    return [central_difference(case, place, epsilon) for epsilon in epsilons]


def _loss(case: Case, place: Part | Learned | Pixel, change: float) -> float:
    """Return the loss with one quantity moved, in double precision whatever the network trains in.

    In single precision most digits of a small difference of losses would be lost.
    """
    trace = case.trace
    network = case.network
    weights = [layer.weights.astype(np.float64) for layer in trace.layers]
    biases = [layer.biases.astype(np.float64) for layer in trace.layers]
    X = trace.X.astype(np.float64)
    by_numpy = not network.is_dense or network.dtype != "float64"
    if isinstance(place, Weight | KernelWeight | Gain):
        weights[place.layer - 1][place.index] += change
    elif place.layer == 0:
        X.reshape(case.a_of_batch(0).shape)[(case.sample, *place.index)] += change
    elif isinstance(place, Pixel) or (isinstance(place, Unit) and by_numpy):
        moved = place.layer, (case.sample, *place.index), change
        losses = numpy_losses(case, weights, biases, X, moved)
        return float(np.sum(losses) if network.has_batch_norm else losses[case.sample])
    else:  # a neuron's sum moves as if by its bias, whether it has one or not
        network = network.with_all_biases() if isinstance(place, Unit) else network
        biases[place.layer - 1][place.unit] += change
    if network.has_batch_norm or network.dtype != "float64":
        losses = numpy_losses(case, weights, biases, X)
        if isinstance(place, Unit | Pixel):  # where a batch is normalised, every sample moves the others
            return float(np.sum(losses) if network.has_batch_norm else losses[case.sample])
    else:
        losses = _sample_losses(case, network, weights, biases, X)
        if isinstance(place, Unit | Pixel):
            return float(losses[case.sample])
    return _reduced(losses, case) + _penalty(weights, case)


def _sample_losses(
    case: Case, network: Network, weights: list[Floats], biases: list[Floats], X: Floats
) -> Floats:
    parameters = layout_of(network, lanes_for(network)).pack(weights, biases)
    loss, key = case.training.loss, case.trace.dropout_key
    losses: Floats = Measurement(network, parameters, X, case.trace.Y, loss, network.depth, key).losses[0]
    return losses


def _reduced(losses: Floats, case: Case) -> float:
    return float(np.sum(losses)) * case.scale


def _penalty(weights: list[Floats], case: Case) -> float:
    l1, l2 = case.training.l1, case.training.l2
    layers = zip(case.network.computed, weights, strict=True)
    learned = [layer.learned(w) for layer, w in layers]
    return sum(float(l1 * np.abs(w).sum() + l2 / 2 * (w * w).sum()) for w in learned) if l1 or l2 else 0.0

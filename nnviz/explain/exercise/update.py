"""One update as a student computes it: every number from those before it.

A number may be overridden, and all that follows from it changes: so a later step can be marked on a student's
own numbers, and a mistake can be made on purpose.
"""

from collections.abc import Callable
from typing import Literal

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.activations import ACTIVATIONS, activation_slope, activation_value
from nnviz.engine.choices.losses import (
    ELEMENTWISE,
    LOSSES,
    PROBABILITY_FLOOR,
    SOFTMAX_JACOBIAN,
    SOFTMAX_LOG_LOSS,
    loss_slope,
    loss_term,
)
from nnviz.engine.choices.output_rules import output_rule
from nnviz.parts import Bias, Parameter, Part, Unit, Weight

Kind = Literal["product", "z", "a", "loss", "delta", "gradient", "new"]
FLOOR = np.float64(PROBABILITY_FLOOR["float64"])


class AskedQuantity(msgspec.Struct, frozen=True):
    """One number of an update.

    Attributes
    ----------
    kind
        A product w a of a weighted sum, z, a, the loss of the batch, a delta (of the sample's own loss), the
        gradient of a parameter, or its new value.
    part
        Whose; None for the loss.
    sample
        Row of the batch, for products, z, a and delta.
    """

    kind: Kind
    part: Part | None = None
    sample: int = 0


Get = Callable[[AskedQuantity], float]
"""How a quantity gets the numbers it is computed from."""


class Update(msgspec.Struct, frozen=True, eq=False):
    """What an update starts from.

    Attributes
    ----------
    X, Y : ndarray, shapes (batch, inputs) and (batch, outputs)
    weights, biases : tuple of ndarray
        Of each layer, which is dense.
    has_bias : tuple of bool
        Whether each layer's units have biases.
    activations : tuple of str
        Of each layer after the inputs.
    loss, reduction : str
    learning_rate, l1, l2 : float
    """

    X: Floats
    Y: Floats
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    has_bias: tuple[bool, ...]
    activations: tuple[str, ...]
    loss: str
    reduction: str
    learning_rate: float
    l1: float = 0.0
    l2: float = 0.0

    @property
    def depth(self) -> int:
        """Layers after the inputs."""
        return len(self.weights)

    @property
    def batch(self) -> int:
        """Samples."""
        return len(self.X)

    @property
    def scale(self) -> float:
        """What one sample counts in the loss of the batch."""
        return 1.0 / self.batch if self.reduction == "mean" else 1.0

    @property
    def rule(self) -> int:
        """How the deltas of the outputs follow from the loss."""
        return output_rule(self.activations[-1], self.loss)

    def units(self, layer: int) -> int:
        """Return the units of a layer; 0 is the inputs."""
        return int(self.X.shape[1] if layer == 0 else self.biases[layer - 1].size)

    def parameter(self, part: Parameter) -> float:
        """Return a weight or bias before the update."""
        arrays = self.weights if isinstance(part, Weight) else self.biases
        return float(arrays[part.layer - 1][part.index])

    def is_softmax(self, layer: int) -> bool:
        """Return whether the units of a layer are coupled."""
        return self.activations[layer - 1] == "softmax"

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
        code, outputs = LOSSES[self.loss].code, np.float64(self.units(self.depth))
        with np.errstate(all="ignore"):
            return float(loss_term(code, outputs, FLOOR, np.float64(y_hat), np.float64(y)))

    def loss_slope(self, y_hat: float, y: float) -> float:
        """Return the derivative of the loss of a sample by one output."""
        code, outputs = LOSSES[self.loss].code, np.float64(self.units(self.depth))
        with np.errstate(all="ignore"):
            return float(loss_slope(code, outputs, FLOOR, np.float64(y_hat), np.float64(y)))

    def compute(self, quantity: AskedQuantity, get: Get) -> float:
        """Return a quantity from those it follows from, which `get` gives."""
        return _FORMULAS[quantity.kind](self, quantity, get)

    def values(self, known: dict[AskedQuantity, float] | None = None) -> Get:
        """Return a `get` for all numbers of the update; `known` ones are taken as they are."""
        found = dict(known or {})

        def get(quantity: AskedQuantity) -> float:
            if quantity not in found:
                found[quantity] = self.compute(quantity, get)
            return found[quantity]

        return get

    def _code(self, layer: int) -> int:
        return ACTIVATIONS[self.activations[layer - 1]].code


def z_of(unit: Unit, sample: int) -> AskedQuantity:
    """Return the z of a unit as a quantity."""
    return AskedQuantity("z", unit, sample)


def a_of(unit: Unit, sample: int) -> AskedQuantity:
    """Return the a of a unit, or an input, as a quantity."""
    return AskedQuantity("a", unit, sample)


def delta_of(unit: Unit, sample: int) -> AskedQuantity:
    """Return the delta of a unit as a quantity."""
    return AskedQuantity("delta", unit, sample)


def pulled(update: Update, unit: Unit, sample: int, get: Get) -> float:
    """Return what the layer above sends back to a hidden unit: the sum of its weights times their deltas."""
    above = range(update.units(unit.layer + 1))
    return sum(
        update.parameter(Weight(unit.layer + 1, unit.unit, k))
        * get(delta_of(Unit(unit.layer + 1, k), sample))
        for k in above
    )


def slope_of(update: Update, unit: Unit, sample: int, get: Get) -> float:
    """Return the derivative of a unit's activation at its z."""
    return update.slope(unit.layer, get(z_of(unit, sample)), get(a_of(unit, sample)))


def per_sample(part: Parameter, sample: int, get: Get) -> float:
    """Return the gradient of one sample's own loss by a parameter."""
    delta = get(delta_of(part.end, sample))
    return delta * get(a_of(part.start, sample)) if isinstance(part, Weight) else delta


def penalty(update: Update, part: Parameter) -> float:
    """Return what the penalties add to the gradient of a parameter: nothing for a bias."""
    if isinstance(part, Bias):
        return 0.0
    w = update.parameter(part)
    return float(update.l2 * w + update.l1 * np.sign(w))


def _product(update: Update, quantity: AskedQuantity, get: Get) -> float:
    part = quantity.part
    assert isinstance(part, Weight)
    return update.parameter(part) * get(a_of(part.start, quantity.sample))


def _z(update: Update, quantity: AskedQuantity, get: Get) -> float:
    unit = quantity.part
    assert isinstance(unit, Unit)
    below = range(update.units(unit.layer - 1))
    lines = (AskedQuantity("product", Weight(unit.layer, i, unit.unit), quantity.sample) for i in below)
    return sum(get(line) for line in lines) + update.parameter(Bias(unit.layer, unit.unit))


def _a(update: Update, quantity: AskedQuantity, get: Get) -> float:
    unit = quantity.part
    assert isinstance(unit, Unit)
    if unit.layer == 0:
        return float(update.X[quantity.sample, unit.unit])
    if not update.is_softmax(unit.layer):
        return update.f(unit.layer, get(z_of(unit, quantity.sample)))
    z = [get(z_of(Unit(unit.layer, j), quantity.sample)) for j in range(update.units(unit.layer))]
    powers = np.exp(np.array(z) - max(z))
    return float(powers[unit.unit] / powers.sum())


def _loss(update: Update, _quantity: AskedQuantity, get: Get) -> float:
    outputs = range(update.units(update.depth))
    terms = (
        update.loss_of(get(a_of(Unit(update.depth, j), s)), float(update.Y[s, j]))
        for s in range(update.batch)
        for j in outputs
    )
    return update.scale * sum(terms) + _penalties(update)


def _penalties(update: Update) -> float:
    """Return what L1 and L2 add to the loss of a batch, once."""
    squares, sizes = (sum(float(size(w).sum()) for w in update.weights) for size in (np.square, np.abs))
    return 0.5 * update.l2 * squares + update.l1 * sizes


def _delta(update: Update, quantity: AskedQuantity, get: Get) -> float:
    unit, sample = quantity.part, quantity.sample
    assert isinstance(unit, Unit)
    if unit.layer < update.depth:
        return pulled(update, unit, sample, get) * slope_of(update, unit, sample, get)
    a, y = get(a_of(unit, sample)), float(update.Y[sample, unit.unit])
    if update.rule == ELEMENTWISE:
        return update.loss_slope(a, y) * slope_of(update, unit, sample, get)
    if update.rule not in (SOFTMAX_JACOBIAN, SOFTMAX_LOG_LOSS):
        return _by_the_short_rule(update, a, y, float(update.Y[sample].sum()))
    outputs = [get(a_of(Unit(unit.layer, k), sample)) for k in range(update.units(unit.layer))]
    slopes = [update.loss_slope(p, float(t)) for p, t in zip(outputs, update.Y[sample], strict=True)]
    return sum(g * p * ((k == unit.unit) - a) for k, (g, p) in enumerate(zip(slopes, outputs, strict=True)))


def _by_the_short_rule(update: Update, a: float, y: float, targets: float) -> float:
    """Return the delta of an output whose loss was made for its activation."""
    if update.activations[-1] == "softmax":
        return a * targets - y
    return a - y if update.loss == "log_loss" else -y * (1.0 - a)


def _gradient(update: Update, quantity: AskedQuantity, get: Get) -> float:
    part = quantity.part
    assert isinstance(part, Weight | Bias)
    samples = (per_sample(part, s, get) for s in range(update.batch))
    return update.scale * sum(samples) + penalty(update, part)


def _new(update: Update, quantity: AskedQuantity, get: Get) -> float:
    part = quantity.part
    assert isinstance(part, Weight | Bias)
    return update.parameter(part) - update.learning_rate * get(AskedQuantity("gradient", part))


_FORMULAS: dict[Kind, Callable[[Update, AskedQuantity, Get], float]] = {
    "product": _product,
    "z": _z,
    "a": _a,
    "loss": _loss,
    "delta": _delta,
    "gradient": _gradient,
    "new": _new,
}

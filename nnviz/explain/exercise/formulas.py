"""How each number of an update follows from those before it, for layers of every kind."""

from collections.abc import Callable

import numpy as np

from nnviz.engine.choices.losses import ELEMENTWISE, SOFTMAX_JACOBIAN, SOFTMAX_LOG_LOSS
from nnviz.explain.exercise.given import Given
from nnviz.explain.exercise.layer_formulas import (
    LAYER_FORMULAS,
    epsilon_of,
    pulled,
    source_of,
    times_gain,
    values_before,
)
from nnviz.explain.exercise.lines import ActingWeight, Place, acting, acting_at, of_unit, unit_of
from nnviz.explain.exercise.quantity import AskedQuantity, Get, Kind, a_of, delta_of, z_of
from nnviz.parts import Bias, Gain, KernelWeight, Learned, Pixel, Unit, Weight


def slope_of(update: Given, at: Place, sample: int, get: Get) -> float:
    """Return the derivative of an activation at its z, times the mask of dropout."""
    mask = update.mask(at, sample)
    if mask == 0.0 or update.network.activations[at.layer - 1] == "identity":
        return mask
    return update.slope(at.layer, get(z_of(at, sample)), get(a_of(at, sample)) / mask) * mask


def per_sample(update: Given, part: Learned, sample: int, get: Get) -> float:
    """Return the gradient of one sample's own loss by a parameter: over all places where it acts."""
    if isinstance(part, Weight | KernelWeight):
        return sum(
            get(delta_of(line.target, sample)) * source_of(line, sample, get)
            for line in acting(update.network, part)
        )
    places = of_unit(update.network, part.layer, part.unit)
    if isinstance(part, Gain):
        return sum(get(delta_of(at, sample)) * times_gain(update, at, sample, get) for at in places)
    return sum(get(delta_of(at, sample)) for at in places)


def penalty(update: Given, part: Learned) -> float:
    """Return what the penalties add to the gradient of a parameter: nothing for a bias."""
    if isinstance(part, Bias):
        return 0.0
    w = update.parameter(part)
    return float(update.training.l2 * w + update.training.l1 * np.sign(w))


def _place(quantity: AskedQuantity) -> Place:
    assert isinstance(quantity.part, Unit | Pixel)
    return quantity.part


def _learned(quantity: AskedQuantity) -> Learned:
    assert isinstance(quantity.part, Weight | Bias | KernelWeight | Gain)
    return quantity.part


def line_of(update: Given, quantity: AskedQuantity) -> ActingWeight:
    """Return the place at which a product, or what a window sees, is asked for."""
    assert isinstance(quantity.part, Weight | KernelWeight)
    return acting_at(update.network, quantity.part, quantity.at)


def _window(update: Given, quantity: AskedQuantity, get: Get) -> float:
    source = line_of(update, quantity).source
    return 0.0 if source is None else get(a_of(source, quantity.sample))


def _product(update: Given, quantity: AskedQuantity, get: Get) -> float:
    line = line_of(update, quantity)
    return update.parameter(line.weight) * source_of(line, quantity.sample, get)


def _z(update: Given, quantity: AskedQuantity, get: Get) -> float:
    at = _place(quantity)
    return LAYER_FORMULAS[update.kind(at.layer)].z(update, at, quantity.sample, get)


def _a(update: Given, quantity: AskedQuantity, get: Get) -> float:
    at, sample = _place(quantity), quantity.sample
    if at.layer == 0:
        return update.input(at, sample)
    if not update.is_softmax(at.layer):
        return update.f(at.layer, get(z_of(at, sample))) * update.mask(at, sample)
    z = [get(z_of(output, sample)) for output in update.outputs]
    powers = np.exp(np.array(z) - max(z))
    return float(powers[update.outputs.index(at)] / powers.sum())


def _mean(update: Given, quantity: AskedQuantity, get: Get) -> float:
    values = values_before(update, _place(quantity).layer, unit_of(_place(quantity)), get)
    return sum(values) / len(values)


def _deviation(update: Given, quantity: AskedQuantity, get: Get) -> float:
    at = _place(quantity)
    values = values_before(update, at.layer, unit_of(at), get)
    variance = sum_of_squares(values, get(AskedQuantity("mean", at))) / len(values)
    return float(np.sqrt(variance + epsilon_of(update, at.layer)))


def sum_of_squares(values: list[float], mean: float) -> float:
    """Return the sum of (value - mean)²: infinite where the engine's is, while `**` would raise an error."""
    return sum((value - mean) * (value - mean) for value in values)


def _loss(update: Given, _quantity: AskedQuantity, get: Get) -> float:
    terms = (
        update.loss_of(get(a_of(output, s)), update.target(output, s))
        for s in range(update.batch)
        for output in update.outputs
    )
    return update.scale * sum(terms) + update.penalties()


def _delta(update: Given, quantity: AskedQuantity, get: Get) -> float:
    at, sample = _place(quantity), quantity.sample
    if at.layer < update.depth:
        return pulled(update, at, sample, get) * slope_of(update, at, sample, get)
    a, y = get(a_of(at, sample)), update.target(at, sample)
    if update.rule == ELEMENTWISE:
        return update.loss_slope(a, y) * slope_of(update, at, sample, get)
    targets = update.trace.Y[sample]
    if update.rule not in (SOFTMAX_JACOBIAN, SOFTMAX_LOG_LOSS):
        return _by_the_short_rule(update, a, y, float(targets.sum()))
    outputs = [get(a_of(output, sample)) for output in update.outputs]
    slopes = [update.loss_slope(p, float(t)) for p, t in zip(outputs, targets, strict=True)]
    own = update.outputs.index(at)
    return sum(g * p * ((k == own) - a) for k, (g, p) in enumerate(zip(slopes, outputs, strict=True)))


def _by_the_short_rule(update: Given, a: float, y: float, targets: float) -> float:
    """Return the delta of an output whose loss was made for its activation."""
    if update.network.activations[-1] == "softmax":
        return a * targets - y
    return a - y if update.training.loss == "log_loss" else -y * (1.0 - a)


def _gradient(update: Given, quantity: AskedQuantity, get: Get) -> float:
    part = _learned(quantity)
    samples = (per_sample(update, part, s, get) for s in range(update.batch))
    return update.scale * sum(samples) + penalty(update, part)


def _new(update: Given, quantity: AskedQuantity, get: Get) -> float:
    part = _learned(quantity)
    gradient = get(AskedQuantity("gradient", part))
    return update.parameter(part) - update.trace.learning_rate * gradient


FORMULAS: dict[Kind, Callable[[Given, AskedQuantity, Get], float]] = {
    "window": _window,
    "product": _product,
    "z": _z,
    "a": _a,
    "mean": _mean,
    "deviation": _deviation,
    "loss": _loss,
    "delta": _delta,
    "gradient": _gradient,
    "new": _new,
}

"""The numbers that somebody would write who holds a misconception."""

from collections.abc import Callable, Iterator

import numpy as np

from nnviz.explain.exercise.update import (
    AskedQuantity,
    Get,
    Update,
    a_of,
    delta_of,
    penalty,
    per_sample,
    pulled,
    slope_of,
    z_of,
)
from nnviz.parts import Bias, Parameter, Unit, Weight

Wrong = Callable[[Update, AskedQuantity, Get], Iterator[float]]


def slope_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta without the slope of its activation."""
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit):
        return
    if unit.layer < update.depth:
        yield pulled(update, unit, sample, get)
    elif not _has_short_rule(update):
        yield _loss_slope(update, unit, sample, get)


def slope_at_a(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta with the slope taken at a instead of z."""
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit) or update.is_softmax(unit.layer):
        return
    a = get(a_of(unit, sample))
    slope = update.slope(unit.layer, a, update.f(unit.layer, a))
    if unit.layer < update.depth:
        yield pulled(update, unit, sample, get) * slope
    elif not _has_short_rule(update):
        yield _loss_slope(update, unit, sample, get) * slope


def slope_doubled(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta with the slope multiplied in twice."""
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit):
        return
    if unit.layer == update.depth and _has_short_rule(update):
        a = get(a_of(unit, sample))
        yield update.compute(quantity, get) * a * (1.0 - a)
    elif not update.is_softmax(unit.layer):
        yield update.compute(quantity, get) * slope_of(update, unit, sample, get)


def updated_weight(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta that came back through the new weights."""
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit) or unit.layer == update.depth:
        return
    above = range(update.units(unit.layer + 1))
    lines = [Weight(unit.layer + 1, unit.unit, k) for k in above]
    sent_back = sum(get(AskedQuantity("new", line)) * get(delta_of(line.end, sample)) for line in lines)
    yield sent_back * slope_of(update, unit, sample, get)


def transposed(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give what follows from weights whose rows are read as columns."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "z" and isinstance(part, Unit):
        W = _misread(update.weights[part.layer - 1])
        a = [get(a_of(Unit(part.layer - 1, i), sample)) for i in range(W.shape[0])]
        yield float(np.dot(W[:, part.unit], a)) + update.parameter(Bias(part.layer, part.unit))
    if quantity.kind == "delta" and isinstance(part, Unit) and part.layer < update.depth:
        W = _misread(update.weights[part.layer])
        deltas = [get(delta_of(Unit(part.layer + 1, k), sample)) for k in range(W.shape[1])]
        yield float(np.dot(W[part.unit], deltas)) * slope_of(update, part, sample, get)
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight):
        other = Weight(part.layer, part.target, part.source)
        if max(part.target, part.source) < min(update.units(part.layer), update.units(part.layer - 1)):
            yield _carried(update, quantity, _reduced(update, other, get) + penalty(update, part))


def wrong_reduction(name: str) -> Wrong:
    """Return the misconception of a batch that is summed where the mean is asked for, or averaged."""

    def wrong(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
        if update.batch == 1 or (update.reduction == "mean") != (name == "sum"):
            return
        factor = update.batch if name == "sum" else 1.0 / update.batch
        if quantity.kind == "loss":
            yield update.compute(quantity, get) * factor
        elif quantity.kind in ("gradient", "new") and isinstance(quantity.part, Weight | Bias):
            summed = _reduced(update, quantity.part, get) * factor
            yield _carried(update, quantity, summed + penalty(update, quantity.part))

    return wrong


def sign(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the number with a sign turned."""
    if quantity.kind == "new" and isinstance(quantity.part, Weight | Bias):
        gradient = get(AskedQuantity("gradient", quantity.part))
        yield update.parameter(quantity.part) + update.learning_rate * gradient
    elif not (quantity.kind == "delta" and _is_output(update, quantity)):
        yield -update.compute(quantity, get)


def swapped(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the delta of target minus output."""
    if quantity.kind == "delta" and _is_output(update, quantity):
        yield -update.compute(quantity, get)
    if quantity.kind == "loss" and update.loss in ("log_loss", "cross_entropy"):
        pairs = (
            (get(a_of(Unit(update.depth, j), s)), float(update.Y[s, j]))
            for s in range(update.batch)
            for j in range(update.units(update.depth))
        )
        yield update.scale * sum(update.loss_of(y, a) for a, y in pairs)


def rate_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give numbers with the learning rate in the wrong place."""
    if quantity.kind == "new" and isinstance(quantity.part, Weight | Bias):
        yield update.parameter(quantity.part) - get(AskedQuantity("gradient", quantity.part))
    if quantity.kind == "gradient":
        yield update.learning_rate * update.compute(quantity, get)


def bias_as_weight(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the sum in which the bias is taken for the weight of an input."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "z" and isinstance(part, Unit):
        below = [get(a_of(Unit(part.layer - 1, i), sample)) for i in range(update.units(part.layer - 1))]
        bias, right = update.parameter(Bias(part.layer, part.unit)), update.compute(quantity, get)
        yield from (right - bias + bias * a for a in [*below, sum(below)])
    if quantity.kind in ("gradient", "new") and isinstance(part, Bias):
        for i in range(update.units(part.layer - 1)):
            yield _carried(update, quantity, _reduced(update, Weight(part.layer, i, part.unit), get))


def other_activation(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the gradient with the a of another layer."""
    part = quantity.part
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight):
        layers = [part.end, *(Unit(part.layer - 2, i) for i in range(_units_before(update, part)))]
        for unit in layers:
            products = (get(delta_of(part.end, s)) * get(a_of(unit, s)) for s in range(update.batch))
            yield _carried(update, quantity, update.scale * sum(products) + penalty(update, part))


def before_activation(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give z where a belongs."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "a" and isinstance(part, Unit):
        yield get(z_of(part, sample))
    if quantity.kind == "z" and isinstance(part, Unit) and part.layer > 1:
        below = range(update.units(part.layer - 1))
        lines = [Weight(part.layer, i, part.unit) for i in below]
        total = sum(update.parameter(line) * get(z_of(line.start, sample)) for line in lines)
        yield total + update.parameter(Bias(part.layer, part.unit))
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight) and part.layer > 1:
        products = (get(delta_of(part.end, s)) * get(z_of(part.start, s)) for s in range(update.batch))
        yield _carried(update, quantity, update.scale * sum(products) + penalty(update, part))


def bias_left_out(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the sum without its bias."""
    if quantity.kind == "z" and isinstance(quantity.part, Unit):
        bias = Bias(quantity.part.layer, quantity.part.unit)
        yield update.compute(quantity, get) - update.parameter(bias)


def only_the_change(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the change of a weight instead of the weight."""
    if quantity.kind == "new" and isinstance(quantity.part, Weight | Bias):
        change = update.learning_rate * get(AskedQuantity("gradient", quantity.part))
        yield from (change, -change)


def penalty_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the gradient, or the new weight, without the penalty."""
    part = quantity.part
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight):
        yield _carried(update, quantity, _reduced(update, part, get))


def _has_short_rule(update: Update) -> bool:
    """Return whether the delta of an output is ŷ - y: the loss was made for the activation."""
    return (update.activations[-1], update.loss) in {
        ("sigmoid", "log_loss"),
        ("sigmoid", "cross_entropy"),
        ("softmax", "cross_entropy"),
    }


def _is_output(update: Update, quantity: AskedQuantity) -> bool:
    return isinstance(quantity.part, Unit) and quantity.part.layer == update.depth


def _loss_slope(update: Update, unit: Unit, sample: int, get: Get) -> float:
    return update.loss_slope(get(a_of(unit, sample)), float(update.Y[sample, unit.unit]))


def _reduced(update: Update, part: Parameter, get: Get) -> float:
    """Return the gradient of the batch's own loss by a parameter, without penalties."""
    return update.scale * sum(per_sample(part, s, get) for s in range(update.batch))


def _carried(update: Update, quantity: AskedQuantity, gradient: float) -> float:
    """Return a wrong gradient, or the new weight that it leads to, as the quantity asks."""
    assert isinstance(quantity.part, Weight | Bias)
    if quantity.kind == "gradient":
        return gradient
    return update.parameter(quantity.part) - update.learning_rate * gradient


def _misread(W: np.ndarray) -> np.ndarray:
    """Return the weights with rows read as columns, in the shape they should have."""
    return W.T if W.shape[0] == W.shape[1] else W.T.reshape(W.shape)


def _units_before(update: Update, part: Weight) -> int:
    return update.units(part.layer - 2) if part.layer > 1 else 0

"""What students commonly get wrong, each computed from the update: so a wrong number names its likely cause.

A misconception gives, for a quantity, the numbers that someone who holds it would write. The numbers it
starts from are given by `get`: the right ones, or a student's own.
"""

from collections.abc import Callable, Iterator
from itertools import chain

import msgspec
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


class Misconception(msgspec.Struct, frozen=True):
    """One way to go wrong.

    Attributes
    ----------
    name : str
        For programs.
    sentence : str
        What seems to have happened, and where to look; for the student.
    wrong : callable
        The numbers it leads to for a quantity; none where it cannot happen.
    """

    name: str
    sentence: str
    wrong: Wrong


def _slope_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit):
        return
    if unit.layer < update.depth:
        yield pulled(update, unit, sample, get)
    elif not _has_short_rule(update):
        yield _loss_slope(update, unit, sample, get)


def _slope_at_a(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit) or update.is_softmax(unit.layer):
        return
    a = get(a_of(unit, sample))
    slope = update.slope(unit.layer, a, update.f(unit.layer, a))
    if unit.layer < update.depth:
        yield pulled(update, unit, sample, get) * slope
    elif not _has_short_rule(update):
        yield _loss_slope(update, unit, sample, get) * slope


def _slope_doubled(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit):
        return
    if unit.layer == update.depth and _has_short_rule(update):
        a = get(a_of(unit, sample))
        yield update.compute(quantity, get) * a * (1.0 - a)
    elif not update.is_softmax(unit.layer):
        yield update.compute(quantity, get) * slope_of(update, unit, sample, get)


def _updated_weight(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    unit, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(unit, Unit) or unit.layer == update.depth:
        return
    above = range(update.units(unit.layer + 1))
    lines = [Weight(unit.layer + 1, unit.unit, k) for k in above]
    sent_back = sum(get(AskedQuantity("new", line)) * get(delta_of(line.end, sample)) for line in lines)
    yield sent_back * slope_of(update, unit, sample, get)


def _transposed(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
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


def _wrong_reduction(name: str) -> Wrong:
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


def _sign(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    if quantity.kind == "new" and isinstance(quantity.part, Weight | Bias):
        gradient = get(AskedQuantity("gradient", quantity.part))
        yield update.parameter(quantity.part) + update.learning_rate * gradient
    elif not (quantity.kind == "delta" and _is_output(update, quantity)):
        yield -update.compute(quantity, get)


def _swapped(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    if quantity.kind == "delta" and _is_output(update, quantity):
        yield -update.compute(quantity, get)
    if quantity.kind == "loss" and update.loss in ("log_loss", "cross_entropy"):
        pairs = (
            (get(a_of(Unit(update.depth, j), s)), float(update.Y[s, j]))
            for s in range(update.batch)
            for j in range(update.units(update.depth))
        )
        yield update.scale * sum(update.loss_of(y, a) for a, y in pairs)


def _rate_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    if quantity.kind == "new" and isinstance(quantity.part, Weight | Bias):
        yield update.parameter(quantity.part) - get(AskedQuantity("gradient", quantity.part))
    if quantity.kind == "gradient":
        yield update.learning_rate * update.compute(quantity, get)


def _bias_as_weight(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "z" and isinstance(part, Unit):
        below = [get(a_of(Unit(part.layer - 1, i), sample)) for i in range(update.units(part.layer - 1))]
        bias, right = update.parameter(Bias(part.layer, part.unit)), update.compute(quantity, get)
        yield from (right - bias + bias * a for a in [*below, sum(below)])
    if quantity.kind in ("gradient", "new") and isinstance(part, Bias):
        for i in range(update.units(part.layer - 1)):
            yield _carried(update, quantity, _reduced(update, Weight(part.layer, i, part.unit), get))


def _other_activation(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    part = quantity.part
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight):
        layers = [part.end, *(Unit(part.layer - 2, i) for i in range(_units_before(update, part)))]
        for unit in layers:
            products = (get(delta_of(part.end, s)) * get(a_of(unit, s)) for s in range(update.batch))
            yield _carried(update, quantity, update.scale * sum(products) + penalty(update, part))


def _before_activation(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
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


def _bias_left_out(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    if quantity.kind == "z" and isinstance(quantity.part, Unit):
        bias = Bias(quantity.part.layer, quantity.part.unit)
        yield update.compute(quantity, get) - update.parameter(bias)


def _only_the_change(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    if quantity.kind == "new" and isinstance(quantity.part, Weight | Bias):
        change = update.learning_rate * get(AskedQuantity("gradient", quantity.part))
        yield from (change, -change)


def _penalty_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    part = quantity.part
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight):
        yield _carried(update, quantity, _reduced(update, part, get))


MISCONCEPTIONS = (
    Misconception(
        "slope_forgotten",
        "σ'(z) seems to be missing: what comes back is still to be multiplied by the slope of the unit.",
        _slope_forgotten,
    ),
    Misconception(
        "slope_at_a",
        "The slope seems to be taken at a: σ' belongs to z, so σ'(z) = a (1 - a) for a sigmoid, not σ'(a).",
        _slope_at_a,
    ),
    Misconception(
        "slope_doubled",
        "The slope seems to be multiplied in twice: it is in ŷ - y already where the loss is made for the "
        "output's activation, and elsewhere it counts once.",
        _slope_doubled,
    ),
    Misconception(
        "updated_weight_used",
        "The error seems to go back through the new weight: it takes the weight from before the update.",
        _updated_weight,
    ),
    Misconception(
        "transposed_weights",
        "Rows and columns seem to be exchanged: w_ji goes from unit i to unit j.",
        _transposed,
    ),
    Misconception(
        "sum_for_mean",
        "The samples of the batch seem to be added up: here the loss is their mean.",
        _wrong_reduction("sum"),
    ),
    Misconception(
        "mean_for_sum",
        "The mean over the batch seems to be taken: here the loss is the sum over the samples.",
        _wrong_reduction("mean"),
    ),
    Misconception(
        "learning_rate_forgotten",
        "The learning rate seems to be in the wrong place: the new weight is w - η g, and the gradient g "
        "has no η.",
        _rate_forgotten,
    ),
    Misconception(
        "target_and_output_swapped",
        "Target and output seem to be swapped: the error is ŷ - y, the output minus the target.",
        _swapped,
    ),
    Misconception(
        "sign",
        "The size is right and the sign is not: follow the minus signs through this step.",
        _sign,
    ),
    Misconception(
        "bias_as_weight",
        "The bias seems to be treated as the weight of an input: its input is always 1.",
        _bias_as_weight,
    ),
    Misconception(
        "previous_activation",
        "The activation of another layer seems to be used: the gradient of a weight takes the a of the unit "
        "it comes from.",
        _other_activation,
    ),
    Misconception(
        "activation_left_out",
        "The activation function seems to be left out: a number z stands where a = σ(z) belongs.",
        _before_activation,
    ),
    Misconception("bias_left_out", "The bias seems to be left out of the sum.", _bias_left_out),
    Misconception(
        "only_the_change",
        "This seems to be the change alone: the new weight is the old one minus η g.",
        _only_the_change,
    ),
    Misconception(
        "penalty_forgotten",
        "The penalty seems to be missing: it adds to the gradient of each weight.",
        _penalty_forgotten,
    ),
)
"""The most likely first: where two lead to the same number, the first is named."""

ROUNDING = Misconception(
    "rounding",
    "Close, but rounded too early or too coarsely: carry at least four digits and round at the end.",
    lambda _update, _quantity, _get: iter(()),
)
"""Recognised by its size alone."""


def wrong_values(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[tuple[Misconception, float]]:
    """Yield every misconception with each number that it leads to for a quantity."""
    return chain.from_iterable(
        ((misconception, value) for value in misconception.wrong(update, quantity, get))
        for misconception in MISCONCEPTIONS
    )


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

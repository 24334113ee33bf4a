"""The numbers that somebody would write who holds a misconception."""

from collections.abc import Callable, Iterator

import numpy as np

from nnviz.explain.exercise.formulas import penalty, per_sample, slope_of
from nnviz.explain.exercise.layer_formulas import pulled, source_of
from nnviz.explain.exercise.lines import (
    ActingWeight,
    Place,
    acting,
    lines_from,
    lines_into,
    places_of,
    unit_of,
)
from nnviz.explain.exercise.quantity import AskedQuantity, Get, a_of, delta_of, z_of
from nnviz.explain.exercise.update import Update
from nnviz.parts import Bias, Gain, KernelWeight, Learned, Pixel, Unit, Weight

Wrong = Callable[[Update, AskedQuantity, Get], Iterator[float]]


def slope_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta without the slope of its activation."""
    at, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(at, Unit | Pixel):
        return
    if at.layer < update.depth:
        yield pulled(update, at, sample, get) * update.mask(at, sample)
    elif not _has_short_rule(update):
        yield _loss_slope(update, at, sample, get)


def slope_at_a(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta with the slope taken at a instead of z."""
    at, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(at, Unit | Pixel) or update.is_softmax(at.layer):
        return
    a = get(a_of(at, sample))
    slope = update.slope(at.layer, a, update.f(at.layer, a)) * update.mask(at, sample)
    if at.layer < update.depth:
        yield pulled(update, at, sample, get) * slope
    elif not _has_short_rule(update):
        yield _loss_slope(update, at, sample, get) * slope


def slope_doubled(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta with the slope multiplied in twice."""
    at, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(at, Unit | Pixel):
        return
    if at.layer == update.depth and _has_short_rule(update):
        a = get(a_of(at, sample))
        yield update.compute(quantity, get) * a * (1.0 - a)
    elif not update.is_softmax(at.layer):
        yield update.compute(quantity, get) * slope_of(update, at, sample, get)


def updated_weight(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give a delta that came back through the new weights."""
    at, sample = quantity.part, quantity.sample
    lines = _lines_above(update, quantity)
    if not lines or not isinstance(at, Unit | Pixel):
        return
    sent_back = sum(
        get(AskedQuantity("new", line.weight)) * get(delta_of(line.target, sample)) for line in lines
    )
    yield sent_back * slope_of(update, at, sample, get)


def transposed(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give what follows from weights whose rows are read as columns."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "z" and isinstance(part, Unit | Pixel):
        lines = lines_into(update.network, part)
        if lines:
            products = (_misread(update, line) * source_of(line, sample, get) for line in lines)
            yield sum(products) + _bias(update, part)
    if quantity.kind == "delta" and isinstance(part, Unit | Pixel):
        lines = _lines_above(update, quantity)
        if lines:
            sent_back = sum(_misread(update, line) * get(delta_of(line.target, sample)) for line in lines)
            yield sent_back * slope_of(update, part, sample, get)
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight | KernelWeight):
        other = _mirrored(update, part)
        if other is not None:
            yield carried(update, quantity, _reduced(update, other, get) + penalty(update, part))


def wrong_reduction(name: str) -> Wrong:
    """Return the misconception of a batch that is summed where the mean is asked for, or averaged."""

    def wrong(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
        if update.batch == 1 or (update.training.reduction == "mean") != (name == "sum"):
            return
        factor = update.batch if name == "sum" else 1.0 / update.batch
        if quantity.kind == "loss":
            yield update.compute(quantity, get) * factor
        elif quantity.kind in ("gradient", "new") and isinstance(quantity.part, Learned):
            summed = _reduced(update, quantity.part, get) * factor
            yield carried(update, quantity, summed + penalty(update, quantity.part))

    return wrong


def sign(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the number with a sign turned."""
    if quantity.kind == "new" and isinstance(quantity.part, Learned):
        gradient = get(AskedQuantity("gradient", quantity.part))
        yield update.parameter(quantity.part) + update.trace.learning_rate * gradient
    elif not (quantity.kind == "delta" and _is_output(update, quantity)):
        yield -update.compute(quantity, get)


def swapped(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the delta of target minus output."""
    if quantity.kind == "delta" and _is_output(update, quantity):
        yield -update.compute(quantity, get)
    if quantity.kind == "loss" and update.training.loss in ("log_loss", "cross_entropy"):
        pairs = (
            (get(a_of(output, s)), update.target(output, s))
            for s in range(update.batch)
            for output in update.outputs
        )
        yield update.scale * sum(update.loss_of(y, a) for a, y in pairs)


def rate_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give numbers with the learning rate in the wrong place."""
    if quantity.kind == "new" and isinstance(quantity.part, Learned):
        yield update.parameter(quantity.part) - get(AskedQuantity("gradient", quantity.part))
    if quantity.kind == "gradient":
        yield update.trace.learning_rate * update.compute(quantity, get)


def bias_as_weight(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the sum in which the bias is taken for the weight of an input."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "z" and isinstance(part, Unit | Pixel):
        below = [source_of(line, sample, get) for line in lines_into(update.network, part)]
        bias, right = _bias(update, part), update.compute(quantity, get)
        taken = [*below, sum(below)] if below else []
        yield from (right - bias + bias * a for a in taken if a)  # times 0 it is left out
    if quantity.kind in ("gradient", "new") and isinstance(part, Bias) and update.kind(part.layer) == "dense":
        for i in range(update.units(part.layer - 1)):
            yield carried(update, quantity, _reduced(update, Weight(part.layer, i, part.unit), get))


def other_activation(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the gradient with the a of another layer."""
    part = quantity.part
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight):
        further = places_of(update.network, part.layer - 2) if part.layer > 1 else ()
        for unit in (part.end, *further):
            products = (get(delta_of(part.end, s)) * get(a_of(unit, s)) for s in range(update.batch))
            yield carried(update, quantity, update.scale * sum(products) + penalty(update, part))


def before_activation(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give z where a belongs."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "a" and isinstance(part, Unit | Pixel):
        yield get(z_of(part, sample))
    if quantity.kind == "z" and isinstance(part, Unit | Pixel) and part.layer > 1:
        lines = lines_into(update.network, part)
        if lines:
            total = sum(update.parameter(line.weight) * _z_below(line, sample, get) for line in lines)
            yield total + _bias(update, part)
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight | KernelWeight) and part.layer > 1:
        total = sum(
            get(delta_of(line.target, s)) * _z_below(line, s, get)
            for s in range(update.batch)
            for line in acting(update.network, part)
        )
        yield carried(update, quantity, update.scale * total + penalty(update, part))


def bias_left_out(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the sum without its bias."""
    if quantity.kind == "z" and isinstance(quantity.part, Unit | Pixel):
        yield update.compute(quantity, get) - _bias(update, quantity.part)


def only_the_change(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the change of a weight instead of the weight."""
    if quantity.kind == "new" and isinstance(quantity.part, Learned):
        change = update.trace.learning_rate * get(AskedQuantity("gradient", quantity.part))
        yield from (change, -change)


def penalty_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the gradient, or the new weight, without the penalty."""
    part = quantity.part
    if quantity.kind in ("gradient", "new") and isinstance(part, Weight | KernelWeight | Gain):
        yield carried(update, quantity, _reduced(update, part, get))


def _has_short_rule(update: Update) -> bool:
    """Return whether the delta of an output is ŷ - y: the loss was made for the activation."""
    return (update.network.activations[-1], update.training.loss) in {
        ("sigmoid", "log_loss"),
        ("sigmoid", "cross_entropy"),
        ("softmax", "cross_entropy"),
    }


def _is_output(update: Update, quantity: AskedQuantity) -> bool:
    return quantity.part is not None and quantity.part.layer == update.depth


def _lines_above(update: Update, quantity: AskedQuantity) -> tuple[ActingWeight, ...]:
    """Return the weights through which an error comes back; none at the outputs, and where there are none."""
    at = quantity.part
    if quantity.kind != "delta" or not isinstance(at, Unit | Pixel) or at.layer == update.depth:
        return ()
    return lines_from(update.network, at)


def _bias(update: Update, at: Place) -> float:
    has_bias = update.network.layers[at.layer].has_parameters
    return update.parameter(Bias(at.layer, unit_of(at))) if has_bias else 0.0


def _z_below(line: ActingWeight, sample: int, get: Get) -> float:
    return 0.0 if line.source is None else get(z_of(line.source, sample))


def _loss_slope(update: Update, output: Place, sample: int, get: Get) -> float:
    return update.loss_slope(get(a_of(output, sample)), update.target(output, sample))


def _reduced(update: Update, part: Learned, get: Get) -> float:
    """Return the gradient of the batch's own loss by a parameter, without penalties."""
    return update.scale * sum(per_sample(update, part, s, get) for s in range(update.batch))


def carried(update: Update, quantity: AskedQuantity, gradient: float) -> float:
    """Return a wrong gradient, or the new weight that it leads to, as the quantity asks."""
    assert isinstance(quantity.part, Learned)
    if quantity.kind == "gradient":
        return gradient
    return update.parameter(quantity.part) - update.trace.learning_rate * gradient


def _misread(update: Update, line: ActingWeight) -> float:
    """Return the weight that stands in a line's place where rows are read as columns."""
    at, weights = line.weight, update.trace.layers[line.weight.layer - 1].weights
    if isinstance(at, KernelWeight):
        kernel = weights[..., at.source, at.target]
        return float(_turned(kernel)[at.row, at.column])
    return float(_turned(weights)[at.index])


def _turned(W: np.ndarray) -> np.ndarray:
    """Return a matrix with rows read as columns, in the shape it should have."""
    return W.T if W.shape[0] == W.shape[1] else W.T.reshape(W.shape)


def _mirrored(update: Update, part: Weight | KernelWeight) -> Weight | KernelWeight | None:
    """Return the weight taken for another where rows are read as columns; None where there is none."""
    if isinstance(part, KernelWeight):
        return (
            KernelWeight(part.layer, part.column, part.row, part.source, part.target)
            if max(part.row, part.column) < min(update.trace.layers[part.layer - 1].weights.shape[:2])
            else None
        )
    shortest = min(update.units(part.layer), update.units(part.layer - 1))
    return Weight(part.layer, part.target, part.source) if max(part.target, part.source) < shortest else None

"""The numbers that somebody would write who holds a misconception about maps, batches or dropout."""

from collections.abc import Iterator

from nnviz.engine.layers.conv import Conv
from nnviz.explain.exercise.formulas import line_of, penalty, per_sample, slope_of, sum_of_squares
from nnviz.explain.exercise.layer_formulas import (
    after,
    before,
    epsilon_of,
    pulled,
    source_of,
    values_before,
)
from nnviz.explain.exercise.lines import (
    ActingWeight,
    acting,
    lines_from,
    lines_into,
    of_unit,
    pooled_from,
    pooled_in,
    unit_of,
)
from nnviz.explain.exercise.quantity import AskedQuantity, Get, a_of, delta_of, z_of
from nnviz.explain.exercise.update import Update
from nnviz.explain.exercise.wrong_numbers import carried
from nnviz.parts import Bias, Gain, KernelWeight, Pixel, Unit


def kernel_flipped(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give what follows from a kernel that is turned by half a turn."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "product" and isinstance(part, KernelWeight):
        yield _flipped(update, part) * source_of(line_of(update, quantity), sample, get)
    if not isinstance(part, Pixel):
        return
    if quantity.kind == "z" and (lines := lines_into(update.network, part)):
        bias = update.parameter(Bias(part.layer, part.map))
        yield sum(_flipped(update, line.weight) * source_of(line, sample, get) for line in lines) + bias
    if quantity.kind == "delta" and part.layer < update.depth:
        lines = lines_from(update.network, part)
        if any(isinstance(line.weight, KernelWeight) for line in lines):
            sent = sum(_flipped(update, line.weight) * get(delta_of(line.target, sample)) for line in lines)
            yield sent * slope_of(update, part, sample, get)


def window_misplaced(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the sum over a window that forgot its stride or its padding, or stands one place beside."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind == "window" and isinstance(part, KernelWeight):
        line = line_of(update, quantity)
        for moved in _moves(update, part.layer, line):
            yield _moved_source(update, line, moved, sample, get)
    if quantity.kind == "z" and isinstance(part, Pixel) and (lines := lines_into(update.network, part)):
        bias = update.parameter(Bias(part.layer, part.map))
        for moved in _moves(update, part.layer, lines[0]):
            sources = (_moved_source(update, line, moved, sample, get) for line in lines)
            yield bias + sum(
                update.parameter(line.weight) * value for line, value in zip(lines, sources, strict=True)
            )


def one_channel(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the sum over one of the maps below alone."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind != "z" or not isinstance(part, Pixel):
        return
    lines = [line for line in lines_into(update.network, part) if isinstance(line.weight, KernelWeight)]
    channels = {line.weight.source for line in lines if isinstance(line.weight, KernelWeight)}
    for channel in channels if len(channels) > 1 else ():
        own = [
            line for line in lines if isinstance(line.weight, KernelWeight) and line.weight.source == channel
        ]
        total = sum(update.parameter(line.weight) * source_of(line, sample, get) for line in own)
        yield total + update.parameter(Bias(part.layer, part.map))


def one_place(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the gradient that one output pixel alone leads to."""
    part = quantity.part
    if quantity.kind not in ("gradient", "new") or update.batch > 1:
        return
    if isinstance(part, KernelWeight):
        lines = list(acting(update.network, part))
        for line in lines if len(lines) > 1 else ():
            own = get(delta_of(line.target, 0)) * source_of(line, 0, get)
            yield carried(update, quantity, update.scale * own + penalty(update, part))
    elif isinstance(part, Bias):
        places = of_unit(update.network, part.layer, part.unit)
        for at in places if len(places) > 1 else ():
            yield carried(update, quantity, update.scale * get(delta_of(at, 0)))


def mean_over_places(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the gradient of a number that acts at many places as the mean over them."""
    part = quantity.part
    if quantity.kind in ("gradient", "new") and isinstance(part, KernelWeight | Gain | Bias):
        unit = part.target if isinstance(part, KernelWeight) else part.unit
        count = len(of_unit(update.network, part.layer, unit))
        if count > 1:
            total = sum(per_sample(update, part, s, get) for s in range(update.batch))
            yield carried(update, quantity, update.scale * total / count + penalty(update, part))


def other_pooling(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the mean of a window where its maximum is asked for, and the other way round."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind not in ("z", "a") or not isinstance(part, Pixel):
        return
    kind = update.kind(part.layer)
    if kind in ("max_pool", "avg_pool"):
        seen = [get(a_of(pixel, sample)) for pixel in pooled_from(update.network, part)]
        yield sum(seen) / len(seen) if kind == "max_pool" else max(seen)


def error_to_all(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the error of a maximum to every pixel of its window: whole, or shared among them."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(part, Pixel) or part.layer >= update.depth:
        return
    if update.kind(part.layer + 1) in ("max_pool", "avg_pool"):
        slope = slope_of(update, part, sample, get)
        above = pooled_in(update.network, part)
        whole = sum(get(delta_of(up, sample)) for up in above)
        yield whole * slope
        sizes = [len(pooled_from(update.network, up)) for up in above]
        yield slope * sum(get(delta_of(up, sample)) / n for up, n in zip(above, sizes, strict=True))


def variance_for_deviation(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the variance where its root is asked for, or divide by it."""
    part = quantity.part
    if not isinstance(part, Unit | Pixel) or update.kind(part.layer) != "batch_norm":
        return
    deviation = get(AskedQuantity("deviation", Unit(part.layer, unit_of(part))))
    if quantity.kind == "deviation":
        right = update.compute(quantity, get)
        yield right * right  # `**` would raise an error where the engine has infinity
    if quantity.kind == "z":
        bias = update.parameter(Bias(part.layer, unit_of(part)))
        yield (update.compute(quantity, get) - bias) / deviation + bias


def divided_by_less(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the deviation with n - 1 in place of n."""
    part = quantity.part
    if quantity.kind != "deviation" or not isinstance(part, Unit):
        return
    values, mean = values_before(update, part.layer, part.unit, get), get(AskedQuantity("mean", part))
    if len(values) > 1:
        variance = sum_of_squares(values, mean) / (len(values) - 1)
        yield (variance + epsilon_of(update, part.layer)) ** 0.5


def statistics_fixed(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give the delta below a batch normalisation as if mean and deviation did not move."""
    part, sample = quantity.part, quantity.sample
    if quantity.kind != "delta" or not isinstance(part, Unit | Pixel) or part.layer >= update.depth:
        return
    if update.kind(part.layer + 1) == "batch_norm":
        unit = Unit(part.layer + 1, unit_of(part))
        gamma = update.parameter(Gain(unit.layer, unit.unit))
        error = gamma / get(AskedQuantity("deviation", unit)) * get(delta_of(after(part), sample))
        yield error * slope_of(update, part, sample, get)


def not_normalised(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give gamma times the value as it came, and the gradient of gamma with it."""
    part = quantity.part
    if quantity.kind == "z" and isinstance(part, Unit | Pixel) and update.kind(part.layer) == "batch_norm":
        unit = unit_of(part)
        came = get(a_of(before(part), quantity.sample))
        yield update.parameter(Gain(part.layer, unit)) * came + update.parameter(Bias(part.layer, unit))
    if quantity.kind in ("gradient", "new") and isinstance(part, Gain):
        total = sum(
            get(delta_of(at, s)) * get(a_of(before(at), s))
            for s in range(update.batch)
            for at in of_unit(update.network, part.layer, part.unit)
        )
        yield carried(update, quantity, update.scale * total + penalty(update, part))


def dropout_forgotten(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[float]:
    """Give an activation, or a delta, without the mask; or the kept one without its factor."""
    part, sample = quantity.part, quantity.sample
    if not isinstance(part, Unit | Pixel) or part.layer in (0, update.depth):
        return
    mask = update.mask(part, sample)
    if mask == 1.0 or update.is_softmax(part.layer):
        return
    if quantity.kind == "a":
        yield update.f(part.layer, get(z_of(part, sample)))
    if quantity.kind == "delta":
        z = get(z_of(part, sample))
        yield pulled(update, part, sample, get) * update.slope(part.layer, z, update.f(part.layer, z))


def _flipped(update: Update, weight: object) -> float:
    assert isinstance(weight, KernelWeight)
    height, width = update.trace.layers[weight.layer - 1].weights.shape[:2]
    row, column = height - 1 - weight.row, width - 1 - weight.column
    return update.parameter(KernelWeight(weight.layer, row, column, weight.source, weight.target))


def _moves(update: Update, layer: int, line: ActingWeight) -> list[tuple[int, int]]:
    """Return by how much a window is misplaced, in rows and columns."""
    record = update.network.layers[layer]
    assert isinstance(record, Conv)
    assert line.at is not None
    top, _, left, _ = record.zeros_around
    (down, right), (row, column) = record.stride, line.at
    moves = [(row - row * down, column - column * right), (top, left), (0, 1), (1, 0), (0, -1), (-1, 0)]
    return [move for move in dict.fromkeys(moves) if move != (0, 0)]


def _moved_source(update: Update, line: ActingWeight, by: tuple[int, int], sample: int, get: Get) -> float:
    """Return what a weight would take if its window stood elsewhere; zeros around the maps."""
    record, weight = update.network.layers[line.weight.layer], line.weight
    assert isinstance(record, Conv)
    assert isinstance(weight, KernelWeight)
    assert line.at is not None
    top, _, left, _ = record.zeros_around
    row = line.at[0] * record.stride[0] - top + weight.row + by[0]
    column = line.at[1] * record.stride[1] - left + weight.column + by[1]
    height, width, _ = record.maps_in
    inside = 0 <= row < height and 0 <= column < width
    return get(a_of(Pixel(weight.layer - 1, row, column, weight.source), sample)) if inside else 0.0

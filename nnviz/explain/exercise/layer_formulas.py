"""How z of each kind of layer follows from the numbers below it, and what comes back down through it."""

from collections.abc import Callable, Iterator

import msgspec
import numpy as np
from msgspec.structs import replace

from nnviz.engine.layers.kinds import ByKind
from nnviz.engine.layers.norm import BatchNorm
from nnviz.explain.exercise.given import Given
from nnviz.explain.exercise.lines import (
    ActingWeight,
    Place,
    flattened,
    lines_from,
    lines_into,
    of_unit,
    pooled_from,
    pooled_in,
    unit_of,
)
from nnviz.explain.exercise.quantity import AskedQuantity, Get, Kind, a_of, delta_of
from nnviz.parts import Bias, Gain, KernelWeight, Pixel, Unit

Formula = Callable[[Given, Place, int, Get], float]
"""A number of a place, for a sample, from others."""


class LayerFormulas(msgspec.Struct, frozen=True):
    """A kind of layer in single numbers.

    Attributes
    ----------
    z : callable
        Of one of its places.
    pulled : callable
        dL/da of a place of the layer below.
    sum_words : str
        What its z is called.
    times_gain : callable, optional
        What a gain is multiplied by at a place, if it learns gains.
    asked_before : tuple of str
        What a sheet asks for of a unit or map before its z.
    computes : bool
        Whether there is anything to be asked for: not where numbers only move.
    """

    z: Formula
    pulled: Formula
    sum_words: str = "weighted sum"
    times_gain: Formula | None = None
    asked_before: tuple[Kind, ...] = ()
    computes: bool = True


def pulled(update: Given, at: Place, sample: int, get: Get) -> float:
    """Return what the layer above sends back to a number: dL/da of it."""
    return LAYER_FORMULAS[update.kind(at.layer + 1)].pulled(update, at, sample, get)


def times_gain(update: Given, at: Place, sample: int, get: Get) -> float:
    """Return what the gain of a place is multiplied by there."""
    formula = LAYER_FORMULAS[update.kind(at.layer)].times_gain
    assert formula is not None
    return formula(update, at, sample, get)


def before(at: Place) -> Place:
    """Return the same place in the layer below."""
    return replace(at, layer=at.layer - 1)


def after(at: Place) -> Place:
    """Return the same place in the layer above."""
    return replace(at, layer=at.layer + 1)


# Weighted sums


def source_of(line: ActingWeight, sample: int, get: Get) -> float:
    """Return the number that a weight takes where it acts: what its window sees there, or an activation."""
    if isinstance(line.weight, KernelWeight):
        return get(AskedQuantity("window", line.weight, sample, line.at))
    assert line.source is not None
    return get(a_of(line.source, sample))


def product_of(line: ActingWeight, sample: int) -> AskedQuantity:
    """Return the product of a weight and what it takes as a quantity."""
    return AskedQuantity("product", line.weight, sample, line.at)


def _sum(update: Given, at: Place, sample: int, get: Get) -> float:
    bias = update.parameter(Bias(at.layer, unit_of(at)))
    return sum(get(product_of(line, sample)) for line in lines_into(update.network, at)) + bias


def _through_lines(update: Given, at: Place, sample: int, get: Get) -> float:
    return sum(
        update.parameter(line.weight) * get(delta_of(line.target, sample))
        for line in lines_from(update.network, at)
    )


# Pooling


def _seen(update: Given, at: Place, sample: int, get: Get) -> list[float]:
    assert isinstance(at, Pixel)
    return [get(a_of(pixel, sample)) for pixel in pooled_from(update.network, at)]


def _largest(update: Given, at: Place, sample: int, get: Get) -> float:
    return max(_seen(update, at, sample, get))


def _mean(update: Given, at: Place, sample: int, get: Get) -> float:
    seen = _seen(update, at, sample, get)
    return sum(seen) / len(seen)


def _to_largest(update: Given, at: Place, sample: int, get: Get) -> float:
    """Return the errors of the windows whose maximum a pixel is: of equal ones the first.

    Every error is asked for: what a sheet gives must not tell where the maximum is.
    """
    assert isinstance(at, Pixel)
    errors = ((up, get(delta_of(up, sample))) for up in pooled_in(update.network, at))
    return sum(error if _is_winner(update, at, up, sample, get) else 0.0 for up, error in errors)


def _is_winner(update: Given, at: Pixel, up: Pixel, sample: int, get: Get) -> bool:
    return max(pooled_from(update.network, up), key=lambda pixel: get(a_of(pixel, sample))) == at


def _to_all(update: Given, at: Place, sample: int, get: Get) -> float:
    assert isinstance(at, Pixel)
    return sum(
        get(delta_of(up, sample)) / len(pooled_from(update.network, up))
        for up in pooled_in(update.network, at)
    )


# Flattening


def _moved(update: Given, at: Place, sample: int, get: Get) -> float:
    assert isinstance(at, Unit)
    return get(a_of(flattened(update.network, at.layer, at.unit), sample))


def _moved_back(update: Given, at: Place, sample: int, get: Get) -> float:
    unit = int(np.ravel_multi_index(at.index, update.network.layers[at.layer].shape_out))
    return get(delta_of(Unit(at.layer + 1, unit), sample))


# Batch normalisation


def normed(_update: Given, at: Place, sample: int, get: Get) -> float:
    """Return a value of a batch normalisation before gamma and beta."""
    unit = Unit(at.layer, unit_of(at))
    mean, deviation = get(AskedQuantity("mean", unit)), get(AskedQuantity("deviation", unit))
    return (get(a_of(before(at), sample)) - mean) / deviation


def values_before(update: Given, layer: int, unit: int, get: Get) -> list[float]:
    """Return what is normalised together."""
    return [get(a_of(before(at), s)) for at, s in _together(update, layer, unit)]


def epsilon_of(update: Given, layer: int) -> float:
    """Return what a batch normalisation adds to the variance."""
    record = update.network.layers[layer]
    assert isinstance(record, BatchNorm)
    return record.epsilon


def _together(update: Given, layer: int, unit: int) -> Iterator[tuple[Place, int]]:
    """Yield all numbers that are normalised together: those of a unit or map, of every sample."""
    for sample in range(update.batch):
        yield from ((at, sample) for at in of_unit(update.network, layer, unit))


def _with_gain(update: Given, at: Place, sample: int, get: Get) -> float:
    unit = unit_of(at)
    bias, gain = update.parameter(Bias(at.layer, unit)), update.parameter(Gain(at.layer, unit))
    return gain * times_gain(update, at, sample, get) + bias


def _through_norm(update: Given, at: Place, sample: int, get: Get) -> float:
    """Return how a value before a batch normalisation moves all losses, by mean and deviation too."""
    layer, unit, up = at.layer + 1, unit_of(at), after(at)
    together = [(get(delta_of(p, s)), normed(update, p, s, get)) for p, s in _together(update, layer, unit)]
    mean = sum(delta for delta, _ in together) / len(together)
    along = sum(delta * size for delta, size in together) / len(together)
    gamma, deviation = update.parameter(Gain(layer, unit)), get(AskedQuantity("deviation", Unit(layer, unit)))
    own = get(delta_of(up, sample)) - mean - normed(update, up, sample, get) * along
    return gamma / deviation * own


LAYER_FORMULAS: ByKind[LayerFormulas] = ByKind(
    __name__,
    {
        "dense": LayerFormulas(_sum, _through_lines),
        "conv": LayerFormulas(_sum, _through_lines),
        "max_pool": LayerFormulas(_largest, _to_largest, "largest value in the window"),
        "avg_pool": LayerFormulas(_mean, _to_all, "mean of the window"),
        "flatten": LayerFormulas(_moved, _moved_back, computes=False),
        "batch_norm": LayerFormulas(
            _with_gain,
            _through_norm,
            "normalised value",
            times_gain=normed,
            asked_before=("mean", "deviation"),
        ),
    },
)

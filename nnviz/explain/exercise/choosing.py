"""Which numbers of an update a sheet leaves blank."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import numpy as np

from nnviz.explain.exercise.layer_formulas import LAYER_FORMULAS, product_of
from nnviz.explain.exercise.lines import Place, lines_into, places_of, unit_into, unit_of
from nnviz.explain.exercise.quantity import AskedQuantity
from nnviz.explain.exercise.update import Update
from nnviz.explain.formulas.step import Depth
from nnviz.parts import Bias, Learned, Pixel, Unit, Weight, learned_of

P = TypeVar("P")
Rng = np.random.Generator

MOST_OF_WINDOW = 9
"""Numbers of a window, and products with its kernel, that a sheet asks for."""


def chosen_at(depth: Depth, update: Update, rng: Rng) -> Iterator[AskedQuantity]:
    """Yield the numbers to be asked for at a depth, in the order in which they are computed."""
    return (_OF_DENSE if update.network.is_dense else _OF_MAPS)[depth](update, rng)


def telling_parameters(update: Update, layer: int) -> list[Learned]:
    """Return those parameters of a layer that the update changes; all of them where it changes none."""
    trace, parts = update.trace.layers[layer - 1], _parameters(update, layer)
    gradients = [
        (trace.biases_gradient if isinstance(p, Bias) else trace.weights_gradient)[p.index] for p in parts
    ]
    return [part for part, gradient in zip(parts, gradients, strict=True) if gradient != 0.0] or parts


def _parameters(update: Update, layer: int) -> list[Learned]:
    found = learned_of(update.network.layers, layer)
    if update.kind(layer) == "dense":  # what comes into one unit after the other
        found.sort(key=lambda p: (isinstance(p, Bias), p.target if isinstance(p, Weight) else 0))
    return found if update.network.has_bias[layer - 1] else [p for p in found if not isinstance(p, Bias)]


def _layers(update: Update) -> range:
    return range(1, update.depth + 1)


def _of_phases(update: Update, rng: Rng) -> Iterator[AskedQuantity]:
    hidden = int(rng.integers(1, update.depth)) if update.depth > 1 else 0
    yield AskedQuantity("a", _one(update.outputs, rng))
    yield AskedQuantity("loss")
    yield AskedQuantity("delta", _one(update.outputs, rng))
    if hidden:
        yield AskedQuantity("delta", _one(_telling_places(update, hidden), rng))
    learning = [layer for layer in _layers(update) if _parameters(update, layer)]
    part = _one(telling_parameters(update, learning[int(rng.integers(1, len(learning) + 1)) - 1]), rng)
    yield AskedQuantity("gradient", part)
    yield AskedQuantity("new", part)


def _of_layers(update: Update, rng: Rng) -> Iterator[AskedQuantity]:
    places = {layer: _one(_telling_places(update, layer), rng) for layer in _layers(update)}
    parts = {
        layer: _one(telling_parameters(update, layer), rng)
        for layer in _layers(update)
        if _parameters(update, layer)
    }
    for at in places.values():
        yield from _forward(update, at, 0)
    yield AskedQuantity("loss")
    yield from _backward(update, list(places.values()), 0)
    yield from (AskedQuantity("gradient", part) for part in reversed(parts.values()))
    yield from (AskedQuantity("new", part) for part in reversed(parts.values()))


def _of_maps(update: Update, rng: Rng) -> Iterator[AskedQuantity]:
    """Yield the same for every unit, and for one pixel of every map."""
    places = [
        update.telling_place(layer, unit) for layer in _layers(update) for unit in range(update.units(layer))
    ]
    for at in places:
        yield from _forward(update, at, 0)
    yield AskedQuantity("loss")
    yield from _backward(update, places, 0)
    parts = [
        _one(own, rng)
        for layer in reversed(_layers(update))
        for unit in range(update.units(layer))
        if (own := [p for p in telling_parameters(update, layer) if unit_into(p) == unit])
    ]
    yield from (AskedQuantity(kind, part) for kind in ("gradient", "new") for part in parts)


def _with_windows(products: bool) -> Callable[[Update, Rng], Iterator[AskedQuantity]]:
    """Return the choice of a number of each layer, with what its window sees, and with its products."""

    def choice(update: Update, rng: Rng) -> Iterator[AskedQuantity]:
        for quantity in _of_layers(update, rng):
            if quantity.kind == "z" and isinstance(quantity.part, Pixel | Unit):
                lines = lines_into(update.network, quantity.part)[:MOST_OF_WINDOW]
                if isinstance(quantity.part, Pixel):
                    yield from (AskedQuantity("window", line.weight, 0, line.at) for line in lines)
                if products:
                    yield from (product_of(line, 0) for line in lines)
            yield quantity

    return choice


def _everything(products: bool) -> Callable[[Update, Rng], Iterator[AskedQuantity]]:
    """Return the choice of all numbers of all units."""

    def choice(update: Update, _rng: Rng) -> Iterator[AskedQuantity]:
        samples = range(update.batch)
        for sample in samples:
            for layer in _layers(update):
                for at in places_of(update.network, layer):
                    if products:
                        yield from (product_of(line, sample) for line in lines_into(update.network, at))
                    yield from _forward(update, at, sample)
        yield AskedQuantity("loss")
        for sample in samples:
            for layer in reversed(_layers(update)):
                yield from (AskedQuantity("delta", at, sample) for at in places_of(update.network, layer))
        for kind in ("gradient", "new"):
            for layer in reversed(_layers(update)):
                yield from (AskedQuantity(kind, part) for part in _parameters(update, layer))

    return choice


_OF_DENSE = {
    Depth.PHASE: _of_phases,
    Depth.LAYER: _of_layers,
    Depth.NEURON: _everything(products=False),
    Depth.PIXEL: _everything(products=False),
    Depth.PRODUCT: _everything(products=True),
}
_OF_MAPS = {
    Depth.PHASE: _of_phases,
    Depth.LAYER: _of_layers,
    Depth.MAP: _of_maps,
    Depth.PIXEL: _with_windows(products=False),
    Depth.PRODUCT: _with_windows(products=True),
}


def _forward(update: Update, at: Place, sample: int) -> Iterator[AskedQuantity]:
    """Yield what is computed of a unit or pixel on the way forward; nothing where it only moves."""
    formulas, record = LAYER_FORMULAS[update.kind(at.layer)], update.network.layers[at.layer]
    unit = Unit(at.layer, unit_of(at))
    yield from (AskedQuantity(kind, unit) for kind in formulas.asked_before)
    if formulas.computes:
        yield AskedQuantity("z", at, sample)
    if record.is_sum or update.network.activations[at.layer - 1] != "identity":
        yield AskedQuantity("a", at, sample)


def _backward(update: Update, places: Sequence[Place], sample: int) -> Iterator[AskedQuantity]:
    shown = [at for at in reversed(places) if LAYER_FORMULAS[update.kind(at.layer)].computes]
    yield from (AskedQuantity("delta", at, sample) for at in shown)


def _telling_places(update: Update, layer: int) -> Sequence[Place]:
    """Return the units of a layer; of maps the pixels that have a share in the error, if any have."""
    places = places_of(update.network, layer)
    if not update.network.layers[layer].makes_maps:
        return places
    deltas = update.trace.layers[layer - 1].delta[0]
    return [at for at in places if deltas[at.index] != 0.0] or places


def _one(parts: Sequence[P], rng: Rng) -> P:
    return parts[int(rng.integers(len(parts)))]

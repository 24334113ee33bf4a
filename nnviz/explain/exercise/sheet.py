"""Which numbers of an update a sheet leaves blank, and how it asks for each."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

import msgspec
import numpy as np

from nnviz.explain.exercise.update import AskedQuantity, Update
from nnviz.explain.formulas.step import Depth
from nnviz.parts import Bias, Parameter, Part, Unit, Weight, indices, letter, symbol, words

P = TypeVar("P", bound=Part)

MOST_PARAMETERS = 150
"""Weights and biases of a network that an exercise by hand can ask for."""
MOST_BLANKS = 40


class Blank(msgspec.Struct, frozen=True):
    """One number to be found.

    Attributes
    ----------
    id : str
        Its name in the file of answers, such as "delta(2)1".
    where : str
        The step it belongs to, in words.
    prompt : str
        What is asked for, with its symbol.
    quantity : AskedQuantity
    """

    id: str
    where: str
    prompt: str
    quantity: AskedQuantity


class Sheet(msgspec.Struct, frozen=True, eq=False):
    """An exercise: what is given, what is to be found, in the order in which it is computed."""

    title: str
    update: Update
    blanks: tuple[Blank, ...]
    notes: tuple[str, ...] = ()
    inputs: Sequence[str] = ()


def sheet_of(
    title: str, update: Update, depth: Depth, seed: int, notes: Sequence[str] = (), inputs: Sequence[str] = ()
) -> Sheet:
    """Return a sheet with blanks at a depth.

    Parameters
    ----------
    depth : Depth
        PHASE: a number of each phase. LAYER: one of each layer in each phase. NEURON: all numbers of all
        units. PRODUCT: the products of the sums besides.
    seed : int
        Which of the numbers, where not all are asked for.

    Raises
    ------
    ValueError
        If the network is too large to be computed by hand.
    """
    count = sum(w.size for w in update.weights) + sum(
        b.size for b, has in zip(update.biases, update.has_bias, strict=True) if has
    )
    if count > MOST_PARAMETERS:
        raise ValueError(
            f"an exercise by hand takes a network of at most {MOST_PARAMETERS} weights and biases; this one "
            f"has {count:,}: choose a smaller experiment, such as by-hand-one-update."
        )
    rng = np.random.default_rng(seed)
    choose = _CHOICES[depth]
    blanks = [blank_of(update, quantity, inputs) for quantity in choose(update, rng)]
    return Sheet(title, update, tuple(_thinned(blanks, rng)), tuple(notes), inputs)


def where_of(update: Update, quantity: AskedQuantity) -> str:
    """Return the step that computes a quantity, in words."""
    phase = _PHASES[quantity.kind]
    if quantity.part is None:
        return phase
    layer = quantity.part.layer
    at = "output layer" if layer == update.depth else f"hidden layer {layer}"
    sample = f", sample {quantity.sample + 1}" if _by_sample(update, quantity) else ""
    return f"{phase}, {at}{sample}"


def symbol_of(update: Update, quantity: AskedQuantity) -> str:
    """Return the symbol of a quantity in plain text."""
    part = quantity.part
    match quantity.kind:
        case "loss":
            return "L"
        case "product":
            assert isinstance(part, Weight)
            return f"{symbol(part)} · {_value_symbol(update, part.start)}"
        case "gradient":
            assert part is not None
            return f"∂L/∂{symbol(part)}"
        case "new":
            assert part is not None
            return f"new {symbol(part)}"
        case "a":
            assert isinstance(part, Unit)
            return _value_symbol(update, part)
        case _:
            assert isinstance(part, Unit)
            return symbol(part).replace("a", "δ" if quantity.kind == "delta" else "z", 1)


def _value_symbol(update: Update, unit: Unit) -> str:
    if unit.layer == 0:
        return symbol(unit).replace("a", "x", 1).partition("⁽")[0]
    return symbol(unit) if unit.layer < update.depth else f"{symbol(unit)} = ŷ"


def blank_of(update: Update, quantity: AskedQuantity, inputs: Sequence[str] = ()) -> Blank:
    """Return the blank that asks for a quantity."""
    return Blank(
        _id(update, quantity),
        where_of(update, quantity),
        f"{symbol_of(update, quantity)}: {_what(update, quantity, inputs)}",
        quantity,
    )


def _id(update: Update, quantity: AskedQuantity) -> str:
    """Return a name that is short, readable, and can be typed on any keyboard."""
    part = quantity.part
    if part is None:
        return "loss"
    of = letter(part) if isinstance(part, Weight | Bias) else ""
    name = {"gradient": f"d{of}", "new": f"new_{of}", "product": "product"}.get(quantity.kind, quantity.kind)
    sample = f"#{quantity.sample + 1}" if _by_sample(update, quantity) else ""
    return f"{name}({part.layer}){indices(part)}{sample}"


def _by_sample(update: Update, quantity: AskedQuantity) -> bool:
    return update.batch > 1 and quantity.kind in ("product", "z", "a", "delta")


_PHASES = {
    "product": "Forward",
    "z": "Forward",
    "a": "Forward",
    "loss": "Loss",
    "delta": "Backward",
    "gradient": "Gradient",
    "new": "Update",
}


def _what(update: Update, quantity: AskedQuantity, inputs: Sequence[str]) -> str:
    part, depth = quantity.part, update.depth
    if part is None:
        return "the loss of the batch" if update.batch > 1 else "the loss"
    name = words(part, depth, inputs)
    return {
        "product": f"the product of the {name} and what comes along it",
        "z": f"the weighted sum of {name}",
        "a": f"the activation of {name}",
        "delta": f"the delta ∂L/∂z of {name}" + (", of this sample's own loss" if update.batch > 1 else ""),
        "gradient": f"the gradient by the {name}",
        "new": f"the new value of the {name}",
    }[quantity.kind]


def _parameters(update: Update, layer: int) -> list[Parameter]:
    weights = [
        Weight(layer, i, j) for j in range(update.units(layer)) for i in range(update.units(layer - 1))
    ]
    biases = [Bias(layer, j) for j in range(update.units(layer))] if update.has_bias[layer - 1] else []
    return [*weights, *biases]


def telling_parameters(update: Update, layer: int) -> list[Parameter]:
    """Return those parameters of a layer that the update changes; all of them where it changes none."""
    get, parts = update.values(), _parameters(update, layer)
    return [part for part in parts if get(AskedQuantity("gradient", part)) != 0.0] or parts


def _units(update: Update, layer: int) -> list[Unit]:
    return [Unit(layer, j) for j in range(update.units(layer))]


def _layers(update: Update) -> range:
    return range(1, update.depth + 1)


def _of_phases(update: Update, rng: np.random.Generator) -> Iterator[AskedQuantity]:
    output, hidden = update.depth, int(rng.integers(1, update.depth)) if update.depth > 1 else 0
    yield AskedQuantity("a", _one(_units(update, output), rng))
    yield AskedQuantity("loss")
    yield AskedQuantity("delta", _one(_units(update, output), rng))
    if hidden:
        yield AskedQuantity("delta", _one(_units(update, hidden), rng))
    part = _one(telling_parameters(update, int(rng.integers(1, output + 1))), rng)
    yield AskedQuantity("gradient", part)
    yield AskedQuantity("new", part)


def _of_layers(update: Update, rng: np.random.Generator) -> Iterator[AskedQuantity]:
    units = {layer: _one(_units(update, layer), rng) for layer in _layers(update)}
    parts = {layer: _one(telling_parameters(update, layer), rng) for layer in _layers(update)}
    for unit in units.values():
        yield from (AskedQuantity("z", unit), AskedQuantity("a", unit))
    yield AskedQuantity("loss")
    yield from (AskedQuantity("delta", unit) for unit in reversed(units.values()))
    yield from (AskedQuantity("gradient", part) for part in reversed(parts.values()))
    yield from (AskedQuantity("new", part) for part in reversed(parts.values()))


def _of_neurons(update: Update, rng: np.random.Generator) -> Iterator[AskedQuantity]:
    return _everything(update, rng, products=False)


def _of_products(update: Update, rng: np.random.Generator) -> Iterator[AskedQuantity]:
    return _everything(update, rng, products=True)


def _everything(update: Update, _rng: np.random.Generator, products: bool) -> Iterator[AskedQuantity]:
    samples = range(update.batch)
    for sample in samples:
        for layer in _layers(update):
            for unit in _units(update, layer):
                if products:
                    below = range(update.units(layer - 1))
                    yield from (AskedQuantity("product", Weight(layer, i, unit.unit), sample) for i in below)
                yield from (AskedQuantity("z", unit, sample), AskedQuantity("a", unit, sample))
    yield AskedQuantity("loss")
    for sample in samples:
        for layer in reversed(_layers(update)):
            yield from (AskedQuantity("delta", unit, sample) for unit in _units(update, layer))
    for kind in ("gradient", "new"):
        for layer in reversed(_layers(update)):
            yield from (AskedQuantity(kind, part) for part in _parameters(update, layer))


_CHOICES = {
    Depth.PHASE: _of_phases,
    Depth.LAYER: _of_layers,
    Depth.NEURON: _of_neurons,
    Depth.PRODUCT: _of_products,
}


def _one(parts: Sequence[P], rng: np.random.Generator) -> P:
    return parts[int(rng.integers(len(parts)))]


def _thinned(blanks: list[Blank], rng: np.random.Generator) -> list[Blank]:
    """Return as many blanks as a sheet holds, in their order."""
    if len(blanks) <= MOST_BLANKS:
        return blanks
    kept = np.sort(rng.choice(len(blanks), MOST_BLANKS, replace=False))
    return [blanks[i] for i in kept]

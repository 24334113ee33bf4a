"""A sheet: what is given, and the numbers that are left blank, in the order in which they are computed."""

from collections.abc import Sequence

import msgspec
import numpy as np
from msgspec.structs import replace

from nnviz.explain.exercise.asking import Blank, blank_of
from nnviz.explain.exercise.choosing import chosen_at
from nnviz.explain.exercise.formulas import line_of
from nnviz.explain.exercise.given import is_large
from nnviz.explain.exercise.numbers import needed
from nnviz.explain.exercise.quantity import AskedQuantity, z_of
from nnviz.explain.exercise.update import Update
from nnviz.explain.formulas.step import Depth

MOST_BLANKS = 40
MOST_NEEDED, MOST_PULLS = 40, 200
"""Numbers that a blank of a large network is computed from; more where they pull on a weight."""


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
        units; of maps one pixel each. PIXEL: what the window of a pixel sees. PRODUCT: the products of the
        sums besides.
    seed : int
        Which of the numbers, where not all are asked for.
    """
    rng = np.random.default_rng(seed)
    asked = list(dict.fromkeys(chosen_at(depth, update, rng)))
    if is_large(update.network):
        asked = [quantity for quantity in asked if _is_by_hand(update, quantity)]
    asked = _with_their_sums(update, _thinned(asked, rng))
    if is_large(update.network):
        update = replace(update, asked=dict.fromkeys(asked))
    blanks = tuple(blank_of(update, quantity, inputs) for quantity in asked)
    return Sheet(title, update, blanks, tuple(notes), inputs)


def _is_by_hand(update: Update, quantity: AskedQuantity) -> bool:
    """Return whether a number of a large network can be computed from the few around it."""
    numbers, parameters = needed(replace(update, asked={quantity: None}), [quantity])
    most = MOST_PULLS if quantity.kind in ("gradient", "new") else MOST_NEEDED
    return len(numbers) <= most and len(parameters) <= most


def _with_their_sums(update: Update, asked: list[AskedQuantity]) -> list[AskedQuantity]:
    """Return them without products and windows of sums that are not asked for: they lead nowhere."""
    there = set(asked)
    parts = ("product", "window")
    return [
        quantity
        for quantity in asked
        if quantity.kind not in parts or z_of(line_of(update, quantity).target, quantity.sample) in there
    ]


def _thinned(asked: list[AskedQuantity], rng: np.random.Generator) -> list[AskedQuantity]:
    """Return as many numbers as a sheet holds, in their order."""
    if len(asked) <= MOST_BLANKS:
        return asked
    kept = np.sort(rng.choice(len(asked), MOST_BLANKS, replace=False))
    return [asked[i] for i in kept]

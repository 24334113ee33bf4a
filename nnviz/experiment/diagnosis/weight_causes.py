"""Causes in the initial weights: none, all alike, far too small, far too large."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.suspicion import (
    GLOROT,
    Suspicion,
    slower,
)
from nnviz.numerals import percent, short_number

TINY, LARGE = 0.05, 3.0
"""Sizes of weights, as shares of Glorot's, that are far from usual."""
ALIKE = 1e-6


def zero_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of layers that start at zero, where hidden units are to be told apart."""
    if not facts.hidden:
        return
    drawn = facts.drawn(facts.start)
    zero = [number for number, w in drawn if not w.any()]
    if zero:
        all_of_them = len(zero) == len(drawn)
        where = "All weights start" if all_of_them else f"The weights of layer {zero[0]} start"
        norm = facts.health.layers[0].gradient_norm
        sentence = (
            f"{where} at 0: the error cannot pass through zero weights, and all units of a layer stay copies"
            f" of each other (gradient norm in layer 1: {short_number(norm, 2)})."
        )
        evidence = {"zero_layers": zero, "gradient_norm": norm}
        yield Suspicion("zero_weights", zero[0], sentence, evidence, (GLOROT,))


def same_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of hidden units that are copies, with the same gradient for ever."""
    drawn = facts.drawn(facts.start)
    if not any(w.any() for _, w in drawn):
        return
    for (number, w), (_, out) in pairwise(drawn):
        units, biases = w.shape[-1], facts.start[1][number - 1]
        kinds = _kinds(np.vstack([w.reshape(-1, units), biases, _by_source(out, units)]))
        if units > 1 and kinds <= max(1, units // 2):
            noun = facts.noun(number)
            worth = f"1 {noun}" if kinds == 1 else f"{kinds} {noun}s"
            sentence = (
                f"Layer {number}: its {units} {noun}s have the same weights, in and out, so they get the same"
                f" gradient and stay copies of each other: the layer is worth {worth}."
            )
            evidence = {"units": units, "different_units": kinds}
            yield Suspicion("same_weights", number, sentence, evidence, (GLOROT,))
            return


def _by_source(out: Floats, units: int) -> Floats:
    """Return the weights to the next layer, a column for each unit or map that they come from."""
    if out.ndim == 4:
        return out.transpose(0, 1, 3, 2).reshape(-1, units)
    return out.reshape(-1, units, out.shape[1]).transpose(0, 2, 1).reshape(-1, units)


def _kinds(columns: Floats) -> int:
    """Return how many different columns there are, those that are alike to rounding counted once."""
    with np.errstate(all="ignore"):
        scale = float(np.abs(columns).max()) or 1.0
        return len(np.unique(np.round(columns / (scale * ALIKE)), axis=1).T)


def tiny_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of weights so small that hidden units hardly tell points apart."""
    if not facts.hidden:
        return
    for number, w in facts.drawn(facts.start):
        size, usual = _size(w), _usual_size(w)
        if 0.0 < size < TINY * usual:
            sentence = (
                f"Layer {number}: the weights start tiny, at about {short_number(size, 2)} (usual here:"
                f" {short_number(usual, 2)}): what comes through is hardly a signal, forward or back."
            )
            yield Suspicion("tiny_weights", number, sentence, {"size": size, "usual": usual}, (GLOROT,))
            return


def large_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of weights so large that units are flat from the start."""
    for number, w in facts.drawn(facts.start):
        size, usual = _size(w), _usual_size(w)
        if size > LARGE * usual:
            layer = facts.health.layers[number - 1]
            flat = (
                f" ({percent(layer.saturated, 0)} of the layer's activations lie where it is flat)"
                if layer.saturated > 0
                else ""
            )
            sentence = (
                f"Layer {number}: the weights start large, at about {short_number(size, 3)} (usual:"
                f" {short_number(usual, 2)}){flat}: the gradient hardly comes through."
            )
            evidence = {
                "size": size,
                "usual": usual,
                "saturated": None if np.isnan(layer.saturated) else layer.saturated,
            }
            yield Suspicion("large_weights", number, sentence, evidence, (GLOROT, *slower(facts.spec)[:1]))
            return


def _size(w: Floats) -> float:
    largest = float(np.abs(w).max(initial=0.0)) or 1.0
    return largest * float(np.sqrt(np.mean((w / largest) ** 2)))  # no square overflows


def _usual_size(w: Floats) -> float:
    """Return the deviation that Glorot gives such weights; a kernel's pixels are connections each."""
    pixels = int(np.prod(w.shape[:-2]))
    return float(np.sqrt(2.0 / (pixels * (w.shape[-2] + w.shape[-1]))))

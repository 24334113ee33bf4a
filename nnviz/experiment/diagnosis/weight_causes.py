"""Causes in the initial weights: none, all alike, far too small, far too large."""

from collections.abc import Iterator

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.suspicion import (
    GLOROT,
    Suspicion,
    slower,
)

TINY, LARGE = 0.05, 3.0
"""Sizes of weights, as shares of Glorot's, that are far from usual."""
ALIKE = 1e-6


def zero_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of layers that start at zero, where hidden units are to be told apart."""
    if not facts.hidden:
        return
    zero = [number for number, w in enumerate(facts.start[0], start=1) if not w.any()]
    if zero:
        all_of_them = len(zero) == len(facts.start[0])
        where = "All weights start" if all_of_them else f"The weights of layer {zero[0]} start"
        norm = facts.health.layers[0].gradient_norm
        sentence = (
            f"{where} at 0: the error cannot pass through zero weights, and all units of a layer stay copies"
            f" of each other (gradient norm in layer 1: {norm:.2g})."
        )
        evidence = {"zero_layers": zero, "gradient_norm": norm}
        yield Suspicion("zero_weights", zero[0], sentence, evidence, (GLOROT,))


def same_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of hidden units that are copies, with the same gradient for ever."""
    weights, biases = facts.start
    if not any(w.any() for w in weights):
        return
    for number, (w, b, out) in enumerate(zip(weights, biases, weights[1:], strict=False), start=1):
        if w.ndim != 2 or out.ndim != 2 or out.shape[0] != w.shape[1]:
            continue
        units, kinds = w.shape[1], _kinds(np.vstack([w, b, out.T]))
        if units > 1 and kinds <= max(1, units // 2):
            worth = "1 unit" if kinds == 1 else f"{kinds} units"
            sentence = (
                f"Layer {number}: its {units} units have the same weights, in and out, so they get the same"
                f" gradient and stay copies of each other: the layer is worth {worth}."
            )
            evidence = {"units": units, "different_units": kinds}
            yield Suspicion("same_weights", number, sentence, evidence, (GLOROT,))
            return


def _kinds(columns: Floats) -> int:
    """Return how many different columns there are, those that are alike to rounding counted once."""
    with np.errstate(all="ignore"):
        scale = float(np.abs(columns).max()) or 1.0
        return len(np.unique(np.round(columns / (scale * ALIKE)), axis=1).T)


def tiny_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of weights so small that hidden units hardly tell points apart."""
    if not facts.hidden:
        return
    for number, w in enumerate(facts.start[0], start=1):
        size, usual = _size(w), _usual_size(w)
        if 0.0 < size < TINY * usual:
            sentence = (
                f"Layer {number}: the weights start tiny, at about {size:.2g} (usual here: {usual:.2g}): what"
                " comes through is hardly a signal, forward or back."
            )
            yield Suspicion("tiny_weights", number, sentence, {"size": size, "usual": usual}, (GLOROT,))
            return


def large_weights(facts: Facts) -> Iterator[Suspicion]:
    """Yield the suspicion of weights so large that units are flat from the start."""
    for number, w in enumerate(facts.start[0], start=1):
        size, usual = _size(w), _usual_size(w)
        if size > LARGE * usual:
            layer = facts.health.layers[number - 1]
            flat = (
                f" ({layer.saturated:.0%} of the layer's activations lie where it is flat)"
                if layer.saturated > 0
                else ""
            )
            sentence = (
                f"Layer {number}: the weights start large, at about {size:.3g} (usual: {usual:.2g}){flat}:"
                " the gradient hardly comes through."
            )
            evidence = {
                "size": size,
                "usual": usual,
                "saturated": None if np.isnan(layer.saturated) else layer.saturated,
            }
            yield Suspicion("large_weights", number, sentence, evidence, (GLOROT, *slower(facts.spec)[:1]))
            return


def _size(w: Floats) -> float:
    return float(np.sqrt(np.mean(w**2)))


def _usual_size(w: Floats) -> float:
    """Return the deviation that Glorot gives such weights."""
    return float(np.sqrt(2.0 / (int(np.prod(w.shape[:-1])) + w.shape[-1])))

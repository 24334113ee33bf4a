"""Causes in the units: dead, saturated, gradients that vanish on the way or grow beyond reason."""

import math
from collections.abc import Iterator

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.suspicion import (
    GLOROT,
    LEAKY,
    STANDARDIZED,
    TANH,
    Remedy,
    Suspicion,
    adam,
    finite,
    hidden_activation,
    joined,
    other_seeds,
    output_activation,
    slower,
)
from nnviz.experiment.spec.spec import Spec
from nnviz.numerals import percent, short_number

VANISHED = 1e-3
"""Of the output layer's gradient norm: with less, a layer learns a thousand times as slowly."""
EXPLODED = 1e3
"""A gradient norm beyond this is called exploding."""
ALL_FLAT = 0.95
"""Outputs of which this share is flat learn no more."""
MOST_UNITS = 6
"""Units named one by one."""


def dead(facts: Facts) -> Iterator[Suspicion]:
    """Yield units through which no gradient comes at any point."""
    names = facts.spec.network.activations
    for number, (layer, name) in enumerate(zip(facts.health.layers, names, strict=True), start=1):
        if not layer.dead_units:
            continue
        count, units = len(layer.dead_units), round(len(layer.dead_units) / layer.dead)
        noun = facts.noun(number)
        sentence = (
            f"Layer {number}: {count} of {units} {noun}s {'is' if count == 1 else 'are'} dead"
            f" ({_named(layer.dead_units, noun)}): the {ACTIVATIONS[name].title} gives 0 at every training"
            f" {'point' if noun == 'unit' else 'point, in every pixel'}: no gradient comes through."
        )
        yield Suspicion(
            "dead", number, sentence, {"dead": count, "units": units}, _revived(facts, number, name)
        )


def _revived(facts: Facts, number: int, name: str) -> tuple[Remedy, ...]:
    spec = facts.spec
    if number == len(facts.health.layers):
        usual = ("sigmoid", "sigmoid") if facts.are_classes else ("identity", "identity")
        return (output_activation(spec, *usual),)
    leaky = hidden_activation(spec, LEAKY, "leaky ReLU", only=name)
    return leaky, hidden_activation(spec, TANH, "tanh", only=name), *other_seeds(spec, 2), *slower(spec)[:1]


def saturated(facts: Facts) -> Iterator[Suspicion]:
    """Yield hidden units that are flat at nearly all points."""
    layers = list(enumerate(facts.health.layers[:-1], start=1))
    for number, layer in layers:
        if layer.saturated_units:
            count, units = len(layer.saturated_units), facts.layers[number - 1].maps[2]
            noun = facts.noun(number)
            sentence = (
                f"Layer {number}: {count} of {units} {noun}s {'is' if count == 1 else 'are'} saturated"
                f" ({_named(layer.saturated_units, noun)}): {percent(layer.saturated, 0)} of the layer's"
                " activations lie where the slope is below 5 % of its greatest."
            )
            evidence = {"saturated_units": count, "units": units, "saturated": layer.saturated}
            yield Suspicion("saturated", number, sentence, evidence, _smaller_z(facts.spec, number))


def saturated_output(facts: Facts) -> Iterator[Suspicion]:
    """Yield outputs that are flat although they are wrong."""
    layer, number = facts.health.layers[-1], len(facts.health.layers)
    if layer.saturated >= ALL_FLAT:
        share = percent(layer.saturated, 0)
        sentence = (
            f"Layer {number}: the output units are saturated for {share} of the points, but the"
            f" loss is still {short_number(facts.quality.loss, 2)}: the gradient of wrong answers does not"
            " come through."
        )
        evidence = {"saturated": layer.saturated, "loss": facts.quality.loss}
        logarithm: tuple[Remedy, ...] = ()
        if facts.output.is_probability and facts.are_classes:
            logarithm = (Remedy("Try log loss", {"training.loss": "log_loss"}),)
        yield Suspicion(
            "saturated", number, sentence, evidence, (*logarithm, *_smaller_z(facts.spec, number))
        )


def _smaller_z(spec: Spec, number: int) -> tuple[Remedy, ...]:
    scaled = (STANDARDIZED,) if number == 1 and not spec.data.standardize else ()
    return *scaled, GLOROT, *slower(spec)[:2]


def vanishing(facts: Facts) -> Iterator[Suspicion]:
    """Yield the first hidden layer whose gradient is far smaller than that of the output layer."""
    last, spec = facts.health.layers[-1].gradient_norm, facts.spec
    for number, layer in enumerate(facts.health.layers[:-1], start=1):
        norm = layer.gradient_norm
        if last > 0.0 and math.isfinite(last) and norm < VANISHED * last and layer.dead != 1.0:
            ratio = f"{last / norm:,.0f} times less than" if norm > 0.0 else "while there is one of"
            sentence = (
                f"Layer {number}: the gradient vanishes: its norm is {short_number(norm, 2)}, {ratio}"
                f" {short_number(last, 2)} in the output layer {len(facts.health.layers)}."
            )
            remedies = (
                hidden_activation(spec, TANH, "tanh"),
                GLOROT,
                hidden_activation(spec, "relu", "ReLU"),
                joined(hidden_activation(spec, "relu", "ReLU"), adam(0.01)),
            )
            evidence = {"gradient_norm": norm, "output_gradient_norm": last}
            yield Suspicion("vanishing", number, sentence, evidence, remedies)
            return


def exploding(facts: Facts) -> Iterator[Suspicion]:
    """Yield the layer with the greatest gradient, where that is beyond reason."""
    norms = [layer.gradient_norm for layer in facts.health.layers]
    learning = [k for k, layer in enumerate(facts.layers) if layer.has_parameters]
    worst = max(learning, key=lambda k: norms[k] if math.isfinite(norms[k]) else math.inf)
    if not norms[worst] <= EXPLODED:
        sentence = f"Layer {worst + 1}: the gradient explodes: its norm is {short_number(norms[worst], 2)}."
        remedies = _smaller_z(facts.spec, worst + 1)
        yield Suspicion("exploding", worst + 1, sentence, {"gradient_norm": finite(norms[worst])}, remedies)


def _named(units: tuple[int, ...], noun: str) -> str:
    names = [str(unit + 1) for unit in units[:MOST_UNITS]]
    more = f" and {len(units) - MOST_UNITS} more" if len(units) > MOST_UNITS else ""
    return f"{noun}{'s' if len(units) > 1 else ''} {', '.join(names)}{more}"

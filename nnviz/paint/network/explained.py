"""A step of the walk on the diagram: what is lit, which way numbers move, and what is written where.

The walk counts layers from the inputs (0) on; the diagram's weights and biases belong to gaps between layers.
"""

from collections import Counter

from nnviz.explain.formulas import numbers, step
from nnviz.explain.formulas.step import Phase, Role, Step
from nnviz.paint.drawing.roles import role_colour
from nnviz.paint.drawing.theme import Theme
from nnviz.paint.network.diagram import Label, Lit
from nnviz.paint.network.layout import Bias, Neuron, Part, Weight

MOST_LABELS = 8
"""Numbers written on the lines between two layers; with more one could not tell whose they are."""


def part_of(place: step.Place) -> Part:
    """Return what a place of the walk is in the diagram."""
    if isinstance(place, step.Unit):
        return Neuron(place.layer, place.unit)
    if isinstance(place, step.Bias):
        return Bias(place.layer - 1, place.unit)
    return Weight(place.layer - 1, place.source, place.target)


def place_of(part: Part) -> step.Place:
    """Return what a part of the diagram is in the walk."""
    if isinstance(part, Neuron):
        return step.Unit(part.layer, part.unit)
    if isinstance(part, Bias):
        return step.Bias(part.layer + 1, part.j)
    return step.Weight(part.layer + 1, part.i, part.j)


def lit_of(shown: Step, theme: Theme, digits: int = 4) -> Lit:
    """Return what a step lights."""
    on_lines = Counter(place.layer for place, _ in shown.values if isinstance(place, step.Weight))
    written = [
        (place, value)
        for place, value in shown.values
        if isinstance(place, step.Unit) or on_lines[place.layer] <= MOST_LABELS
    ]
    return Lit(
        neurons=frozenset(Neuron(unit.layer, unit.unit) for unit in shown.units),
        weights=frozenset(Weight(w.layer - 1, w.source, w.target) for w in shown.weights),
        biases=frozenset(Bias(b.layer - 1, b.unit) for b in shown.biases),
        flow=shown.flow,
        labels=tuple(
            Label(part_of(place), numbers.plain(value, digits), role_colour(_role(shown, place), theme))
            for place, value in written
        ),
        changes=tuple((part_of(place), change > 0.0) for place, change in shown.changes if change),
    )


def _role(shown: Step, place: step.Place) -> Role:
    """Return what kind of number a step writes at a place."""
    phase = shown.key.phase
    if phase is Phase.INPUT:
        return "input"
    if phase in (Phase.FORWARD, Phase.LOSS, Phase.LOSS_AFTER):
        return "a" if isinstance(place, step.Unit) else "weight"
    if phase is Phase.CHANGE:
        return "weight"
    return "delta" if isinstance(place, step.Unit) else "gradient"

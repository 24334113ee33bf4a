"""A step of the walk on the diagram: what is lit, which way numbers move, and what is written where."""

from collections import Counter

from nnviz.explain.formulas import numbers
from nnviz.explain.formulas.step import Phase, Role, Step
from nnviz.paint.drawing.roles import role_colour
from nnviz.paint.drawing.theme import Theme
from nnviz.paint.network.diagram import Label, Lit
from nnviz.parts import Part, Unit, Weight

MOST_LABELS = 8
"""Numbers written on the lines between two layers; with more one could not tell whose they are."""


_NUMBERS = {Phase.GRADIENT: "gradients", Phase.CHANGE: "new weights"}
"""What the numbers at lines are, in phases in which they are not what flows along them."""


def lit_of(shown: Step, theme: Theme, digits: int = 4) -> Lit:
    """Return what a step lights."""
    on_lines = Counter(place.layer for place, _ in shown.values if isinstance(place, Weight))
    written = [
        (place, value)
        for place, value in shown.values
        if isinstance(place, Unit) or on_lines[place.layer] <= MOST_LABELS
    ]
    new = shown.values if shown.key.phase is Phase.CHANGE else ()
    after = tuple((place, value) for place, value in new if not isinstance(place, Unit))
    return Lit(
        units=frozenset(shown.units),
        weights=frozenset(shown.weights),
        biases=frozenset(shown.biases),
        flow=shown.flow,
        labels=tuple(
            Label(place, numbers.plain(value, digits), role_colour(_role(shown, place), theme))
            for place, value in written
        ),
        after=after,
        numbers=_NUMBERS.get(shown.key.phase, "") if len(shown.values) > 1 else "",
        count=len(shown.values),
        regions=shown.regions,
        sample=shown.sample,
        changes=tuple((place, change > 0.0) for place, change in shown.changes if change),
    )


def _role(shown: Step, place: Part) -> Role:
    """Return what kind of number a step writes at a place."""
    phase = shown.key.phase
    if phase is Phase.INPUT:
        return "input"
    if phase in (Phase.FORWARD, Phase.LOSS, Phase.LOSS_AFTER):
        return "a" if isinstance(place, Unit) else "weight"
    if phase is Phase.CHANGE:
        return "weight"
    return "delta" if isinstance(place, Unit) else "gradient"

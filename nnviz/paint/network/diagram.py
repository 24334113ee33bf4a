"""A network diagram as one value: what is where, what it says, how it looks; the painters take this."""

from collections.abc import Collection
from typing import Literal

import msgspec

from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.content import NetworkContent
from nnviz.paint.network.layout import NetworkLayout
from nnviz.parts import Bias, Part, Unit, Weight

Flow = Literal["", "forward", "backward", "change"]


class Label(msgspec.Struct, frozen=True):
    """A number written at a part of the diagram; `colour` is that of its kind."""

    part: Part
    text: str
    colour: str


class Lit(msgspec.Struct, frozen=True):
    """The neurons, lines and biases that are lit while everything else is dimmed.

    Attributes
    ----------
    units, weights, biases : collection
        What is lit.
    flow : str
        Which way numbers move along the lit lines; empty where nothing moves.
    labels : tuple of Label
        Numbers to be written on the diagram.
    changes : tuple of (part, bool)
        Weights and biases that an update moves, each with whether it rises.
    """

    units: Collection[Unit] = frozenset()
    weights: Collection[Weight] = frozenset()
    biases: Collection[Bias] = frozenset()
    flow: Flow = ""
    labels: tuple[Label, ...] = ()
    changes: tuple[tuple[Part, bool], ...] = ()


class Diagram(msgspec.Struct, frozen=True, eq=False):
    """Everything about one picture of a network.

    Attributes
    ----------
    layout : NetworkLayout
        Positions.
    content : NetworkContent
        Names and numbers.
    limit : float
        Magnitude of the widest line and the longest bar.
    style : Style
        Theme, text size and scale.
    lit : Lit or None
        What is lit; None: everything, nothing is dimmed.
    """

    layout: NetworkLayout
    content: NetworkContent
    limit: float
    style: Style
    lit: Lit | None = None


def lit_around(part: Part, layout: NetworkLayout) -> Lit:
    """Return what belongs to a part: a line and its two ends, or a neuron with its lines and their ends."""
    if isinstance(part, Weight):
        return Lit({part.start, part.end}, {part})
    centre = part if isinstance(part, Unit) else part.end
    weights: set[Weight] = set()
    if centre.layer > 0:
        sources = layout.columns[centre.layer - 1].shown
        weights |= {Weight(centre.layer, i, centre.unit) for i in sources}
    if isinstance(part, Unit) and centre.layer + 1 < len(layout.columns):
        targets = layout.columns[centre.layer + 1].shown
        weights |= {Weight(centre.layer + 1, centre.unit, j) for j in targets}
    units = {centre, *(end for weight in weights for end in (weight.start, weight.end))}
    biases = {Bias(centre.layer, centre.unit)} if centre.layer > 0 else set()
    return Lit(units, weights, biases)

"""A network diagram as one value: what is where, what it says, how it looks; the painters take this."""

from collections.abc import Collection
from dataclasses import dataclass

from nnviz.paint.network_content import NetworkContent
from nnviz.paint.network_layout import NetworkLayout, Neuron, Part, Weight
from nnviz.paint.theme import Style


@dataclass(frozen=True)
class Lit:
    """The neurons and lines that are lit while everything else is dimmed."""

    neurons: Collection[Neuron] = frozenset()
    weights: Collection[Weight] = frozenset()


@dataclass(frozen=True, eq=False)
class Diagram:
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
        return Lit({Neuron(part.layer, part.i), Neuron(part.layer + 1, part.j)}, {part})
    centre = part if isinstance(part, Neuron) else Neuron(part.layer + 1, part.j)
    weights: set[Weight] = set()
    neurons = {centre}
    if centre.layer > 0:
        sources = layout.columns[centre.layer - 1].shown
        weights |= {Weight(centre.layer - 1, i, centre.unit) for i in sources}
        neurons |= {Neuron(centre.layer - 1, i) for i in sources}
    if isinstance(part, Neuron) and centre.layer + 1 < len(layout.columns):
        targets = layout.columns[centre.layer + 1].shown
        weights |= {Weight(centre.layer, centre.unit, j) for j in targets}
        neurons |= {Neuron(centre.layer + 1, j) for j in targets}
    return Lit(neurons, weights)

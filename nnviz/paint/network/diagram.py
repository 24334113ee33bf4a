"""A network diagram as one value: what is where, what it says, how it looks; the painters take this."""

from collections.abc import Collection
from typing import Literal

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.explain.formulas.step import Region
from nnviz.paint.drawing.theme import Style
from nnviz.paint.network.content.record import NetworkContent, Quantity
from nnviz.paint.network.layout import NetworkLayout
from nnviz.paint.network.seen import FEW, few_of
from nnviz.parts import Bias, Parameter, Part, Unit, Weight

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
    after : tuple of (weight or bias, float)
        Where the diagram shows weights, these are drawn with their new values.
    numbers : str
        What the labels at lines are, where they are other numbers than the lines are drawn for.
    count : int
        Numbers the step has for the diagram; fewer may have a place.
    regions : tuple of Region
        Windows and pixels to be framed on maps.
    sample : int or None
        Which row of the batch a step is about, where it is one of an update.
    """

    units: Collection[Unit] = frozenset()
    weights: Collection[Weight] = frozenset()
    biases: Collection[Bias] = frozenset()
    flow: Flow = ""
    labels: tuple[Label, ...] = ()
    changes: tuple[tuple[Part, bool], ...] = ()
    after: tuple[tuple[Parameter, float], ...] = ()
    numbers: str = ""
    count: int = 0
    regions: tuple[Region, ...] = ()
    sample: int | None = None

    @property
    def wanted(self) -> tuple[Unit, ...]:
        """The units that it is about, where they are few: they are drawn whatever else is left out."""
        few = self.weights if len(self.weights) <= FEW else ()
        ends = (end for weight in few for end in (weight.start, weight.end))
        return few_of({*self.units, *ends, *(bias.end for bias in self.biases)})


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

    @property
    def draws_new_weights(self) -> bool:
        """Whether what is lit is drawn as it will be after the update."""
        return self.lit is not None and bool(self.lit.after) and self.content.quantity is Quantity.WEIGHTS

    def weights(self, layer: int) -> Floats:
        """Return what the lines into a layer are drawn for, in the shape of its weights."""
        return self._drawn(self.content.weights[layer - 1], layer, Weight)

    def biases(self, layer: int) -> Floats:
        """Return what the bars of a layer are drawn for."""
        return self._drawn(self.content.biases[layer - 1], layer, Bias)

    def _drawn(self, before: Floats, layer: int, kind: type[Parameter]) -> Floats:
        if self.lit is None or not self.draws_new_weights:
            return before
        values = np.array(before)
        for part, value in self.lit.after:
            is_there = isinstance(part, kind) and part.layer == layer and self.content.is_number(part)
            if is_there and all(at < size for at, size in zip(part.index, values.shape, strict=True)):
                values[part.index] = value  # but where the step is of a network that is gone
        return values


def lit_around(part: Part, layout: NetworkLayout, content: NetworkContent | None = None) -> Lit:
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
    if content is not None:
        weights = {w for w in weights if content.joins(w.layer, w.source, w.target)}
    units = {centre, *(end for weight in weights for end in (weight.start, weight.end))}
    biases = {Bias(centre.layer, centre.unit)} if centre.layer > 0 else set()
    return Lit(units, weights, biases)

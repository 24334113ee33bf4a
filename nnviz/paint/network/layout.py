"""Where everything in a network diagram is: plain numbers, shared by painting, pointing and exporting."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.parts import Bias, Part, Unit, Weight

SHOWN_WHEN_ELIDED = 12
"""Units drawn of a layer that does not fit."""


class Box(NamedTuple):
    """A rectangle in the painter's units."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Bottom edge."""
        return self.top + self.height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle."""
        return self.left + self.width / 2, self.top + self.height / 2

    def contains(self, x: float, y: float, margin: float = 0.0) -> bool:
        """Whether a point is inside, or no further than `margin` outside."""
        return (
            self.left - margin <= x <= self.right + margin and self.top - margin <= y <= self.bottom + margin
        )


class Sizes(msgspec.Struct, frozen=True):
    """The measures of a diagram in the painter's units, all proportional to text or scale.

    Attributes
    ----------
    text : float
        Size of normal text.
    scale : float
        Factor on lines, gaps and markers.
    left, right : float
        Room for the names of the inputs and the outputs.
    pictured : bool
        Whether units are pictures to be looked at, maps of an image: they are large, and fewer are drawn.
    """

    text: float = 13.0
    scale: float = 1.0
    left: float = 32.0
    right: float = 32.0
    pictured: bool = False

    @property
    def line(self) -> float:
        """Height of one line of a caption."""
        return 1.7 * self.text

    @property
    def smallest_pitch(self) -> float:
        """Least distance of the middles of two units of a layer."""
        return max((40.0 if self.pictured else 20.0) * self.scale, 1.4 * self.text)

    @property
    def largest_node(self) -> float:
        """Side of a neuron where there is room enough."""
        return 64.0 * self.scale


class Column(msgspec.Struct, frozen=True):
    """One layer: which of its units are drawn, and where.

    Attributes
    ----------
    units : int
        Units of the layer.
    shown : tuple of int
        The units drawn, top to bottom.
    x : float
        Middle of the column.
    ys : tuple of float
        Middles of the units drawn.
    gap : float or None
        Middle of the ellipsis mark, where units are left out.
    caption : Box
        Lines above the column: title (where there is room in the height), number of units, activation;
        without any height where there is room for none.
    titled : bool
        Whether there is room for the title.
    node : float
        Side of its units where they are larger than the others: an image at the input; else 0.
    """

    units: int
    shown: tuple[int, ...]
    x: float
    ys: tuple[float, ...]
    gap: float | None
    caption: Box
    titled: bool = True
    node: float = 0.0

    @property
    def hidden_units(self) -> int:
        """Units left out."""
        return self.units - len(self.shown)

    def caption_line(self, line: int) -> Box:
        """Return the box of line 0, 1 or 2 of the caption; without a title, line 0 has no height."""
        lines = 3 if self.titled else 2
        height = self.caption.height / lines
        above = max(0, line - (3 - lines))
        return Box(
            self.caption.left,
            self.caption.top + above * height,
            self.caption.width,
            height if line or self.titled else 0.0,
        )


class Lines(msgspec.Struct, frozen=True, eq=False, weakref=True):
    """The lines between two layers, as arrays of equal length: from unit i, at (x0, y0), to unit j."""

    i: NDArray[np.intp]
    j: NDArray[np.intp]
    x0: Floats
    y0: Floats
    x1: Floats
    y1: Floats


class NetworkLayout(msgspec.Struct, frozen=True, eq=False, dict=True):
    """Positions of neurons, lines, biases, captions and legend inside `box`.

    Attributes
    ----------
    box : Box
        All that may be painted on.
    node : float
        Side of every neuron, where its column does not say another.
    columns : tuple of Column
        The layers, inputs first.
    legend : Box
        One line at the bottom.
    sizes : Sizes
        The measures it was made with.
    """

    box: Box
    node: float
    columns: tuple[Column, ...]
    legend: Box
    sizes: Sizes

    def neuron_box(self, layer: int, unit: int) -> Box:
        """Return the square of a neuron that is drawn; ValueError for one that is left out."""
        column, node = self.columns[layer], self.node_of(layer)
        y = column.ys[column.shown.index(unit)]
        return Box(column.x - node / 2, y - node / 2, node, node)

    def node_of(self, layer: int) -> float:
        """Return the side of the neurons of a layer."""
        return self.columns[layer].node or self.node

    def unit_box(self, unit: Unit) -> Box:
        """Return the square of a unit that is drawn."""
        return self.neuron_box(unit.layer, unit.unit)

    def bias_box(self, layer: int, unit: int) -> Box:
        """Return the bar of a unit's bias, below the unit."""
        neuron = self.neuron_box(layer, unit)
        height = self.bias_height
        return Box(neuron.left, neuron.bottom + 0.75 * height, neuron.width, height)

    def shows(self, part: Part) -> bool:
        """Whether a part exists and is drawn."""
        if isinstance(part, Weight):
            return self.shows(part.start) and self.shows(part.end)
        if isinstance(part, Bias):
            return part.layer > 0 and self.shows(part.end)
        return part.layer < len(self.columns) and part.unit in self.columns[part.layer].shown

    @property
    def bias_height(self) -> float:
        """Height of a bias's bar."""
        return min(4.0 * self.sizes.scale, 0.16 * self.node)

    @cached_property
    def lines(self) -> tuple[Lines, ...]:
        """The lines of each layer of weights, between the units that are drawn."""
        return tuple(self._lines(k) for k in range(len(self.columns) - 1))

    def _lines(self, layer: int) -> Lines:
        source, target = self.columns[layer], self.columns[layer + 1]
        i, j = np.meshgrid(source.shown, target.shown, indexing="ij")
        y0, y1 = np.meshgrid(source.ys, target.ys, indexing="ij")
        x0 = np.full(i.size, source.x + self.node_of(layer) / 2)
        x1 = np.full(i.size, target.x - self.node_of(layer + 1) / 2)
        return Lines(i.ravel(), j.ravel(), x0, y0.ravel(), x1, y1.ravel())

    def parts(self) -> Iterator[Part]:
        """Go through everything that can be pointed at, in reading order."""
        for layer, column in enumerate(self.columns):
            for unit in column.shown:
                yield Unit(layer, unit)
                if layer:
                    yield Bias(layer, unit)
            if layer + 1 < len(self.columns):
                lines = self.lines[layer]
                yield from (Weight(layer + 1, int(i), int(j)) for i, j in zip(lines.i, lines.j, strict=True))

    def part_at(self, x: float, y: float, reach: float = 4.0) -> Part | None:
        """Return what is at a point: a neuron, else a bias, else the nearest line within `reach`."""
        for layer, column in enumerate(self.columns):
            if abs(x - column.x) > self.node_of(layer) / 2 + reach:
                continue
            for unit in column.shown:
                if self.neuron_box(layer, unit).contains(x, y):
                    return Unit(layer, unit)
                if layer and self.bias_box(layer, unit).contains(x, y, margin=min(3.0, self.bias_height)):
                    return Bias(layer, unit)
        return self._weight_at(x, y, reach)

    def _weight_at(self, x: float, y: float, reach: float) -> Weight | None:
        for layer, (source, target) in enumerate(zip(self.columns, self.columns[1:], strict=False)):
            if not source.x + self.node_of(layer) / 2 <= x <= target.x - self.node_of(layer + 1) / 2:
                continue
            lines = self.lines[layer]
            along_x, along_y = lines.x1 - lines.x0, lines.y1 - lines.y0
            cross = (x - lines.x0) * along_y - (y - lines.y0) * along_x
            distance = np.abs(cross) / np.hypot(along_x, along_y)
            nearest = int(distance.argmin())
            if distance[nearest] <= reach:
                return Weight(layer + 1, int(lines.i[nearest]), int(lines.j[nearest]))
        return None

    def anchor(self, part: Part) -> Box:
        """Return the box beside which a label for `part` belongs."""
        if isinstance(part, Unit):
            return self.unit_box(part)
        if isinstance(part, Bias):
            return self.bias_box(part.layer, part.unit)
        source, target = self.unit_box(part.start), self.unit_box(part.end)
        x, y = (source.right + target.left) / 2, (source.centre[1] + target.centre[1]) / 2
        return Box(x, y, 0.0, 0.0)

"""Where the arrow keys go on a network diagram: from neuron to line to neuron, and up and down."""

from enum import Enum

from nnviz.paint.network.layout import NetworkLayout
from nnviz.parts import Bias, Part, Unit, Weight


class Way(Enum):
    """An arrow key."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, -1)
    DOWN = (0, 1)


def walk(part: Part, way: Way, layout: NetworkLayout) -> Part:
    """Return what is next to `part`; the part itself at the edge of the diagram.

    Right and left go from a neuron along a line to the next neuron; up and down change the unit of a neuron,
    and the far end of a line as seen from where it starts.
    """
    across, along = way.value
    if isinstance(part, Bias):
        part = part.end
    if isinstance(part, Weight):
        if across:
            return part.start if across < 0 else part.end
        return Weight(
            part.layer, part.source, _neighbour(part.target, along, layout.columns[part.layer].shown)
        )
    if along:
        return Unit(part.layer, _neighbour(part.unit, along, layout.columns[part.layer].shown))
    other = part.layer + across
    if not 0 <= other < len(layout.columns):
        return part
    near = _nearest(layout, other, part)
    return Weight(other, part.unit, near) if across > 0 else Weight(part.layer, near, part.unit)


def _neighbour(unit: int, along: int, shown: tuple[int, ...]) -> int:
    index = shown.index(unit) + along
    return shown[min(max(index, 0), len(shown) - 1)]


def _nearest(layout: NetworkLayout, layer: int, unit: Unit) -> int:
    """Return the unit of another layer that is most nearly level with another."""
    y = layout.unit_box(unit).centre[1]
    column = layout.columns[layer]
    return min(zip(column.ys, column.shown, strict=True), key=lambda place: abs(place[0] - y))[1]

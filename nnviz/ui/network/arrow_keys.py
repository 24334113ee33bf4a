"""Where the arrow keys go on a network diagram: from neuron to line to neuron, and up and down."""

from enum import Enum

from nnviz.paint.network.layout import Bias, NetworkLayout, Neuron, Part, Weight


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
        part = Neuron(part.layer + 1, part.j)
    if isinstance(part, Weight):
        if across:
            return Neuron(part.layer, part.i) if across < 0 else Neuron(part.layer + 1, part.j)
        return Weight(part.layer, part.i, _neighbour(part.j, along, layout.columns[part.layer + 1].shown))
    if along:
        return Neuron(part.layer, _neighbour(part.unit, along, layout.columns[part.layer].shown))
    other = part.layer + across
    if not 0 <= other < len(layout.columns):
        return part
    near = _nearest(layout, other, part)
    return Weight(part.layer, part.unit, near) if across > 0 else Weight(other, near, part.unit)


def _neighbour(unit: int, along: int, shown: tuple[int, ...]) -> int:
    index = shown.index(unit) + along
    return shown[min(max(index, 0), len(shown) - 1)]


def _nearest(layout: NetworkLayout, layer: int, neuron: Neuron) -> int:
    """Return the unit of another layer that is most nearly level with a neuron."""
    y = layout.neuron_box(*neuron).centre[1]
    column = layout.columns[layer]
    return min(zip(column.ys, column.shown, strict=True), key=lambda place: abs(place[0] - y))[1]

"""Finding where everything in a network diagram goes; where it is low, less is said around it."""

from collections.abc import Sequence
from itertools import pairwise

from nnviz.paint.network.layout import Box, Column, NetworkLayout, Sizes
from nnviz.paint.network.seen import NOTHING_KNOWN, SeenUnits, shown_units

LINES_FOR_TITLES = 13
"""A diagram of less height than so many lines of a caption has no room for titles: the neurons need it."""
LINES_FOR_CAPTIONS = 6
"""Below this no captions at all, where they may go: the walk says what it says in its formulas too."""
LINES_FOR_LEGEND = 7
"""The same for the scales below: in so little height their widths could not be told apart anyway."""


def lay_out(
    layers: Sequence[int],
    box: Box,
    sizes: Sizes,
    below_inputs: float = 0.0,
    captions_may_go: bool = False,
    seen: SeenUnits = NOTHING_KNOWN,
) -> NetworkLayout:
    """Place a network in a box.

    Parameters
    ----------
    layers : sequence of int
        Units of each layer, inputs first.
    box : Box
        Where the diagram goes; all text stays inside.
    sizes : Sizes
        Measures.
    below_inputs : float
        Height to leave free at the bottom of the input column (for inputs that are switched off).
    captions_may_go : bool
        Whether a very low diagram does without captions.
    seen : SeenUnits
        Which units are drawn of layers that have too many.

    Returns
    -------
    NetworkLayout
    """
    titled = box.height >= LINES_FOR_TITLES * sizes.line
    without = captions_may_go and box.height < LINES_FOR_CAPTIONS * sizes.line
    caption_height = (3 if titled else 0 if without else 2) * sizes.line
    legend_height = 2.2 * sizes.text if box.height >= LINES_FOR_LEGEND * sizes.line else 0.0
    legend = Box(box.left, box.bottom - legend_height, box.width, legend_height)
    gap = 0.6 * sizes.text
    area = Box(
        box.left, box.top + caption_height + gap, box.width, legend.top - box.top - caption_height - 2 * gap
    )
    room = max(3, int(area.height / sizes.smallest_pitch))
    shown = [shown_units(units, room, layer, seen) for layer, units in enumerate(layers)]
    rows = [len(drawn) + (len(drawn) < units) for drawn, units in zip(shown, layers, strict=True)]
    across = area.width - sizes.left - sizes.right
    pitch = across / (len(layers) - 0.5)
    inputs_pitch = (area.height - below_inputs) / rows[0]
    by_height = min((0.76 if sizes.pictured else 0.6) * area.height / max(rows), 0.9 * inputs_pitch)
    node = max(8.0 * sizes.scale, min(_largest_node(area, sizes), by_height, 0.55 * pitch))
    if not sizes.pictured:
        node = max(8.0 * sizes.scale, min(node, 0.5 * pitch))
    own = max(node, min(2.2 * node, 0.7 * pitch, 0.9 * inputs_pitch)) if sizes.pictured else 0.0
    spacing = (across - (node + (own or node)) / 2) / (len(layers) - 1)
    first = area.left + sizes.left + (own or node) / 2
    columns = []
    for k, units in enumerate(layers):
        height = area.height - (below_inputs if k == 0 else 0.0)
        ys, ellipsis = _rows(shown[k], units, Box(area.left, area.top, 0.0, height), node)
        x = first + k * spacing
        half = min(spacing / 2, x - box.left, box.right - x)
        caption = Box(x - half, box.top, 2 * half, caption_height)
        columns.append(Column(units, shown[k], x, ys, ellipsis, caption, titled, 0.0 if k else own))
    return NetworkLayout(box, node, tuple(columns), legend, sizes)


def _largest_node(area: Box, sizes: Sizes) -> float:
    """Return the side of a neuron that has room enough: larger in a large window, within reason."""
    return max(sizes.largest_node, 0.13 * min(area.width, area.height))


def _rows(
    shown: tuple[int, ...], units: int, area: Box, node: float
) -> tuple[tuple[float, ...], float | None]:
    """Return the middles of the units, centred in the area, and of the ellipsis where most are left out."""
    elided = len(shown) < units
    rows = len(shown) + elided
    pitch = min(area.height / rows, 2.1 * node)
    top = area.top + (area.height - rows * pitch) / 2 + pitch / 2
    middles = [top + row * pitch for row in range(rows)]
    if not elided:
        return tuple(middles), None
    missing = [after - before for before, after in pairwise((-1, *shown, units))]
    gap = missing.index(max(missing))
    return tuple(middles[:gap] + middles[gap + 1 :]), middles[gap]

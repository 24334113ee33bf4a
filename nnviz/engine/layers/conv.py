"""The convolutional layer: the same weights look at every place of the maps before.

What libraries call convolution is cross-correlation: the kernel is not turned round. A row of a window lies
side by side both in the maps and among the weights (channels are fastest), so a window is a few rows of
products. With "same" padding the maps are copied with zeros around, so that no kernel has to ask where the
edge is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.lanes.interpreted import fill, fma, load, load_weight, store
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import (
    BIASES_AT,
    CHANNELS,
    COLUMNS,
    HEIGHT,
    LEFT,
    OWN_AT,
    ROOM_HEIGHT,
    ROOM_WIDTH,
    STRIDE_X,
    TOP,
    UNITS_AT,
    WEIGHTS_AT,
    WIDTH,
    WINDOW_HEIGHT,
    WINDOW_WIDTH,
)
from nnviz.engine.layers.layer import Shape
from nnviz.engine.layers.window import Windowed
from nnviz.parts import KernelWeight

CONV = 2


@dataclass(frozen=True)
class Conv(Windowed):
    """A convolution: z[y, x, o] = b[o] + sum of w[i, j, c, o] a[y s + i, x s + j, c] over the window.

    Parameters
    ----------
    shape_in, activation, bias, dropout, size, stride, padding
        See `Layer` and `Windowed`.
    units : int
        How many maps it makes.
    """

    kind: ClassVar[str] = "conv"
    title: ClassVar[str] = "Convolution"
    short: ClassVar[str] = "conv"
    code: ClassVar[int] = CONV
    learns: ClassVar[type[Any] | None] = KernelWeight
    has_kernels: ClassVar[bool] = True
    is_sum: ClassVar[bool] = True
    has_activation: ClassVar[bool] = True
    takes_units: ClassVar[bool] = False

    units: int = field(kw_only=True)
    bias: bool = field(default=True, kw_only=True)

    @property
    def shape_out(self) -> Shape:
        """(height, width, units)."""
        return (*self.counts, self.units)

    @property
    def weights_shape(self) -> Shape:
        """(height and width of the window, channels in, channels out)."""
        return (*self.size, self.shape_in[-1], self.units)

    @property
    def own_room(self) -> int:
        """That of the maps with zeros around them."""
        return math.prod(self.framed) if any(self.zeros_around) else 0

    @property
    def scratch_room(self) -> int:
        """That of the error of the maps before, where windows add to it one after another.

        Or that of the gradients of all weights into four maps, by fours, while they are summed.
        """
        return max(math.prod(self.framed), 16 * -(-self.fan_in // 4))


@kernel
def source_of(layers: IntArray, row: int, block_at: int) -> int:
    """Return where the maps lie over which the window moves: those before, or the copy with zeros around."""
    at: int = block_at + layers[row - COLUMNS + UNITS_AT]
    if layers[row + OWN_AT] > 0:
        at = block_at + layers[row + OWN_AT]
    return at


@kernel
def copy_with_zeros_around(
    tag: Tag, layers: IntArray, row: int, workspace: FloatArray, a_at: int, into_at: int
) -> None:
    """Copy the maps of the layer before into larger ones."""
    below = row - COLUMNS
    height, width, channels = layers[below + HEIGHT], layers[below + WIDTH], layers[below + CHANNELS]
    top, left = layers[row + TOP], layers[row + LEFT]
    zero = fill(tag, 0.0)
    at = into_at
    for y in range(-top, layers[row + ROOM_HEIGHT] - top):
        for x in range(-left, layers[row + ROOM_WIDTH] - left):
            inside = 0 <= y < height and 0 <= x < width
            from_at = a_at + (y * width + x) * channels
            for c in range(channels):
                store(tag, workspace, at + c, load(tag, workspace, from_at + c) if inside else zero)
            at += channels


@kernel
def convolve_row(
    tag: Tag,
    layers: IntArray,
    row: int,
    parameters: FloatArray,
    workspace: FloatArray,
    from_at: int,
    z_at: int,
) -> None:
    """Compute one row of z of every map, four maps at two places at a time.

    Where fewer than four maps or two places are left, some are computed again: to the same bits.
    """
    channels_in = layers[row - COLUMNS + CHANNELS]
    width, channels = layers[row + WIDTH], layers[row + CHANNELS]
    right = layers[row + STRIDE_X] * channels_in
    for x in range(0, width, 2):
        following = min(x + 1, width - 1)
        for first in range(0, channels, 4):
            four_maps_at_two_places(
                tag,
                layers[row + WINDOW_HEIGHT],
                layers[row + WINDOW_WIDTH] * channels_in,
                layers[row + ROOM_WIDTH] * channels_in,
                channels,
                max(0, min(first, channels - 4)),
                parameters,
                layers[row + WEIGHTS_AT],
                layers[row + BIASES_AT],
                workspace,
                from_at + x * right,
                from_at + following * right,
                z_at + x * channels,
                z_at + following * channels,
            )


@kernel
def four_maps_at_two_places(
    tag: Tag,
    rows: int,
    run: int,
    below: int,
    channels: int,
    first: int,
    parameters: FloatArray,
    weights_at: int,
    biases_at: int,
    workspace: FloatArray,
    from_at: int,
    other_from_at: int,
    z_at: int,
    other_z_at: int,
) -> None:
    """Compute z = b + the products of a window, for the maps from `first` on."""
    k0 = first
    k1, k2, k3 = min(k0 + 1, channels - 1), min(k0 + 2, channels - 1), min(k0 + 3, channels - 1)
    fan_in = rows * run
    w0, w1 = weights_at + k0 * fan_in, weights_at + k1 * fan_in
    w2, w3 = weights_at + k2 * fan_in, weights_at + k3 * fan_in
    z0 = load_weight(tag, parameters, biases_at + k0)
    z1 = load_weight(tag, parameters, biases_at + k1)
    z2 = load_weight(tag, parameters, biases_at + k2)
    z3 = load_weight(tag, parameters, biases_at + k3)
    y0, y1, y2, y3 = z0, z1, z2, z3
    for i in range(rows):
        for t in range(run):
            a = load(tag, workspace, from_at + i * below + t)
            other = load(tag, workspace, other_from_at + i * below + t)
            weight = load_weight(tag, parameters, w0 + i * run + t)
            z0, y0 = fma(weight, a, z0), fma(weight, other, y0)
            weight = load_weight(tag, parameters, w1 + i * run + t)
            z1, y1 = fma(weight, a, z1), fma(weight, other, y1)
            weight = load_weight(tag, parameters, w2 + i * run + t)
            z2, y2 = fma(weight, a, z2), fma(weight, other, y2)
            weight = load_weight(tag, parameters, w3 + i * run + t)
            z3, y3 = fma(weight, a, z3), fma(weight, other, y3)
    store(tag, workspace, z_at + k0, z0)
    store(tag, workspace, z_at + k1, z1)
    store(tag, workspace, z_at + k2, z2)
    store(tag, workspace, z_at + k3, z3)
    store(tag, workspace, other_z_at + k0, y0)
    store(tag, workspace, other_z_at + k1, y1)
    store(tag, workspace, other_z_at + k2, y2)
    store(tag, workspace, other_z_at + k3, y3)

"""The gradients of the weights and biases of a convolution."""

from __future__ import annotations

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.lanes.interpreted import (
    Value,
    fill,
    fma,
    load,
    store,
    store_four_gradients,
    store_gradient,
)
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import (
    BIASES_AT,
    CHANNELS,
    COLUMNS,
    HAS_BIAS,
    HEIGHT,
    ROOM_WIDTH,
    STRIDE_X,
    STRIDE_Y,
    WEIGHTS_AT,
    WIDTH,
    WINDOW_HEIGHT,
    WINDOW_WIDTH,
)
from nnviz.engine.layers.conv import source_of

PLACES_IN_CACHE = 64
"""Places whose deltas, of four maps, stay in the fastest cache with what their windows see."""


@kernel
def conv_gradient(
    tag: Tag,
    layers: IntArray,
    row: int,
    workspace: FloatArray,
    delta_at: int,
    block_step: int,
    blocks: int,
    sums_at: int,
    gradients: FloatArray,
) -> None:
    """Compute dL/dw[i, j, c, o] = sum of delta[y, x, o] a[y s + i, x s + j, c] over places and samples.

    Four maps at a time, and of these a few rows at a time: all weights take their products with the deltas
    there while these are in the cache. Meanwhile the sums wait in the workspace.
    """
    channels = layers[row + CHANNELS]
    fan_in = layers[row + WINDOW_HEIGHT] * layers[row + WINDOW_WIDTH] * layers[row - COLUMNS + CHANNELS]
    fours = (fan_in + 3) // 4
    band = max(1, PLACES_IN_CACHE // layers[row + WIDTH])
    for maps in range(0, channels, 4):
        first = max(0, min(maps, channels - 4))
        for place in range(16 * fours):
            store(tag, workspace, sums_at + place, fill(tag, 0.0))
        for block in range(blocks):
            at = block * block_step
            for top in range(0, layers[row + HEIGHT], band):
                for four in range(fours):
                    add_to_sixteen(
                        tag,
                        layers,
                        row,
                        first,
                        max(0, min(4 * four, fan_in - 4)),
                        top,
                        min(top + band, layers[row + HEIGHT]),
                        workspace,
                        source_of(layers, row, at),
                        at + delta_at + first,
                        sums_at + 16 * four,
                    )
        for four in range(fours):
            weight = max(0, min(4 * four, fan_in - 4))
            for o in range(min(4, channels)):
                store_sums(
                    tag,
                    min(4, fan_in),
                    workspace,
                    sums_at + 16 * four + 4 * o,
                    gradients,
                    layers[row + WEIGHTS_AT] + (first + o) * fan_in + weight,
                )
    if layers[row + HAS_BIAS]:
        bias_gradients(tag, layers, row, workspace, delta_at, block_step, blocks, gradients)


@kernel
def add_to_sixteen(
    tag: Tag,
    layers: IntArray,
    row: int,
    first: int,
    weight: int,
    top: int,
    bottom: int,
    workspace: FloatArray,
    source_at: int,
    delta_at: int,
    sums_at: int,
) -> None:
    """Add what some rows say of sixteen weights: four of a window, from `weight` on, into four maps.

    Where there are fewer than four maps, some are computed again; where a window has fewer than four weights,
    the sums beyond it mean nothing (what is read for them lies at most three rows behind the maps, which is
    still in the workspace: behind the last block there is scratch as large as these maps).
    """
    width, channels = layers[row + WIDTH], layers[row + CHANNELS]
    channels_in = layers[row - COLUMNS + CHANNELS]
    run = layers[row + WINDOW_WIDTH] * channels_in
    below = layers[row + ROOM_WIDTH] * channels_in
    right = layers[row + STRIDE_X] * channels_in
    # the places of the four weights in a window, and of what they are multiplied with, beside its corner
    place0 = weight % run
    from0 = weight // run * below + place0
    place1, from1 = next_in_window(place0, from0, run, below)
    place2, from2 = next_in_window(place1, from1, run, below)
    _, from3 = next_in_window(place2, from2, run, below)
    k1, k2, k3 = min(1, channels - 1 - first), min(2, channels - 1 - first), min(3, channels - 1 - first)
    s00, s01 = load(tag, workspace, sums_at), load(tag, workspace, sums_at + 1)
    s02, s03 = load(tag, workspace, sums_at + 2), load(tag, workspace, sums_at + 3)
    s10, s11 = load(tag, workspace, sums_at + 4), load(tag, workspace, sums_at + 5)
    s12, s13 = load(tag, workspace, sums_at + 6), load(tag, workspace, sums_at + 7)
    s20, s21 = load(tag, workspace, sums_at + 8), load(tag, workspace, sums_at + 9)
    s22, s23 = load(tag, workspace, sums_at + 10), load(tag, workspace, sums_at + 11)
    s30, s31 = load(tag, workspace, sums_at + 12), load(tag, workspace, sums_at + 13)
    s32, s33 = load(tag, workspace, sums_at + 14), load(tag, workspace, sums_at + 15)
    for y in range(top, bottom):
        at = source_at + y * layers[row + STRIDE_Y] * below
        d = delta_at + y * width * channels
        for _ in range(width):
            a0, a1 = load(tag, workspace, at + from0), load(tag, workspace, at + from1)
            a2, a3 = load(tag, workspace, at + from2), load(tag, workspace, at + from3)
            delta = load(tag, workspace, d)
            s00, s01 = fma(delta, a0, s00), fma(delta, a1, s01)
            s02, s03 = fma(delta, a2, s02), fma(delta, a3, s03)
            delta = load(tag, workspace, d + k1)
            s10, s11 = fma(delta, a0, s10), fma(delta, a1, s11)
            s12, s13 = fma(delta, a2, s12), fma(delta, a3, s13)
            delta = load(tag, workspace, d + k2)
            s20, s21 = fma(delta, a0, s20), fma(delta, a1, s21)
            s22, s23 = fma(delta, a2, s22), fma(delta, a3, s23)
            delta = load(tag, workspace, d + k3)
            s30, s31 = fma(delta, a0, s30), fma(delta, a1, s31)
            s32, s33 = fma(delta, a2, s32), fma(delta, a3, s33)
            d += channels
            at += right
    store_four(tag, workspace, sums_at, s00, s01, s02, s03)
    store_four(tag, workspace, sums_at + 4, s10, s11, s12, s13)
    store_four(tag, workspace, sums_at + 8, s20, s21, s22, s23)
    store_four(tag, workspace, sums_at + 12, s30, s31, s32, s33)


@kernel
def next_in_window(place: int, at: int, run: int, below: int) -> tuple[int, int]:
    """Return where in its row the next value of a window is, and where in the maps, the corner being at 0."""
    if place + 1 < run:
        return place + 1, at + 1
    return 0, at + below - run + 1


@kernel
def store_four(
    tag: Tag, workspace: FloatArray, at: int, first: Value, second: Value, third: Value, fourth: Value
) -> None:
    """Store four values side by side."""
    store(tag, workspace, at, first)
    store(tag, workspace, at + 1, second)
    store(tag, workspace, at + 2, third)
    store(tag, workspace, at + 3, fourth)


@kernel
def store_sums(
    tag: Tag, count: int, workspace: FloatArray, sums_at: int, gradients: FloatArray, gradients_at: int
) -> None:
    """Store the gradients of up to four weights side by side."""
    if count == 4:
        store_four_gradients(
            tag,
            gradients,
            gradients_at,
            load(tag, workspace, sums_at),
            load(tag, workspace, sums_at + 1),
            load(tag, workspace, sums_at + 2),
            load(tag, workspace, sums_at + 3),
        )
    else:
        for place in range(count):
            store_gradient(tag, gradients, gradients_at + place, load(tag, workspace, sums_at + place))


@kernel
def bias_gradients(
    tag: Tag,
    layers: IntArray,
    row: int,
    workspace: FloatArray,
    delta_at: int,
    block_step: int,
    blocks: int,
    gradients: FloatArray,
) -> None:
    """Compute dL/db[o] = sum of delta[y, x, o] over places and samples, four maps at a time."""
    channels = layers[row + CHANNELS]
    for maps in range(0, channels, 4):
        first = max(0, min(maps, channels - 4))
        k1, k2, k3 = min(1, channels - 1 - first), min(2, channels - 1 - first), min(3, channels - 1 - first)
        zero = fill(tag, 0.0)
        s0, s1, s2, s3 = zero, zero, zero, zero
        for block in range(blocks):
            at = block * block_step + delta_at + first
            for _ in range(layers[row + HEIGHT] * layers[row + WIDTH]):
                s0, s1 = s0 + load(tag, workspace, at), s1 + load(tag, workspace, at + k1)
                s2, s3 = s2 + load(tag, workspace, at + k2), s3 + load(tag, workspace, at + k3)
                at += channels
        g = layers[row + BIASES_AT] + first
        store_gradient(tag, gradients, g, s0)
        store_gradient(tag, gradients, g + k1, s1)
        store_gradient(tag, gradients, g + k2, s2)
        store_gradient(tag, gradients, g + k3, s3)

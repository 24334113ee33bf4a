"""The way back through a convolution: the gradients of its weights, and the deltas of the layer before."""

from __future__ import annotations

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.lanes.interpreted import Value, fill, fma, load, load_weight, store, store_gradient
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import (
    BIASES_AT,
    CHANNELS,
    COLUMNS,
    HAS_BIAS,
    HEIGHT,
    LEFT,
    ROOM_HEIGHT,
    ROOM_WIDTH,
    STRIDE_X,
    STRIDE_Y,
    TOP,
    WEIGHTS_AT,
    WIDTH,
    WINDOW_HEIGHT,
    WINDOW_WIDTH,
)
from nnviz.engine.layers.conv import source_of


@kernel
def conv_gradient(
    tag: Tag,
    layers: IntArray,
    row: int,
    workspace: FloatArray,
    delta_at: int,
    block_step: int,
    blocks: int,
    gradients: FloatArray,
) -> None:
    """Compute dL/dw[i, j, c, o] = sum of delta[y, x, o] a[y s + i, x s + j, c] over places and samples."""
    channels, run = layers[row + CHANNELS], layers[row + WINDOW_WIDTH] * layers[row - COLUMNS + CHANNELS]
    for i in range(layers[row + WINDOW_HEIGHT]):
        for first in range(0, channels, 4):
            for t in range(0, run, 4):
                gradients_of_sixteen(
                    tag,
                    layers,
                    row,
                    max(0, min(first, channels - 4)),
                    i,
                    max(0, min(t, run - 4)),
                    workspace,
                    delta_at,
                    block_step,
                    blocks,
                    gradients,
                )
    if layers[row + HAS_BIAS]:
        for o in range(channels):
            total = fill(tag, 0.0)
            for block in range(blocks):
                for place in range(layers[row + HEIGHT] * layers[row + WIDTH]):
                    at = block * block_step + delta_at + place * channels + o
                    total = total + load(tag, workspace, at)
            store_gradient(tag, gradients, layers[row + BIASES_AT] + o, total)


@kernel
def gradients_of_sixteen(
    tag: Tag,
    layers: IntArray,
    row: int,
    first: int,
    i: int,
    t: int,
    workspace: FloatArray,
    delta_at: int,
    block_step: int,
    blocks: int,
    gradients: FloatArray,
) -> None:
    """Compute the gradients of four weights side by side in row `i` of the window, into each of four maps.

    Where fewer than four are left, some are computed again.
    """
    channels, channels_in = layers[row + CHANNELS], layers[row - COLUMNS + CHANNELS]
    run = layers[row + WINDOW_WIDTH] * channels_in
    below = layers[row + ROOM_WIDTH] * channels_in
    right = layers[row + STRIDE_X] * channels_in
    k1, k2, k3 = min(first + 1, channels - 1), min(first + 2, channels - 1), min(first + 3, channels - 1)
    k1, k2, k3 = k1 - first, k2 - first, k3 - first
    t1, t2, t3 = min(1, run - 1 - t), min(2, run - 1 - t), min(3, run - 1 - t)
    zero = fill(tag, 0.0)
    s00, s01, s02, s03, s10, s11, s12, s13 = zero, zero, zero, zero, zero, zero, zero, zero
    s20, s21, s22, s23, s30, s31, s32, s33 = zero, zero, zero, zero, zero, zero, zero, zero
    for block in range(blocks):
        from_at = source_of(layers, row, block * block_step) + i * below + t
        d = block * block_step + delta_at + first
        for y in range(layers[row + HEIGHT]):
            at = from_at + y * layers[row + STRIDE_Y] * below
            for _ in range(layers[row + WIDTH]):
                a0, a1 = load(tag, workspace, at), load(tag, workspace, at + t1)
                a2, a3 = load(tag, workspace, at + t2), load(tag, workspace, at + t3)
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
    fan_in = layers[row + WINDOW_HEIGHT] * run
    g = layers[row + WEIGHTS_AT] + first * fan_in + i * run + t
    store_row(tag, gradients, g, t1, t2, t3, s00, s01, s02, s03)
    store_row(tag, gradients, g + k1 * fan_in, t1, t2, t3, s10, s11, s12, s13)
    store_row(tag, gradients, g + k2 * fan_in, t1, t2, t3, s20, s21, s22, s23)
    store_row(tag, gradients, g + k3 * fan_in, t1, t2, t3, s30, s31, s32, s33)


@kernel
def store_row(
    tag: Tag,
    gradients: FloatArray,
    at: int,
    t1: int,
    t2: int,
    t3: int,
    first: Value,
    second: Value,
    third: Value,
    fourth: Value,
) -> None:
    """Store the gradients of up to four weights side by side."""
    store_gradient(tag, gradients, at, first)
    store_gradient(tag, gradients, at + t1, second)
    store_gradient(tag, gradients, at + t2, third)
    store_gradient(tag, gradients, at + t3, fourth)


@kernel
def conv_propagate(
    tag: Tag,
    layers: IntArray,
    row: int,
    parameters: FloatArray,
    workspace: FloatArray,
    delta_at: int,
    delta_below_at: int,
    scratch_at: int,
) -> None:
    """Compute delta of the maps before: f'(z) times what every window that sees a value hands back to it."""
    channels, channels_in = layers[row + CHANNELS], layers[row - COLUMNS + CHANNELS]
    run, below = layers[row + WINDOW_WIDTH] * channels_in, layers[row + ROOM_WIDTH] * channels_in
    for place in range(layers[row + ROOM_HEIGHT] * below):
        store(tag, workspace, scratch_at + place, fill(tag, 0.0))
    for y in range(layers[row + HEIGHT]):
        for x in range(layers[row + WIDTH]):
            window_at = scratch_at + y * layers[row + STRIDE_Y] * below
            window_at += x * layers[row + STRIDE_X] * channels_in
            for i in range(layers[row + WINDOW_HEIGHT]):
                hand_back(
                    tag,
                    run,
                    layers[row + WINDOW_HEIGHT] * run,
                    channels,
                    parameters,
                    layers[row + WEIGHTS_AT] + i * run,
                    workspace,
                    delta_at + (y * layers[row + WIDTH] + x) * channels,
                    window_at + i * below,
                )
    height_in, width_in = layers[row - COLUMNS + HEIGHT], layers[row - COLUMNS + WIDTH]
    for y in range(height_in):
        error_at = scratch_at + (y + layers[row + TOP]) * below + layers[row + LEFT] * channels_in
        for place in range(width_in * channels_in):
            at = delta_below_at + y * width_in * channels_in + place
            error = load(tag, workspace, error_at + place)
            store(tag, workspace, at, error * load(tag, workspace, at))


@kernel
def hand_back(
    tag: Tag,
    run: int,
    fan_in: int,
    channels: int,
    parameters: FloatArray,
    weights_at: int,
    workspace: FloatArray,
    delta_at: int,
    error_at: int,
) -> None:
    """Add to the errors under one row of a window: w[.., o] delta[o] of every map, eight errors at a time."""
    t = 0
    while t + 8 <= run:
        e0, e1 = load(tag, workspace, error_at + t), load(tag, workspace, error_at + t + 1)
        e2, e3 = load(tag, workspace, error_at + t + 2), load(tag, workspace, error_at + t + 3)
        e4, e5 = load(tag, workspace, error_at + t + 4), load(tag, workspace, error_at + t + 5)
        e6, e7 = load(tag, workspace, error_at + t + 6), load(tag, workspace, error_at + t + 7)
        w = weights_at + t
        for o in range(channels):
            delta = load(tag, workspace, delta_at + o)
            e0 = fma(load_weight(tag, parameters, w), delta, e0)
            e1 = fma(load_weight(tag, parameters, w + 1), delta, e1)
            e2 = fma(load_weight(tag, parameters, w + 2), delta, e2)
            e3 = fma(load_weight(tag, parameters, w + 3), delta, e3)
            e4 = fma(load_weight(tag, parameters, w + 4), delta, e4)
            e5 = fma(load_weight(tag, parameters, w + 5), delta, e5)
            e6 = fma(load_weight(tag, parameters, w + 6), delta, e6)
            e7 = fma(load_weight(tag, parameters, w + 7), delta, e7)
            w += fan_in
        store(tag, workspace, error_at + t, e0)
        store(tag, workspace, error_at + t + 1, e1)
        store(tag, workspace, error_at + t + 2, e2)
        store(tag, workspace, error_at + t + 3, e3)
        store(tag, workspace, error_at + t + 4, e4)
        store(tag, workspace, error_at + t + 5, e5)
        store(tag, workspace, error_at + t + 6, e6)
        store(tag, workspace, error_at + t + 7, e7)
        t += 8
    while t < run:
        error = load(tag, workspace, error_at + t)
        for o in range(channels):
            weight = load_weight(tag, parameters, weights_at + o * fan_in + t)
            error = fma(weight, load(tag, workspace, delta_at + o), error)
        store(tag, workspace, error_at + t, error)
        t += 1

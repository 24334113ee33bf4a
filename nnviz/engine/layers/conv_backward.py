"""The way back through a convolution: the deltas of the layer before."""

from __future__ import annotations

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.lanes.interpreted import (
    fill,
    fma,
    load,
    load_weight,
    store,
)
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import (
    CHANNELS,
    COLUMNS,
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
    right = layers[row + STRIDE_X] * channels_in
    for place in range(layers[row + ROOM_HEIGHT] * below):
        store(tag, workspace, scratch_at + place, fill(tag, 0.0))
    for y in range(layers[row + HEIGHT]):
        for x in range(layers[row + WIDTH]):
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
                    scratch_at + (y * layers[row + STRIDE_Y] + i) * below + x * right,
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
    """Add to the errors under one row of a window: w[.., o] delta[o] of every map, eight errors at a time.

    Of the last eight those are left as they are that were among the eight before.
    """
    for eight in range(0, run if run >= 8 else 0, 8):
        t = min(eight, run - 8)
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
        at, done = error_at + t, eight - t
        if done < 1:
            store(tag, workspace, at, e0)
        if done < 2:
            store(tag, workspace, at + 1, e1)
        if done < 3:
            store(tag, workspace, at + 2, e2)
        if done < 4:
            store(tag, workspace, at + 3, e3)
        if done < 5:
            store(tag, workspace, at + 4, e4)
        if done < 6:
            store(tag, workspace, at + 5, e5)
        if done < 7:
            store(tag, workspace, at + 6, e6)
        store(tag, workspace, at + 7, e7)
    for t in range(run if run < 8 else 0):
        error = load(tag, workspace, error_at + t)
        for o in range(channels):
            weight = load_weight(tag, parameters, weights_at + o * fan_in + t)
            error = fma(weight, load(tag, workspace, delta_at + o), error)
        store(tag, workspace, error_at + t, error)

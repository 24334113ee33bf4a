"""Pooling: the largest value of each window, or their mean, map by map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.lanes.interpreted import Value, fill, load, maximum, select_less, store
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import (
    CHANNELS,
    COLUMNS,
    HEIGHT,
    KIND,
    STRIDE_X,
    STRIDE_Y,
    WIDTH,
    WINDOW_HEIGHT,
    WINDOW_WIDTH,
)
from nnviz.engine.layers.layer import Shape
from nnviz.engine.layers.window import Windowed

MAX_POOL, AVG_POOL = 3, 4


@dataclass(frozen=True)
class Pool(Windowed):
    """What both kinds of pooling share; see `Windowed` for the parameters."""

    @property
    def shape_out(self) -> Shape:
        """(height, width, channels)."""
        return (*self.counts, self.shape_in[-1])


@dataclass(frozen=True)
class MaxPool(Pool):
    """The largest value of each window. The error goes back to it alone; of equal ones to the first."""

    kind: ClassVar[str] = "max_pool"
    title: ClassVar[str] = "Max pooling"
    short: ClassVar[str] = "max"
    code: ClassVar[int] = MAX_POOL
    one_by_one: ClassVar[bool] = True
    takes_units: ClassVar[bool] = False


@dataclass(frozen=True)
class AvgPool(Pool):
    """The mean of each window. The error goes back to all its values alike."""

    kind: ClassVar[str] = "avg_pool"
    title: ClassVar[str] = "Average pooling"
    short: ClassVar[str] = "mean"
    code: ClassVar[int] = AVG_POOL
    one_by_one: ClassVar[bool] = True
    takes_units: ClassVar[bool] = False


@kernel
def pool(tag: Tag, layers: IntArray, row: int, workspace: FloatArray, a_below_at: int, z_at: int) -> None:
    """Compute z of a pooling layer."""
    width, channels = layers[row + WIDTH], layers[row + CHANNELS]
    below = layers[row - COLUMNS + WIDTH] * channels
    rows, run = layers[row + WINDOW_HEIGHT], layers[row + WINDOW_WIDTH]
    count = fill(tag, rows * run)
    for y in range(layers[row + HEIGHT]):
        for x in range(width):
            from_at = a_below_at + y * layers[row + STRIDE_Y] * below
            from_at += x * layers[row + STRIDE_X] * channels
            for c in range(channels):
                z = load(tag, workspace, from_at + c)
                for place in range(1, rows * run):
                    at = from_at + place // run * below + place % run * channels + c
                    if layers[row + KIND] == MAX_POOL:
                        z = maximum(z, load(tag, workspace, at))
                    else:
                        z = z + load(tag, workspace, at)
                if layers[row + KIND] == AVG_POOL:
                    z = z / count
                store(tag, workspace, z_at + (y * width + x) * channels + c, z)


@kernel
def pool_propagate(
    tag: Tag,
    layers: IntArray,
    row: int,
    workspace: FloatArray,
    a_below_at: int,
    z_at: int,
    delta_at: int,
    delta_below_at: int,
) -> None:
    """Compute delta of the layer before: f'(z) times what the windows that see a value hand back to it."""
    height, width, channels = layers[row + HEIGHT], layers[row + WIDTH], layers[row + CHANNELS]
    height_in, width_in = layers[row - COLUMNS + HEIGHT], layers[row - COLUMNS + WIDTH]
    rows, run = layers[row + WINDOW_HEIGHT], layers[row + WINDOW_WIDTH]
    stride_y, stride_x = layers[row + STRIDE_Y], layers[row + STRIDE_X]
    count = fill(tag, rows * run)
    for y in range(height_in):
        for x in range(width_in):
            top, left = max(0, (y - rows + stride_y) // stride_y), max(0, (x - run + stride_x) // stride_x)
            bottom, right = min(height - 1, y // stride_y), min(width - 1, x // stride_x)
            for c in range(channels):
                at = (y * width_in + x) * channels + c
                error = fill(tag, 0.0)
                for window_y in range(top, bottom + 1):
                    for window_x in range(left, right + 1):
                        window = (window_y * width + window_x) * channels + c
                        share = load(tag, workspace, delta_at + window)
                        if layers[row + KIND] == MAX_POOL:
                            corner = (window_y * stride_y * width_in + window_x * stride_x) * channels + c
                            before = (y - window_y * stride_y) * run + x - window_x * stride_x
                            z = load(tag, workspace, z_at + window)
                            share = share * is_first_largest(
                                tag, workspace, a_below_at + corner, before, run, channels, width_in, z
                            )
                        else:
                            share = share / count
                        error = error + share
                at += delta_below_at
                store(tag, workspace, at, error * load(tag, workspace, at))


@kernel
def is_first_largest(
    tag: Tag,
    workspace: FloatArray,
    corner_at: int,
    before: int,
    run: int,
    channels: int,
    width_in: int,
    largest: Value,
) -> Value:
    """Return 1 where a value is the largest of its window and none of those `before` it is, else 0."""
    at = corner_at + (before // run * width_in + before % run) * channels
    value = load(tag, workspace, at)
    answer = select_less(value, largest, 0.0 * value, 0.0 * value + 1.0)
    for earlier in range(before):
        at = corner_at + (earlier // run * width_in + earlier % run) * channels
        answer = select_less(load(tag, workspace, at), largest, answer, 0.0 * answer)
    return answer

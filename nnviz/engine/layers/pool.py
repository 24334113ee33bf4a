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

    @property
    def scratch_room(self) -> int:
        """That of the error of the maps before, to which windows add one after another."""
        return self.size_in


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
    kind, width, channels = layers[row + KIND], layers[row + WIDTH], layers[row + CHANNELS]
    below = layers[row - COLUMNS + WIDTH] * channels
    down, right = layers[row + STRIDE_Y] * below, layers[row + STRIDE_X] * channels
    rows, run = layers[row + WINDOW_HEIGHT], layers[row + WINDOW_WIDTH] * channels
    count = fill(tag, rows * layers[row + WINDOW_WIDTH])
    at = z_at
    for y in range(layers[row + HEIGHT]):
        for x in range(width):
            window_at = a_below_at + y * down + x * right
            for from_at in range(window_at, window_at + channels):
                z = load(tag, workspace, from_at)
                for i in range(rows):
                    for j in range(0 if i > 0 else channels, run, channels):
                        value = load(tag, workspace, from_at + i * below + j)
                        z = maximum(z, value) if kind == MAX_POOL else z + value
                store(tag, workspace, at, z if kind == MAX_POOL else z / count)
                at += 1


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
    error_at: int,
) -> None:
    """Compute delta of the layer before: f'(z) times what the windows that see a value hand back to it.

    Where windows below each other share nothing, one row of them after another: so the errors, which need
    room only until all windows have added to them, stay in the cache.
    """
    kind, width, channels = layers[row + KIND], layers[row + WIDTH], layers[row + CHANNELS]
    height, height_in = layers[row + HEIGHT], layers[row - COLUMNS + HEIGHT]
    below = layers[row - COLUMNS + WIDTH] * channels
    rows, run = layers[row + WINDOW_HEIGHT], layers[row + WINDOW_WIDTH]
    down, right = layers[row + STRIDE_Y], layers[row + STRIDE_X] * channels
    count = fill(tag, rows * run)
    step = 1 if rows <= down else height
    for top in range(0, height, step):
        begin = top * down * below
        end = (top + step) * down * below if top + step < height else height_in * below
        for place in range(end - begin):
            store(tag, workspace, error_at + place, fill(tag, 0.0))
        for y in range(top, top + step):
            for x in range(width):
                corner = y * down * below + x * right
                window = (y * width + x) * channels
                for c in range(channels):
                    share = load(tag, workspace, delta_at + window + c)
                    hand_back_to_window(
                        tag,
                        kind,
                        rows,
                        run,
                        below,
                        channels,
                        workspace,
                        a_below_at + corner + c,
                        error_at + corner - begin + c,
                        share if kind == MAX_POOL else share / count,
                        load(tag, workspace, z_at + window + c),
                    )
        for place in range(end - begin):
            error = load(tag, workspace, error_at + place)
            at = delta_below_at + begin + place
            store(tag, workspace, at, error * load(tag, workspace, at))


@kernel
def hand_back_to_window(
    tag: Tag,
    kind: int,
    rows: int,
    run: int,
    below: int,
    channels: int,
    workspace: FloatArray,
    a_at: int,
    error_at: int,
    share: Value,
    largest: Value,
) -> None:
    """Add a share to the errors of all values under a window, or to that of the first of its largest ones."""
    zero = fill(tag, 0.0)
    for i in range(rows):
        for at in range(i * below, i * below + run * channels, channels):
            error = load(tag, workspace, error_at + at)
            if kind == MAX_POOL:
                value = load(tag, workspace, a_at + at)
                # 0 times the value adds nothing, unless it is not finite: then the error tells of it.
                error = error + (select_less(value, largest, zero, share) + 0.0 * value)
                share = select_less(value, largest, share, zero)
            else:
                error = error + share
            store(tag, workspace, error_at + at, error)

"""A window that moves over maps: its size, its stride, and the zeros around them. Convolution and pooling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from nnviz.engine.layers.columns import (
    LEFT,
    ROOM_HEIGHT,
    ROOM_WIDTH,
    STRIDE_X,
    STRIDE_Y,
    TOP,
    WINDOW_HEIGHT,
    WINDOW_WIDTH,
)
from nnviz.engine.layers.layer import Layer, Shape

PADDINGS = ("valid", "same")
Pair = tuple[int, int]


@dataclass(frozen=True)
class Windowed(Layer):
    """A layer each of whose values comes from a window of the maps before.

    Parameters
    ----------
    shape_in, activation, bias, dropout
        See `Layer`.
    size : (int, int)
        Height and width of the window.
    stride : (int, int)
        How far it moves down and to the right.
    padding : {"valid", "same"}
        "valid": the window stays inside the maps. "same": with a stride of 1 the maps keep their size; zeros
        stand around them, the odd one at the bottom or at the right.

    Raises
    ------
    ValueError
        If there are no maps, or the window does not fit; the message says what is allowed.
    """

    size: Pair
    stride: Pair = (1, 1)
    padding: str = field(default="valid", kw_only=True)

    def __post_init__(self) -> None:
        if len(self.shape_in) != 3:
            raise ValueError(f"{self.kind} needs maps (height, width, channels), not {self.size_in} values")
        if self.padding not in PADDINGS:
            raise ValueError(f"padding is one of {', '.join(PADDINGS)}")
        if min(*self.size, *self.stride) < 1:
            raise ValueError("size and stride are whole numbers from 1 on")
        height, width, _ = self.shape_in
        if self.padding == "valid" and (self.size[0] > height or self.size[1] > width):
            raise ValueError(
                f"a window of {self.size[0]} x {self.size[1]} does not fit into maps of {height} x {width}"
            )

    @property
    def counts(self) -> Pair:
        """How many places the window has down and to the right."""
        pairs = zip(self.shape_in, self.size, self.stride, strict=False)
        if self.padding == "same":
            return _pair(-(-length // step) for length, _, step in pairs)
        return _pair((length - size) // step + 1 for length, size, step in pairs)

    @property
    def zeros_around(self) -> tuple[int, int, int, int]:
        """Rows of zeros above and below, columns at the left and at the right."""
        if self.padding == "valid":
            return 0, 0, 0, 0
        sides = []
        for length, size, step, count in zip(
            self.shape_in, self.size, self.stride, self.counts, strict=False
        ):
            missing = max(0, (count - 1) * step + size - length)
            sides += [missing // 2, missing - missing // 2]
        return sides[0], sides[1], sides[2], sides[3]

    @property
    def framed(self) -> Shape:
        """(height, width, channels) of the maps the window moves over, zeros included."""
        top, bottom, left, right = self.zeros_around
        height, width, channels = self.shape_in
        return height + top + bottom, width + left + right, channels

    def columns(self) -> dict[int, int]:
        """Return window, stride and padding."""
        top, _, left, _ = self.zeros_around
        return {
            WINDOW_HEIGHT: self.size[0],
            WINDOW_WIDTH: self.size[1],
            STRIDE_Y: self.stride[0],
            STRIDE_X: self.stride[1],
            ROOM_HEIGHT: self.framed[0],
            ROOM_WIDTH: self.framed[1],
            TOP: top,
            LEFT: left,
        }


def _pair(numbers: Iterable[int]) -> Pair:
    first, second = numbers
    return first, second

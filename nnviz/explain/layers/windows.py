"""Where a window lies: what of the maps one output pixel sees, and the windows that one pixel lies in."""

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.window import Windowed


class SeeingWindows(msgspec.Struct, frozen=True):
    """All windows that see one pixel of the maps before: their places, rows first, from 0 on.

    Attributes
    ----------
    top, left : int
        The first of them.
    height, width : int
        How many there are, down and to the right; 0 where the stride passes the pixel by.
    rows, columns : tuple of int
        Where the pixel stands in each window.
    """

    top: int
    left: int
    rows: tuple[int, ...]
    columns: tuple[int, ...]

    @property
    def height(self) -> int:
        """How many windows there are one below the other."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """How many there are side by side."""
        return len(self.columns)

    @property
    def places(self) -> list[tuple[int, int, int, int]]:
        """Each window with the place in it: (row and column of the window, row and column inside)."""
        return [
            (self.top + v, self.left + u, i, j)
            for v, i in enumerate(self.rows)
            for u, j in enumerate(self.columns)
        ]


def corner(layer: Windowed, row: int, column: int) -> tuple[int, int]:
    """Return where the window of an output pixel begins in the maps before; negative in the padding."""
    top, _, left, _ = layer.zeros_around
    return row * layer.stride[0] - top, column * layer.stride[1] - left


def framed(layer: Windowed, maps: Floats) -> Floats:
    """Return maps, (..., height, width, channels), with the zeros of the padding around them."""
    top, bottom, left, right = layer.zeros_around
    around = [(0, 0)] * (maps.ndim - 3) + [(top, bottom), (left, right), (0, 0)]
    padded: Floats = np.pad(maps, around)
    return padded


def window(layer: Windowed, maps: Floats, row: int, column: int) -> Floats:
    """Return what the window of an output pixel sees, (height, width, channels)."""
    top, left = row * layer.stride[0], column * layer.stride[1]
    return framed(layer, maps)[top : top + layer.size[0], left : left + layer.size[1]]


def under_weight(layer: Windowed, maps: Floats, i: int, j: int) -> Floats:
    """Return what lies under one place of the window as it moves: (..., rows, columns, channels)."""
    (down, right), (rows, columns) = layer.stride, layer.counts
    padded = framed(layer, maps)
    return padded[..., i : i + down * (rows - 1) + 1 : down, j : j + right * (columns - 1) + 1 : right, :]


def seen_by(layer: Windowed, row: int, column: int) -> SeeingWindows:
    """Return the windows in which a pixel of the maps before lies."""
    top, _, left, _ = layer.zeros_around
    first, inside = [], []
    for place, before, size, step, count in zip(
        (row, column), (top, left), layer.size, layer.stride, layer.counts, strict=True
    ):
        at = place + before
        windows = [n for n in range(count) if 0 <= at - n * step < size]
        first.append(windows[0] if windows else 0)
        inside.append(tuple(at - n * step for n in windows))
    return SeeingWindows(first[0], first[1], inside[0], inside[1])


def index_formula(letter: str, inner: str, stride: int, before: int) -> str:
    """Return where a window sees, counted from 1: "y+i-1", "2y+i-2"; `before` rows of zeros come first."""
    moved = letter if stride == 1 else f"{stride}{letter}"
    constant = stride + before
    return f"{moved}+{inner}-{constant}"


def as_maps(layer: Layer, values: Floats) -> Floats:
    """Return values of a layer, (..., *shape_out), as (..., height, width, maps)."""
    return values.reshape(*values.shape[: values.ndim - len(layer.shape_out)], *layer.maps)

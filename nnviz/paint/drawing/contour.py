"""Marching squares: the line along which a map has one value (Lorensen & Cline 1987, in the plane)."""

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

# Edges of a cell, anticlockwise: bottom, right, top, left. Pairs joined where all four are crossed:
_ROUND_BOTTOM_RIGHT = ((0, 1), (2, 3))
_ROUND_BOTTOM_LEFT = ((0, 3), (1, 2))


def contour_segments(values: Floats, level: float) -> Floats:
    """Return the pieces of the contour of `values` at `level`.

    Parameters
    ----------
    values : ndarray, shape (rows, columns)
        Samples on a grid; cells with NaN have no contour.
    level : float
        The value sought.

    Returns
    -------
    ndarray, shape (n_segments, 2, 2)
        Start and end of each piece as (column, row), by linear interpolation along the grid's lines.
    """
    offset = values - level
    above = offset >= 0.0
    left, right = above[:, :-1], above[:, 1:]
    mixed = (left[:-1] != right[:-1]) | (left[:-1] != left[1:]) | (left[:-1] != right[1:])
    rows, columns = np.nonzero(mixed)
    corners = np.stack(
        [
            offset[rows, columns],
            offset[rows, columns + 1],
            offset[rows + 1, columns + 1],
            offset[rows + 1, columns],
        ],
        axis=-1,
    )
    known = np.isfinite(corners).all(axis=-1)
    rows, columns, corners = rows[known], columns[known], corners[known]
    above = corners >= 0.0
    crossed = above != np.roll(above, -1, axis=-1)  # edge k joins corners k and k + 1
    points = _crossings(corners, crossed) + np.stack([columns, rows], axis=-1)[:, None, :]

    plain = crossed.sum(axis=-1) == 2
    first, last = crossed[plain].argmax(axis=-1), 3 - crossed[plain][:, ::-1].argmax(axis=-1)
    cells = np.flatnonzero(plain)
    pieces = [np.stack([points[cells, first], points[cells, last]], axis=1)]
    # A saddle: the middle of the cell says which corners belong together.
    joined = (corners.mean(axis=-1) >= 0.0) == above[:, 0]
    for rule, cells in ((_ROUND_BOTTOM_RIGHT, ~plain & joined), (_ROUND_BOTTOM_LEFT, ~plain & ~joined)):
        pieces += [np.stack([points[cells, start], points[cells, end]], axis=1) for start, end in rule]
    return np.concatenate(pieces)


def _crossings(corners: Floats, crossed: NDArray[np.bool_]) -> Floats:
    """Return where each edge meets the level, shape (n, 4, 2), relative to the cell's bottom left corner."""
    following = np.roll(corners, -1, axis=-1)
    share = corners / np.where(crossed, corners - following, 1.0)
    zero, one = np.zeros(len(corners)), np.ones(len(corners))
    across = np.stack([share[:, 0], one, 1.0 - share[:, 2], zero], axis=-1)
    up = np.stack([zero, share[:, 1], one, 1.0 - share[:, 3]], axis=-1)
    return np.stack([across, up], axis=-1)

"""What a map is between its samples: straight from each to the next."""

import numpy as np

from nnviz.arrays import Floats

Extent = tuple[float, float, float, float]
"""Left, right, bottom and top of the outermost samples."""


def refined(values: Floats) -> Floats:
    """Return samples (rows, columns, ...) with one more between each two neighbours: their mean.

    Where training diverged there are infinities: between opposite ones nothing is known, it is NaN.
    """
    rows, columns = values.shape[:2]
    finer = np.empty((2 * rows - 1, 2 * columns - 1, *values.shape[2:]))
    finer[::2, ::2] = values
    with np.errstate(invalid="ignore"):
        half = 0.5 * values
        np.add(half[1:], half[:-1], out=finer[1::2, ::2])
        half = 0.5 * finer[:, ::2]
        np.add(half[:, 1:], half[:, :-1], out=finer[:, 1::2])
    return finer


def resized(values: Floats, rows: int, columns: int) -> Floats:
    """Return samples (rows, columns, ...) of the same extent, each between its neighbours in `values`."""
    for axis, count in enumerate((rows, columns)):
        last = values.shape[axis] - 1
        if count == last + 1:
            continue
        ahead = np.moveaxis(values, axis, 0)
        place = np.linspace(0.0, last, count)
        before = np.minimum(place.astype(np.intp), max(last - 1, 0))
        share = (place - before).reshape(-1, *(1,) * (values.ndim - 1))
        between = (1 - share) * ahead[before] + share * ahead[np.minimum(before + 1, last)]
        values = np.moveaxis(between, 0, axis)
    return values


def values_at(points: Floats, samples: Floats, extent: Extent) -> Floats:
    """Return the values at points, each between the four nearest samples.

    Parameters
    ----------
    points : ndarray, shape (n, 2)
        Those outside the extent have the value at its edge.
    samples : ndarray, shape (rows, columns, ...)
        Row 0 is at the bottom.
    extent : tuple of float
        Left, right, bottom and top of the outermost samples.

    Returns
    -------
    ndarray, shape (n, ...)
        Beside infinities, which are where training diverged, it may be NaN.
    """
    low, high = np.array(extent[::2]), np.array(extent[1::2])
    last = np.array(samples.shape[1::-1]) - 1
    place = np.clip((points - low) / (high - low) * last, 0.0, last)
    corner = np.minimum(place.astype(np.intp), last - 1)
    shares = (place - corner).T.reshape(2, len(points), *(1,) * (samples.ndim - 2))
    (c, r), (s, t) = corner.T, shares
    with np.errstate(invalid="ignore"):
        below = (1 - s) * samples[r, c] + s * samples[r, c + 1]
        above = (1 - s) * samples[r + 1, c] + s * samples[r + 1, c + 1]
        return np.asarray((1 - t) * below + t * above)

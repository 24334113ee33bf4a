"""Colour maps made from a theme's tokens: even steps to the eye, safe for colour-blind readers.

Mixed in OKLab, a map needs only its end colours, has no false edges, and never leaves the theme.
"""

import sys
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from nnviz.arrays import Floats
from nnviz.paint.drawing.oklab import Bytes, mix, ramp
from nnviz.paint.drawing.theme import Theme

STEPS = 511
"""Entries of a colour table; odd, so that zero has an entry of its own."""


def _frozen(table: Bytes) -> Bytes:
    table.flags.writeable = False
    return table


@lru_cache(maxsize=64)
def diverging_table(theme: Theme) -> Bytes:
    """Return the signed map, shape (STEPS, 3): most negative first, zero exactly in the middle."""
    half = STEPS // 2 + 1
    below = ramp(theme.negative, theme.neutral, half)
    above = ramp(theme.neutral, theme.positive, half)
    return _frozen(np.concatenate([below, above[1:]]))


@lru_cache(maxsize=64)
def fading_table(colour: str, theme: Theme) -> Bytes:
    """Return a map from the theme's neutral to one colour, shape (STEPS, 3): for shares and probabilities."""
    return _frozen(ramp(theme.neutral, colour, STEPS))


@lru_cache(maxsize=64)
def sequential_table(theme: Theme) -> Bytes:
    """Return the map of unsigned amounts, shape (STEPS, 3): from the paper, through blue, to the ink."""
    half = STEPS // 2 + 1
    pale = ramp(theme.neutral, theme.positive, half)
    deep = ramp(theme.positive, mix(theme.positive, theme.ink, 0.7), half)
    return _frozen(np.concatenate([pale, deep[1:]]))


def look_up(values: Floats, low: float, high: float, table: Bytes) -> Bytes:
    """Return the colours of `values` as 8-bit RGB, shape (*values.shape, 3).

    `low` and `high` are the values at the ends of the table; what lies beyond gets the end's colour,
    and NaN the colour of the middle.
    """
    colours: Bytes = table[_places(values, low, high, len(table))]
    return colours


def _places(values: Floats, low: float, high: float, steps: int) -> NDArray[np.intp]:
    """Return the entries of a table of `steps` entries, same shape as `values`."""
    span = high - low if high > low else 1.0
    position: Floats = np.asarray(np.subtract(values, low, dtype=np.float64))
    position /= span
    np.minimum(np.maximum(position, 0.0, out=position), 1.0, out=position)
    np.copyto(position, 0.5, where=np.isnan(position))
    position *= steps - 1
    return np.rint(position).astype(np.intp)


def class_colours(theme: Theme, count: int) -> tuple[str, ...]:
    """Return one colour a class.

    Two classes take the colours of the signed map, so that an output near 1 looks the same as a point of
    class 1 and as a positive value: class 0 `negative`, class 1 `positive`. More take the theme's.
    """
    if count <= 2:
        return (theme.negative, theme.positive)[: max(count, 0)]
    return tuple(theme.class_colour(k) for k in range(count))


def class_map(probabilities: Floats, theme: Theme) -> Bytes:
    """Return the colour of the most probable class, faded to neutral where the classes tie.

    Parameters
    ----------
    probabilities : ndarray, shape (..., k)
        One probability a class, k >= 2, summing to 1.
    theme : Theme
        The colours.

    Returns
    -------
    ndarray of uint8, shape (..., 3)
    """
    count = probabilities.shape[-1]
    winner = probabilities.argmax(axis=-1)
    certainty = (probabilities.max(axis=-1) - 1.0 / count) / (1.0 - 1.0 / count)
    tables = np.stack([fading_table(colour, theme) for colour in class_colours(theme, count)])
    index = np.rint(np.clip(np.nan_to_num(certainty), 0.0, 1.0) * (STEPS - 1)).astype(np.intp)
    colours: Bytes = tables[winner, index]
    return colours


def image_of(colours: Bytes) -> QImage:
    """Return 8-bit RGB, shape (rows, columns, 3), as an image with row 0 at the BOTTOM (x2 grows upwards)."""
    rows, columns, _ = colours.shape
    # Qt scales 32-bit pixels several times faster; the fourth byte must be 255 (opaque).
    pixels = np.full((rows, columns, 4), 255, dtype=np.uint8)
    pixels[..., 2::-1] = colours[::-1]
    if sys.byteorder == "big":
        pixels = pixels[..., ::-1].copy()
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
    return image.copy()  # a QImage made from a buffer does not keep the buffer alive


def images_of(values: Floats, low: float, high: float, table: Bytes) -> list[QImage]:
    """Return `image_of(look_up(...))` of each of n `values`, shape (n, rows, columns).

    Sooner than one by one: the colours are looked up for all at once, as whole pixels.
    """
    red, green, blue = table.astype(np.uint32).T
    whole = 0xFF000000 | red << 16 | green << 8 | blue
    pixels = np.ascontiguousarray(whole[_places(values[:, ::-1], low, high, len(table))])
    _, rows, columns = values.shape
    return [
        QImage(picture.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
        for picture in pixels
    ]

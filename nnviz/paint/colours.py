"""Colour maps made from a theme's tokens: even steps to the eye, safe for colour-blind readers.

Colours are mixed along straight lines in OKLab (Ottosson 2020, "A perceptual color space for image
processing"), where equal distances look equally different. So a map needs only its end colours, has no
false edges, and never leaves the theme.
"""

import sys
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from nnviz.paint.theme import Theme

Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]

STEPS = 511
"""Entries of a colour table; odd, so that zero has an entry of its own."""

_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LMS_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def oklab(colour: str) -> Floats:
    """Return the OKLab coordinates (lightness, green-red, blue-yellow) of an #RRGGBB colour."""
    encoded = np.array([int(colour[k : k + 2], 16) for k in (1, 3, 5)]) / 255.0
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    lab: Floats = _LMS_TO_LAB @ np.cbrt(_TO_LMS @ linear)
    return lab


def srgb(lab: Floats) -> Bytes:
    """Return OKLab coordinates, shape (..., 3), as 8-bit sRGB of the same shape."""
    lms = (lab @ np.linalg.inv(_LMS_TO_LAB).T) ** 3
    linear = np.clip(lms @ np.linalg.inv(_TO_LMS).T, 0.0, 1.0)
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255.0 * encoded), dtype=np.uint8)


@lru_cache(maxsize=4096)
def mix(start: str, end: str, share: float) -> str:
    """Return the colour `share` (0 to 1) of the way from `start` to `end`."""
    red, green, blue = srgb((1.0 - share) * oklab(start) + share * oklab(end))
    return f"#{red:02X}{green:02X}{blue:02X}"


def _ramp(start: str, end: str, steps: int) -> Bytes:
    share = np.linspace(0.0, 1.0, steps)[:, None]
    return srgb((1.0 - share) * oklab(start) + share * oklab(end))


def _frozen(table: Bytes) -> Bytes:
    table.flags.writeable = False
    return table


@lru_cache(maxsize=64)
def diverging_table(theme: Theme) -> Bytes:
    """Return the signed map, shape (STEPS, 3): most negative first, zero exactly in the middle."""
    half = STEPS // 2 + 1
    below = _ramp(theme.negative, theme.neutral, half)
    above = _ramp(theme.neutral, theme.positive, half)
    return _frozen(np.concatenate([below, above[1:]]))


@lru_cache(maxsize=64)
def fading_table(colour: str, theme: Theme) -> Bytes:
    """Return a map from the theme's neutral to one colour, shape (STEPS, 3): for shares and probabilities."""
    return _frozen(_ramp(theme.neutral, colour, STEPS))


@lru_cache(maxsize=64)
def sequential_table(theme: Theme) -> Bytes:
    """Return the map of unsigned amounts, shape (STEPS, 3): from the paper, through blue, to the ink."""
    half = STEPS // 2 + 1
    pale = _ramp(theme.neutral, theme.positive, half)
    deep = _ramp(theme.positive, mix(theme.positive, theme.ink, 0.7), half)
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
    position = (np.asarray(values, dtype=np.float64) - low) / span
    position = np.minimum(np.maximum(position, 0.0), 1.0)
    np.copyto(position, 0.5, where=np.isnan(position))
    return np.rint(position * (steps - 1)).astype(np.intp)


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

"""Mixing colours along straight lines in OKLab, where equal distances look equally different.

Ottosson 2020, "A perceptual color space for image processing".
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

Bytes = NDArray[np.uint8]

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


def ramp(start: str, end: str, steps: int) -> Bytes:
    """Return `steps` colours evenly from `start` to `end`, shape (steps, 3)."""
    share = np.linspace(0.0, 1.0, steps)[:, None]
    return srgb((1.0 - share) * oklab(start) + share * oklab(end))

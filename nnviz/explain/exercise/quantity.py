"""One number of an update, and what it is named after."""

from collections.abc import Callable
from typing import Literal

import msgspec

from nnviz.parts import Learned, Pixel, Unit

Kind = Literal["window", "product", "z", "a", "mean", "deviation", "loss", "delta", "gradient", "new"]


class AskedQuantity(msgspec.Struct, frozen=True):
    """One number of an update.

    Attributes
    ----------
    kind
        What a kernel's weight meets in a window, a product w a of a weighted sum, z, a, the mean or deviation
        that a map is normalised with, the loss of the batch, a delta (of the sample's own loss; below a batch
        normalisation of all losses), the gradient of a parameter, or its new value.
    part
        Whose; None for the loss.
    sample
        Row of the batch, for windows, products, z, a and delta.
    at
        Row and column of the output pixel, for windows and the products of kernels.
    """

    kind: Kind
    part: Unit | Pixel | Learned | None = None
    sample: int = 0
    at: tuple[int, int] | None = None


Get = Callable[[AskedQuantity], float]
"""How a quantity gets the numbers it is computed from."""


def z_of(unit: Unit | Pixel, sample: int) -> AskedQuantity:
    """Return the z of a unit or pixel as a quantity."""
    return AskedQuantity("z", unit, sample)


def a_of(unit: Unit | Pixel, sample: int) -> AskedQuantity:
    """Return the a of a unit or pixel, or an input, as a quantity."""
    return AskedQuantity("a", unit, sample)


def delta_of(unit: Unit | Pixel, sample: int) -> AskedQuantity:
    """Return the delta of a unit or pixel as a quantity."""
    return AskedQuantity("delta", unit, sample)

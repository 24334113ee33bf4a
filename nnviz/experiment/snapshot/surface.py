"""The loss over a plane through the weights."""

import msgspec
from msgspec.structs import replace

from nnviz.arrays import Floats


class WeightPlane(msgspec.Struct, frozen=True, eq=False):
    """Where the loss is looked at: `centre` + s `first` + t `second`, s and t within `extent`.

    Attributes
    ----------
    extent : tuple of float
        (s low, s high, t low, t high).
    offset : (float, float)
        Added to s and t for reading: the values of two weights, where these are the directions.
    names : (str, str)
        Of the two axes.
    path : ndarray, shape (n, 2)
        The path travelled as (s, t): the nearest points of the plane.
    """

    centre: Floats
    first: Floats
    second: Floats
    extent: tuple[float, float, float, float]
    offset: tuple[float, float]
    names: tuple[str, str]
    path: Floats

    def part(self, window: tuple[float, float, float, float] | None) -> "WeightPlane":
        """Return the part within a window in the units for reading, offset included; None: all of it."""
        if window is None:
            return self
        s, t = self.offset
        return replace(self, extent=(window[0] - s, window[1] - s, window[2] - t, window[3] - t))


class LossSurface(msgspec.Struct, frozen=True, eq=False):
    """The loss on a grid over a plane, shape (side, side), row 0 at t low; NaN where it is not finite."""

    plane: WeightPlane
    losses: Floats
    present: float

    @property
    def side(self) -> int:
        """Points a side."""
        return len(self.losses)

"""Heights and colours of a loss surface: one scale for the map, its contours, its key and the 3-D view."""

import math

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.paint.drawing.colours import look_up, sequential_table
from nnviz.paint.drawing.oklab import Bytes
from nnviz.paint.drawing.theme import Theme
from nnviz.paint.drawing.ticks import Ticks, linear_ticks, log_ticks

WIDE = 30.0
"""Where the greatest loss is more than so many times the least, equal steps stand for equal factors."""
CONTOURS = 12


class SurfaceScale(msgspec.Struct, frozen=True):
    """From the least loss to the greatest one shown; both positive where it is logarithmic."""

    low: float
    high: float
    log: bool

    def share(self, losses: Floats) -> Floats:
        """Return heights from 0 at the least loss to 1 at the greatest."""
        low, high = self.low, self.high
        with np.errstate(divide="ignore", invalid="ignore"):
            if self.log:
                losses, low, high = np.log(np.maximum(losses, low)), math.log(low), math.log(high)
            return np.clip((losses - low) / (high - low), 0.0, 1.0)

    def loss(self, share: float) -> float:
        """Return the loss at a height."""
        if self.log:
            return float(self.low * (self.high / self.low) ** share)
        return self.low + share * (self.high - self.low)

    def colours(self, shares: Floats, theme: Theme) -> Bytes:
        """Return the colours of heights, 8-bit RGB."""
        return look_up(shares, 0.0, 1.0, sequential_table(theme))

    def levels(self) -> list[float]:
        """Return the losses at which contours are drawn: at equal steps of height."""
        return [self.loss(k / CONTOURS) for k in range(1, CONTOURS)]

    def ticks(self, count: int) -> Ticks:
        """Return ticks for the key."""
        return (log_ticks if self.log else linear_ticks)(self.low, self.high, count)


def surface_scale(losses: Floats) -> SurfaceScale:
    """Return the scale that shows all finite losses."""
    known = losses[np.isfinite(losses)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        return SurfaceScale(low - 0.5, low + 0.5, log=False)
    if high > WIDE * low:
        return SurfaceScale(max(low, 1e-6 * high), high, log=True)
    return SurfaceScale(low, high, log=False)

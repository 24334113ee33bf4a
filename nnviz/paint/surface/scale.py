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
    """From the least loss to the greatest one shown; both positive where it is logarithmic.

    `levels` are the losses at which the colours begin and end, where these were chosen.
    """

    low: float
    high: float
    log: bool
    levels: tuple[float, float] | None = None

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
        first, last = self.level_shares
        return look_up(shares, first, last, sequential_table(theme))

    @property
    def level_shares(self) -> tuple[float, float]:
        """The heights at which the colours begin and end."""
        if self.levels is None:
            return 0.0, 1.0
        first, last = self.share(np.array(self.levels)).tolist()
        return (first, last) if last > first else (0.0, 1.0)

    def contours(self) -> list[float]:
        """Return the losses at which contours are drawn: at equal steps of height where colours change."""
        first, last = self.level_shares
        return [self.loss(first + k / CONTOURS * (last - first)) for k in range(1, CONTOURS)]

    def ticks(self, count: int) -> Ticks:
        """Return ticks for the key."""
        return (log_ticks if self.log else linear_ticks)(self.low, self.high, count)


def surface_scale(losses: Floats, levels: tuple[float, float] | None = None) -> SurfaceScale:
    """Return the scale that shows all finite losses, and all levels of its colours."""
    return with_levels(_scale_of_all(losses), levels)


def with_levels(scale: SurfaceScale, levels: tuple[float, float] | None) -> SurfaceScale:
    """Return a scale of all losses so that it shows the levels of its colours, too."""
    if levels is None:
        return scale
    least = max(levels[0], 1e-6 * scale.high) if scale.log else levels[0]
    return SurfaceScale(min(scale.low, least), max(scale.high, levels[1]), scale.log, levels)


def _scale_of_all(losses: Floats) -> SurfaceScale:
    known = losses[np.isfinite(losses)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if high - low <= 1e-12 * max(abs(low), abs(high)):
        return SurfaceScale(low - 0.5, low + 0.5, log=False)
    if high > WIDE * low:
        return SurfaceScale(max(low, 1e-6 * high), high, log=True)
    return SurfaceScale(low, high, log=False)

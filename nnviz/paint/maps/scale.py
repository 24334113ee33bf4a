"""From what came out of a run to a colour: a ramp for numbers, patches for runs that have none."""

import msgspec
import numpy as np
from msgspec.structs import replace
from PySide6.QtGui import QColor

from nnviz.arrays import Floats
from nnviz.experiment.results.map_standing import MapStanding
from nnviz.numerals import percent, short_number
from nnviz.paint.drawing.oklab import Bytes, mix
from nnviz.paint.drawing.theme import Theme
from nnviz.paint.drawing.ticks import Ticks, percent_ticks
from nnviz.paint.maps.look import MapLook
from nnviz.paint.maps.worked_out import WorkedOut
from nnviz.paint.surface.scale import SurfaceScale, surface_scale, with_levels

TAIL = 0.005
"""The ends of the ramp leave out such a share of the runs at either side: a few extremes hide the rest."""
FAR = 1e4
"""What is so many times the median is as dark as all beyond: losses on their way to infinity."""


class MapScale(msgspec.Struct, frozen=True):
    """How one quantity of a map is coloured.

    Attributes
    ----------
    quantity : str
    heights : SurfaceScale
        From numbers to shares of the ramp.
    is_known : bool
        Whether there are any numbers.
    patches : tuple of (str, str)
        What runs without a number are called, and their kind: "diverged", "never".
    """

    quantity: str
    heights: SurfaceScale
    is_known: bool
    patches: tuple[tuple[str, str], ...]

    def share(self, values: Floats) -> Floats:
        """Return where numbers are on the ramp, 0 to 1."""
        return self.heights.share(values)

    def ramp(self, shares: Floats, theme: Theme) -> Bytes:
        """Return the colours of shares, 8-bit RGB."""
        return self.heights.colours(shares, theme)

    def patch(self, kind: str, theme: Theme) -> str:
        """Return the colour of runs without a number."""
        return theme.warning if kind == "diverged" else mix(theme.quiet, theme.paper, 0.45)

    def colours(self, standing: MapStanding, theme: Theme) -> Bytes:
        """Return the colour of every pixel, (rows, columns, 3)."""
        values = standing.values(self.quantity)
        known = np.isfinite(values)
        colours = self.ramp(self.share(np.where(known, values, 0.0)), theme)
        colours[~known] = rgb(self.patch("never", theme))
        if self.quantity != "diverged":
            colours[standing.diverged > 0] = rgb(self.patch("diverged", theme))
        return colours

    def ticks(self, count: int) -> Ticks:
        """Return ticks for the key."""
        if self.quantity == "accuracy":
            return percent_ticks(self.heights.low, self.heights.high, count)
        return self.heights.ticks(count)

    def contours(self) -> list[float]:
        """Return the numbers at which lines are drawn."""
        return self.heights.contours()


def map_scale(look: MapLook) -> MapScale:
    """Return the scale that shows what is known of a map."""
    standing = look.standing
    if look.before is not None and not standing.size.any():
        standing = look.before
    scale = _scales.of(standing, look.quantity, lambda: _scale_of_all(standing, look.quantity))
    return replace(scale, heights=with_levels(scale.heights, look.levels))


_scales: WorkedOut[str, MapScale] = WorkedOut()


def _scale_of_all(standing: MapStanding, quantity: str) -> MapScale:
    """Return the scale whose colours change between all numbers that are known."""
    values = standing.values(quantity)
    known = values[(standing.size > 0) & np.isfinite(values)]
    if len(known):
        low, middle, high = np.quantile(known, [TAIL, 0.5, 1.0 - TAIL], method="nearest")
        known = np.clip(known, low, max(low, min(high, FAR * middle)))
    patches = []
    if quantity == "diverged":
        if (~np.isfinite(values) & (standing.size > 0)).any():
            patches.append(("did not", "never"))
    else:
        if (standing.diverged > 0).any():
            patches.append(("diverged", "diverged"))
        if (~np.isfinite(values) & (standing.size > 0) & (standing.diverged == 0)).any():
            patches.append(("not learned" if quantity == "learned" else "not finite", "never"))
    return MapScale(quantity, surface_scale(known), bool(len(known)), tuple(patches))


def words_of(quantity: str, value: float) -> str:
    """Return a number of a pixel for reading."""
    if quantity == "accuracy":
        return percent(value, 2)
    return f"{value:,.0f}" if quantity in ("learned", "diverged") else short_number(value)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return a colour as three numbers."""
    made = QColor(colour)
    return made.red(), made.green(), made.blue()

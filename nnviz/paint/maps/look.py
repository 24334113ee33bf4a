"""What the picture of a map of trainings shows: how it stands, which quantity, and which part."""

import msgspec

from nnviz.experiment.results.map_standing import MapStanding, edges

Window = tuple[float, float, float, float]
"""Left, right, bottom and top, as numbers of the axes."""


class MapLook(msgspec.Struct, frozen=True, eq=False):
    """A map as it is looked at; a look of a snapshot where figures are made of it.

    Attributes
    ----------
    standing : MapStanding
    quantity : str
        What is shown, one of `QUANTITIES`.
    lines : bool
        Whether lines through runs that come out alike are drawn.
    levels : (float, float) or None
        Between which numbers the colours change; None: all there are.
    window : Window or None
        The part that is shown; None: all of it.
    before : MapStanding or None
        What is known of a larger or another part: shown where this one says nothing yet.
    """

    standing: MapStanding
    quantity: str = "loss"
    lines: bool = False
    levels: tuple[float, float] | None = None
    window: Window | None = None
    before: MapStanding | None = None

    @property
    def shown(self) -> Window:
        """The part that is shown."""
        return whole_of(self.standing) if self.window is None else self.window

    @property
    def whole(self) -> Window:
        """All that is known: of the part that was run last, and of what was before."""
        known = [whole_of(each) for each in (self.standing, self.before) if each is not None]
        left, right, bottom, top = zip(*known, strict=True)
        return min(left), max(right), min(bottom), max(top)

    @property
    def logs(self) -> tuple[bool, bool]:
        """Which axes go by factors."""
        x, y = self.standing.x, self.standing.y
        left, _, bottom, _ = self.shown
        return x.by_factors and left > 0.0, y.by_factors and bottom > 0.0


def whole_of(standing: MapStanding) -> Window:
    """Return what all pixels of a map cover."""
    x, y = (edges(axis) for axis in (standing.x, standing.y))
    return (
        float(min(x[0], x[-1])),
        float(max(x[0], x[-1])),
        float(min(y[0], y[-1])),
        float(max(y[0], y[-1])),
    )

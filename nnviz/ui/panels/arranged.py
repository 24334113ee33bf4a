"""How the panels are arranged in a window, for the sizes of controls and contents."""

from enum import StrEnum

from nnviz.paint.drawing.theme import GRID

NARROW = 120 * GRID
"""A window of less than this width at size 1 has no room for three columns."""
LOW = 45 * GRID
"""A window of less than this height at size 1 has no room for two panels below one another."""


class Arranged(StrEnum):
    """How the panels are arranged; the values are those of stored layouts."""

    COLUMNS = "no"
    RIGHT = "right"
    """The panels at the left come behind those at the right: contents have the room."""
    TABS = "yes"
    """All share one place at the right."""


def wanted_in(width: int, height: int, text_size: float, content_size: float) -> Arranged:
    """Return the arrangement for which a window has room, in pixels."""
    if width < NARROW * text_size or height < LOW * content_size:
        return Arranged.TABS if width < NARROW * max(text_size, content_size) else Arranged.COLUMNS
    return Arranged.RIGHT if width < NARROW * content_size else Arranged.COLUMNS

"""What can be taken hold of: the plots of a picture, and which part of them can be shown. No pyqtgraph."""

import math
from collections.abc import Callable
from typing import Protocol

import msgspec
from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from nnviz.paint.drawing.axes import Axes, Scale
from nnviz.paint.drawing.theme import Style

Range = tuple[float, float]

NARROWEST = 1e-9
"""Of the numbers on an axis: a range less wide has no digits of its own to show."""
WIDEST = 50.0
"""A range may be so many times as wide as the whole."""
MOST_DECADES = 300.0


MOVE = 0.1
"""Share of a range that one press of Shift and an arrow, or one notch to the side, moves it by."""


class Handle(msgspec.Struct, frozen=True):
    """An upright line over a plot that can be dragged.

    Attributes
    ----------
    plot : int
        The number of the plot.
    x : float
        Where it stands.
    moved : callable
        Told where it was dragged to.
    """

    plot: int
    x: float
    moved: Callable[[float], None]


class LevelKey(msgspec.Struct, frozen=True):
    """A key of colours whose levels can be chosen.

    Attributes
    ----------
    axes : Axes
        The bar, with its values along y.
    levels : (float, float)
        Between which the colours change now.
    chosen : callable
        Told other levels; None: those of the whole bar.
    """

    axes: Axes
    levels: Range
    chosen: Callable[[Range | None], None]


class Plotted(Protocol):
    """What a picture must be able to do to be taken hold of; it is a QWidget."""

    wheel_scrolls: bool
    """Whether the wheel belongs to what is around the picture."""

    def plots(self) -> tuple[Axes, ...]:
        """Return the axes of each plot as they are painted now."""

    def show_ranges(self, plot: int, x: Range | None, y: Range | None) -> None:
        """Show other ranges of a plot; None leaves one as it is."""

    def fixed(self, plot: int) -> tuple[bool, bool]:
        """Return whether x and y of a plot have no parts, such as an axis of words."""

    def follow(self) -> None:
        """Show everything again."""

    def is_part(self) -> bool:
        """Whether only a part is shown, so that a double click means something."""

    def hover(self, position: QPointF | None) -> None:
        """Show what is under the mouse; None: it is elsewhere."""

    def click(self, position: QPointF) -> None:
        """Choose what is under the mouse."""

    def takes(self, position: QPointF) -> bool:
        """Whether a press there is the picture's own, such as of something that it lets be dragged."""

    def handles(self) -> tuple[Handle, ...]:
        """Return the lines that can be dragged."""

    def level_keys(self) -> tuple[LevelKey, ...]:
        """Return the keys of colours whose levels can be chosen."""

    def context_actions(self, position: QPointF) -> list[QAction]:
        """Return what a menu at a position offers besides navigation."""

    def plot_style(self) -> Style:
        """Return its colours and sizes."""

    def as_widget(self) -> QWidget:
        """Return itself."""


def number_at(plots: tuple[Axes, ...], position: QPointF) -> int | None:
    """Return the number of the plot nearest to a position; None where there is no plot."""

    def distance(number: int) -> float:
        plot = plots[number].plot
        across = max(plot.left() - position.x(), position.x() - plot.right(), 0.0)
        return math.hypot(across, max(plot.top() - position.y(), position.y() - plot.bottom(), 0.0))

    return min(range(len(plots)), key=distance, default=None)


def kept_sensible(chosen: Range, whole: Range, log: bool = False) -> Range:
    """Return a range near the chosen one that can be shown: not upside down, too narrow, or far away.

    Parameters
    ----------
    chosen, whole : (float, float)
        What was asked for, and what is shown without any choice.
    log : bool
        Whether the axis is logarithmic.
    """
    if not all(map(math.isfinite, chosen)):
        chosen = whole
    if log:
        low, high = (math.log10(max(end, 1e-300)) for end in sorted(chosen))
        low, high = max(low, -MOST_DECADES), min(high, MOST_DECADES)
        if high - low < 1e-3:
            low, high = (low + high) / 2 - 5e-4, (low + high) / 2 + 5e-4
        return 10.0**low, 10.0**high
    low, high = sorted(chosen)
    span = whole[1] - whole[0]
    narrowest = NARROWEST * max(abs(low), abs(high), span)
    first, last = whole[0] - WIDEST * span, whole[1] + WIDEST * span
    if narrowest <= high - low <= WIDEST * span and first <= low and high <= last:
        return low, high
    width = min(max(high - low, narrowest), WIDEST * span)
    centre = min(max(low + (high - low) / 2, first), last)
    return centre - width / 2, centre + width / 2


def from_zero_on(chosen: Range, log: bool = False) -> Range:
    """Return a range moved up as far as it reaches below 0, where nothing is: as wide as it was chosen."""
    low, high = chosen
    return chosen if log or low >= 0.0 else (0.0, high - low)


NARROWEST_LEVELS = 1e-3
"""Of the key of colours: levels closer together cannot be taken apart again by hand."""


def kept_levels(chosen: Range | None, whole: Range) -> Range | None:
    """Return levels near those chosen that can be shown; None where they are those of the whole key."""
    if chosen is None or not all(map(math.isfinite, chosen)):
        return None
    (low, high), least = sorted(chosen), NARROWEST_LEVELS * (whole[1] - whole[0])
    if high - low < least:
        centre = min(max((low + high) / 2, whole[0] + least / 2), whole[1] - least / 2)
        low, high = centre - least / 2, centre + least / 2
    return None if (low, high) == whole else (low, high)


def zoomed(scale: Scale, factor: float, around: float) -> Range:
    """Return the range `factor` times as narrow that keeps the value at the position `around` there."""
    start, end = (around + (edge - around) / factor for edge in (scale.start, scale.end))
    return scale.value(start), scale.value(end)


def moved(scale: Scale, share: float) -> Range:
    """Return the range moved on by a share of itself."""
    step = share * (scale.end - scale.start)
    return scale.value(scale.start + step), scale.value(scale.end + step)

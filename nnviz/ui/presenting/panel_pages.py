"""Panels that have no room side by side at the size of their contents come page by page."""

from collections.abc import Callable, Sequence

from nnviz.lecture.arrangement import PanelPlace

LEAST_WIDTH, LEAST_HEIGHT = 15.0, 10.5
"""Of a panel beside others, in heights of the text: below, axes and labels would have to go."""


def panels_a_page(count: int, places_of: Callable[[int], Sequence[PanelPlace]], text: float) -> int:
    """Return how many of so many panels are shown at once: all, if each has room for its contents.

    Parameters
    ----------
    places_of : callable
        How many -> where they lie.
    text : float
        Size of the text.
    """
    for few in range(count, 1, -1):
        if all(
            place.width >= LEAST_WIDTH * text and place.height >= LEAST_HEIGHT * text
            for place in places_of(few)
        ):
            return few
    return 1


def page_of(page: int, few: int, count: int) -> range:
    """Return which panels are on a page."""
    return range(min(page * few, count), min((page + 1) * few, count))

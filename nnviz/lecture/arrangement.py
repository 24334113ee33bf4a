"""Where the panels of a scene lie in its picture."""

from collections.abc import Sequence

from msgspec import Struct

from nnviz.lecture.scene import Arrangement

ARRANGEMENTS: tuple[Arrangement, ...] = ("large left", "columns", "rows", "large top", "grid", "one")
"""In the order of the number keys that choose them while presenting."""


class PanelPlace(Struct, frozen=True):
    """A rectangle in the picture, in the picture's own units."""

    left: float
    top: float
    width: float
    height: float


def places(count: int, arrangement: str, whole: PanelPlace, gap: float) -> list[PanelPlace]:
    """Return where each of up to four panels lies, the first one first.

    An empty arrangement makes the first panel the largest, at the left; one panel fills the room, and where
    only one is shown, all of them have the same place.
    """
    if count <= 1 or arrangement == "one":
        return [whole] * count
    if arrangement == "columns":
        return _cut(whole, [1.0] * count, gap, across=True)
    if arrangement == "rows":
        return _cut(whole, [1.0] * count, gap, across=False)
    if arrangement == "grid" and count > 2:
        rows = _cut(whole, [1.0, 1.0], gap, across=False)
        above = (count + 1) // 2
        return [
            *_cut(rows[0], [1.0] * above, gap, across=True),
            *_cut(rows[1], [1.0] * (count - above), gap, across=True),
        ]
    if arrangement == "large top":
        top, bottom = _cut(whole, [3.0, 2.0], gap, across=False)
        return [top, *_cut(bottom, [1.0] * (count - 1), gap, across=True)]
    left, right = _cut(whole, [3.0, 2.0], gap, across=True)
    return [left, *_cut(right, [1.0] * (count - 1), gap, across=False)]


def _cut(whole: PanelPlace, shares: Sequence[float], gap: float, across: bool) -> list[PanelPlace]:
    """Return parts of a rectangle, side by side or one below the other."""
    length = (whole.width if across else whole.height) - gap * (len(shares) - 1)
    at, parts = whole.left if across else whole.top, []
    for share in shares:
        part = length * share / sum(shares)
        parts.append(
            PanelPlace(at, whole.top, part, whole.height)
            if across
            else PanelPlace(whole.left, at, whole.width, part)
        )
        at += part + gap
    return parts

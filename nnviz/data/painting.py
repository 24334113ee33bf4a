"""Points drawn by hand: one more, some fewer, one elsewhere, others' answers; each gives new `Points`.

What a hand reaches is an ellipse around a place, since a circle on screen is one in the data's units.
"""

from collections.abc import Sequence

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset, Split
from nnviz.data.points import Points, Row

MOST = 3000
"""Points that are painted by hand: each change writes all of them anew."""
Answer = int | Row
"""A class, or a row of real targets."""


class Reach(msgspec.Struct, frozen=True):
    """The places around a centre that a brush covers; radii in the units of each axis."""

    centre: Row
    radii: Row

    def distances(self, places: Floats) -> Floats:
        """Return how far places are from the centre, squared, in radii; 1 is the rim.

        Places of shape (n, axes) may have fewer axes than the centre: those further on do not count.
        """
        axes = places.shape[1]
        with np.errstate(over="ignore", invalid="ignore"):
            away = (places - np.array(self.centre[:axes])) / np.array(self.radii[:axes])
            return np.asarray((away**2).sum(axis=1))

    def covers(self, places: Floats) -> np.typing.NDArray[np.bool_]:
        """Return which of the places lie inside."""
        return np.asarray(self.distances(places) <= 1.0)


def points_of_split(split: Split) -> Points:
    """Return the points of all parts as points of one's own, the first `MOST` of them, with their range."""
    parts = [part for part in (split.train, split.validation, split.test) if len(part.X)]
    rows = [row for part in parts for row in zip(part.X.tolist(), _answers(part), strict=True)][:MOST]
    x = tuple(tuple(inputs) for inputs, _ in rows)
    return Points(x=x, y=tuple(answer for _, answer in rows), domain=split.train.domain)


def _answers(part: Dataset) -> list[Answer]:
    if part.is_classification:
        return [int(label) for label in part.y.tolist()]
    return [tuple(row) for row in part.y.tolist()]


def places_of(points: Points, along_a_line: bool) -> Floats:
    """Return where the points lie in the picture: their inputs, with the target above an only one.

    Parameters
    ----------
    along_a_line : bool
        Whether the picture has one input across, and real targets up.
    """
    x = np.array(points.x, dtype=np.float64)
    if not along_a_line:
        return x
    answers = np.array([row[0] if isinstance(row, tuple) else row for row in points.y], dtype=np.float64)
    return np.column_stack([x[:, 0], answers])


def with_more(points: Points, rows: Sequence[Row], answers: Sequence[Answer]) -> Points:
    """Return the points with more of them, as far as `MOST` allows."""
    room = max(0, MOST - len(points.x))
    return _with(points, (*points.x, *rows[:room]), (*points.y, *answers[:room]))


def without(points: Points, gone: np.typing.NDArray[np.bool_]) -> Points:
    """Return the points without some; one always stays, since a network needs something to learn."""
    kept = np.flatnonzero(~gone).tolist() or [0]
    return _with(points, tuple(points.x[i] for i in kept), tuple(points.y[i] for i in kept))


def with_moved(points: Points, index: int, row: Row, answer: Answer) -> Points:
    """Return the points with one of them elsewhere."""
    x, y = list(points.x), list(points.y)
    x[index], y[index] = row, answer
    return _with(points, tuple(x), tuple(y))


def with_answers(points: Points, which: np.typing.NDArray[np.bool_], answer: Answer) -> Points:
    """Return the points with another class or target for some."""
    y = tuple(answer if chosen else old for old, chosen in zip(points.y, which.tolist(), strict=True))
    return _with(points, points.x, y)


def scattered(domain: Sequence[tuple[float, float]], count: int, seed: int) -> tuple[Row, ...]:
    """Return so many places, evenly at random over a range; the same seed gives the same."""
    rng = np.random.default_rng(seed)
    low, high = np.array(domain).T
    return tuple(tuple(row) for row in (low + (high - low) * rng.random((count, len(domain)))).tolist())


def _with(points: Points, x: tuple[Row, ...], y: tuple[int | float | Row, ...]) -> Points:
    return msgspec.structs.replace(points, x=x, y=y)

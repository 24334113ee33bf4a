"""What the pictures of a sweep show: how it stands, which rows are chosen, and which score is looked at."""

from collections.abc import Mapping
from functools import lru_cache

import msgspec
import numpy as np
from PySide6.QtCore import QRectF

from nnviz.arrays import Floats
from nnviz.experiment.results.standing import Standing
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.documents.sweep_table import setting
from nnviz.numerals import percent, short_number
from nnviz.paint.drawing.axis import WHOLE, Zoom
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.theme import Theme

FEW = 6
"""So many rows have colours of their own; more have shades in their order."""


class SweepLook(msgspec.Struct, frozen=True, eq=False):
    """A sweep as it is looked at; a look of a snapshot where figures are made of it.

    Attributes
    ----------
    standing : Standing
    rows : tuple of int
        The rows that the table shows, in its order.
    chosen : int or None
        The row that is lit.
    score : str
        What is plotted against the settings; a name of `Standing.scores`.
    ends : mapping of int to RunInstant
        Where the middle run of each row ended, as far as that has been made.
    zooms : mapping of str to Zoom
        The parts of plots that were chosen: of "curves", and of the plot of each setting by its key.
    """

    standing: Standing
    rows: tuple[int, ...]
    chosen: int | None = None
    score: str = "train_loss"
    ends: Mapping[int, RunInstant] = msgspec.field(default_factory=dict)
    zooms: Mapping[str, Zoom] = msgspec.field(default_factory=dict)

    def zoom(self, plot: str) -> Zoom:
        """Return which part of a plot is shown."""
        return self.zooms.get(plot, WHOLE)

    def words(self, row: int) -> str:
        """Return what a row is called: the values of its settings."""
        return ", ".join(setting(value) for _, value in self.standing.plan.rows[row].settings)


class PictureMark(msgspec.Struct, frozen=True, eq=False):
    """What stands for a row, or for one of its runs, in a picture: a line through points, or one point.

    Attributes
    ----------
    row : int
    cell : int or None
        The run; None for the row.
    x, y : ndarray, shape (n,)
        Where it is, in the painter's units; NaN for gaps.
    area : QRectF or None
        All of which it is.
    """

    row: int
    cell: int | None
    x: Floats
    y: Floats
    area: QRectF | None = None


def nearest(marks: list[PictureMark], x: float, y: float, within: float) -> PictureMark | None:
    """Return the mark that comes nearest to a place; None where none is within a distance."""
    for mark in marks:
        if mark.area is not None and mark.area.contains(x, y):
            return mark
    if not marks:
        return None
    owners = np.repeat(np.arange(len(marks)), [len(mark.x) for mark in marks])
    dx = np.concatenate([mark.x for mark in marks]) - x
    dy = np.concatenate([mark.y for mark in marks]) - y
    step_x, step_y = np.diff(dx), np.diff(dy)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(-(dx[:-1] * step_x + dy[:-1] * step_y) / (step_x**2 + step_y**2), 0.0, 1.0)
        on_line = np.hypot(dx[:-1] + share * step_x, dy[:-1] + share * step_y)
    on_line[owners[1:] != owners[:-1]] = np.nan  # no line leads from one mark to the next
    away = np.fmin(np.hypot(dx, dy), np.append(on_line, np.nan))  # NaN only where both are
    away[np.isnan(away)] = np.inf
    if not len(away):
        return None
    found = int(away.argmin())
    return marks[owners[found]] if away[found] < within else None


@lru_cache(maxsize=8)
def row_colours(theme: Theme, count: int) -> tuple[str, ...]:
    """Return a colour for each row of a sweep."""
    if count <= FEW:
        return tuple(theme.class_colour(number) for number in range(count))
    dark, pale = mix(theme.positive, theme.ink, 0.75), mix(theme.negative, theme.paper, 0.1)
    half = (count - 1) / 2
    return tuple(
        mix(dark, theme.positive, number / half)
        if number <= half
        else mix(theme.positive, pale, (number - half) / half)
        for number in range(count)
    )


def title_of_score(name: str) -> str:
    """Return what people call a score."""
    return "learned at epoch" if name == "learned" else name.replace("_", " ")


def words_of_score(name: str, value: float | None) -> str:
    """Return a score for reading."""
    if value is None:
        return "–"
    return percent(value, 2) if name.endswith("accuracy") else short_number(value)

"""What the pictures of a sweep show: how it stands, which rows are chosen, and which score is looked at."""

from collections.abc import Mapping

import msgspec
import numpy as np
from PySide6.QtCore import QRectF

from nnviz.arrays import Floats
from nnviz.experiment.results.standing import Standing
from nnviz.experiment.snapshot.instants.run_instant import RunInstant
from nnviz.explain.documents.sweep_table import setting
from nnviz.paint.drawing.axis import WHOLE, Zoom
from nnviz.paint.drawing.numbers import percent, short_number
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
    found, least = None, within
    for mark in marks:
        if mark.area is not None and mark.area.contains(x, y):
            return mark
        away = _distance(mark, x, y)
        if away < least:
            found, least = mark, away
    return found


def _distance(mark: PictureMark, x: float, y: float) -> float:
    dx, dy = mark.x - x, mark.y - y
    known = np.isfinite(dx) & np.isfinite(dy)
    if not known.any():
        return np.inf
    least = float(np.hypot(dx[known], dy[known]).min())
    if len(dx) > 1:
        step_x, step_y = np.diff(mark.x), np.diff(mark.y)
        length = step_x**2 + step_y**2
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.clip(-(dx[:-1] * step_x + dy[:-1] * step_y) / length, 0.0, 1.0)
            away = np.hypot(dx[:-1] + share * step_x, dy[:-1] + share * step_y)
        if np.isfinite(away).any():
            least = min(least, float(np.nanmin(away)))
    return least


def row_colours(theme: Theme, count: int) -> list[str]:
    """Return a colour for each row of a sweep."""
    if count <= FEW:
        return [theme.class_colour(number) for number in range(count)]
    dark, pale = mix(theme.positive, theme.ink, 0.75), mix(theme.negative, theme.paper, 0.1)
    half = (count - 1) / 2
    return [
        mix(dark, theme.positive, number / half)
        if number <= half
        else mix(theme.positive, pale, (number - half) / half)
        for number in range(count)
    ]


def title_of_score(name: str) -> str:
    """Return what people call a score."""
    return "learned at epoch" if name == "learned" else name.replace("_", " ")


def words_of_score(name: str, value: float | None) -> str:
    """Return a score for reading."""
    if value is None:
        return "–"
    return percent(value, 2) if name.endswith("accuracy") else short_number(value)

"""Curves to compare with: other runs as thin lines, runs that differ in their seeds alone as a band."""

from nnviz.arrays import Floats
from nnviz.experiment.results.several import OneRun, Several, band_of
from nnviz.experiment.snapshot.scores import Now
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.theme import Theme

MOST_NAMED = 3
"""With more, colours alone must tell them apart, as on the timeline."""
LONGEST_NAME = 24
PART_DASHES = {"train": "solid", "validation": "dash", "test": "dot"}
"""How the curve of each part of the data is drawn, in whatever colour."""
WIDTH = 1.25


def ghost_series(several: Several, theme: Theme, column: str) -> tuple[Series, ...]:
    """Return the curves of all other runs in the chart of "loss" or "accuracy"."""
    groups = several.groups()
    named = len(groups) <= MOST_NAMED
    return tuple(
        series
        for runs in groups
        for series in (
            _lines(runs[0], theme, column, named) if len(runs) == 1 else _bands(runs, theme, column, named)
        )
    )


def colour_of(run: OneRun, theme: Theme) -> str:
    """Return the colour in which one of several runs is drawn, wherever that is."""
    return theme.run_colour(run.colour) if run.is_run else theme.branch_colour(run.colour)


def _lines(run: OneRun, theme: Theme, column: str, named: bool) -> list[Series]:
    """Return the curves of one run; only that of training has the name."""
    columns: dict[str, Floats] = getattr(run.curves, column)
    name, colour, first = short_name(run.name), colour_of(run, theme), run.first
    epochs = run.curves.epochs[first:]
    return [
        Series(
            _name(name, part, named),
            epochs,
            columns[part][first:],
            colour,
            dash,
            WIDTH,
            mark=mark_of(run.now, part, column),
        )
        for part, dash in PART_DASHES.items()
        if part in columns
    ]


def _bands(runs: tuple[OneRun, ...], theme: Theme, column: str, named: bool) -> list[Series]:
    """Return the medians of a group, each in the band of the middle half."""
    name, colour = short_name(runs[0].group), colour_of(runs[0], theme)
    found = []
    for part, dash in PART_DASHES.items():
        band = band_of(runs, column, part)
        if len(band.epochs):
            words = _name(name, part, named)
            found.append(
                Series(words, band.epochs, band.middle, colour, dash, WIDTH, low=band.low, high=band.high)
            )
    return found


def mark_of(now: Now | None, part: str, quantity: str) -> tuple[float, float] | None:
    """Return the point of a curve that is of the moment shown; None where nothing was measured."""
    value = None if now is None else now.value(part, quantity)
    return None if now is None or value is None else (now.epoch, value)


def _name(name: str, part: str, named: bool) -> str:
    return name if named and part == "train" else ""


def short_name(name: str) -> str:
    """Return the name of a branch as it is written in a chart."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"

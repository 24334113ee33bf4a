"""Curves to compare with: other branches of the run, and earlier runs of the session."""

from collections.abc import Iterable

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.look.timeline import BranchView, RunView, TimelineView
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.paint.charts.branches import parting
from nnviz.paint.charts.chart import Series
from nnviz.paint.drawing.theme import Theme

MOST_NAMED = 3
"""With more, colours alone must tell them apart, as on the timeline."""
LONGEST_NAME = 24
PART_DASHES = {"train": "solid", "validation": "dash", "test": "dot"}
"""How the curve of each part of the data is drawn, in whatever colour."""
WIDTH = 1.25


class Ghost(msgspec.Struct, frozen=True, eq=False):
    """The curves of another training: from row `first` on, since it is the same as this one before."""

    name: str
    colour: str
    curves: Curves
    first: int = 0

    def series(self, columns: dict[str, Floats], named: bool) -> list[Series]:
        """Return its curves in a chart; only that of training has the name."""
        epochs = self.curves.epochs[self.first :]
        return [
            Series(
                self.name if named and part == "train" else "",
                epochs,
                columns[part][self.first :],
                self.colour,
                dash,
                WIDTH,
            )
            for part, dash in PART_DASHES.items()
            if part in columns
        ]


def ghosts_of(snapshot: Snapshot, theme: Theme, branches: bool, runs: Iterable[int]) -> tuple[Ghost, ...]:
    """Return the other branches, if they are wanted, and of the earlier runs those that are."""
    timeline = snapshot.look(TimelineView)
    if timeline is None:
        return ()
    earlier = [run for run in timeline.runs if run.id in runs]
    return (
        *(_of_branch(timeline, branch, theme) for branch in timeline.others if branches),
        *(_of_run(run, theme) for run in earlier),
    )


def ghost_series(ghosts: tuple[Ghost, ...], column: str) -> tuple[Series, ...]:
    """Return the curves of all ghosts in the chart of "loss" or "accuracy"."""
    named = len(ghosts) <= MOST_NAMED
    return tuple(series for ghost in ghosts for series in ghost.series(getattr(ghost.curves, column), named))


def _of_branch(timeline: TimelineView, branch: BranchView, theme: Theme) -> Ghost:
    first = int(np.searchsorted(branch.curves.updates, parting(timeline, branch), side="right")) - 1
    return Ghost(short_name(branch.name), theme.branch_colour(branch.colour), branch.curves, max(first, 0))


def _of_run(run: RunView, theme: Theme) -> Ghost:
    return Ghost(f"Run {run.id}", theme.run_colour(run.id), run.curves)


def short_name(name: str) -> str:
    """Return the name of a branch as it is written in a chart."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"

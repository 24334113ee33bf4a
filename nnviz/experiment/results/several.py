"""Several runs to be drawn together: branches, earlier runs, the two of a comparison, those of a sweep.

Curves, timelines and the compare window draw this record, wherever the runs come from.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.snapshot.scores import Now
from nnviz.experiment.snapshot.timeline import BranchView, TimelineView

QUARTILES = (0.25, 0.5, 0.75)


class OneRun(msgspec.Struct, frozen=True, eq=False):
    """One of several runs.

    Attributes
    ----------
    name : str
    colour : int
        The number of a branch, or of an earlier run where `is_run`, whose colour it has.
    curves : Curves
    length : int
        Its last update.
    since : int
        The update up to which it is the same as the run it is shown with.
    group : str
        Runs of one group, one after the other in their list, differ in their seeds alone: they are drawn as
        a band. Empty: it stands for itself.
    now : Now or None
        The moment of it that is shown, with its scores.
    """

    name: str
    colour: int
    curves: Curves
    length: int
    since: int = 0
    is_run: bool = False
    group: str = ""
    now: Now | None = None

    @property
    def first(self) -> int:
        """The row of its curves from which it is drawn: the last one that it has in common."""
        return max(int(np.searchsorted(self.curves.updates, self.since, side="right")) - 1, 0)


class Several(msgspec.Struct, frozen=True, eq=False):
    """What is shown with a run; as a look of a snapshot, in place of the other branches.

    Attributes
    ----------
    name : str
        Of the run itself, among the others; empty where it stands alone.
    colour : int
        The number of its colour among those of branches.
    others : tuple of OneRun
    """

    name: str = ""
    colour: int = 0
    others: tuple[OneRun, ...] = ()

    def groups(self) -> list[tuple[OneRun, ...]]:
        """Return the others, those of one group together."""
        found: list[tuple[OneRun, ...]] = []
        for group, members in groupby(self.others, key=lambda run: run.group):
            runs = tuple(members)
            found += [runs] if group else [(run,) for run in runs]
        return found


class Band(msgspec.Struct, frozen=True, eq=False):
    """Where the runs of a group lie at each epoch: the middle half of them, and the median."""

    epochs: Floats
    low: Floats
    middle: Floats
    high: Floats


def several_of(timeline: TimelineView | None, branches: bool = True, runs: Iterable[int] = ()) -> Several:
    """Return the other branches of a run, if they are wanted, and of the earlier runs those that are."""
    if timeline is None:
        return Several()
    wanted = frozenset(runs)
    others = [_of_branch(timeline, branch) for branch in timeline.others if branches]
    earlier = [
        OneRun(f"Run {run.id}", run.id, run.curves, run.update, is_run=True)
        for run in timeline.runs
        if run.id in wanted
    ]
    present = timeline.present
    return Several(present.name if others else "", present.colour, (*others, *earlier))


def _of_branch(timeline: TimelineView, branch: BranchView) -> OneRun:
    return OneRun(branch.name, branch.colour, branch.curves, branch.length, timeline.parting(branch))


def band_of(runs: Sequence[OneRun], column: str, part: str) -> Band:
    """Return the quartiles of a score over runs, at the epochs of the longest.

    A run counts as far as it went, between its recorded epochs on the straight line between them. Numbers
    that are not finite count as larger than all others, so that a run that fails does not make the rest look
    better; where a quartile is not finite itself, there is NaN.

    Parameters
    ----------
    column : str
        "loss" or "accuracy".
    part : str
        "train", "validation" or "test".
    """
    known = [run.curves for run in runs if part in getattr(run.curves, column)]
    if not known:
        none = np.empty(0)
        return Band(none, none, none, none)
    epochs = max((curves.epochs for curves in known), key=lambda each: each[-1] if len(each) else -1.0)
    rows = [_at(epochs, curves.epochs, getattr(curves, column)[part]) for curves in known]
    return Band(epochs, *_quartiles(np.array(rows)))


def _at(epochs: Floats, x: Floats, y: Floats) -> Floats:
    """Return a curve at other epochs; NaN beyond its end."""
    if not len(x):
        return np.full(len(epochs), np.nan)
    worst = np.where(np.isfinite(y), y, np.inf)
    with np.errstate(invalid="ignore"):  # between a number and infinity
        values = np.interp(epochs, x, worst, right=np.nan)
    return np.where(np.isnan(values) & (epochs <= x[-1]), np.inf, values)


def _quartiles(rows: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the quartiles of each column, of the runs that went so far."""
    ordered = np.sort(rows, axis=0)  # NaN, where a run has ended, comes last
    counts = np.count_nonzero(~np.isnan(rows), axis=0)
    found = []
    for share in QUARTILES:
        at = share * np.maximum(counts - 1, 0)
        below, above = np.floor(at).astype(int), np.ceil(at).astype(int)
        columns = np.arange(rows.shape[1])
        low, high = ordered[below, columns], ordered[above, columns]
        with np.errstate(invalid="ignore"):
            value = low + (at - below) * (high - low)
        found.append(np.where(np.isfinite(value), value, np.nan))
    low, middle, high = found
    return low, middle, high

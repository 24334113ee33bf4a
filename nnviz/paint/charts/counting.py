"""What the axis of the curves counts: epochs, updates, or seconds of training; and single updates on it."""

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.experiment.results.several import OneRun, Several
from nnviz.experiment.snapshot.curves import Curves
from nnviz.experiment.snapshot.scores import Now
from nnviz.paint.charts.counts import Counts


class Counting(msgspec.Struct, frozen=True, eq=False):
    """From epochs to positions on the axis and back, along the records of one run.

    Attributes
    ----------
    counts : Counts
    curves : Curves
        Of the run, in epochs.
    """

    counts: Counts
    curves: Curves

    def at(self, epoch: float) -> float:
        """Return where an epoch is; between two records in proportion."""
        if self.counts is Counts.EPOCHS:
            return epoch
        counted = _counted(self.curves, self.counts)
        return _between(epoch, counted.epochs, _column(counted, self.counts))

    def epoch_at(self, value: float) -> float:
        """Return the epoch at a position."""
        if self.counts is Counts.EPOCHS:
            return value
        counted = _counted(self.curves, self.counts)
        return _between(value, _column(counted, self.counts), counted.epochs)

    @property
    def placed(self) -> Curves:
        """The curves with their positions in place of their epochs; without those that have none."""
        return _placed(self.curves, self.counts)

    def now(self, now: Now | None) -> Now | None:
        """Return the scores of a moment at its position."""
        return now and replace(now, epoch=self.at(now.epoch))

    def several(self, several: Several) -> Several:
        """Return other runs at their own positions."""
        if self.counts is Counts.EPOCHS:
            return several
        return replace(several, others=tuple(_run(run, self.counts) for run in several.others))


def _between(value: float, known: Floats, wanted: Floats) -> float:
    return float(np.interp(value, known, wanted)) if len(known) else 0.0


def _run(run: OneRun, counts: Counts) -> OneRun:
    counting = Counting(counts, run.curves)
    return replace(run, curves=counting.placed, now=counting.now(run.now))


def _counted(curves: Curves, counts: Counts) -> Curves:
    """Return the records that have a position."""
    if counts is not Counts.SECONDS:
        return curves
    known = np.zeros(len(curves.epochs), bool) if curves.seconds is None else np.isfinite(curves.seconds)
    return curves if known.all() and len(known) else _rows(curves, known)


def _placed(curves: Curves, counts: Counts) -> Curves:
    if counts is Counts.EPOCHS:
        return curves
    counted = _counted(curves, counts)
    return replace(counted, epochs=_column(counted, counts))


def _column(curves: Curves, counts: Counts) -> Floats:
    column = curves.seconds if counts is Counts.SECONDS else curves.updates
    return np.asarray(column if column is not None else np.empty(0), dtype=np.float64)


def _rows(curves: Curves, rows: slice | NDArray[np.bool_]) -> Curves:
    """Return some records."""
    return Curves(
        epochs=curves.epochs[rows],
        updates=curves.updates[rows],
        loss={part: values[rows] for part, values in curves.loss.items()},
        accuracy={part: values[rows] for part, values in curves.accuracy.items()},
        seconds=None if curves.seconds is None else curves.seconds[rows],
    )


def with_single_updates(curves: Curves, singles: Curves | None) -> Curves:
    """Return the curves with single updates in place of the records of the same part of the run."""
    if singles is None or not len(singles.updates) or not len(curves.updates):
        return curves
    end = int(np.searchsorted(singles.updates, curves.updates[-1], side="right"))
    singles = _rows(singles, slice(0, end))
    if not end:
        return curves
    before = int(np.searchsorted(curves.updates, singles.updates[0], side="left"))
    after = int(np.searchsorted(curves.updates, singles.updates[-1], side="right"))

    def joined(column: Floats, inner: Floats) -> Floats:
        return np.concatenate([column[:before], inner, column[after:]])

    def all_parts(columns: dict[str, Floats], inner: dict[str, Floats]) -> dict[str, Floats]:
        missing = np.full(end, np.nan)
        return {part: joined(values, inner.get(part, missing)) for part, values in columns.items()}

    seconds = None if curves.seconds is None else np.interp(singles.updates, curves.updates, curves.seconds)
    return Curves(
        epochs=joined(curves.epochs, singles.epochs),
        updates=np.concatenate([curves.updates[:before], singles.updates, curves.updates[after:]]),
        loss=all_parts(curves.loss, singles.loss),
        accuracy=all_parts(curves.accuracy, singles.accuracy),
        seconds=None if curves.seconds is None or seconds is None else joined(curves.seconds, seconds),
    )

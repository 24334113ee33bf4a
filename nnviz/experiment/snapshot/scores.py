"""The scores that a snapshot came with, and of which moment they are."""

import msgspec

from nnviz.experiment.snapshot.curves import Curves, Metrics
from nnviz.experiment.snapshot.instants.instant import Instant


class MeasuredAt(msgspec.Struct, frozen=True):
    """At which moment scores and answers were measured.

    Attributes
    ----------
    update, epoch : int, float, or None
        None: at that of the snapshot itself.
    """

    update: int | None = None
    epoch: float | None = None


class Now(msgspec.Struct, frozen=True):
    """The scores that a snapshot came with, and their moment."""

    update: int
    epoch: float
    metrics: Metrics

    @classmethod
    def of(cls, snapshot: Instant) -> "Now | None":
        """Return the scores of a snapshot; None where nobody wished them."""
        metrics, measured = snapshot.look(Metrics), snapshot.look(MeasuredAt)
        if metrics is None:
            return None
        if measured is None or measured.update is None or measured.epoch is None:
            return cls(snapshot.update, snapshot.epoch, metrics)
        return cls(measured.update, measured.epoch, metrics)

    def continued(self, curves: Curves) -> Curves:
        """Return the curves up to this moment, where they do not go beyond it."""
        is_beyond = len(curves.updates) and self.update > curves.updates[-1]
        return curves.ending_at(self.epoch, self.update, self.metrics) if is_beyond else curves

    def value(self, part: str, quantity: str) -> float | None:
        """Return the "loss" or "accuracy" of a part of the data; None where it is empty."""
        scores = getattr(self.metrics, part)
        return None if scores is None else float(getattr(scores, quantity))

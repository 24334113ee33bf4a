"""How good a network is: its loss and accuracy at a moment, and as curves over a run."""

import math

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

MOST_SINGLE = 1000
"""Updates that are measured one by one at most."""


class Scores(msgspec.Struct, frozen=True):
    """Mean loss per sample without penalties, and the share classified rightly (NaN where there is none)."""

    loss: float
    accuracy: float


class Metrics(msgspec.Struct, frozen=True):
    """Scores on each part of the split; None where that part is empty."""

    train: Scores
    validation: Scores | None
    test: Scores | None


class Curves(msgspec.Struct, frozen=True, eq=False):
    """The history so far: read-only views of equal length, bounded in size however long the run.

    `loss` and `accuracy` map "train", "validation" and "test" (those not empty) to values at `epochs`;
    `seconds` is how long training had taken by the clock, NaN where nobody knows.
    """

    epochs: Floats
    updates: NDArray[np.int64]
    loss: dict[str, Floats]
    accuracy: dict[str, Floats]
    seconds: Floats | None = None

    def ending_at(self, epoch: float, update: int, metrics: Metrics) -> "Curves":
        """Return the curves up to a moment, which is their last point whether it was recorded or not.

        Of a long run only every so many epochs are recorded. Where a part of the data is empty by now, there
        is NaN.
        """
        n = int(np.searchsorted(self.updates, update, side="left"))

        def ended(columns: dict[str, Floats], quantity: str) -> dict[str, Floats]:
            ends = {part: getattr(getattr(metrics, part), quantity, math.nan) for part in columns}
            return {part: np.append(values[:n], ends[part]) for part, values in columns.items()}

        return Curves(
            epochs=np.append(self.epochs[:n], epoch),
            updates=np.append(self.updates[:n], update),
            loss=ended(self.loss, "loss"),
            accuracy=ended(self.accuracy, "accuracy"),
            seconds=None if self.seconds is None else np.append(self.seconds[:n], self._seconds_at(update)),
        )

    def _seconds_at(self, update: int) -> float:
        """Return how long training takes up to an update at the pace of the records around it."""
        known = np.flatnonzero(np.isfinite(self.seconds)) if self.seconds is not None else np.empty(0, int)
        if self.seconds is None or len(known) < 2:
            return math.nan
        updates, seconds = self.updates[known], self.seconds[known]
        if update <= updates[-1]:
            return float(np.interp(update, updates, seconds))
        pace = (seconds[-1] - seconds[-2]) / max(updates[-1] - updates[-2], 1)
        return float(seconds[-1] + pace * (update - updates[-1]))


def columns_of(curves: Curves) -> dict[str, list[float | int | None]]:
    """Return the curves by name: epoch, update, train_loss, ...; None where there is no number."""
    columns: dict[str, list[float | int | None]] = {
        "epoch": [int(epoch) if epoch.is_integer() else epoch for epoch in curves.epochs.tolist()],
        "update": list(curves.updates.tolist()),
    }
    for quantity, parts in (("loss", curves.loss), ("accuracy", curves.accuracy)):
        for part, values in parts.items():
            column = [_number(value) for value in values.tolist()]
            if any(value is not None for value in column):
                columns[f"{part}_{quantity}"] = column
    return columns


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None

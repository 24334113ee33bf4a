"""The curves of a run, bounded in size: when full, every second record goes and the stride doubles.

What is recorded depends on the epochs done only, never on the clock or on how training was sliced.
"""

import math
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.run.trail import Trail
from nnviz.experiment.snapshot.curves import Curves, Metrics, Scores

CAPACITY = 1024
_COLUMNS = ("_epochs", "_updates", "_seconds", "_scores")

Array = TypeVar("Array", bound=NDArray[Any])


class History:
    """Scores at every `stride`-th epoch.

    Parameters
    ----------
    capacity : int
        Most records kept; even. Between capacity / 2 and capacity remain of a long run.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        if capacity < 4 or capacity % 2:
            raise ValueError("The capacity of a history is an even number of at least 4.")
        self._capacity = capacity
        self._length = 0
        self.stride = 1
        self._epochs = np.empty(capacity)
        self._updates = np.empty(capacity, dtype=np.int64)
        self._seconds = np.empty(capacity)
        self._scores = np.empty((capacity, len(PARTS), 2))
        self._parts: set[str] = set()
        self.trail: Trail[Moment] = Trail()

    def __len__(self) -> int:
        return self._length

    def next_epoch(self) -> int:
        """Return the epoch at whose end the next record belongs: a multiple of the stride."""
        if self._length == 0:
            return 0
        last = int(self._epochs[self._length - 1])
        return (last // self.stride + 1) * self.stride

    def coming_epochs(self, after: int, most: int) -> range:
        """Return the epochs of the next records: so many, or fewer if the stride may change before.

        They come after epoch `after`, also where records before it are missing: a call that failed made none.
        """
        count = max(1, min(most, self._capacity - self._length))
        first = max(self.next_epoch(), (after // self.stride + 1) * self.stride)
        return range(first, first + count * self.stride, self.stride)

    def record(self, epoch: int, update: int, metrics: Metrics, seconds: float = math.nan) -> None:
        """Append the scores at the end of `epoch`; ignored where the stride leaves that epoch out.

        `seconds` is how long training has taken up to there; NaN where that is not known.
        """
        if self.leave_room(epoch, update, seconds):
            self.fill(epoch, metrics)

    def leave_room(self, epoch: int, update: int, seconds: float = math.nan) -> bool:
        """Append a record whose scores follow (see `fill`), unless the stride leaves its epoch out."""
        if epoch < self.next_epoch() or epoch % self.stride:
            return False
        if self._length == self._capacity:
            self._thin_out()
            if epoch % self.stride:
                return False
        row = self._length
        self._epochs[row] = epoch
        self._updates[row] = update
        before = self._seconds[row - 1] if row else 0.0  # a part that is trained again may take less time
        self._seconds[row] = before if before > seconds else seconds
        self._scores[row] = np.nan
        self._length += 1
        return True

    def fill(self, epoch: int, metrics: Metrics) -> None:
        """Set the scores of a record, before anybody sees it; ignored where it has been left out since."""
        row = int(np.searchsorted(self._epochs[: self._length], epoch))
        if row == self._length or self._epochs[row] != epoch:
            return
        for column, part in enumerate(PARTS):
            scores: Scores | None = getattr(metrics, part)
            if scores is not None:
                self._scores[row, column] = scores.loss, scores.accuracy
                self._parts.add(part)

    def until(self, update: int) -> "History":
        """Return a history of its own that begins with the records up to an update."""
        other = History(self._capacity)
        n = int(np.searchsorted(self._updates[: self._length], update, side="right"))
        other.stride, other._length, other._parts = self.stride, n, set(self._parts)
        other.trail = self.trail.until(update)
        for name in _COLUMNS:
            getattr(other, name)[:n] = getattr(self, name)[:n]
        return other

    @classmethod
    def of_arrays(
        cls,
        stride: int,
        parts: list[str],
        epochs: Floats,
        updates: NDArray[np.int64],
        scores: Floats,
        seconds: Floats | None = None,
    ) -> "History":
        """Return a history with these records; ValueError if they do not fit together."""
        history, n = cls(), len(epochs)
        fits = epochs.shape == updates.shape == (n,) and scores.shape == (n, len(PARTS), 2)
        fits = fits and (seconds is None or _are_times(seconds, n))
        if not (fits and 0 < n <= CAPACITY and (np.diff(epochs) > 0).all() and (np.diff(updates) >= 0).all()):
            raise ValueError("the curves do not fit together")
        history.stride, history._length, history._parts = stride, n, set(parts)
        history._epochs[:n], history._updates[:n], history._scores[:n] = epochs, updates, scores
        history._seconds[:n] = math.nan if seconds is None else seconds
        return history

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all records: `epochs`, `updates`, `seconds`, (n,); `scores`, (n, parts, 2)."""
        return {name.removeprefix("_"): getattr(self, name)[: self._length] for name in _COLUMNS}

    def measures(self, update: int) -> bool:
        """Whether there are records up to an update or beyond."""
        return self._length > 0 and update <= self._updates[self._length - 1]

    def seconds_at(self, update: int) -> float:
        """Return how long training took up to an update: in proportion between two records, else the last."""
        n = self._length
        known = np.isfinite(self._seconds[:n])
        if not known.any():
            return math.nan
        return float(np.interp(update, self._updates[:n][known], self._seconds[:n][known]))

    def parts(self) -> list[str]:
        """Return the parts of the data that have scores."""
        return [part for part in PARTS if part in self._parts]

    def curves(self) -> Curves:
        """Return read-only views of what is recorded; later records never change them."""
        n = self._length
        present = [(column, part) for column, part in enumerate(PARTS) if part in self._parts]
        return Curves(
            epochs=_read_only(self._epochs[:n]),
            updates=_read_only(self._updates[:n]),
            seconds=_read_only(self._seconds[:n]),
            loss={part: _read_only(self._scores[:n, column, 0]) for column, part in present},
            accuracy={part: _read_only(self._scores[:n, column, 1]) for column, part in present},
        )

    def _thin_out(self) -> None:
        """Double the stride, in new buffers: views handed out earlier stay as they are."""
        self.stride *= 2
        kept = np.flatnonzero(self._epochs % self.stride == 0)
        self._length = len(kept)
        for name in _COLUMNS:
            old = getattr(self, name)
            new = np.empty_like(old)
            new[: len(kept)] = old[kept]
            setattr(self, name, new)


def _are_times(seconds: Floats, n: int) -> bool:
    """Whether so many times go forward; those that are not known are NaN."""
    known = seconds[~np.isnan(seconds)]
    return seconds.shape == (n,) and bool(np.isfinite(known).all() and (np.diff(known) >= 0.0).all())


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array

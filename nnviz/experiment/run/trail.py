"""Where a run came along: some of its moments, spread evenly over its epochs, within a bounded memory.

They are taken at epochs at which the curves are recorded anyway, so they depend on the epochs done only.
"""

from itertools import pairwise
from typing import Generic, Protocol, TypeVar

CAPACITY = 128
BUDGET = 16_000_000
"""Bytes that the moments of one trail may take."""
FEWEST = 8
"""A trail of fewer moments would show nothing: networks so large have none."""


class Placed(Protocol):
    """What a trail has to know of what it keeps: where it belongs, and the memory it takes."""

    @property
    def update(self) -> int:
        """After how many updates."""

    @property
    def nbytes(self) -> int:
        """Bytes."""


Kept = TypeVar("Kept", bound=Placed)


class Trail(Generic[Kept]):
    """Moments at every `stride`-th epoch; when full, every second one goes and the stride doubles.

    Attributes
    ----------
    moments : list
        Ascending.
    epochs : list of int
        Those at whose ends they were taken.
    nbytes : int
        Memory they take.
    """

    def __init__(self, capacity: int = CAPACITY, budget: int = BUDGET) -> None:
        self._capacity = capacity
        self._budget = budget
        self.stride = 1
        self.moments: list[Kept] = []
        self.epochs: list[int] = []
        self.nbytes = 0

    def wants(self, epoch: int, parameters: int) -> bool:
        """Whether a moment at the end of `epoch` belongs here, of a network with so many parameters."""
        last = self.epochs[-1] if self.epochs else -1
        return epoch > last and epoch % self.stride == 0 and self._room(8 * parameters) >= FEWEST

    def record(self, epoch: int, moment: Kept) -> None:
        """Append a moment; drop every second one where there is no room for more."""
        self.epochs.append(epoch)
        self.moments.append(moment)
        self.nbytes += moment.nbytes
        while len(self.epochs) > self._room(moment.nbytes):
            self.thin_out()

    def thin_out(self) -> None:
        """Drop about every second moment, and take fewer from now on."""
        self.stride *= 2
        self._keep([k for k, each in enumerate(self.epochs) if each % self.stride == 0])

    @classmethod
    def of_moments(cls, stride: int, epochs: list[int], moments: list[Kept]) -> "Trail[Kept]":
        """Return a trail that was saved; ValueError if its parts do not fit together."""
        trail: Trail[Kept] = cls()
        steps = pairwise(epochs)
        if len(epochs) != len(moments) or stride < 1 or any(later <= earlier for earlier, later in steps):
            raise ValueError("its trail does not fit together")
        trail.stride, trail.epochs, trail.moments = stride, epochs, moments
        trail.nbytes = sum(moment.nbytes for moment in moments)
        while len(trail.moments) > max(1, trail._room(max(moment.nbytes for moment in trail.moments))):
            trail.thin_out()
        return trail

    def until(self, update: int) -> "Trail[Kept]":
        """Return a trail of its own that begins with the moments up to an update."""
        other: Trail[Kept] = Trail(self._capacity, self._budget)
        other.stride, other.epochs, other.moments = self.stride, list(self.epochs), list(self.moments)
        other._keep([k for k, moment in enumerate(self.moments) if moment.update <= update])
        return other

    def _room(self, nbytes: int) -> int:
        return min(self._capacity, self._budget // nbytes)

    def _keep(self, places: list[int]) -> None:
        self.epochs = [self.epochs[k] for k in places]
        self.moments = [self.moments[k] for k in places]
        self.nbytes = sum(moment.nbytes for moment in self.moments)

"""How many updates make one call of the engine: enough to cost nothing, few enough to end in time."""

import time
from collections.abc import Callable

MOST = 10_000_000
GROWTH = 8
LONGEST_CALL = 0.04  # seconds of training without a look at the clock
REMAINDER = 0.25  # share of the time that is not worth another call


class GivenUpError(Exception):
    """Something else is to be opened, or all ends: nobody waits any more for the moment being gone to."""


class ChunkSize:
    """Follows the speed of the engine, from an update a second (interpreted) to ten million (compiled)."""

    def __init__(self) -> None:
        self._rate = 0.0
        self._last = 1

    def updates_in(self, seconds: float) -> int:
        """Return how many updates should take about so long; not many more than the last time."""
        self._last = max(1, min(int(self._rate * seconds), GROWTH * self._last, MOST))
        return self._last

    def learn(self, updates: int, seconds: float) -> None:
        """Take in that so many updates took so long."""
        if updates > 0:
            self._rate = updates / max(seconds, 1e-9)

    def train_for(
        self,
        seconds: float,
        train: Callable[[int], int],
        has_ended: Callable[[], bool],
        at_most: int | None = None,
    ) -> int:
        """Call `train` with numbers of updates for about so long; return how many were done.

        Parameters
        ----------
        train : callable
            (updates) -> those that were done; fewer end it.
        has_ended : callable
            Asked after each call.
        """
        now = time.perf_counter()
        end = now + seconds
        total = 0
        while end - now > REMAINDER * seconds and (at_most is None or total < at_most):
            wanted = self.updates_in(min(end - now, LONGEST_CALL))
            if at_most is not None:
                wanted = min(wanted, at_most - total)
            done = train(wanted)
            before, now = now, time.perf_counter()
            self.learn(done, now - before)
            total += done
            if done < wanted or has_ended():
                break
        return total

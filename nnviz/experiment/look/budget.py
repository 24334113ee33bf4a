"""Looking costs time that training could use: how often and how finely to look while training runs.

The clock decides only what is shown and when, never what is trained.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nnviz.experiment.run.engine_watch import is_compiled

LONGEST_PAUSE = 0.25
"""Seconds that a look is put off for what it took only by the clock on the wall: on a busy machine a look of
a millisecond may last a hundred, and pictures must not fall behind by seconds for that."""


class Budget:
    """Keeps one kind of looking (maps, scores) to a share of the time.

    Parameters
    ----------
    share : float
        Of the time, at most.
    clock : callable
        Seconds.
    work_clock : callable
        Seconds that this thread has worked.

    Attributes
    ----------
    cost : float or None
        Seconds the last look took; None before the first.
    """

    def __init__(
        self,
        share: float,
        clock: Callable[[], float] = time.perf_counter,
        work_clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._share = share
        self._clock = clock
        self._work_clock = work_clock
        self._not_before = float("-inf")
        self._compiled = False
        self.cost: float | None = None

    def allows(self) -> bool:
        """Whether another look keeps to the share; one before the engine was compiled counts no more."""
        return self._clock() >= self._not_before or (is_compiled() and not self._compiled)

    def forgive(self) -> None:
        """Charge nothing for the last look: training was paused, so the next may come at once."""
        self._not_before = float("-inf")

    @contextmanager
    def spend(self) -> Iterator[None]:
        """Time the look made inside the `with` block."""
        self._compiled = is_compiled()
        start, work_start = self._clock(), self._work_clock()
        yield
        end, work = self._clock(), self._work_clock() - work_start
        self.cost = end - start
        self._not_before = end + max(work / self._share, min(self.cost / self._share, LONGEST_PAUSE))

"""How often to paint while training runs: painting holds the interpreter, which training needs too."""

import time
from collections.abc import Callable

SHARE = 0.3
"""Of the time that this thread may work while training runs: each view gets some 20 pictures a second where
painting is quick, fewer on a slow machine or a large screen."""


class PaintShare:
    """Keeps what this thread works to a share of the time, from one picture to the next.

    Parameters
    ----------
    clock : callable
        Seconds.
    work_clock : callable
        Seconds that this thread has worked.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.perf_counter,
        work_clock: Callable[[], float] = time.thread_time,
    ) -> None:
        self._clock = clock
        self._work_clock = work_clock
        self._begin = self._work_begin = float("-inf")

    def allows(self) -> bool:
        """Whether the work since the last picture, its painting included, is within the share by now."""
        return self._work_clock() - self._work_begin <= SHARE * (self._clock() - self._begin)

    def begin(self) -> None:
        """Note that a picture is about to be painted."""
        self._begin, self._work_begin = self._clock(), self._work_clock()

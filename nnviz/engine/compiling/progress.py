"""How far the second process is: it leaves a line in the cache folder that tells the seconds left."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nnviz.engine.lanes.tags import Tag

FILE = "progress"
KERNELS = 60
"""Kernels of a lane tag, nearly."""
KERNELS_OF_MAPS = 90
"""Those of one that knows other layers than dense ones."""
SHARE_OF_KERNELS = 0.72
"""Of the time of a tag; after that LLVM turns them all into machine code at once, and says nothing."""
EARLY = 0.08
"""Share below which nobody can know how long it takes."""
LONGEST = 600.0
"""Seconds beyond which a forecast says nothing."""


def leave(folder: Path, tag: Tag, kernels: int) -> None:
    """Leave how many kernels have been compiled for a tag."""
    partial = folder / f"{FILE}.{os.getpid()}"
    partial.write_text(f"{tag.name} {kernels}", encoding="ascii")
    partial.replace(folder / FILE)


def share_of(folder: Path, tags: Sequence[Tag], done: int) -> float:
    """Return the share of some tags that is compiled; `done` of them are known to be.

    What lies in the folder may be of another process, damaged or not there: then it does not count.
    """
    share = 0.0
    try:
        name, kernels = (folder / FILE).read_text(encoding="ascii").split()
        if done < len(tags) and name == tags[done].name:
            all_of_them = KERNELS_OF_MAPS if tags[done].maps else KERNELS
            share = SHARE_OF_KERNELS * min(max(int(kernels) / all_of_them, 0.0), 1.0)
    except (OSError, ValueError):
        pass
    return min((done + share) / max(len(tags), 1), 1.0)


class Forecast:
    """Goes on evenly between two pieces of news, and never back.

    Parameters
    ----------
    longest_step : float
        Share that may be done before there is news.
    clock : callable
        Returns seconds.
    """

    def __init__(self, longest_step: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._longest_step, self._clock = longest_step, clock
        self._begun = clock()
        self._known = self._known_after = self.share = 0.0

    def hear(self, share: float) -> None:
        """Take a share that is done, 0 to 1."""
        elapsed = self._clock() - self._begun
        if share > self._known:
            self._known, self._known_after = share, elapsed
        rate = self._known / self._known_after if self._known_after else 0.0
        further = min(rate * (elapsed - self._known_after), self._longest_step)
        self.share = max(self.share, min(self._known + further, 0.99))

    def words(self) -> str:
        """Return how far it is and how long it still takes: "40 %, about 15 s left"."""
        percent = f"{5 * int(20 * self.share)} %"
        if self.share < EARLY:
            return percent
        left = (self._clock() - self._begun) * (1.0 - self.share) / self.share
        return percent if left > LONGEST else f"{percent}, about {_round(left)} s left"


def _round(seconds: float) -> int:
    """Return seconds as people say them: to the second at the end, to five before."""
    return max(1, round(seconds)) if seconds < 10 else 5 * round(seconds / 5)

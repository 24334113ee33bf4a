"""The curves update by update: a part of a run trained again, to the same bits, and measured all the time."""

from collections.abc import Callable, Iterator
from time import perf_counter

import numpy as np
from msgspec.structs import replace

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS
from nnviz.experiment.past.saved_run import SavedRun, own_copy
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import MOST_SINGLE, Curves, Metrics

BETWEEN = 0.3
"""Seconds from one part of the result to the next."""


def single_updates(
    saved: SavedRun, first: int, last: int, is_stale: Callable[[], bool] = lambda: False
) -> Iterator[Curves]:
    """Measure a run after every update from `first` to `last`, at most `MOST_SINGLE`; yield what is there.

    Parameters
    ----------
    saved : SavedRun
        A copy of the run; it is not changed.
    first, last : int
        Updates of its present branch.
    is_stale : callable
        Whether nobody waits for it any more: then it ends early.
    """
    last = min(last, first + MOST_SINGLE)
    session = Session.of_saved(own_copy(replace(saved, position=first)), arrive=False)
    while not session.approach_for(0.05):
        if is_stale():
            return
    epochs, updates, scores = [], [], []
    told = perf_counter()
    while True:
        epochs.append(session.epoch)
        updates.append(session.update)
        scores.append(session.metrics())
        is_done = session.update >= last or is_stale()
        if is_done or perf_counter() - told > BETWEEN:
            told = perf_counter()
            yield _curves(epochs, updates, scores)
        if is_done or session.advance(1) == 0:
            return


def _curves(epochs: list[float], updates: list[int], scores: list[Metrics]) -> Curves:
    def columns(quantity: str) -> dict[str, Floats]:
        return {
            part: np.array([getattr(getattr(each, part), quantity, np.nan) for each in scores])
            for part in PARTS
            if any(getattr(each, part) is not None for each in scores)
        }

    return Curves(np.array(epochs), np.array(updates, dtype=np.int64), columns("loss"), columns("accuracy"))

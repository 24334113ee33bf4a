"""Paired timing: pieces of work in turn, in one process, so that a drifting machine hits all alike."""

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 15
SHARE = 0.1  # seconds that one piece of work should take in one round


def seconds_per_update(
    work: Mapping[str, Callable[[int], object]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Time each callable, called with a number of updates, `rounds` times in turn.

    Returns
    -------
    dict
        For each name the seconds an update, one entry a round; entries of one round belong together.
    """
    updates = {name: _calibrated(run) for name, run in work.items()}
    times: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(rounds):
        for name, run in work.items():
            times[name].append(_timed(run, updates[name]) / updates[name])
    return times


def median_ratio(slow: list[float], fast: list[float]) -> float:
    """Return the median over rounds of slow / fast."""
    return statistics.median(s / f for s, f in zip(slow, fast, strict=True))


def _calibrated(run: Callable[[int], object]) -> int:
    updates = 1
    while True:
        elapsed = _timed(run, updates)
        if elapsed > SHARE / 4:
            return max(1, round(updates * SHARE / elapsed))
        updates *= 4


def _timed(run: Callable[[int], object], updates: int) -> float:
    start = time.perf_counter()
    run(updates)
    return time.perf_counter() - start

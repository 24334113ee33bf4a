"""Which keyframes to keep, so that they stay evenly spaced."""

from collections.abc import Iterable

from nnviz.experiment.run.moment import Moment


def weight(lists: Iterable[list[Moment]]) -> tuple[int, int]:
    """Return how many moments there are in lists that may share some, and the bytes they take."""
    unique = {id(moment): moment for moments in lists for moment in moments}
    return len(unique), sum(moment.nbytes for moment in unique.values())


def spaced(moments: list[Moment], stride: int) -> list[Moment]:
    """Return the first moment, and each that is at least `stride` updates after the one kept before."""
    kept = moments[:1]
    for moment in moments[1:]:
        if moment.update - kept[-1].update >= stride:
            kept.append(moment)
    return kept

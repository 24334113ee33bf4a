"""What came out of one run of many: its scores at the end, and a thin curve of them."""

import math
from collections import Counter
from collections.abc import Sequence

import msgspec

from nnviz.data.dataset import PARTS
from nnviz.experiment.snapshot.curves import Metrics, Scores
from nnviz.experiment.spec.errors import SpecError


class FiniteScore(msgspec.Struct, frozen=True):
    """Loss and accuracy on one part of the data; None where there is no finite number."""

    loss: float | None
    accuracy: float | None


class Curve(msgspec.Struct, frozen=True):
    """The scores at some epochs, a fixed number apart, and at the last one.

    Attributes
    ----------
    epochs : tuple of int
    loss, accuracy : dict of str to tuple of float or None
        One entry for each part of the data that has points, as long as `epochs`.
    """

    epochs: tuple[int, ...] = ()
    loss: dict[str, tuple[float | None, ...]] = {}
    accuracy: dict[str, tuple[float | None, ...]] = {}


class Outcome(msgspec.Struct, frozen=True):
    """What came out of a run.

    Attributes
    ----------
    epochs : float
        Done, a whole number but for a run that diverged in the middle of one.
    updates : int
    seconds : float
        Wall time of training; of runs side by side, its share.
    diverged : int or None
        The update, counted from 1, that met a number that is not finite; the scores are those before it.
    stopped : str
        Why it stopped before its last epoch, where a condition of [stop] was met.
    train, validation, test : FiniteScore or None
        None for an empty part.
    curve : Curve
    machine : str
        Which computer ran it; empty for this one.
    """

    epochs: float
    updates: int
    seconds: float
    diverged: int | None
    train: FiniteScore | None
    validation: FiniteScore | None
    test: FiniteScore | None
    stopped: str = ""
    curve: Curve = Curve()
    machine: str = ""


def score_of(scores: Scores | None) -> FiniteScore | None:
    """Return the scores with None for numbers that are not finite."""
    return None if scores is None else FiniteScore(_finite(scores.loss), _finite(scores.accuracy))


def curve_of(epochs: Sequence[int], metrics: Sequence[Metrics]) -> Curve:
    """Return the curve through the scores at these epochs."""
    if not metrics:
        return Curve()
    scores = {part: [score_of(getattr(each, part)) for each in metrics] for part in PARTS}
    there = {part: [score for score in column if score] for part, column in scores.items()}
    return Curve(
        tuple(epochs),
        {part: tuple(score.loss for score in column) for part, column in there.items() if column},
        {part: tuple(score.accuracy for score in column) for part, column in there.items() if column},
    )


def machines(outcomes: Sequence[Outcome | None]) -> dict[str, int]:
    """Return how many runs each machine did, most first; empty where all were done here."""
    done = Counter(outcome.machine for outcome in outcomes if outcome is not None)
    return dict(done.most_common()) if any(done) else {}


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


Result = tuple[int, Outcome | SpecError]
"""Which of several runs has ended, and what came out, or why it could not begin."""

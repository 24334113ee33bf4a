"""When a scene begins and until when it plays: "epoch 40", "accuracy > 0.99"."""

import math
import re
from collections.abc import Callable

from msgspec import Struct

from nnviz.experiment.snapshot.curves import Metrics

KEY = "key"
MOST_UPDATES = 10**9

_WHEN = re.compile(r"(update|epoch)\s+(\d{1,10})")
_SCORE = re.compile(
    r"(?:(train|validation|test)\s+)?(loss|accuracy)\s*([<>]=?)\s*(\d*\.?\d+(?:[eE][-+]?\d{1,3})?)"
)


class When(Struct, frozen=True):
    """A moment: so many updates or epochs done."""

    unit: str
    count: int

    def update(self, update_at: Callable[[int], int]) -> int:
        """Return the moment as a number of updates, told after which of them so many epochs are done."""
        return self.count if self.unit == "update" else update_at(self.count)


class Score(Struct, frozen=True):
    """A condition on loss or accuracy, looked at after every epoch."""

    part: str
    score: str
    sign: str
    threshold: float

    def is_met(self, metrics: Metrics) -> bool:
        """Return whether it holds of these scores; never where there are no such points."""
        scores = getattr(metrics, self.part)
        if scores is None:
            return False
        value = getattr(scores, self.score)
        less, equal = "<" in self.sign, "=" in self.sign
        return bool(value < self.threshold if less else value > self.threshold) or (
            equal and value == self.threshold
        )


def moment(text: int | str) -> When | None:
    """Return the moment that `at` names; None for what is none."""
    if isinstance(text, int):
        return When("update", text) if 0 <= text <= MOST_UPDATES else None
    found = _WHEN.fullmatch(" ".join(text.split()))
    return When(found[1], int(found[2])) if found and int(found[2]) <= MOST_UPDATES else None


def condition(text: str) -> When | Score | None:
    """Return the condition that `until` names; None for what is none, and for "key"."""
    text = " ".join(text.split())
    when = moment(text)
    if when is not None:
        return when
    found = _SCORE.fullmatch(text)
    if found is None or not math.isfinite(float(found[4])):
        return None
    return Score(found[1] or "train", found[2], found[3], float(found[4]))

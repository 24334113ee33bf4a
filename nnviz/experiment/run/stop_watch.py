"""Whether a run should stop before its last epoch, as `[stop]` of the experiment says.

Looked at after every epoch. What has been seen so far is kept with each keyframe, so a run that is visited,
forked or opened from a file stops where a straight run does.
"""

from typing import Literal, get_args

import msgspec
from msgspec.structs import replace

from nnviz.experiment.snapshot.curves import Metrics, Scores
from nnviz.experiment.spec.stop_section import StopSpec

Kind = Literal["loss", "accuracy", "plateau_epochs"]
"""The conditions, by the keys of [stop] that set them."""
KINDS: tuple[Kind, ...] = get_args(Kind)


class Seen(msgspec.Struct, frozen=True):
    """What the conditions `stop` have seen of a run.

    Attributes
    ----------
    best : float
        The loss that later ones are compared with: the last that was lower by `plateau_change`.
    best_epoch : int
        Its epoch; -1 before the first look.
    met : frozenset of Kind
        Conditions that have been met: once is enough, so a stopped run can be trained on.
    """

    stop: StopSpec = msgspec.field(default_factory=StopSpec)
    best: float = float("inf")
    best_epoch: int = -1
    met: frozenset[Kind] = frozenset()

    def under(self, stop: StopSpec) -> "Seen":
        """Return the same for other conditions: patience begins anew, what was met unchanged stays met."""
        if stop == self.stop:
            return self
        same = (kind for kind in self.met if getattr(stop, kind) == getattr(self.stop, kind))
        return Seen(stop, met=frozenset(same if stop.on == self.stop.on else ()))

    def after(self, epoch: int, scores: Scores) -> tuple["Seen", str]:
        """Return what has been seen after one epoch more, and why to stop there, in words; else empty."""
        seen = self
        if self.best_epoch < 0 or scores.loss < self.best - self.stop.plateau_change:
            seen = replace(self, best=scores.loss, best_epoch=epoch)
        if epoch == 0:
            return seen, ""
        new = [kind for kind in KINDS if kind not in seen.met and seen._holds(kind, epoch, scores)]
        if not new:
            return seen, ""
        beginning = f"Stopped at epoch {epoch:,}: the {self.stop.on} {_words(self.stop, new[0], scores)}."
        return replace(seen, met=seen.met.union(new)), beginning

    def _holds(self, kind: Kind, epoch: int, scores: Scores) -> bool:
        stop = self.stop
        if kind == "loss":
            return stop.loss > 0.0 and scores.loss <= stop.loss
        if kind == "accuracy":
            return 0.0 < stop.accuracy <= scores.accuracy
        return 0 < stop.plateau_epochs <= epoch - self.best_epoch


class StopWatch:
    """Looks at a run after each of its epochs.

    Attributes
    ----------
    seen : Seen
    reason : str
        Why the run should stop where it stands; empty otherwise.
    """

    def __init__(self) -> None:
        self.seen = Seen()
        self.reason = ""

    def look(self, stop: StopSpec, epoch: int, metrics: Metrics) -> bool:
        """Take in the scores after an epoch; return whether a condition is met there for the first time."""
        scores: Scores | None = getattr(metrics, stop.on)
        if scores is not None:
            self.seen, self.reason = self.seen.under(stop).after(epoch, scores)
        return bool(self.reason)

    def begin_anew(self, stop: StopSpec) -> None:
        """Forget what has been seen: it was another network, other data or another loss."""
        self.seen = Seen(stop)


def _words(stop: StopSpec, kind: Kind, scores: Scores) -> str:
    if kind == "loss":
        return f"loss is {scores.loss:.4g}"
    if kind == "accuracy":
        return f"accuracy is {scores.accuracy:.4g}"
    return f"loss has not improved for {stop.plateau_epochs:,} epochs"

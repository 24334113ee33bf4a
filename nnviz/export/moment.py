"""Which moment of a run a figure shows, in words."""

from nnviz.experiment.snapshot.curves import Metrics, Scores
from nnviz.experiment.snapshot.instants.instant import Instant
from nnviz.paint.drawing.numbers import epoch_in_words, scores_in_words

BETWEEN = "  ·  "


def moment_of(snapshot: Instant) -> str:
    """Return which moment it is and how good the network is then, in one line."""
    words = [epoch_in_words(snapshot.epoch)]
    metrics = snapshot.look(Metrics)
    if metrics is not None:
        for name in ("train", "test"):
            scores: Scores | None = getattr(metrics, name)
            if scores is not None:
                words.append(f"{name} {scores_in_words(scores.loss, scores.accuracy)}")
    return BETWEEN.join(words)

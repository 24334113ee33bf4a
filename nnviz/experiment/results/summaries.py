"""What several seeds of one combination come to: mean, spread, extremes, and when it was learned."""

import math
import statistics
from collections.abc import Sequence

import msgspec

from nnviz.experiment.results.plan import Row

HUGE = 1e150


class Summary(msgspec.Struct, frozen=True):
    """Numbers of several runs. `std` is the root mean square distance from the mean, 0 for one run."""

    mean: float
    std: float
    min: float
    median: float
    max: float


class RowSummary(msgspec.Struct, frozen=True):
    """One row of the table.

    Attributes
    ----------
    row : Row
    runs, diverged : int
        Runs that are done, and those of them that diverged: the summaries leave these out.
    scores : dict of str to Summary
        `train_loss`, `train_accuracy`, and the same of `validation` and `test`, where there are any.
    seconds : Summary or None
        Of one run, those that diverged included.
    learned : tuple of int
        The epochs at which runs had learned, ascending; as many as did.
    resolution : int
        Epochs between two looks at whether a run has learned.
    impossible : str
        Why the combination cannot run; else empty.
    """

    row: Row
    runs: int
    diverged: int
    scores: dict[str, Summary]
    seconds: Summary | None
    learned: tuple[int, ...]
    resolution: int
    impossible: str

    @property
    def median_epoch(self) -> float:
        """The epoch at which half of all runs had learned; infinite if half of them did not."""
        epochs = [*self.learned, *[math.inf] * (self.runs - len(self.learned))]
        return statistics.median_high(epochs) if epochs else math.inf


def summary_of(values: Sequence[float]) -> Summary:
    """Return the summary of one number or more."""
    scale = max(map(abs, values))
    scale = scale if scale > HUGE else 1.0  # sums and squares of numbers near the largest would overflow
    scaled = [value / scale for value in values]
    return Summary(
        mean=statistics.fmean(scaled) * scale,
        std=statistics.pstdev(scaled) * scale,
        min=min(values),
        median=statistics.median(scaled) * scale,
        max=max(values),
    )

"""What several seeds of one combination come to: mean, spread, extremes, and when it was learned."""

import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from nnviz.experiment.runs.outcome import Curve, Outcome
from nnviz.experiment.runs.plan import Row
from nnviz.experiment.runs.sweep import Sweep
from nnviz.experiment.spec.errors import SpecError

PART = "train"
HUGE = 1e150


class Summary(msgspec.Struct, frozen=True):
    """Numbers of several runs. `std` is the root mean square distance from the mean, 0 for one run."""

    mean: float
    std: float
    min: float
    median: float
    max: float


class Criterion(msgspec.Struct, frozen=True):
    """When a run counts as having learned: its training accuracy is as high, or its loss as low, as this."""

    quantity: str
    value: float

    def first_epoch(self, curve: Curve) -> int | None:
        """Return the first epoch of the curve at which it holds; None if there is none."""
        for epoch, value in zip(curve.epochs, getattr(curve, self.quantity).get(PART, ()), strict=False):
            if value is not None and (
                value >= self.value if self.quantity == "accuracy" else value <= self.value
            ):
                return epoch
        return None

    def words(self) -> str:
        """Return it as the end of "learned means ..."."""
        if self.quantity == "accuracy":
            return f"{100 * self.value:g} % of the training points are right"
        return f"the training loss is at most {self.value:g}"


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


def parse_criterion(text: str) -> Criterion:
    """Return the criterion of "0.9", "accuracy=0.9" or "loss=0.1".

    Raises
    ------
    SpecError
        With one sentence.
    """
    quantity, equals, number = text.rpartition("=")
    quantity = quantity if equals else "accuracy"
    try:
        value = float(number)
    except ValueError:
        value = math.nan
    fits = value > 0.0 if quantity == "loss" else quantity == "accuracy" and 0.0 < value <= 1.0
    if not (fits and math.isfinite(value)):
        raise SpecError(
            f'"{text}" says of no run whether it has learned: it must be accuracy=A with A above 0 and '
            "at most 1, or loss=L with L above 0."
        )
    return Criterion(quantity, value)


def summaries(sweep: Sweep, criterion: Criterion) -> list[RowSummary]:
    """Return the rows of a sweep's table, of what is done so far."""
    outcomes: list[list[Outcome]] = [[] for _ in sweep.plan.rows]
    for cell, outcome in zip(sweep.cells, sweep.outcomes, strict=True):
        if outcome is not None:
            outcomes[cell.row].append(outcome)
    return [
        _summary(row, outcomes[number], row.impossible or sweep.impossible.get(number, ""), criterion)
        for number, row in enumerate(sweep.plan.rows)
    ]


def _summary(row: Row, outcomes: Sequence[Outcome], impossible: str, criterion: Criterion) -> RowSummary:
    finite = [outcome for outcome in outcomes if outcome.diverged is None]
    scores = {}
    for part in ("train", "validation", "test"):
        for quantity in ("loss", "accuracy"):
            each = [
                getattr(score, quantity)
                for outcome in finite
                if (score := getattr(outcome, part)) is not None
            ]
            if each and None not in each:
                scores[f"{part}_{quantity}"] = summary_of(each)
    epochs = [criterion.first_epoch(outcome.curve) for outcome in outcomes]
    return RowSummary(
        row=row,
        runs=len(outcomes),
        diverged=len(outcomes) - len(finite),
        scores=scores,
        seconds=summary_of([outcome.seconds for outcome in outcomes]) if outcomes else None,
        learned=tuple(sorted(epoch for epoch in epochs if epoch is not None)),
        resolution=max((_stride(outcome.curve) for outcome in outcomes), default=1),
        impossible=impossible,
    )


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


def _stride(curve: Curve) -> int:
    return max((after - before for before, after in pairwise(curve.epochs)), default=1)

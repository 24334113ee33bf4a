"""What several seeds of one combination come to: mean, spread, extremes, and when it was learned."""

from collections.abc import Sequence
from itertools import pairwise

from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.results.outcome import Curve, Outcome
from nnviz.experiment.results.plan import Row
from nnviz.experiment.results.summaries import RowSummary, summary_of
from nnviz.experiment.sweeps.sweep import Sweep


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


def _stride(curve: Curve) -> int:
    return max((after - before for before, after in pairwise(curve.epochs)), default=1)

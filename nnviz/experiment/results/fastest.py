"""Which combination is learned fastest and which slowest, in a sentence with its evidence."""

import math
import statistics
from collections.abc import Sequence

from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.results.summaries import RowSummary
from nnviz.experiment.spec.errors import shown
from nnviz.numerals import percent


def fastest_and_slowest(rows: Sequence[RowSummary], criterion: Criterion) -> str:
    """Return the sentences; empty where there is nothing to compare.

    Combinations are ordered by the epoch at which half of their runs had learned, then by how many did.
    Where half of the runs of one do not learn, it is slower than all that do. Runs of different lengths are
    not compared.
    """
    ran = [row for row in rows if row.runs > 0]
    if len(ran) < 2 or any(key == "training.epochs" for key, _ in ran[0].row.settings):
        return ""
    looks = max(row.resolution for row in ran)
    every = "every epoch" if looks == 1 else f"every {looks:,} epochs, more often at first"
    meaning = f"Learned means that {criterion.words()}, looked at {every}."
    if not any(row.learned for row in ran):
        return f"No run learned. {meaning}"
    ordered = sorted(ran, key=lambda row: (row.median_epoch, -_share(row), _loss(row)))
    first, last = ordered[0], ordered[-1]
    if math.isinf(first.median_epoch):
        return f"In no combination did more than half of the runs learn. {_seldom(ordered)} {meaning}"
    if first.median_epoch == last.median_epoch:
        return f"All are learned equally fast, as far as these looks tell{_equally(first, last)}. {meaning}"
    return f"Learned fastest: {_named(first)} ({_evidence(first)}). {_slowest(ordered, last)} {meaning}"


def _seldom(rows: Sequence[RowSummary]) -> str:
    """Say which combination learned most often and which least, where none is learned by half of its runs."""
    first, last = rows[0], rows[-1]
    never = sum(not row.learned for row in rows)
    if _share(first) == _share(last):
        return f"In each it was {percent(_share(first), 0)} of them."
    least = f"Fewest with {_named(last)} ({_evidence(last)})."
    if never:
        least = f"None with {_named(last)}." if never == 1 else f"None in {never:,} combinations."
    return f"Most did with {_named(first)} ({_evidence(first)}). {least}"


def _equally(first: RowSummary, last: RowSummary) -> str:
    if _share(first) == _share(last):
        return f" ({_evidence(first)})"
    return f", if not equally often: {_named(first)} ({_evidence(first)}), {_named(last)} ({_evidence(last)})"


def _share(row: RowSummary) -> float:
    return len(row.learned) / row.runs


def _slowest(rows: Sequence[RowSummary], last: RowSummary) -> str:
    never = [row for row in rows if not row.learned]
    if len(never) > 1:
        return f"Never learned: {len(never):,} combinations, the highest loss with {_named(last)}."
    return f"Slowest: {_named(last)} ({_evidence(last)})."


def _named(row: RowSummary) -> str:
    return ", ".join(f"{key} = {shown(value)}" for key, value in row.row.settings)


def _evidence(row: RowSummary) -> str:
    """Return how many runs learned, and when."""
    if row.runs == 1:
        return f"at epoch {row.learned[0]:,}" if row.learned else "not at all"
    count = f"{len(row.learned)} of {row.runs} runs"
    if not row.learned:
        return count
    if len(row.learned) == 1:
        return f"{count}, at epoch {row.learned[0]:,}"
    middle = statistics.median(row.learned)
    of_those = "" if len(row.learned) == row.runs else " of those"
    return f"{count}, at epoch {row.learned[0]:,} to {row.learned[-1]:,}, median{of_those} {middle:,.0f}"


def _loss(row: RowSummary) -> float:
    loss = row.scores.get("train_loss")
    return math.inf if loss is None else loss.mean

"""The tables of the page: what is reported beside what came out."""

import math
from collections.abc import Iterable

import numpy as np

from lab_report.records import Row, Way
from lab_report.runs import train


def row_line(row: Row) -> str:
    """Train a row's experiment from its seeds and return its line of the table."""
    if row.other_data:
        runs = [train(row.name, [seed], data__seed=seed)[0] for seed in range(row.seeds)]
    else:
        runs = train(row.name, range(row.seeds), row.epochs)
    kept = [run for run in runs if not run.diverged]
    said = [f"loss {spread(run.loss for run in kept)}", percent([run.accuracy for run in kept])]
    if runs[0].final.test is not None:
        said.append(f"test {percent([run.test_accuracy for run in kept])}")
    said.append(f"{row.seeds} seeds" if row.remark is None else row.remark(runs))
    if row.claim is not None:
        said.append(over_seeds(sum(map(row.claim, runs)), len(runs)))
    return f"| {row.label} | {row.reported} | {'; '.join(said)} | `nnviz train {row.name}` |"


def over_seeds(as_reported: int, runs: int) -> str:
    """Say whether what a report found in its runs is found in these."""
    if as_reported == runs:
        return "holds over seeds"
    return f"**does not hold over seeds**: {as_reported} of {runs} are as reported"


def way_lines(way: Way) -> list[str]:
    """Train an experiment and return a table of its scores along the way."""
    runs = train(way.name, range(way.seeds), tuple(way.reported))
    lines = [
        f"`{way.name}` on the way, {way.seeds} seeds:",
        "",
        "| epoch | reported | loss | accuracy |",
        "|---:|---|---|---|",
    ]
    for epoch, reported in way.reported.items():
        scores = [run.at[epoch].train for run in runs]
        loss, accuracy = spread(s.loss for s in scores), percent([s.accuracy for s in scores])
        lines.append(f"| {epoch:,} | {reported} | {loss} | {accuracy} |")
    return lines


def spread(values: Iterable[float]) -> str:
    """Return the median, and the range in brackets."""
    known = sorted(values)
    low, high = _number(known[0]), _number(known[-1])
    middle = _number(float(np.median(known)))
    return middle if low == high else f"{middle} ({low} to {high})"


def percent(shares: list[float]) -> str:
    """Return the median in per cent, and the range in brackets."""
    low, middle, high = (f"{100 * value:.3g}" for value in (min(shares), np.median(shares), max(shares)))
    return f"{middle} %" if low == high else f"{middle} % ({low} to {high})"


def _number(value: float) -> str:
    """Return two or three digits: 0.0145, 1.6e-07."""
    if value == 0.0 or not math.isfinite(value):
        return f"{value:g}"
    return f"{value:.2e}" if abs(value) < 1e-4 else f"{value:.3g}"

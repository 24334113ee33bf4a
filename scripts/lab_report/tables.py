"""The tables of the page: what is reported beside what came out."""

import math
from collections.abc import Iterable

import numpy as np

from lab_report.records import Row, Way
from lab_report.runs import Run, train
from lab_report.sweeps import named, runs_of, runs_of_row, swept


def row_line(row: Row) -> str:
    """Return the line of the table for an experiment, from the runs of its sweep."""
    runs = runs_of(row.name, row.sweep)
    if row.epochs:
        runs = train(row.name, [run.seed for run in runs], row.epochs)
    kept = [run for run in runs if not run.diverged]
    said = [f"loss {spread(run.loss for run in kept)}", percent([run.accuracy for run in kept])]
    said += _other_parts(kept)
    said.append(seeds(len(runs)) if row.remark is None else row.remark(runs))
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
    runs = train(way.name, [run.seed for run in runs_of(way.name, way.sweep)], tuple(way.reported))
    lines = [
        f"`{way.name}` on the way, {len(runs)} seeds:",
        "",
        "| epoch | reported | loss | accuracy |",
        "|---:|---|---|---|",
    ]
    for epoch, reported in way.reported.items():
        scores = [run.at[epoch].train for run in runs]
        loss, accuracy = spread(s.loss for s in scores), percent([s.accuracy for s in scores])
        lines.append(f"| {epoch:,} | {reported} | {loss} | {accuracy} |")
    return lines


def grid_lines(name: str) -> list[str]:
    """Return a named sweep as a table: of two axes, the second across; else a line a row."""
    sweep, order = swept(name), named(name)
    rows = [_scores(runs_of_row(sweep, number)) for number in range(len(sweep.plan.rows))]
    lines = [f"{order.title}; loss and accuracy (`nnviz sweep {name}`, {seeds(order.seeds)}):", ""]
    groups = order.groups(sweep.plan.base)
    if len(groups) == 2:
        down, across = (group[0] for group in groups)
        lines += [
            f"| {_key(down.key)} | {' | '.join(map(_value, across.values))} |",
            f"|---|{'---|' * len(across.values)}",
        ]
        width = len(across.values)
        for number, value in enumerate(down.values):
            lines.append(f"| {_value(value)} | {' | '.join(rows[number * width : (number + 1) * width])} |")
        return [*lines, ""]
    keys = [axis.key for axis in sweep.plan.axes]
    lines += [f"| {' | '.join(map(_key, keys))} | reproduced |", f"|{'---|' * (len(keys) + 1)}"]
    for row, scores in zip(sweep.plan.rows, rows, strict=True):
        lines.append(f"| {' | '.join(_value(value) for _, value in row.settings)} | {scores} |")
    return [*lines, ""]


def _scores(runs: list[Run]) -> str:
    """Return the median loss with its accuracies, without the runs that diverged."""
    kept = [run for run in runs if not run.diverged]
    if not kept:
        return "diverges"
    said = [_number(float(np.median([run.loss for run in kept]))), percent([run.accuracy for run in kept])]
    return "; ".join([*said, *_other_parts(kept)])


def _other_parts(runs: list[Run]) -> list[str]:
    """Return the accuracies on the points that were not trained on."""
    scores = {
        "validation": [run.final.validation for run in runs],
        "test": [run.final.test for run in runs],
    }
    return [
        f"{part} {percent([each.accuracy for each in of_part if each is not None])}"
        for part, of_part in scores.items()
        if of_part[0] is not None
    ]


def seeds(count: int) -> str:
    """Return how many seeds, in words."""
    return "1 seed" if count == 1 else f"{count} seeds"


def _key(key: str) -> str:
    return key.rpartition(".")[2].replace("_", " ")


def _value(value: object) -> str:
    """Return a value as a reader sees it: hidden layers as 4-4, activations by their names."""
    if not isinstance(value, list):
        return (
            str(value).lower()
            if isinstance(value, bool)
            else f"{value:g}"
            if isinstance(value, float)
            else str(value)
        )
    return "-".join(map(str, value)) if isinstance(value[0], int) else ", ".join(map(str, value))


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

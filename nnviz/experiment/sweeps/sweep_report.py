"""A sweep as plain values: what the command line prints as JSON."""

from typing import Any

import msgspec

from nnviz.experiment.results.criterion import Criterion
from nnviz.experiment.results.fastest import fastest_and_slowest
from nnviz.experiment.results.outcome import Outcome, machines
from nnviz.experiment.results.plan import Settings
from nnviz.experiment.results.summaries import RowSummary
from nnviz.experiment.spec.reading import completed
from nnviz.experiment.sweeps.summaries import summaries
from nnviz.experiment.sweeps.sweep import Sweep

SCORES = tuple(f"{part}_{what}" for part in ("train", "validation", "test") for what in ("loss", "accuracy"))


def sweep_report(sweep: Sweep, criterion: Criterion) -> dict[str, Any]:
    """Return what came out of a sweep.

    Parameters
    ----------
    sweep : Sweep
    criterion : Criterion
        When a run counts as having learned.

    Returns
    -------
    dict
        Strict JSON values. `cells` has one entry a run; combinations that are impossible have one, too, with
        the reason under `impossible`. `rows` has one entry a combination; runs that diverged are counted
        there, and left out of its numbers. `machines` says how many runs each machine of a cluster did.
    """
    rows = summaries(sweep, criterion)
    report = {
        "experiment": sweep.plan.experiment,
        "vary": {axis.key: list(axis.values) for axis in sweep.plan.axes},
        "seeds": len(sweep.plan.seeds),
        "set": sweep.plan.overrides,
        "cells": _cells(sweep),
        "rows": [_row(row) for row in rows],
        "learned": {"criterion": criterion.words(), "sentence": fastest_and_slowest(rows, criterion)},
        "spec": completed(sweep.plan.base),
    }
    by_machine = machines(sweep.outcomes)
    if by_machine:
        report["machines"] = by_machine
    return report


def _cells(sweep: Sweep) -> list[dict[str, Any]]:
    cells = []
    for cell, outcome in zip(sweep.cells, sweep.outcomes, strict=True):
        if outcome is not None:
            cells.append(_cell(sweep.plan.rows[cell.row].settings, cell.seed, outcome))
    for number, row in enumerate(sweep.plan.rows):
        reason = row.impossible or sweep.impossible.get(number)
        if reason:
            cells.append({"settings": _plain(row.settings), "seed": None, "impossible": reason})
    return cells


def _cell(settings: Settings, seed: int, outcome: Outcome) -> dict[str, Any]:
    plain = msgspec.to_builtins(outcome)
    cell = {
        "settings": _plain(settings),
        "seed": seed,
        "epochs": plain["epochs"],
        "updates": plain["updates"],
        "seconds": plain["seconds"],
        "diverged": plain["diverged"],
        "train": plain["train"],
        "validation": plain["validation"],
        "test": plain["test"],
    }
    for key in ("stopped", "machine"):
        if plain[key]:
            cell[key] = plain[key]
    return cell


def _row(row: RowSummary) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "settings": _plain(row.row.settings),
        "runs": row.runs,
        "diverged": row.diverged,
        **{name: msgspec.to_builtins(row.scores[name]) if name in row.scores else None for name in SCORES},
        "seconds": msgspec.to_builtins(row.seconds),
        "learned": {"runs": len(row.learned), "epochs": list(row.learned)},
    }
    if row.impossible:
        plain["impossible"] = row.impossible
    return plain


def _plain(settings: Settings) -> dict[str, Any]:
    return dict(settings)

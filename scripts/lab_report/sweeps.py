"""The named sweeps that the page is made of: each is run once, and what is done is kept in `.labs`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from lab_report.runs import Run
from nnviz.experiment.results.outcome import FiniteScore, Outcome
from nnviz.experiment.results.plan import Plan
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.runs.crew import Crew, cores
from nnviz.experiment.snapshot.curves import Metrics, Scores
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.kept_cells import KeptCells
from nnviz.experiment.sweeps.named_sweeps import NamedSweep, sweep_at
from nnviz.experiment.sweeps.planning import plan_of, worth_compiling
from nnviz.experiment.sweeps.sweep import Sweep

KEPT = Path(__file__).resolve().parents[2] / ".labs"


@lru_cache(maxsize=1)
def swept(name: str) -> Sweep:
    """Return a named sweep with all its runs, as `nnviz sweep NAME` makes them."""
    KEPT.mkdir(exist_ok=True)
    plan = planned(name)
    if (spec := worth_compiling(plan)) is not None:
        wait_until_compiled(spec)
    sweep = Sweep(plan, KeptCells(KEPT / f"{name}.json", plan.base))
    for _ in sweep.run(Crew(cores())):
        pass
    return sweep


def planned(name: str) -> Plan:
    """Return what a named sweep runs."""
    order = named(name)
    spec = experiment_at(order.experiment)
    return plan_of(spec, order.experiment, order.groups(spec), order.seeds, order.overrides())


def named(name: str) -> NamedSweep:
    """Return a named sweep."""
    order = sweep_at(name)
    assert order is not None, name
    return order


def runs_of_row(sweep: Sweep, row: int) -> list[Run]:
    """Return the runs of one row of a sweep, one a seed."""
    found = []
    for cell, outcome in zip(sweep.cells, sweep.outcomes, strict=True):
        if cell.row == row:
            assert outcome is not None
            found.append(Run(cell.spec, {int(outcome.epochs): _metrics(outcome)}, outcome))
    return found


def runs_of(name: str, sweep: str) -> list[Run]:
    """Return the runs of a sweep that an experiment is one of, from all its seeds."""
    return [run for row in rows_of(name, sweep) for run in runs_of_row(swept(sweep), row)]


def rows_of(name: str, sweep: str) -> list[int]:
    """Return the rows of a sweep that an experiment is in; its seed, and how long it trains, may differ.

    It is one row, but where the seed is an axis: then it is all rows that differ in what moves with the seed.
    """
    plan, spec, order = planned(sweep), experiment_at(name), named(sweep)
    with_seed = [key for group in order.vary if "training.seed" in group for key in group]
    free = {"training.seed", "training.epochs", *order.set, *with_seed}
    fitting = [n for n, row in enumerate(plan.rows) if _settings(row.spec, free) == _settings(spec, free)]
    as_long = [n for n in fitting if _epochs(plan, n) == spec.training.epochs]
    found = as_long or fitting
    return found if with_seed else found[:1]


def _epochs(plan: Plan, row: int) -> int:
    spec = plan.rows[row].spec
    return -1 if spec is None else spec.training.epochs


def _settings(spec: Spec | None, free: set[str]) -> dict[str, Any]:
    if spec is None:
        return {}
    sections = {"data": spec.data, "network": spec.network, "training": spec.training}
    plain = {
        f"{name}.{key}": value for name, section in sections.items() for key, value in asdict(section).items()
    }
    return {"data.name": spec.data.name} | {key: value for key, value in plain.items() if key not in free}


def _metrics(outcome: Outcome) -> Metrics:
    train = _scores(outcome.train)
    assert train is not None
    return Metrics(train, _scores(outcome.validation), _scores(outcome.test))


def _scores(score: FiniteScore | None) -> Scores | None:
    nan = float("nan")
    if score is None:
        return None
    return Scores(*(nan if value is None else value for value in (score.loss, score.accuracy)))

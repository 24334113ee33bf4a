"""Runs that differ in how they start and in numbers of their training go side by side, a lane each."""

import time
from collections.abc import Sequence

from nnviz.arrays import IntArray
from nnviz.engine.bench import LaneBench, fits_in_lanes
from nnviz.engine.kernels.training import lane_key
from nnviz.engine.lanes.tags import NETWORKS
from nnviz.experiment.results.outcome import Outcome, curve_of, score_of
from nnviz.experiment.run.engine_watch import is_compiled
from nnviz.experiment.run.problem import Problem, initial_parameters_of
from nnviz.experiment.runs.straight import Straight, curve_epochs
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.spec.spec import Spec

LANES = LaneBench.LANES
ANY_SAMPLES = 2
"""Of how many samples a batch may be all of them, and still not one alone."""


def in_units(specs: Sequence[Spec], lanes: bool) -> list[list[int]]:
    """Return the places of runs that are worth one call together, in the order of the first of each.

    Parameters
    ----------
    specs : sequence of Spec
    lanes : bool
        Whether runs may go side by side at all.
    """
    units: list[list[int]] = []
    open_units: dict[object, list[int]] = {}
    for place, spec in enumerate(specs):
        key = _shared(spec) if lanes else None
        unit = open_units.get(key) if key is not None else None
        if unit is None or len(unit) == LANES:
            unit = []
            units.append(unit)
            if key is not None:
                open_units[key] = unit
        unit.append(place)
    return units


def _shared(spec: Spec) -> object | None:
    """Return what runs in lanes have in common; None for a run that goes alone."""
    network, training = spec.network.built, spec.training.built
    if spec.stop.is_set or not fits_in_lanes(network, training, ANY_SAMPLES):
        return None
    return network, lane_key(training), spec.data, spec.training.epochs


def lanes_are_ready() -> bool:
    """Whether the kernels for several networks are compiled: interpreted, they gain nothing."""
    return is_compiled({NETWORKS})


def train_side_by_side(
    straight: Straight, specs: Sequence[Spec], problem: Problem, stop: IntArray
) -> list[Outcome | None]:
    """Return what comes out of several runs, trained in lanes; None for each that has to run alone.

    These are those that diverge; and all, where they were interrupted, or where keeping the moments of their
    curves would take too much memory.
    """
    alone: list[Outcome | None] = [None] * len(specs)
    first = specs[0]
    last = first.training.epochs
    points = curve_epochs(last)
    if last == 0 or len(points) * len(specs) > straight.most_kept:
        return alone
    examples = problem.part("train")
    trainings = [spec.training.built for spec in specs]
    begin = time.perf_counter()
    bench = LaneBench(straight.network, trainings[0], examples.X, examples.Y)
    per_epoch = straight.updates_per_epoch
    starts = [initial_parameters_of(spec) for spec in specs]
    seeds = [spec.training.seed for spec in specs]
    ends = [epoch * per_epoch for epoch in points]
    rows = bench.train(trainings, seeds, starts, ends[-1], ends, stop)
    if rows is None:
        return alone
    measured = [
        None if sets is None else straight.metrics(spec, sets) for spec, sets in zip(specs, rows, strict=True)
    ]
    seconds = (time.perf_counter() - begin) / len(specs)
    return [None if each is None else _outcome(each, points, ends[-1], seconds) for each in measured]


def _outcome(metrics: list[Metrics], points: Sequence[int], updates: int, seconds: float) -> Outcome:
    last = metrics[-1]
    return Outcome(
        epochs=points[-1],
        updates=updates,
        seconds=seconds,
        diverged=None,
        train=score_of(last.train),
        validation=score_of(last.validation),
        test=score_of(last.test),
        curve=curve_of(points, metrics),
    )

"""Runs of which only the end counts: what a thread does for the pixels of a map, with little around it."""

from collections import OrderedDict
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from nnviz.arrays import FloatArray, Floats, IntArray, Parameters
from nnviz.engine.bench import Bench, LaneBench, fits_in_lanes
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training, lane_key
from nnviz.experiment.results.criterion import PART, Criterion
from nnviz.experiment.run.measure import evaluation_of
from nnviz.experiment.run.problem import Problem, initial_parameters_of
from nnviz.experiment.runs.crew import ProblemShelf
from nnviz.experiment.runs.side_by_side import lanes_are_ready
from nnviz.experiment.runs.straight import InterruptedRunError, Straight, curve_epochs
from nnviz.experiment.spec.spec import Spec

STARTS_KEPT = 256
Values = tuple[Floats, Floats, Floats, IntArray, IntArray]
"""Loss, accuracy, epoch at which it had learned, update at which it diverged, updates: one each a run."""


class Painter:
    """Runs experiments one after another on the arrays of one thread.

    Parameters
    ----------
    shelf : ProblemShelf
    criterion : Criterion or None
    stop : ndarray of int64, shape (1,)
        Not 0 any more as soon as running is to end.
    """

    def __init__(self, shelf: ProblemShelf, criterion: Criterion | None, stop: IntArray) -> None:
        self._shelf, self._criterion, self._stop = shelf, criterion, stop
        self._tables: OrderedDict[object, _Table] = OrderedDict()
        self._starts: OrderedDict[object, Parameters] = OrderedDict()

    def run(self, specs: Sequence[Spec]) -> Values:
        """Return what comes out of each run, those of one table after another in one measurement.

        Raises
        ------
        InterruptedRunError
            If `stop` was set meanwhile.
        """
        parts = [self._run(list(group)) for _, group in groupby(specs, key=_group_key)]
        loss, accuracy, learned, diverged, updates = (
            np.concatenate(columns) for columns in zip(*parts, strict=True)
        )
        return loss, accuracy, learned, diverged, updates

    def _run(self, specs: list[Spec]) -> Values:
        table = self._table(specs[0])
        if specs[0].stop.is_set:
            return table.with_stops(specs, self._criterion)
        ends: list[FloatArray] = []
        diverged = np.zeros(len(specs), np.int64)
        for _, group in groupby(enumerate(specs), key=lambda pair: _lane_key(pair[1])):
            places, runs = zip(*group, strict=True)
            starts = [self._start(spec) for spec in runs]
            rows, updates = table.train(runs, starts, self._criterion is not None)
            ends += rows
            diverged[list(places)] = updates
        return table.values(specs[0], ends, diverged, self._criterion)

    def _start(self, spec: Spec) -> Parameters:
        """Return initial weights; those of the last runs are not drawn again."""
        key = spec.network, spec.training.seed
        if key not in self._starts:
            self._starts[key] = initial_parameters_of(spec)
            if len(self._starts) > STARTS_KEPT:
                self._starts.popitem(last=False)
        return self._starts[key]

    def _table(self, spec: Spec) -> "_Table":
        key = _table_key(spec)
        if key not in self._tables:
            self._tables[key] = _Table(spec, self._shelf.get(spec), self._stop)
            if len(self._tables) > 4:
                self._tables.popitem(last=False)
        return self._tables[key]


def _table_key(spec: Spec) -> object:
    training = spec.training
    return spec.data, spec.network.built, training.batch_size, training.shuffle, training.loss


def _group_key(spec: Spec) -> object:
    return _table_key(spec), spec.training.epochs, spec.stop


def _lane_key(spec: Spec) -> tuple[Training, int]:
    return lane_key(spec.training.built), spec.training.epochs


class _Table:
    """The arrays for runs of one network on one set of data."""

    def __init__(self, spec: Spec, problem: Problem, stop: IntArray) -> None:
        self._problem, self._stop = problem, stop
        self._network: Network = spec.network.built
        training = spec.training.built
        examples = problem.part(PART)
        self._straight = Straight(spec, problem, stop)
        self._bench = Bench(self._network, training, examples.X, examples.Y)
        self._lanes = None
        if fits_in_lanes(self._network, training, len(examples.X)) and lanes_are_ready():
            self._lanes = LaneBench(self._network, training, examples.X, examples.Y)
        self._per_epoch = training.updates_per_epoch(len(examples.X))

    def train(
        self, specs: Sequence[Spec], starts: Sequence[Parameters], curve: bool
    ) -> tuple[list[FloatArray], list[int]]:
        """Return the parameters at the end of each run (along its curve), and the updates that diverged."""
        rows: list[FloatArray] = []
        diverged: list[int] = []
        step = LaneBench.LANES if self._lanes is not None else 1
        for begin in range(0, len(specs), step):
            some = slice(begin, begin + step)
            for parameters, update in self._together(specs[some], starts[some], curve):
                rows.append(parameters)
                diverged.append(update)
        return rows, diverged

    def _together(
        self, specs: Sequence[Spec], starts: Sequence[Parameters], curve: bool
    ) -> list[tuple[FloatArray, int]]:
        last = specs[0].training.epochs
        keep = [epoch * self._per_epoch for epoch in (curve_epochs(last) if curve else [last])]
        if self._lanes is not None and len(specs) > 1 and last > 0:
            trainings = [spec.training.built for spec in specs]
            seeds = [spec.training.seed for spec in specs]
            rows = self._lanes.train(trainings, seeds, starts, keep[-1], keep, self._stop) or [None] * len(
                specs
            )
        else:
            rows = [None] * len(specs)
        return [
            self._alone(spec, start, keep) if row is None else (row, 0)
            for row, spec, start in zip(rows, specs, starts, strict=True)
        ]

    def _alone(self, spec: Spec, start: Parameters, keep: list[int]) -> tuple[FloatArray, int]:
        bench = self._bench
        bench.begin(spec.training.built, spec.training.seed, *start)
        kept = bench.advance(keep[-1], keep, self._stop)
        if bench.diverged_at is not None:
            return kept.parameters, bench.diverged_at
        if bench.update < keep[-1]:
            raise InterruptedRunError
        return kept.parameters, 0

    def values(
        self, spec: Spec, ends: list[FloatArray], diverged: IntArray, criterion: Criterion | None
    ) -> Values:
        """Return what comes out of runs from their parameters, all measured together."""
        problem, rows = self._problem, self._problem.rows[PART]
        points = getattr(problem.split, PART)
        classes = points.y if points.is_classification else None
        sets, most = np.concatenate(ends), self._straight.most_kept
        scores = [
            evaluation_of(problem, self._network, spec.training.loss, sets[i : i + most]).scores(
                classes, rows
            )
            for i in range(0, len(sets), most)
        ]
        losses, accuracies = (
            np.concatenate(columns).reshape(len(ends), -1) for columns in zip(*scores, strict=True)
        )
        losses[diverged > 0, -1] = accuracies[diverged > 0, -1] = np.nan
        learned = np.full(len(ends), np.nan)
        if criterion is not None:
            learned = _first(losses, accuracies, criterion, np.array(curve_epochs(spec.training.epochs)))
            learned[diverged > 0] = np.nan
        updates = np.where(diverged > 0, diverged, spec.training.epochs * self._per_epoch)
        return losses[:, -1], accuracies[:, -1], learned, diverged, updates

    def with_stops(self, specs: Sequence[Spec], criterion: Criterion | None) -> Values:
        """Return the same of runs with stop conditions, which are looked at on the way."""
        outcomes = [self._straight.run(spec) for spec in specs]
        scores = [outcome.train for outcome in outcomes]
        ends = [outcome.diverged or 0 for outcome in outcomes]
        epochs = [None if criterion is None else criterion.first_epoch(each.curve) for each in outcomes]

        def numbers(values: Sequence[float | None]) -> Floats:
            there = [
                np.nan if end or value is None else value for value, end in zip(values, ends, strict=True)
            ]
            return np.array(there, np.float64)

        return (
            numbers([None if score is None else score.loss for score in scores]),
            numbers([None if score is None else score.accuracy for score in scores]),
            numbers(epochs),
            np.array(ends, np.int64),
            np.array([outcome.diverged or outcome.updates for outcome in outcomes], np.int64),
        )


def _first(losses: Floats, accuracies: Floats, criterion: Criterion, epochs: IntArray) -> Floats:
    """Return the first epochs at which a criterion is met; NaN where it is not."""
    met = accuracies >= criterion.value if criterion.quantity == "accuracy" else losses <= criterion.value
    return np.where(met.any(axis=1), epochs[met.argmax(axis=1)], np.nan)

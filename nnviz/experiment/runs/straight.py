"""One run from its first update to its last without anybody looking: one call of the kernel, if it can be.

To the bit it is the run that a session makes of the same experiment.
"""

import time
from collections.abc import Iterator, Sequence

import numpy as np

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.bench import Bench
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.experiment.results.outcome import Outcome, curve_of, score_of
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.measure import evaluation_of, metrics_in
from nnviz.experiment.run.problem import Problem, initial_parameters_of
from nnviz.experiment.run.room import MOST_KEPT
from nnviz.experiment.run.stop_watch import StopWatch
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.spec.spec import Spec

POINTS = 64
"""A curve has half as many evenly spaced points at least, unless the run has fewer epochs, and no more."""
FIRST_LOOK = 8
"""Epochs of the first call where stop conditions are looked at after each; the calls double."""


class InterruptedRunError(Exception):
    """The run was told to stop: nothing came out of it."""


def curve_epochs(epochs: int) -> list[int]:
    """Return the epochs at which a curve has points.

    They are a power of two apart, as in a run's history; before the second of these are 1, 2, 3, 4, 6, 8, 12,
    ... besides: much happens early. The last epoch is always there.
    """
    stride = 1
    while epochs // stride > POINTS:
        stride *= 2
    early = {count << power for power in range(stride.bit_length()) for count in (2, 3)} | {1}
    return sorted({*range(0, epochs + 1, stride), *(epoch for epoch in early if epoch < stride), epochs})


class Straight:
    """Runs of one network on one set of data, one after another on the same arrays.

    Parameters
    ----------
    spec : Spec
        Its network, its batch size and shuffling hold for all runs (see `same_bench`).
    problem : Problem
    stop : ndarray of int64, shape (1,)
        Not 0 any more as soon as running is to end.

    Attributes
    ----------
    updates_per_epoch : int
    most_kept : int
        Moments that may be kept in memory until they are measured.
    """

    def __init__(self, spec: Spec, problem: Problem, stop: IntArray) -> None:
        self.network: Network = spec.network.built
        self.problem = problem
        self._stop = stop
        self._examples = problem.part("train")
        training = spec.training.built
        self._bench = Bench(self.network, training, self._examples.X, self._examples.Y)
        self.updates_per_epoch = training.updates_per_epoch(len(self._examples.X))
        numbers = self.network.parameter_count + problem.examples.Y.size + len(problem.examples.Y)
        self.most_kept = max(1, MOST_KEPT // numbers)

    def run(self, spec: Spec) -> Outcome:
        """Train an experiment to its end.

        Raises
        ------
        InterruptedRunError
            If `stop` was set meanwhile.
        """
        run = _OneRun(self, spec)
        begin = time.perf_counter()
        for epochs in self._looks(spec):
            if not run.go_on(epochs):
                break
        return run.outcome(time.perf_counter() - begin)

    def begin(self, spec: Spec) -> Bench:
        """Stand before the first update of an experiment."""
        training: Training = spec.training.built
        self._bench.begin(training, spec.training.seed, *initial_parameters_of(spec))
        return self._bench

    def advance(self, updates: int, keep: Sequence[int]) -> FloatArray:
        """Train on in one call; return the parameters after the updates in `keep` that were reached."""
        bench = self._bench
        wanted = bench.update + updates
        kept = bench.advance(updates, keep, self._stop)
        if bench.update < wanted and bench.diverged_at is None:
            raise InterruptedRunError
        return kept.after([update for update in keep if update <= bench.update])

    def metrics(self, spec: Spec, sets: FloatArray) -> list[Metrics]:
        """Return the scores of rows of flat parameters."""
        if not len(sets):
            return []
        return metrics_in(self.problem, evaluation_of(self.problem, self.network, spec.training.loss, sets))

    def _looks(self, spec: Spec) -> Iterator[Sequence[int]]:
        """Return the epochs that are measured, in the groups that one call of the kernel goes through.

        With stop conditions these are all, else those of the curve and the last; as many at a time as may
        be kept.
        """
        last = spec.training.epochs
        if not spec.stop.is_set:
            epochs = curve_epochs(last)[1:]
            for begin in range(0, len(epochs), self.most_kept):
                yield epochs[begin : begin + self.most_kept]
            return
        done, count = 0, FIRST_LOOK
        while done < last:
            group = range(done + 1, min(last, done + min(count, self.most_kept)) + 1)
            yield group
            done, count = group[-1], 2 * count


class _OneRun:
    """A run on its way."""

    def __init__(self, straight: Straight, spec: Spec) -> None:
        self._straight, self._spec = straight, spec
        self._bench = straight.begin(spec)
        self._counter = EpochCounter(straight.updates_per_epoch)
        self._watch = StopWatch()
        self._curve = set(curve_epochs(spec.training.epochs))
        first = straight.metrics(spec, self._bench.parameters[np.newaxis])[0]
        self._points: dict[int, Metrics] = {0: first}
        self._last, self._epoch, self._update = first, 0.0, 0
        if spec.stop.is_set:
            self._watch.look(spec.stop, 0, first)

    def go_on(self, epochs: Sequence[int]) -> bool:
        """Train to the last of these epochs; return whether the run goes on after it."""
        straight, spec, bench = self._straight, self._spec, self._bench
        ends = [self._counter.update(epoch) for epoch in epochs]
        sets = straight.advance(ends[-1] - bench.update, ends)
        for epoch, metrics in zip(epochs, straight.metrics(spec, sets), strict=False):
            if epoch in self._curve:
                self._points[epoch] = metrics
            self._last, self._epoch, self._update = metrics, epoch, self._counter.update(epoch)
            if spec.stop.is_set and self._watch.look(spec.stop, epoch, metrics):
                return False
        if bench.diverged_at is None:
            return True
        self._update, self._epoch = bench.update, self._counter.epoch(bench.update)
        self._last = straight.metrics(spec, bench.parameters[np.newaxis])[0]
        return False

    def outcome(self, seconds: float) -> Outcome:
        stopped = self._watch.reason
        if self._epoch == int(self._epoch):
            self._points[int(self._epoch)] = self._last
        return Outcome(
            epochs=int(self._epoch) if self._epoch == int(self._epoch) else self._epoch,
            updates=self._update,
            seconds=seconds,
            diverged=None if stopped else self._bench.diverged_at,
            train=score_of(self._last.train),
            validation=score_of(self._last.validation),
            test=score_of(self._last.test),
            stopped=stopped,
            curve=curve_of(list(self._points), list(self._points.values())),
        )

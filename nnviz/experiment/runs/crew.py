"""Many runs on all cores: threads that take run after run, since the kernels leave Python's lock alone.

Which thread runs what, and when, changes nothing of what comes out.
"""

import os
import queue
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

import numpy as np

from nnviz.arrays import IntArray
from nnviz.experiment.results.outcome import Outcome, Result
from nnviz.experiment.run.problem import Problem, load, problem_of, require_range
from nnviz.experiment.runs.side_by_side import in_units, lanes_are_ready, train_side_by_side
from nnviz.experiment.runs.straight import InterruptedRunError, Straight
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec
from nnviz.priority import step_back

NUMBERS_KEPT = 2**24
"""Numbers of data that wait for the next run that needs them: 128 megabytes."""
BENCHES_KEPT = 8
LARGE = 2**22
"""Numbers of data and network beyond which a thread keeps one set of arrays only."""

Unit = TypeVar("Unit")
Out = TypeVar("Out")


def cores() -> int:
    """Return how many cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class ProblemShelf:
    """The data of the runs, made once for all threads; the least used go when they are many, or large."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._problems: OrderedDict[object, Problem] = OrderedDict()

    def get(self, spec: Spec) -> Problem:
        """Return the data of an experiment.

        Raises
        ------
        SpecError
            If they cannot be made or read.
        """
        outputs = spec.network.built.outputs
        key = spec.data, outputs
        with self._lock:
            if key not in self._problems:
                self._problems[key] = problem_of(load(spec), outputs)
            self._problems.move_to_end(key)
            while len(self._problems) > 1 and self._numbers() > NUMBERS_KEPT:
                self._problems.popitem(last=False)
            return self._problems[key]

    def _numbers(self) -> int:
        return sum(each.examples.X.size + each.examples.Y.size for each in self._problems.values())


class CellRunner:
    """What one thread, or one process, runs one after another; it keeps arrays for the next run.

    Parameters
    ----------
    shelf : ProblemShelf
    stop : ndarray of int64, shape (1,)
        Not 0 any more as soon as running is to end.
    """

    def __init__(self, shelf: ProblemShelf, stop: IntArray) -> None:
        self._shelf, self._stop = shelf, stop
        self._benches: OrderedDict[object, Straight] = OrderedDict()

    def run(self, specs: Sequence[Spec]) -> list[Outcome | SpecError]:
        """Return what comes out of the runs of a unit (see `in_units`); the reason where data are missing.

        Raises
        ------
        InterruptedRunError
            If `stop` was set meanwhile.
        """
        try:
            problem = self._shelf.get(specs[0])
            require_range(specs[0], problem)
        except SpecError as error:
            return [error] * len(specs)
        straight = self._straight(specs[0], problem)
        outcomes: list[Outcome | None] = [None] * len(specs)
        if len(specs) > 1:
            outcomes = train_side_by_side(straight, specs, problem, self._stop)
        return [outcome or straight.run(spec) for outcome, spec in zip(outcomes, specs, strict=True)]

    def _straight(self, spec: Spec, problem: Problem) -> Straight:
        key = spec.data, spec.network.built, spec.training.batch_size, spec.training.shuffle
        if key not in self._benches:
            self._benches[key] = Straight(spec, problem, self._stop)
        self._benches.move_to_end(key)
        size = problem.examples.X.size + self._benches[key].network.parameter_count
        while len(self._benches) > (1 if size > LARGE else BENCHES_KEPT):
            self._benches.popitem(last=False)
        return self._benches[key]


class Crew:
    """Threads that run experiments.

    Parameters
    ----------
    jobs : int
        How many threads.
    lanes : bool
        Whether runs go side by side in the lanes of a kernel, where they can.
    """

    def __init__(self, jobs: int, lanes: bool = True) -> None:
        self._jobs = jobs
        self._lanes = lanes
        self._stop = np.zeros(1, np.int64)

    def stop(self) -> None:
        """Have all runs end within milliseconds; from any thread."""
        self._stop[0] = 1

    def run(self, specs: Sequence[Spec]) -> Generator[Result, None, None]:
        """Run all experiments; yield what comes out of each, in the order in which they end.

        Leaving the loop, by `break` or by an exception, stops the others.
        """
        shelf = ProblemShelf()

        def start() -> Callable[[list[int]], list[Result]]:
            worker = CellRunner(shelf, self._stop)
            return lambda places: list(
                zip(places, worker.run([specs[place] for place in places]), strict=True)
            )

        units = in_units(specs, self._lanes and lanes_are_ready())
        for results in spread(units, start, self._jobs, self._stop):
            yield from results


def spread(
    units: Sequence[Unit], start: Callable[[], Callable[[Unit], Out]], jobs: int, stop: IntArray
) -> Generator[Out, None, None]:
    """Have threads work on units; yield what each gives, in the order in which they are done.

    Leaving the loop, by `break` or by an exception, stops the others: within milliseconds, where the work
    looks at `stop` as the kernels do.

    Parameters
    ----------
    units : sequence
        They are begun in this order.
    start : callable
        Called by each thread once; returns its function from a unit to what comes out. That may raise
        InterruptedRunError after `stop`.
    jobs : int
        How many threads.
    stop : ndarray of int64, shape (1,)
        Set when the others are to stop; who sets it elsewhere ends the loop early.
    """
    waiting: queue.SimpleQueue[Unit] = queue.SimpleQueue()
    for unit in units:
        waiting.put(unit)
    results: queue.SimpleQueue[tuple[Out] | BaseException | None] = queue.SimpleQueue()

    def work() -> None:
        step_back()
        try:
            do = start()
            while not stop[0]:
                results.put((do(waiting.get_nowait()),))
        except (queue.Empty, InterruptedRunError):
            pass
        except BaseException as error:  # whoever waits for the results is to know
            results.put(error)
        finally:
            results.put(None)

    threads = [threading.Thread(target=work, name=f"run {number}") for number in range(min(jobs, len(units)))]
    for thread in threads:
        thread.start()
    try:
        yield from _until_all_leave(results, len(threads))
    except BaseException:  # also where the loop over this is left
        stop[0] = 1
        raise
    finally:
        for thread in threads:
            thread.join()


def _until_all_leave(
    results: queue.SimpleQueue[tuple[Out] | BaseException | None], threads: int
) -> Generator[Out, None, None]:
    while threads > 0:
        try:
            came = results.get(timeout=0.1)  # not for ever: on Windows that would not hear Ctrl+C
        except queue.Empty:
            continue
        if isinstance(came, BaseException):
            raise came
        if came is None:
            threads -= 1
        else:
            yield came[0]

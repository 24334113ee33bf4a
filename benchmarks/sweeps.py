"""Many runs: threads against one, lanes against runs alone, runs against sessions, and maps of trainings."""

import statistics
import time
from collections.abc import Callable

from nnviz.experiment.maps.axes import axis
from nnviz.experiment.maps.training_map import TrainingMap
from nnviz.experiment.results.plan import SweepAxis
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.session import Session
from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.sweeps.planning import plan_of

ROUNDS = 7


def specs_of(name: str, epochs: int, runs: int) -> list[Spec]:
    """Return so many runs of a shipped experiment, of four learning rates and several seeds."""
    rates = SweepAxis("training.learning_rate", (0.001, 0.002, 0.004, 0.008))
    plan = plan_of(load_spec(find(name)), name, [[rates]], runs // 4, {"training.epochs": epochs})
    return [cell.spec for cell in plan.cells()]


def ratio(slow: Callable[[], object], fast: Callable[[], object]) -> float:
    """Return how many times as long one takes as the other, the median over rounds in turn."""
    return statistics.median(_seconds(slow) / _seconds(fast) for _ in range(ROUNDS))


def threads() -> float:
    """Return how many times faster two threads are than one: full batches, a thousand updates a run."""
    specs = specs_of("lab-d-square", 1000, 64)
    return ratio(lambda: _drain(specs, 1), lambda: _drain(specs, 2))


def lanes() -> float:
    """Return how many times faster runs go in lanes than alone: online, the same curves of both."""
    specs = specs_of("lab-a-xor", 1000, 64)
    return ratio(lambda: _drain(specs, 1, lanes=False), lambda: _drain(specs, 1))


def lanes_that_differ() -> float:
    """Return the same where every run has a learning rate of its own."""
    rates = SweepAxis("training.learning_rate", tuple(0.05 * 1.06**k for k in range(64)))
    plan = plan_of(load_spec(find("lab-a-xor")), "rates", [[rates]], 1, {"training.epochs": 1000})
    specs = [cell.spec for cell in plan.cells()]
    return ratio(lambda: _drain(specs, 1, lanes=False), lambda: _drain(specs, 1))


def sessions() -> float:
    """Return how many times faster a sweep on one thread is than a session for each run."""
    specs = specs_of("lab-b-xor", 1000, 16)

    def one_after_another() -> None:
        for spec in specs:
            session = Session(spec)
            session.advance(session.last_update)

    return ratio(one_after_another, lambda: _drain(specs, 1))


def map_of(name: str, side: int, jobs: int) -> tuple[float, float]:
    """Return the seconds until 64 pixels of a map are there, and until all are: learning rate and scale."""
    layers = {"network.layers": [2, 4, 4, 1], "network.bias": True, "training.epochs": 1000}
    spec = with_values(load_spec(find(name)), layers)
    begin = time.perf_counter()
    rates = axis(spec, "training.learning_rate", 0.001, 1.0, side, by_factors=True)
    scales = axis(spec, "network.init_scale", 0.1, 4.0, side, by_factors=True)
    first, done = 0.0, 0
    for block in TrainingMap(spec, rates, scales).run(jobs):
        done += len(block.loss)
        if not first and done >= 64:
            first = time.perf_counter() - begin
    return first, time.perf_counter() - begin


def _drain(specs: list[Spec], jobs: int, lanes: bool = True) -> None:
    for _ in Crew(jobs, lanes).run(specs):
        pass


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin

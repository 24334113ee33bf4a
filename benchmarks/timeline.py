"""What the past costs: throughput with keyframes against without, memory, and how long a visit takes."""

import statistics
import time
from dataclasses import dataclass

import numpy as np
from machine import describe

from nnviz.engine.compiling.background import ensure_compiled
from nnviz.experiment.commands import Visit
from nnviz.experiment.look.scores import ScoresWish
from nnviz.experiment.look.timeline import TimelineWish
from nnviz.experiment.run.problem import load
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.timeline import TimelineView
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec

SLICE = 0.033  # seconds between two frames
VISITS = 200
ROUNDS = 25


@dataclass(frozen=True)
class Work:
    """An experiment, and how many updates its long run has."""

    name: str
    spec: Spec
    updates: int


def works() -> list[Work]:
    small = {"layers": [2, 4, 4, 1]}
    online = {"data": {"name": "xor"}, "network": small, "training": {"learning_rate": 0.1}}
    adam = {
        "data": {"name": "circles", "samples": 200},
        "network": {"layers": [2, 16, 16, 1], "dropout": 0.1},
        "training": {"optimizer": "adam", "learning_rate": 0.001, "batch_size": 10, "shuffle": True},
    }
    wide = {
        "data": {"name": "digits"},
        "network": {"layers": [64, 256, 128, 10], "activation": ["relu", "relu", "softmax"]},
        "training": {"loss": "cross_entropy", "optimizer": "adam", "learning_rate": 0.001, "batch_size": 32},
    }
    return [
        Work("online [2,4,4,1]", spec_from_dict(online), 10_000_000),
        Work("Adam, dropout, batches of 10 [2,16,16,1]", spec_from_dict(adam), 1_000_000),
        Work("digits [64,256,128,10], Adam, batches of 32", spec_from_dict(wide), 5_000),
    ]


def throughput(work: Work) -> float:
    """Return updates a second of processor time with keyframes over those without, in turn, same updates."""
    prepared = load(work.spec)
    session, bare = Session(work.spec, prepared), TrainingRun(work.spec, prepared)
    chunk = max(1, work.updates // 300)
    for each in (session, bare):
        each.advance(work.updates // 10)  # past the first epochs, each of which is a point of the curves
    ratios = []
    for _ in range(ROUNDS):
        with_past = processor_seconds(session, chunk)
        ratios.append(processor_seconds(bare, chunk) / with_past)
    return statistics.median(ratios)


def processor_seconds(run: Session | TrainingRun, chunk: int) -> float:
    """Return what some chunks of training take of this thread's time."""
    begin = time.thread_time()
    for _ in range(3):
        run.advance(chunk)
    return time.thread_time() - begin


def long_run(work: Work) -> Session:
    """Return a session that was trained as the window does."""
    session = Session(work.spec)
    while session.update < work.updates:
        session.advance_for(SLICE, at_most=work.updates - session.update)
    return session


def visits(session: Session) -> tuple[list[float], list[float]]:
    """Return the seconds to the nearest keyframe, and to the exact update, of random visits."""
    first, exact = [], []
    for update in np.random.default_rng(0).integers(0, session.length, VISITS).tolist():
        begin = time.perf_counter()
        session.apply(Visit(update))
        first.append(time.perf_counter() - begin)
        while not session.approach_for(1.0):
            pass
        exact.append(time.perf_counter() - begin)
    return first, exact


def milliseconds(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1e3:.2f} / {np.quantile(seconds, 0.99) * 1e3:.2f}"


def main() -> None:
    ensure_compiled()
    print(describe())
    print()
    print("| run | updates | throughput with : without | keyframes | MB | keyframe ms | exact ms |")
    print("|---|---|---|---|---|---|---|")
    for work in works():
        ratio = throughput(work)
        session = long_run(work)
        timeline = session.snapshot(ScoresWish(), TimelineWish()).look(TimelineView)
        first, exact = visits(session)
        cells = (
            work.name,
            f"{session.length:,}",
            f"{ratio:.3f}",
            f"{timeline.keyframes:,}",
            f"{timeline.memory / 1e6:.1f}",
            milliseconds(first),
            milliseconds(exact),
        )
        print(f"| {' | '.join(cells)} |")
    print("\nTimes are median / 99th percentile of 200 random visits.")


if __name__ == "__main__":
    main()

"""Running a map of trainings beside the window, from coarse to fine; news whenever it has become finer."""

import time
from collections.abc import Callable

import msgspec
import numpy as np

from nnviz.experiment.maps.order import MapOrder, Window
from nnviz.experiment.maps.standings import MapStandings
from nnviz.experiment.maps.training_map import COARSE, TrainingMap, trainings_of, worth_compiling
from nnviz.experiment.results.map_standing import MapStanding
from nnviz.experiment.run.engine_watch import wait_until_compiled
from nnviz.experiment.runs.crew import cores
from nnviz.experiment.spec.spec import Spec
from nnviz.tasks.task import Task
from nnviz.ui.sweep.running import SHARE, ended_by

BETWEEN = 0.06
"""Seconds between two pictures, at least."""


class MapNews(msgspec.Struct, frozen=True, eq=False):
    """How a map stands, and the time.

    Attributes
    ----------
    trainings : TrainingMap
    standing : MapStanding
    is_whole : bool
        Whether it shows all that was ordered, not a part that was zoomed to.
    seconds : float
        Since the first run.
    """

    trainings: TrainingMap
    standing: MapStanding
    is_whole: bool
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """About how long it will take; None where that cannot be said."""
        done = self.standing.done
        return self.seconds / done * (self.standing.runs - done) if done else None


def run_map(
    spec: Spec,
    order: MapOrder,
    window: tuple[Window, Window] | None,
    task: Task,
    prepare: Callable[[MapStanding], None] = lambda _standing: None,
) -> MapNews:
    """Run a map to its end; publish how it stands from time to time, each time prepared first.

    Raises
    ------
    SpecError
        If it cannot run as ordered.
    CancelledError
        If it was stopped.
    """
    trainings = trainings_of(order, spec) if window is None else trainings_of(order, spec, *window)
    heavy = worth_compiling(trainings)
    if heavy is not None:
        task.publish("Getting the compiled engine …")
        wait_until_compiled(heavy, give_up=task.cancelled)
    task.check()
    standings, stop = MapStandings(trainings), np.zeros(1, np.int64)
    begin = publish_at = time.monotonic()

    def news() -> MapNews:
        standing = standings.now()
        prepare(standing)
        return MapNews(trainings, standing, window is None, time.monotonic() - begin)

    with ended_by(task.cancelled, lambda: stop.fill(1)):
        for block in trainings.run(cores(), stop):
            standings.add(block)
            now = time.monotonic()
            if now >= publish_at and standings.done >= min(COARSE * COARSE // 2, standings.runs):
                task.publish(news())
                took = time.monotonic() - now
                publish_at = time.monotonic() + max(BETWEEN, took / SHARE)
    task.check()
    return news()

"""The health of a run over time: measured at the moments of its trail, when somebody looks, and kept."""

import time
from collections.abc import Iterator
from typing import Self
from weakref import WeakKeyDictionary

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine import Trainer
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.health import FEW_POINTS, MOST_POINTS, HealthProbe
from nnviz.experiment.look.health_advice import callouts_of
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.engine_watch import is_compiled
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.run.problem import training_of
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.health_view import Health, HealthView

SHARE = 0.05  # of the time, while training runs
AT_ONCE = 0.008  # seconds of measuring the past at a time, while training runs
PATIENCE = 0.15  # seconds of measuring the past while training is paused
QUANTITIES = ("gradient_norm", "update_ratio", "saturated", "dead")


class HealthWish(Wish, frozen=True):
    """To see gradients, flat and dead units and step sizes, layer by layer, now and before.

    Attributes
    ----------
    asked : int
        Another number asks again, for more of the past.
    """

    asked: int = 1

    def joined(self, other: Self) -> Self:
        """Return the later of both."""
        return max(self, other, key=lambda wish: wish.asked)

    def look(self, present: Present) -> HealthView:
        """Return the health now, and before as far as it is known."""
        view = present.kept(HealthWatch, present.run).view(present.moving)
        present.incomplete |= not view.complete
        return view

    @classmethod
    def on_paper(cls) -> "HealthWish":
        """Ask for the health."""
        return cls()


class HealthWatch:
    """Measures one run; made anew when its network or data change."""

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self._compiled = is_compiled()
        self._probe = self._new_probe()
        self._known: WeakKeyDictionary[Moment, Health] = WeakKeyDictionary()
        self._budget = Budget(SHARE)
        self._last: HealthView | None = None

    def view(self, moving: bool) -> HealthView:
        """Return the health now and before; while training goes on, perhaps that of a moment ago."""
        if moving and self._last is not None and not self._budget.allows():
            return self._last
        if is_compiled() and not self._compiled:
            self._compiled = True
            self._probe = self._new_probe()
            self._known.clear()
        with self._budget.spend():
            now = self._probe.measure(self._run.trainer, histograms=True)
            self._measure_past(AT_ONCE if moving else PATIENCE)
        if not moving:
            self._budget.forgive()
        epochs, curves = self._curves()
        complete = len(epochs) == len(self._moments())
        self._last = HealthView(epochs, complete, curves, now, callouts_of(now, self._run.spec))
        return self._last

    def _new_probe(self) -> HealthProbe:
        points = MOST_POINTS if self._compiled else FEW_POINTS
        return HealthProbe(self._run.problem, self._run.spec, points)

    def _measure_past(self, seconds: float) -> None:
        """Measure moments of the trail that are not known yet, spread evenly, for about so long."""
        end = time.perf_counter() + seconds
        moments = self._moments()
        unknown = [place for place in spread(len(moments)) if moments[place] not in self._known]
        trainer: Trainer | None = None
        for place in unknown:
            moment = moments[place]
            if trainer is None or trainer.training != training_of(moment.spec.training):
                trainer = self._run.trainer_for(moment)
            trainer.restore(moment.full_state())
            self._known[moment] = self._probe.measure(trainer)
            if time.perf_counter() > end:
                break

    def _moments(self) -> list[Moment]:
        """Return the moments at which the run had the network it has now."""
        present = self._run.spec.network
        return [moment for moment in self._run.history.trail.moments if moment.spec.network == present]

    def _curves(self) -> tuple[Floats, dict[str, Floats]]:
        known = [moment for moment in self._moments() if moment in self._known]
        epochs = np.array([moment.epochs.epoch(moment.update) for moment in known])
        depth = self._run.network.depth
        tables = {
            name: np.array(
                [[getattr(layer, name) for layer in self._known[moment].layers] for moment in known]
            ).reshape(-1, depth)
            for name in QUANTITIES
        }
        return epochs, tables


def spread(count: int) -> Iterator[int]:
    """Count `count` places, the last first, then so that any beginning is spread evenly."""
    if count:
        yield count - 1
    step = 1
    while step < count:
        step *= 2
    yield from range(0, count - 1, step)
    while step > 1:
        yield from range(step // 2, count - 1, step)
        step //= 2

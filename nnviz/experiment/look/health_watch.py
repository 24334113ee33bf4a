"""The health of a run over time: measured at the moments of its trail, when somebody looks, and kept."""

from collections.abc import Iterator
from typing import Self
from weakref import WeakKeyDictionary

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.trainer import Trainer
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.health import HealthProbe
from nnviz.experiment.look.health_consultation import Consultation, Measured, worked_off
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.moment import Moment
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
    """Measures one run; made anew when its network or data change.

    Measuring goes in pieces, a few milliseconds at a time while training runs: what is shown may be of a
    moment ago, and says of which.
    """

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self._probe = HealthProbe(run.problem, run.spec)
        self._known: WeakKeyDictionary[Moment, Health] = WeakKeyDictionary()
        self._budget = Budget(SHARE)
        self._now: Measured | None = None
        self._measuring: Iterator[None] = iter(())
        self._is_measuring = False
        self._measured_at = -1, run.spec
        self._past: Iterator[None] = iter(())
        self._consultation = Consultation(run)
        self._last: HealthView | None = None

    def view(self, moving: bool) -> HealthView:
        """Return the health now and before; while training goes on, perhaps that of a moment ago."""
        if moving and self._last is not None and not self._budget.allows():
            return self._last
        with self._budget.spend():
            arrived = self._measure_now(moving)
            if arrived or moving:
                self._measure_past(AT_ONCE if moving else PATIENCE)
            if moving or (arrived and self._past_is_known):
                self._consultation.go_on(self._require_now(), AT_ONCE if moving else PATIENCE)
        if not moving:
            self._budget.forgive()
        self._last = self._seen(arrived)
        return self._last

    def _seen(self, arrived: bool) -> HealthView:
        now, (epochs, curves) = self._require_now(), self._curves()
        complete = arrived and self._past_is_known
        asked = self._consultation
        return HealthView(
            epochs=epochs,
            complete=complete,
            curves=curves,
            now=now.health,
            callouts=asked.callouts,
            update=now.update,
            epoch=now.epoch,
            trying=asked.is_trying,
            tried=asked.tried,
            waiting=asked.is_waiting,
        )

    def _measure_now(self, moving: bool) -> bool:
        """Go on measuring, for about so long as there is; return whether this very moment is measured.

        While training moves on, what was begun is finished first. Something must be known at the first look.
        """
        here = self._run.update, self._run.spec
        if self._measured_at != here and not (moving and self._is_measuring):
            self._measured_at, self._measuring = here, self._pieces_of_now()
            self._is_measuring = True
        self._is_measuring = not worked_off(self._measuring, AT_ONCE if moving else PATIENCE)
        if self._now is None:
            self._is_measuring = not worked_off(self._measuring, float("inf"))
        return not self._is_measuring and self._measured_at == here

    def _pieces_of_now(self) -> Iterator[None]:
        update = self._run.update
        epoch = self._run.epochs.epoch(update)
        health = yield from self._probe.measuring(self._run.trainer, histograms=True)
        self._now = Measured(health, update, epoch)

    def _require_now(self) -> Measured:
        if self._now is None:
            raise RuntimeError("Nothing has been measured yet.")
        return self._now

    def _measure_past(self, seconds: float) -> None:
        """Measure moments of the trail that are not known yet, spread evenly, for about so long."""
        if worked_off(self._past, 0.0):
            self._past = self._pieces_of_past()
        worked_off(self._past, seconds)

    def _pieces_of_past(self) -> Iterator[None]:
        """Measure all moments that the trail has by now, with a pause after each piece."""
        moments = self._moments()
        trainer: Trainer | None = None
        for place in spread(len(moments)):
            moment = moments[place]
            if moment in self._known:
                continue
            if trainer is None or trainer.training != moment.spec.training.built:
                trainer = self._run.trainer_for(moment)
            trainer.restore(moment.full_state())
            self._known[moment] = yield from self._probe.measuring(trainer)
            yield

    @property
    def _past_is_known(self) -> bool:
        return all(moment in self._known for moment in self._moments())

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

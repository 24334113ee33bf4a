"""Asking why a run does not learn: what is known of a moment is handed over, what is said is kept.

Trials take time: they go on in small pieces, between looks, and never while the engine is not compiled.
"""

import time
from collections.abc import Generator, Iterator
from typing import NamedTuple

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.diagnosis.examiner import Examiner
from nnviz.experiment.diagnosis.facts import Facts
from nnviz.experiment.diagnosis.quality import quality_of
from nnviz.experiment.diagnosis.trial import can_try
from nnviz.experiment.run.problem import initial_parameters_of
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.health_view import Callout, Health
from nnviz.experiment.spec.spec import Spec


class Measured(NamedTuple):
    """Health, and of which moment."""

    health: Health
    update: int
    epoch: float


class Consultation:
    """Asks the examiner about the present moment of a run, a few milliseconds at a time.

    Attributes
    ----------
    callouts : tuple of Callout
        What was said last; at the first examination, what is certain already.
    is_waiting : bool
        Whether one has to wait for the engine to be compiled.
    """

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self._examiner: Examiner | None = None
        self._spec: Spec | None = None
        self._examined: Measured | None = None
        self._pieces: Iterator[None] = iter(())
        self.callouts: tuple[Callout, ...] = ()
        self._is_examining = self.is_waiting = False

    def go_on(self, measured: Measured, seconds: float) -> None:
        """Examine for about so long; what is under way ends before a later moment is looked at."""
        self.is_waiting = not can_try(self._run.spec, len(self._run.trainer.X))
        if self.is_waiting:
            return
        if self._spec != self._run.spec:
            self._spec, self.callouts = self._run.spec, ()
            self._examiner = Examiner(self._run.spec, self._run.prepared)
            self._is_examining, self._examined = False, None
        if self._examined is not measured and not self._is_examining:
            self._examined, self._is_examining = measured, True
            self._pieces = self._examination(measured)
        if self._is_examining:
            self._is_examining = not worked_off(self._pieces, seconds)

    @property
    def is_trying(self) -> bool:
        """Whether more may be said: an examination is under way, or yet to begin."""
        return not self.is_waiting and (self._is_examining or self._examined is None)

    @property
    def tried(self) -> int:
        """How many settings have been tried."""
        return 0 if self._examiner is None else self._examiner.tried

    def _examination(self, measured: Measured) -> Generator[None, None, None]:
        if self._examiner is None:
            return
        is_first = not self.callouts  # later on, what was said stays until all is known
        pieces = self._examiner.examine(facts_of(self._run, measured.health))
        while True:
            try:
                next(pieces)
            except StopIteration as end:
                self.callouts = end.value
                return
            if is_first:
                self.callouts = self._examiner.sure
            yield


def facts_of(run: TrainingRun, health: Health) -> Facts:
    """Return what is known of the moment at which a run stands, and whose health is measured."""
    spec, now = run.spec, run.parameters()
    epochs, losses = _curve(run)
    return Facts(
        spec=spec,
        problem=run.problem,
        start=initial_parameters_of(spec),
        now=now,
        health=health,
        quality=quality_of(run.problem, run.network, spec.training.loss, now),
        update=run.update,
        epoch=run.epochs.epoch(run.update),
        curve_epochs=epochs,
        curve=losses,
    )


def _curve(run: TrainingRun) -> tuple[Floats, Floats]:
    """Return the training loss up to now; the records of a run that was set back go on."""
    curves = run.history.curves()
    until = int(np.searchsorted(curves.updates, run.update, side="right"))
    return curves.epochs[:until], curves.loss["train"][:until]


def worked_off(pieces: Iterator[None], seconds: float) -> bool:
    """Do pieces for about so long; return whether none is left."""
    end = time.perf_counter() + seconds
    return all(time.perf_counter() <= end for _ in pieces)

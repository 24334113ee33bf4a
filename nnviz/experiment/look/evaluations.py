"""What the network makes of all points, once for everything that is shown of it."""

from collections.abc import Callable
from typing import Any, TypeVar
from weakref import ref

from nnviz.engine.evaluate import Evaluation
from nnviz.experiment.look.budget import Budget
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.seen import SeenRun

Look = TypeVar("Look")

SHARE = 0.05  # of the time, while training runs
CHEAP = 0.002
"""Seconds: what takes no longer is measured whenever the maps are made, so that all are of one moment."""


class Evaluations:
    """Evaluates one run: while training goes on, only as often as a small share of the time allows."""

    def __init__(self, run: SeenRun) -> None:
        self._run = run
        self._budget = Budget(SHARE)
        self._present: Callable[[], Present | None] = lambda: None
        """That of the last question, while it is there: to hold it would hold the session in a circle."""
        self._loss = ""
        self._last: Evaluation | None = None
        self._update = 0
        self._made: dict[type, Any] = {}

    def made_of(self, present: Present, kind: type[Look], make: Callable[[Evaluation], Look]) -> Look:
        """Return the look that is made of the evaluation, the same as long as that stays."""
        evaluation = self.evaluation(present)
        if kind not in self._made:
            self._made[kind] = make(evaluation)
        look: Look = self._made[kind]
        return look

    def evaluation(self, present: Present) -> Evaluation:
        """Return the evaluation of this moment, perhaps of one a little earlier; the same to all who ask."""
        if self._last is None or (present is not self._present() and self._is_due(present)):
            with self._budget.spend():
                self._last, self._loss = self._run.evaluation(), self._run.spec.training.loss
            self._update = self._run.update
            self._made.clear()
        self._present = ref(present)
        return self._last

    def moment(self, present: Present) -> int:
        """Return after how many updates the evaluation was made that goes with a snapshot."""
        self.evaluation(present)
        return self._update

    def _is_due(self, present: Present) -> bool:
        other_loss = self._loss != self._run.spec.training.loss
        cheap = (self._budget.cost or 0.0) <= CHEAP
        if other_loss or not present.moving or (cheap and present.has_new_maps):
            return True
        return self._budget.allows() and not (cheap and present.waits_for_maps)


def made_of_evaluation(present: Present, kind: type[Look], make: Callable[[Evaluation], Look]) -> Look:
    """Return the look of a kind that is made of the evaluation that goes with a snapshot."""
    return present.kept(Evaluations, present.run).made_of(present, kind, make)


def measured_at(present: Present) -> int:
    """Return after how many updates the evaluation was made that goes with a snapshot."""
    return present.kept(Evaluations, present.run).moment(present)

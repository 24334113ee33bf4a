"""Looking at a run: snapshots, made without taking more than a small share of the time from training."""

from collections.abc import Callable

from nnviz.arrays import Floats
from nnviz.experiment.diagnosis.divergence import divergence_of
from nnviz.experiment.look.present import Kept, Present
from nnviz.experiment.look.wish import Wishes
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.divergence import DivergenceView
from nnviz.experiment.snapshot.snapshot import Snapshot
from nnviz.experiment.snapshot.timeline import TimelineView


class Observer:
    """Makes snapshots of one run; made anew when its network or data change.

    While training goes on, looks are renewed only as often, and made only as finely, as a small share of the
    time allows; a snapshot of a paused run is of that very moment.

    Attributes
    ----------
    coarse : bool
        Whether the looks of the last snapshot are coarser than was wished.
    incomplete : bool
        Whether they would show more if they were asked for again.
    """

    def __init__(self, run: TrainingRun) -> None:
        self._run = run
        self.trainer = run.trainer
        self._kept: Kept = {}
        self._divergence: tuple[object, DivergenceView | None] = None, None
        self.coarse = self.incomplete = False

    def divergence(self) -> DivergenceView | None:
        """Return why training cannot go on, in words."""
        found, spec = self._run.divergence, self._run.spec
        if found is None:
            return None
        if self._divergence[0] != (found, spec):  # a remedy takes its time to find
            self._divergence = (found, spec), divergence_of(spec, *found, self._run.prepared)
        return self._divergence[1]

    def snapshot(
        self,
        wishes: Wishes,
        past: Callable[[], TimelineView],
        *,
        running: bool,
        moving: bool,
        unhurried: bool,
    ) -> Snapshot:
        """Return this moment, with what is wished of the run; the rest is the session's to say.

        `moving` says that it is not to be looked at for long, `unhurried` that nothing else is waiting.
        """
        run = self._run
        present = Present(run, self._kept, past, moving=running or moving, unhurried=unhurried)
        found = [wish.look(present) for wish in wishes]
        self.coarse, self.incomplete = present.coarse, present.incomplete
        return Snapshot(
            spec=run.spec,
            split=run.problem.split,
            running=running,
            update=run.update,
            epoch=run.epochs.epoch(run.update),
            updates_per_second=0.0,
            learning_rate=run.learning_rate,
            weights=_frozen(present.weights),
            biases=_frozen(present.biases),
            curves=run.history.curves(),
            divergence=self.divergence(),
            looks={type(look): look for look in found if look is not None},
        )


def _frozen(arrays: list[Floats]) -> tuple[Floats, ...]:
    for array in arrays:
        array.flags.writeable = False
    return tuple(arrays)

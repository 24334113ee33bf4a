"""The update to be explained: the coming one of a run, or what it would be for one example of one's own."""

from dataclasses import replace
from typing import Self

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.seen import SeenRun
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example


class ComingUpdateWish(Wish, frozen=True):
    """To have the coming update explained, or what it would be for one example in place of the batch."""

    example: Example | None = None

    def joined(self, other: Self) -> Self:
        """Return the wish for the example that somebody named."""
        return self if self.example is not None else other

    def look(self, present: Present) -> ComingUpdate:
        """Return everything the update will compute."""
        return coming_update(present.run, self.example)

    @classmethod
    def on_paper(cls) -> "ComingUpdateWish":
        """Ask for the coming update of the batch."""
        return cls()


def coming_update(run: SeenRun, example: Example | None = None) -> ComingUpdate:
    """Return the coming update of a run; of one example alone where one is given.

    An example that no longer exists (the data have changed) is left aside.
    """
    training, prepared = run.spec.training.built, run.prepared
    scaling = (prepared.offset, prepared.scale) if prepared.is_scaled else None
    rows = None if example is None else _rows(run, example)
    if rows is None:
        return ComingUpdate(run.trace(), run.network, training, None, scaling)
    # One example is an epoch of its own, so the schedule of the learning rate must be that of the run.
    alone = replace(
        training, batch_size=1, shuffle=False, schedule="constant", learning_rate=run.learning_rate
    )
    return ComingUpdate(run.trace_of(*rows, alone), run.network, alone, example, scaling)


def _rows(run: SeenRun, example: Example) -> tuple[Floats, Floats] | None:
    """Return inputs, (1, n_inputs), and targets, (1, n_outputs), as the network takes them."""
    if example.part:
        if example.part not in run.problem.rows:
            return None
        part = run.problem.part(example.part)
        if not 0 <= example.index < len(part.X):
            return None
        return part.X[[example.index]], part.Y[[example.index]]
    inputs = np.array([example.inputs], dtype=np.float64)
    targets = np.array([example.targets], dtype=np.float64)
    if inputs.shape[1] != run.network.inputs or targets.shape[1] != run.network.outputs:
        return None
    return inputs, targets

"""Reading out the coming update of a run, or what it would be for one example alone."""

from dataclasses import replace

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine import Trainer
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.coming_update import ComingUpdate, Example


def coming_update(run: TrainingRun, example: Example | None = None) -> ComingUpdate:
    """Return the coming update of a run; of one example alone where one is given.

    An example that no longer exists (the data have changed) is left aside.
    """
    training = run.trainer.training
    rows = None if example is None else _rows(run, example)
    if rows is None:
        return ComingUpdate(run.trainer.trace(), run.network, training)
    # One example is an epoch of its own, so the schedule of the learning rate must be that of the run.
    alone = replace(
        training, batch_size=1, shuffle=False, schedule="constant", learning_rate=run.learning_rate
    )
    trainer = Trainer(run.network, alone, *rows, *run.parameters(), seed=run.trainer.seed)
    trainer.restore(run.trainer.state())
    return ComingUpdate(trainer.trace(), run.network, alone, example)


def _rows(run: TrainingRun, example: Example) -> tuple[Floats, Floats] | None:
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
    if inputs.shape[1] != run.network.layers[0] or targets.shape[1] != run.network.layers[-1]:
        return None
    return inputs, targets

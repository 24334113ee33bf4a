"""Running a shipped experiment from several seeds, and what is measured of the runs.

Tests and page share this file, so that what the page says is what the tests check.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from nnviz.engine.ensemble import train_ensemble
from nnviz.engine.evaluate import forward
from nnviz.experiment.look.input_planes import plane_points
from nnviz.experiment.results.outcome import Outcome
from nnviz.experiment.run.problem import load
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.spec import Spec
from nnviz.experiment.spec.weights_file import experiment_at

Floats = NDArray[np.float64]

STRAIGHT = 1e-10
"""A second difference of the logit below this share of its largest one is rounding: there is no bend."""


@dataclass(eq=False)
class Run:
    """One seed of an experiment, trained; `at` holds the scores after the epochs that were asked for.

    That of a sweep is known by what came out of it, and trained again only where its network is asked for.
    """

    spec: Spec
    at: dict[int, Metrics] = field(default_factory=dict)
    outcome: Outcome | None = None

    @cached_property
    def training(self) -> TrainingRun:
        """The run itself, at its end."""
        training = TrainingRun(self.spec, load(self.spec))
        if self.outcome is not None:
            training.trainer.run(self.outcome.updates)
        return training

    @property
    def seed(self) -> int:
        """What the initial weights were drawn from."""
        return self.spec.training.seed

    @property
    def diverged(self) -> bool:
        """Whether a weight became infinite or NaN; the scores are then those before it."""
        if self.outcome is not None:
            return self.outcome.diverged is not None
        return self.training.divergence is not None

    @property
    def final(self) -> Metrics:
        """The scores after the last epoch."""
        return self.at[max(self.at)]

    @property
    def loss(self) -> float:
        """The training loss after the last epoch."""
        return self.final.train.loss

    @property
    def accuracy(self) -> float:
        """The training accuracy after the last epoch."""
        return self.final.train.accuracy

    @property
    def test_accuracy(self) -> float:
        """The test accuracy after the last epoch; NaN without test points."""
        return np.nan if self.final.test is None else self.final.test.accuracy

    def outputs(self, X: Floats) -> Floats:
        """Return the outputs for raw points X: (n_samples, n_features) -> (n_samples, n_outputs)."""
        inputs = self.training.prepared.to_inputs(X)
        return forward(self.training.network, *self.training.parameters(), inputs)[-1]

    def predictions(self) -> Floats:
        """Return the outputs for the training points, (n_samples, n_outputs)."""
        return self.outputs(self.training.prepared.split.train.X)


def shipped(name: str) -> Spec:
    """Return a shipped experiment."""
    return experiment_at(name)


def train(name: str, seeds: Iterable[int], epochs: Sequence[int] = (), **changes: object) -> list[Run]:
    """Train a shipped experiment from several seeds.

    Parameters
    ----------
    name : str
        The experiment, as `nnviz list` calls it.
    seeds : iterable of int
        Values of `training.seed`.
    epochs : sequence of int, optional
        After which the scores are kept; training ends with the last one. Without it, the end of the file.
    changes : optional
        Other values, with two underscores for the dot: `data__seed=1`.
    """
    spec = shipped(name)
    for key, value in changes.items():
        spec = with_value(spec, key.replace("__", "."), value)
    prepared = load(spec)
    runs = [Run(with_value(spec, "training.seed", seed)) for seed in seeds]
    for run in runs:
        run.training = TrainingRun(run.spec, prepared)
    done = 0
    for epoch in sorted(epochs) or [spec.training.epochs]:
        going = [run.training.trainer for run in runs if not run.diverged]
        if going:
            train_ensemble(going, (epoch - done) * going[0].updates_per_epoch)
        done = epoch
        for run in runs:
            run.at[epoch] = run.training.metrics()
    return runs


def loss_on_the_way(run: Run) -> float:
    """Return the mean over the next epoch of each batch's loss just before its update.

    This is what a program prints that adds up losses while it learns; learning point by point it may differ
    from the loss after the epoch. The run moves on by one epoch.
    """
    trainer = run.training.trainer
    losses = []
    for _ in range(trainer.updates_per_epoch):
        losses.append(float(trainer.trace().loss))
        trainer.run(1)
    return float(np.mean(losses))


def straight_share(run: Run, side: int = 101) -> float:
    """Return the share of the input plane on which the logit is a linear function of the inputs.

    There its second differences vanish; a network of ReLU units bends only along lines, one of smooth
    activations bends everywhere. For two softmax outputs, whose logit is log(y1 / y0).
    """
    outputs = run.outputs(plane_points(run.training.prepared.split.train.domain, side))
    logit = (np.log(outputs[:, 1]) - np.log(outputs[:, 0])).reshape(side, side)
    along_x2 = np.abs(np.diff(logit, 2, axis=0))[:, 1:-1]
    along_x1 = np.abs(np.diff(logit, 2, axis=1))[1:-1]
    across = np.abs(np.diff(np.diff(logit, axis=0), axis=1))[1:, 1:]
    bend = np.maximum(np.maximum(along_x1, along_x2), across)
    return float(np.mean(bend < STRAIGHT * bend.max()))

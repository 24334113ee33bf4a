"""Training with other settings for a while, aside, to see what comes of it: in pieces, and bounded."""

from collections.abc import Generator

import msgspec
import numpy as np

from nnviz.arrays import Floats, Parameters
from nnviz.data.prepare import Prepared, prepared_from
from nnviz.engine.run import tag_for
from nnviz.engine.trainer import Trainer
from nnviz.experiment.diagnosis.quality import Quality, quality_of
from nnviz.experiment.run.engine_watch import is_compiled
from nnviz.experiment.run.problem import Problem, initial_parameters_of, load, problem_of, products_of
from nnviz.experiment.spec.spec import Spec

WORK = 3 * 10**7
"""Products of a weight and an activation that one trial may take, if it is to be longer than an epoch."""
TOO_MUCH = 10 * WORK
"""With more of them in one epoch nothing is tried."""
LANES, WIDE = 16, 10_000
"""Samples of a batch, and products of a sample, from which on products are computed many at a time:"""
AT_ONCE, AT_ONCE_BY_KERNELS = 100, 400
"""so many, in the time that one takes in a network of a few units."""
PIECE = 200_000
"""Products between two pauses."""
MOMENTS = 16
"""Moments of a trial at which its loss is noted."""


class TrialOutcome(msgspec.Struct, frozen=True, eq=False):
    """What came of a trial.

    Attributes
    ----------
    epochs : int
        How long it was.
    quality : Quality
        At the end; not finite where it diverged.
    curve_epochs, curve : ndarray, shape (n,)
        Epochs, and the mean loss then; the first is that of the start.
    """

    epochs: int
    quality: Quality
    curve_epochs: Floats
    curve: Floats


def epochs_of_trials(spec: Spec, points: int) -> int:
    """Return how many epochs a trial of an experiment lasts; 0 where one epoch is too much already."""
    per_epoch = products_of(spec.network.built) * points // _pace(spec, points)
    if per_epoch > TOO_MUCH:
        return 0
    return max(1, min(spec.training.epochs, WORK // max(1, per_epoch)))


def takes_long(spec: Spec, points: int) -> bool:
    """Whether a trial of an experiment takes a second or so: too long for a hint nobody asked for."""
    return _pace(spec, points) > 1


def _pace(spec: Spec, points: int) -> int:
    """Return how many products take as long as one of a small network: those of many samples go together."""
    network = spec.network.built
    batch = spec.training.built.samples_per_update(points)
    if batch < LANES or products_of(network) < WIDE:
        return 1
    return AT_ONCE if network.is_dense else AT_ONCE_BY_KERNELS


def can_try(spec: Spec, points: int) -> bool:
    """Whether trials of an experiment run compiled; interpreted they would take minutes."""
    tag = tag_for(spec.network.built, spec.training.built, points)
    return is_compiled({tag}) and is_compiled()


def data_of(spec: Spec, other: Spec, prepared: Prepared) -> Prepared:
    """Return the data of an experiment, from those of another one that may have the same points."""
    if spec.data == other.data:
        return prepared
    scaled = msgspec.structs.replace(other.data, standardize=spec.data.standardize)
    return prepared_from(spec.data, prepared.split) if scaled == spec.data else load(spec)


def trial(spec: Spec, prepared: Prepared, epochs: int) -> Generator[None, None, TrialOutcome]:
    """Train from the initial weights for so many epochs, with a pause after each piece.

    It is what `nnviz train` does with these settings, to the bit.
    """
    problem = problem_of(prepared, spec.network.built.outputs)
    network, training, start = (
        spec.network.built,
        spec.training.built,
        initial_parameters_of(spec),
    )
    train = problem.part("train")
    trainer = Trainer(network, training, train.X, train.Y, *start, seed=spec.training.seed)
    moments = np.unique(np.linspace(0, epochs, MOMENTS + 1).astype(np.int64))
    per_update = products_of(network) * training.samples_per_update(len(train.X))
    piece = max(1, PIECE // per_update)
    qualities = []
    for epoch in moments.tolist():
        end = epoch * trainer.updates_per_epoch
        while trainer.update < end and trainer.divergence is None:
            trainer.run(min(piece, end - trainer.update))
            yield
        qualities.append(_quality(spec, problem, trainer))
    return TrialOutcome(
        epochs, qualities[-1], moments.astype(np.float64), np.array([q.loss for q in qualities])
    )


def _quality(spec: Spec, problem: Problem, trainer: Trainer) -> Quality:
    parameters: Parameters = trainer.parameters()
    found = quality_of(problem, trainer.network, spec.training.loss, parameters)
    if trainer.divergence is None:
        return found
    return Quality(np.inf, found.accuracy, np.inf, found.chance)

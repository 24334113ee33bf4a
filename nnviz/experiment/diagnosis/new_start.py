"""Settings with which a run that diverged would have stayed finite: found by trying, on a few updates."""

from collections.abc import Iterator

import msgspec
import numpy as np

from nnviz.arrays import Parameters
from nnviz.data.prepare import Prepared
from nnviz.engine.evaluate import evaluate
from nnviz.engine.kernels.network import Network
from nnviz.engine.trainer import Trainer
from nnviz.experiment.run.problem import Examples, initial_parameters_of, problem_of
from nnviz.experiment.snapshot.divergence import NewStart
from nnviz.experiment.spec.spec import Spec

STEP = 10.0
"""Each learning rate that is tried is so much smaller than the one before."""
SMALLEST = 1e-12
FEWEST_UPDATES, MOST_UPDATES = 20, 200
WORK = 10**8
"""Products that one trial may take, if it is to be longer than the fewest updates."""
MOST_SAMPLES = 1000
"""Training points on which the loss before and after a trial is compared."""
CAREFUL_INIT = "glorot_uniform"


def remedy_for(spec: Spec, prepared: Prepared, update: int) -> NewStart | None:
    """Return the settings closest to these that survive a trial from their own initial weights.

    A trial is passed when nothing overflows and the loss is finite and no higher than at the start. What is
    tried: ever smaller learning rates; then the same from other, smaller initial weights.

    Parameters
    ----------
    update : int
        The update that failed. Trials last longer the later it was, within limits.
    """
    updates = min(max(FEWEST_UPDATES, 4 * update), MOST_UPDATES)
    return next((remedy for remedy in _candidates(spec) if _passes(remedy.spec, prepared, updates)), None)


def _candidates(spec: Spec) -> Iterator[NewStart]:
    """Yield the settings to be tried, the mildest change first."""
    yield from _slower(spec, "")
    own_weights = spec.network.weights is not None or spec.network.biases is not None
    large_start = spec.network.init != CAREFUL_INIT or spec.network.init_scale > 1.0
    if own_weights or large_start:
        scale = min(spec.network.init_scale, 1.0)
        network = msgspec.structs.replace(
            spec.network, weights=None, biases=None, init=CAREFUL_INIT, init_scale=scale
        )
        smaller = msgspec.structs.replace(spec, network=network)
        words = "smaller initial weights (Glorot)"
        yield NewStart(smaller, words)
        yield from _slower(smaller, f"{words} and ")


def _slower(spec: Spec, words: str) -> Iterator[NewStart]:
    rate = spec.training.learning_rate / STEP
    while rate >= SMALLEST:
        training = msgspec.structs.replace(spec.training, learning_rate=float(f"{rate:.6g}"))
        yield NewStart(
            msgspec.structs.replace(spec, training=training), f"{words}a learning rate of {rate:.10g}"
        )
        rate /= STEP


def _passes(spec: Spec, prepared: Prepared, updates: int) -> bool:
    network, training = spec.network.built, spec.training.built
    train = problem_of(prepared, network.outputs).part("train")
    start = initial_parameters_of(spec)
    loss_before = _loss(network, training.loss, start, train)
    if not np.isfinite(loss_before):
        return False
    trainer = Trainer(network, training, train.X, train.Y, *start, seed=spec.training.seed)
    per_update = network.parameter_count * training.samples_per_update(len(train.X))
    wanted = max(FEWEST_UPDATES, min(updates, WORK // per_update))
    if trainer.run(wanted) < wanted:
        return False
    loss_after = _loss(network, training.loss, trainer.parameters(), train)
    return bool(np.isfinite(loss_after) and loss_after <= loss_before)


def _loss(network: Network, loss: str, parameters: Parameters, train: Examples) -> float:
    """Return the mean loss of some training points."""
    return evaluate(network, loss, *parameters, train.X[:MOST_SAMPLES], train.Y[:MOST_SAMPLES])[0]

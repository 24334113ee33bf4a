"""From an experiment to the update that an exercise asks about."""

from typing import Any

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.session import Session
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.spec import Spec
from nnviz.explain.exercise.given import MOST_PARAMETERS, is_large
from nnviz.explain.exercise.update import Update

LARGEST_BATCH = 3
"""Samples of an update that is computed by hand."""
SMALL_BATCH = 2


class Start(msgspec.Struct, frozen=True, eq=False):
    """What an exercise starts from.

    Attributes
    ----------
    spec : Spec
        The experiment as it is computed by hand.
    notes : tuple of str
        How that differs from the experiment, a sentence each.
    """

    spec: Spec
    notes: tuple[str, ...]


def start_of(spec: Spec, seed: int | None) -> Start:
    """Return the experiment as it is computed by hand: plain gradient descent, a batch of few samples.

    Parameters
    ----------
    seed : int, optional
        Another sheet: other initial weights. Where the experiment gives its weights, others with one digit
        are drawn. None: the experiment's own.

    Raises
    ------
    ValueError
        If the network is too large to be computed by hand.
    """
    network = spec.network.built
    if network.is_dense and network.parameter_count > MOST_PARAMETERS:
        raise ValueError(
            f"an exercise by hand takes a network of at most {MOST_PARAMETERS} weights and biases; this one "
            f"has {network.parameter_count:,}: choose a smaller experiment, such as by-hand-one-update."
        )
    changes: dict[str, Any] = {}
    notes = []
    if seed is not None:
        changes |= {"training.seed": seed}
    training = spec.training
    if training.optimizer != "sgd" or training.schedule != "constant" or training.weight_decay:
        changes |= {
            "training.optimizer": "sgd",
            "training.schedule": "constant",
            "training.weight_decay": 0.0,
        }
        notes.append("The update is that of plain gradient descent with a constant learning rate.")
    if training.order != "right":
        changes["training.order"] = "right"
        notes.append("The order is the right one: the error goes back before any weight is changed.")
    if is_large(network):
        changes["training.batch_size"] = 1
        notes.append(
            "The network is too large to be computed whole: what the blanks are computed from is given."
        )
        notes.append("The batch has one sample.")
    elif not 0 < training.batch_size <= LARGEST_BATCH:
        few = _few_samples(training.learning_rate)
        changes["training.batch_size"] = few
        notes.append(f"The batch has at most {few} samples.")
    if spec.network.dtype != "float64" and not is_large(network):
        changes["network.dtype"] = "float64"
    changed = with_values(spec, changes) if changes else spec
    if seed is not None and spec.network.weights is not None:
        changed = _redrawn(changed, seed)
        notes.append(f"The weights are those of sheet {seed}.")
    return Start(changed, tuple(notes))


def _few_samples(rate: float) -> int:
    """Return of how many samples a batch is made that one can compute by hand.

    Where rate and number of samples cancel, the sum without the rate is the mean with it: a wrong entry could
    not tell which of the two it comes from.
    """
    return LARGEST_BATCH if np.isclose(rate * SMALL_BATCH, 1.0) else SMALL_BATCH


def update_of(session: Session) -> Update:
    """Return the coming update of a session as a student computes it."""
    return Update(session.trace(), session.spec.network.built, session.spec.training.built)


def _redrawn(spec: Spec, seed: int) -> Spec:
    """Return the experiment with other weights of one digit, none of them zero."""
    rng = np.random.default_rng(seed)
    assert spec.network.weights is not None
    shapes = [np.shape(rows) for rows in spec.network.weights]
    weights = tuple(_rows(_short(rng, shape).tolist()) for shape in shapes)
    has_bias = spec.network.biases is not None
    biases = tuple(_rows(_short(rng, shape[-1:]).tolist()) for shape in shapes) if has_bias else None
    network = msgspec.structs.replace(spec.network, weights=weights, biases=biases)
    return msgspec.structs.replace(spec, network=network)


def _short(rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
    tenths = rng.integers(1, 10, shape) * rng.choice([-1, 1], shape)
    return np.asarray(tenths / 10.0)


def _rows(values: Any) -> Any:
    return tuple(_rows(value) for value in values) if isinstance(values, list) else values

"""How a network is trained: loss, optimizer, batches, penalties, order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES

REDUCTIONS = ("mean", "sum")
ORDERS = ("right", "update_first")


@dataclass(frozen=True)
class Training:
    """How a network is trained.

    Parameters
    ----------
    loss : str
        A name of `LOSSES`.
    reduction : {"mean", "sum"}
        Over the samples of a batch; the last, shorter batch of an epoch counts its own samples.
    optimizer : str
        A name of `OPTIMIZERS`.
    learning_rate : float
    batch_size : int
        Samples an update; 0 for all.
    shuffle : bool
        Whether each epoch visits the samples in a new order; else in the order given.
    l1, l2 : float
        Add l1 sum |w| and (l2/2) sum w^2, over weights but not biases, once per batch, whatever the
        reduction.
    weight_decay : float
        Shrinks the weights by learning_rate * weight_decay at each update, apart from the gradient (as in
        AdamW).
    order : {"right", "update_first"}
        "update_first" is a mistake, offered on purpose: a layer's weights are changed before the error is
        propagated through them to the layer below.
    momentum : float
        Of `momentum` and `nesterov`.
    alpha : float
        Of `rmsprop`: how much of the mean square is kept at each update.
    beta1, beta2 : float
        Of `adam`: how much of the mean and of the mean square is kept at each update.
    epsilon : float
        Of `rmsprop` and `adam`: added to the root of the mean square.
    schedule : str
        A name of `SCHEDULES`.
    schedule_epochs : int
        Length of the schedule, or of its steps.
    schedule_factor : float
        Factor of the schedules that multiply.

    Raises
    ------
    ValueError
        If a value is impossible; the message says what is allowed.
    """

    loss: str = "half_squared_error"
    reduction: str = "mean"
    optimizer: str = "sgd"
    learning_rate: float = 0.1
    batch_size: int = 0
    shuffle: bool = False
    l1: float = 0.0
    l2: float = 0.0
    weight_decay: float = 0.0
    order: str = "right"
    momentum: float = 0.9
    alpha: float = 0.99
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    schedule: str = "constant"
    schedule_epochs: int = 10
    schedule_factor: float = 0.9

    def __post_init__(self) -> None:
        _check_name("loss", self.loss, LOSSES)
        _check_name("reduction", self.reduction, REDUCTIONS)
        _check_name("optimizer", self.optimizer, OPTIMIZERS)
        _check_name("order", self.order, ORDERS)
        _check_name("schedule", self.schedule, SCHEDULES)
        for field in ("learning_rate", "l1", "l2", "weight_decay", "epsilon", "schedule_factor"):
            _check_range(field, getattr(self, field), 0.0, math.inf)
        for field in ("momentum", "alpha", "beta1", "beta2"):
            _check_range(field, getattr(self, field), 0.0, 1.0)
        _check_range("batch_size", self.batch_size, 0, math.inf)
        _check_range("schedule_epochs", self.schedule_epochs, 1, 1_000_000_001)

    def updates_per_epoch(self, samples: int) -> int:
        """Return how many updates an epoch over so many samples takes."""
        return -(-samples // self.samples_per_update(samples))

    def samples_per_update(self, samples: int) -> int:
        """Return the size of a full batch among so many samples."""
        return min(self.batch_size or samples, samples)


def _check_name(field: str, name: str, allowed: Iterable[str]) -> None:
    if name not in allowed:
        raise ValueError(f"no {field} {name!r}; choose one of {', '.join(allowed)}")


def _check_range(field: str, number: float, low: float, high: float) -> None:
    if not low <= number < high:
        allowed = f"at least {low:g}" + ("" if high == math.inf else f" and less than {high:g}")
        raise ValueError(f"{field} is {allowed}, not {number}")


def lane_key(training: Training) -> Training:
    """Return what trainings have in common whose networks can go side by side in lanes, to the same bits.

    Learning rate, momentum, alpha, epsilon, L1 and L2 may differ; not whether there is a penalty at all, nor
    the learning rate where it shrinks the weights, nor what the running products of Adam are made of.
    """
    has_penalty = training.l1 != 0.0 or training.l2 != 0.0
    return replace(
        training,
        learning_rate=0.0 if training.weight_decay == 0.0 else training.learning_rate,
        momentum=0.0,
        alpha=0.0,
        epsilon=0.0,
        l1=float(has_penalty),
        l2=0.0,
    )

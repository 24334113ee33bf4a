"""A training as kernels take it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.arrays import Float64Array, IntArray
from nnviz.engine.choices.losses import LOSSES, PROBABILITY_FLOOR
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.output_rules import output_rule
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.engine.kernels.handed import (
    BATCH_SIZE,
    DECAY1,
    DECAY2,
    EPSILON,
    FLOOR,
    L1,
    L2,
    LEARNING_RATE,
    LOSS,
    MEAN,
    NUMBERS,
    OPTIMIZER,
    OPTIONS,
    RULE,
    SCHEDULE,
    SCHEDULE_EPOCHS,
    SCHEDULE_FACTOR,
    SHUFFLE,
    UPDATE_FIRST,
    WEIGHT_DECAY,
    Choices,
)
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.lanes import buffers


def choices_of(training: Training, network: Network, samples: int, lanes: Sequence[Training] = ()) -> Choices:
    """Return a training as kernels take it; `lanes` are those of each network, where they differ."""
    varied = buffers.zeros(NUMBERS * len(lanes), np.dtype(network.dtype).type)
    for lane, each in enumerate(lanes):
        varied[lane :: len(lanes)] = _numbers_of(each, network)
    return Choices(_options_of(training, network, samples), _numbers_of(training, network), varied)


def _options_of(training: Training, network: Network, samples: int) -> IntArray:
    options = np.zeros(OPTIONS, np.int64)
    options[LOSS] = LOSSES[training.loss].code
    options[RULE] = output_rule(network.activations[-1], training.loss)
    options[MEAN] = training.reduction == "mean"
    options[OPTIMIZER] = OPTIMIZERS[training.optimizer].code
    options[UPDATE_FIRST] = training.order == "update_first"
    options[BATCH_SIZE] = training.samples_per_update(samples)
    options[SHUFFLE] = training.shuffle
    options[SCHEDULE] = SCHEDULES[training.schedule].code
    options[SCHEDULE_EPOCHS] = training.schedule_epochs
    return options


def _numbers_of(training: Training, network: Network) -> Float64Array:
    numbers = np.zeros(NUMBERS)
    settings = OPTIMIZERS[training.optimizer].settings
    numbers[LEARNING_RATE] = training.learning_rate
    numbers[DECAY1] = training.beta1 if "beta1" in settings else training.momentum
    numbers[DECAY2] = training.beta2 if "beta2" in settings else training.alpha
    # Where a gradient has always been 0, as in the padding of the buffers, the step is 0 and never 0/0.
    numbers[EPSILON] = max(training.epsilon, float(np.finfo(network.dtype).tiny))
    numbers[L1] = training.l1
    numbers[L2] = training.l2
    numbers[WEIGHT_DECAY] = training.weight_decay
    numbers[FLOOR] = PROBABILITY_FLOOR[network.dtype]
    numbers[SCHEDULE_FACTOR] = training.schedule_factor
    return numbers

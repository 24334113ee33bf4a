"""The update: from the gradient of the batch to new parameters."""

from __future__ import annotations

from typing import NamedTuple

from nnviz.arrays import Float64Array, FloatArray
from nnviz.engine.choices.optimizers import moments_overflow, optimizer_step
from nnviz.engine.kernels.handed import (
    DECAY1,
    DECAY2,
    EPSILON,
    L1,
    L2,
    LEARNING_RATE,
    OPTIMIZER,
    WEIGHT_DECAY,
    Choices,
)
from nnviz.engine.lanes.interpreted import Value, absolute, fill, is_single_precision, load, sign, store
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag


class Learned(NamedTuple):
    """The parameters and what belongs to each of them.

    `penalised` is 1 for weights and 0 for biases. `powers` are beta1^t and beta2^t of Adam.
    """

    parameters: FloatArray
    gradients: FloatArray
    first_moment: FloatArray
    second_moment: FloatArray
    powers: Float64Array
    penalised: FloatArray


@kernel
def update_parameters(
    tag: Tag,
    begin: int,
    end: int,
    choices: Choices,
    learning_rate: float,
    schedule_factor: float,
    batch_scale: float,
    learned: Learned,
) -> Value:
    """Change the parameters from vector `begin` to `end`.

    The gradients are scaled (by 1/n for the mean of a batch), get the penalties' share, and stay in their
    buffer: they are the gradient of the whole loss.

    Returns
    -------
    Value
        0 as long as all is finite, else NaN.
    """
    optimizer, numbers = choices.options[OPTIMIZER], choices.numbers
    parameters, gradients, penalised = learned.parameters, learned.gradients, learned.penalised
    first_moment, second_moment = learned.first_moment, learned.second_moment
    rate = fill(tag, learning_rate)
    scale = fill(tag, batch_scale)
    first_decay = fill(tag, numbers[DECAY1])
    second_decay = fill(tag, numbers[DECAY2])
    first_share = fill(tag, 1.0 - numbers[DECAY1])
    second_share = fill(tag, 1.0 - numbers[DECAY2])
    small = fill(tag, numbers[EPSILON])
    first_correction = fill(tag, 1.0 - learned.powers[0])
    second_correction = fill(tag, 1.0 - learned.powers[1])
    weight_decay = numbers[WEIGHT_DECAY]
    shrink = fill(tag, learning_rate * weight_decay)
    l1_share = fill(tag, numbers[L1])
    l2_share = fill(tag, numbers[L2])
    lanes = choices.lanes
    if lanes.size > 0:  # one network a lane, each with numbers of its own
        rate = load(tag, lanes, LEARNING_RATE) * fill(tag, schedule_factor)
        first_decay, second_decay = load(tag, lanes, DECAY1), load(tag, lanes, DECAY2)
        first_share, second_share = fill(tag, 1.0) - first_decay, fill(tag, 1.0) - second_decay
        small = load(tag, lanes, EPSILON)
        l1_share, l2_share = load(tag, lanes, L1), load(tag, lanes, L2)
    has_penalty = numbers[L1] != 0.0 or numbers[L2] != 0.0
    strange = fill(tag, 0.0)
    for q in range(begin, end):
        parameter = load(tag, parameters, q)
        gradient = load(tag, gradients, q) * scale
        if has_penalty:
            penalty = parameter * l2_share + sign(parameter) * l1_share
            gradient = gradient + penalty * load(tag, penalised, q)
            if not is_single_precision(parameter):  # whose penalties are added up in double precision
                weight = parameter * load(tag, penalised, q)
                cost = absolute(weight) * l1_share + weight * (l2_share * 0.5) * weight
                strange = strange + (cost - cost)  # the cost may overflow although weight and gradient do not
        store(tag, gradients, q, gradient)
        step = optimizer_step(
            tag,
            optimizer,
            rate,
            first_decay,
            second_decay,
            first_share,
            second_share,
            small,
            first_correction,
            second_correction,
            gradient,
            first_moment,
            second_moment,
            q,
        )
        if weight_decay != 0.0:
            parameter = parameter - parameter * shrink * load(tag, penalised, q)
        changed = parameter - step
        store(tag, parameters, q, changed)
        strange = strange + (changed - changed) + moments_overflow(tag, optimizer, second_moment, q)
    return strange

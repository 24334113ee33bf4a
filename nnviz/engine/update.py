"""The update: from the gradient of the batch to new parameters."""

from __future__ import annotations

from nnviz.engine.kernel import FloatArray, kernel
from nnviz.engine.lanes import Tag, Value, absolute, fill, is_single_precision, load, sign, store
from nnviz.engine.optimizers import moments_overflow, optimizer_step


@kernel
def update_parameters(
    tag: Tag,
    begin: int,
    end: int,
    optimizer: int,
    learning_rate: float,
    decay1: float,
    decay2: float,
    epsilon: float,
    correction1: float,
    correction2: float,
    l1: float,
    l2: float,
    weight_decay: float,
    batch_scale: float,
    parameters: FloatArray,
    gradients: FloatArray,
    first_moment: FloatArray,
    second_moment: FloatArray,
    penalised: FloatArray,
) -> Value:
    """Change the parameters from vector `begin` to `end`.

    The gradients are scaled (by 1/n for the mean of a batch), get the penalties' share, and stay in their
    buffer: they are the gradient of the whole loss.

    Returns
    -------
    Value
        0 as long as all is finite, else NaN.
    """
    rate = fill(tag, learning_rate)
    scale = fill(tag, batch_scale)
    first_decay = fill(tag, decay1)
    second_decay = fill(tag, decay2)
    small = fill(tag, epsilon)
    first_correction = fill(tag, correction1)
    second_correction = fill(tag, correction2)
    shrink = fill(tag, learning_rate * weight_decay)
    l1_share = fill(tag, l1)
    l2_share = fill(tag, l2)
    has_penalty = l1 != 0.0 or l2 != 0.0
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

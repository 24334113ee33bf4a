"""The end of the forward pass and the start of the backward pass: the loss, and the deltas of the outputs.

delta = dL/dz of each sample's own loss; mean or sum over the batch comes with the update.
"""

from __future__ import annotations

from nnviz.arrays import FloatArray
from nnviz.engine.choices.losses import (
    ELEMENTWISE,
    HALF_SQUARED_ERROR,
    MEAN_SQUARED_ERROR,
    SIGMOID_CROSS_ENTROPY,
    SIGMOID_LOG_LOSS,
    SOFTMAX_CROSS_ENTROPY,
    SOFTMAX_JACOBIAN,
    SOFTMAX_LOG_LOSS,
    loss_slope,
    loss_term,
)
from nnviz.engine.lanes.elementary import exp, log, softplus
from nnviz.engine.lanes.interpreted import Value, fill, load, maximum, minimum, select_less, store
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag


@kernel
def output_deltas(
    tag: Tag,
    rule: int,
    loss: int,
    probability_floor: float,
    outputs: int,
    workspace: FloatArray,
    a_at: int,
    z_at: int,
    delta_at: int,
    targets_at: int,
    scratch_at: int,
    present: Value,
) -> None:
    """Compute delta = dL/dz of the output layer, where `delta` holds f'(z) until now; 0 in absent lanes."""
    alone = rule == SOFTMAX_LOG_LOSS and outputs == 1  # an output that is always 1
    if rule == SOFTMAX_JACOBIAN or alone:
        softmax_deltas(
            tag, loss, probability_floor, outputs, workspace, a_at, delta_at, targets_at, scratch_at, present
        )
        return
    if rule == SOFTMAX_LOG_LOSS:
        softmax_log_loss_deltas(
            tag, outputs, workspace, a_at, z_at, delta_at, targets_at, scratch_at, present
        )
        return
    count = fill(tag, outputs)
    floor = fill(tag, probability_floor)
    total = fill(tag, 0.0)
    if rule == SOFTMAX_CROSS_ENTROPY:
        for j in range(outputs):
            total = total + load(tag, workspace, targets_at + j)
    for j in range(outputs):
        a = load(tag, workspace, a_at + j)
        y = load(tag, workspace, targets_at + j)
        if rule == ELEMENTWISE:
            delta = loss_slope(loss, count, floor, a, y) * load(tag, workspace, delta_at + j)
        elif rule == SOFTMAX_CROSS_ENTROPY:
            delta = a * total - y
        elif rule == SIGMOID_LOG_LOSS:
            delta = a - y
        else:
            delta = (a - 1.0) * y
        store(tag, workspace, delta_at + j, delta * present)


@kernel
def softmax_deltas(
    tag: Tag,
    loss: int,
    probability_floor: float,
    outputs: int,
    workspace: FloatArray,
    a_at: int,
    delta_at: int,
    targets_at: int,
    scratch_at: int,
    present: Value,
) -> None:
    """Compute delta[j] = sum over k of dL/da[k] J[k, j], softmax's Jacobian being a[j] ([j = k] - a[k])."""
    count = fill(tag, outputs)
    floor = fill(tag, probability_floor)
    for k in range(outputs):
        a_k = load(tag, workspace, a_at + k)
        slope = loss_slope(loss, count, floor, a_k, load(tag, workspace, targets_at + k))
        store(tag, workspace, scratch_at + k, slope)
    for j in range(outputs):
        a_j = load(tag, workspace, a_at + j)
        total = (1.0 - a_j) * load(tag, workspace, scratch_at + j)
        for k in range(outputs):
            if k != j:
                total = total - load(tag, workspace, a_at + k) * load(tag, workspace, scratch_at + k)
        store(tag, workspace, delta_at + j, a_j * total * present)


@kernel
def softmax_log_loss_deltas(
    tag: Tag,
    outputs: int,
    workspace: FloatArray,
    a_at: int,
    z_at: int,
    delta_at: int,
    targets_at: int,
    scratch_at: int,
    present: Value,
) -> None:
    """Compute the deltas of softmax with log loss from z, so that a sure output learns, too.

    delta[i] = a[i] (sum of y) - y[i] + (1 - y[i]) a[i] - sum over j != i of (1 - y[j]) a[j] r[i, j], where
    r[i, j] = a[i] / (1 - a[j]) is the softmax of z[i] among all z but z[j]: computed as such, it is right
    also where a[j] rounds to 1.
    """
    total = fill(tag, 0.0)
    for j in range(outputs):
        total = total + load(tag, workspace, targets_at + j)
    for i in range(outputs):
        a = load(tag, workspace, a_at + i)
        y = load(tag, workspace, targets_at + i)
        store(tag, workspace, delta_at + i, (a * total - y) + (1.0 - y) * a)
    for j in range(outputs):
        highest = highest_but(tag, outputs, workspace, z_at, j)
        powers = fill(tag, 0.0)
        for i in range(outputs):
            if i != j:
                power = exp(load(tag, workspace, z_at + i) - highest)
                powers = powers + power
                store(tag, workspace, scratch_at + i, power)
        factor = (1.0 - load(tag, workspace, targets_at + j)) * load(tag, workspace, a_at + j) / powers
        for i in range(outputs):
            if i != j:
                share = factor * load(tag, workspace, scratch_at + i)
                store(tag, workspace, delta_at + i, load(tag, workspace, delta_at + i) - share)
    for i in range(outputs):
        store(tag, workspace, delta_at + i, load(tag, workspace, delta_at + i) * present)


@kernel
def highest_but(tag: Tag, outputs: int, workspace: FloatArray, z_at: int, left_out: int) -> Value:
    """Return the largest z of all outputs but one."""
    first = 1 if left_out == 0 else 0
    highest = load(tag, workspace, z_at + first)
    for k in range(first + 1, outputs):
        if k != left_out:
            highest = maximum(highest, load(tag, workspace, z_at + k))
    return highest


@kernel
def softmax_log_loss(tag: Tag, outputs: int, workspace: FloatArray, z_at: int, targets_at: int) -> Value:
    """Return -sum of y[j] ln a[j] + (1 - y[j]) ln(1 - a[j]) from z: 1 - a[j] are the others' powers."""
    highest = load(tag, workspace, z_at)
    for j in range(1, outputs):
        highest = maximum(highest, load(tag, workspace, z_at + j))
    powers = fill(tag, 0.0)
    for j in range(outputs):
        powers = powers + exp(load(tag, workspace, z_at + j) - highest)
    log_powers = log(powers)
    total = fill(tag, 0.0)
    for j in range(outputs):
        y = load(tag, workspace, targets_at + j)
        total = total + y * ((highest - load(tag, workspace, z_at + j)) + log_powers)
        highest_other = highest_but(tag, outputs, workspace, z_at, j)
        others = fill(tag, 0.0)
        for k in range(outputs):
            if k != j:
                others = others + exp(load(tag, workspace, z_at + k) - highest_other)
        total = total + (1.0 - y) * ((highest - highest_other) + log_powers - log(others))
    return total


@kernel
def sample_loss(
    tag: Tag,
    rule: int,
    loss: int,
    probability_floor: float,
    outputs: int,
    workspace: FloatArray,
    a_at: int,
    z_at: int,
    targets_at: int,
) -> Value:
    """Return the loss of each sample, without penalties."""
    total = fill(tag, 0.0)
    if rule == SOFTMAX_CROSS_ENTROPY:
        highest = load(tag, workspace, z_at)
        for j in range(1, outputs):
            highest = maximum(highest, load(tag, workspace, z_at + j))
        powers = fill(tag, 0.0)
        for j in range(outputs):
            powers = powers + exp(load(tag, workspace, z_at + j) - highest)
        log_powers = log(powers)
        for j in range(outputs):
            y = load(tag, workspace, targets_at + j)
            surprise = (highest - load(tag, workspace, z_at + j)) + log_powers
            total = total + select_less(
                0.0, y, y * surprise, 0.0
            )  # also where it is infinite: 0 times ∞ is 0
        return total
    if rule == SOFTMAX_LOG_LOSS and outputs > 1:
        return softmax_log_loss(tag, outputs, workspace, z_at, targets_at)
    count = fill(tag, outputs)
    floor = fill(tag, probability_floor)
    for j in range(outputs):
        y = load(tag, workspace, targets_at + j)
        z = load(tag, workspace, z_at + j)
        if rule == SIGMOID_LOG_LOSS:
            total = total + (y * softplus(-z) + (1.0 - y) * softplus(z))
        elif rule == SIGMOID_CROSS_ENTROPY:
            total = total + y * softplus(-z)
        else:
            total = total + loss_term(loss, count, floor, load(tag, workspace, a_at + j), y)
    return total


@kernel
def loss_doubt(
    tag: Tag,
    rule: int,
    loss: int,
    outputs: int,
    workspace: FloatArray,
    a_at: int,
    z_at: int,
    targets_at: int,
) -> Value:
    """Return 0 where the loss of a sample is finite, else NaN, without the cost of the loss itself.

    A square overflows long before its delta does, and a loss made from z where z does although its delta is
    finite. Clamping would hide that an output is infinite.
    """
    total = fill(tag, 0.0)
    if rule == SOFTMAX_CROSS_ENTROPY:
        highest = load(tag, workspace, z_at)
        for j in range(1, outputs):
            highest = maximum(highest, load(tag, workspace, z_at + j))
        total = highest - highest
        for j in range(outputs):
            surprise = highest - load(tag, workspace, z_at + j)
            total = total + select_less(0.0, load(tag, workspace, targets_at + j), surprise, 0.0)
    elif rule == SOFTMAX_LOG_LOSS:
        highest = load(tag, workspace, z_at)
        lowest = highest
        for j in range(1, outputs):
            highest = maximum(highest, load(tag, workspace, z_at + j))
            lowest = minimum(lowest, load(tag, workspace, z_at + j))
        total = highest - lowest
    elif rule in (SIGMOID_LOG_LOSS, SIGMOID_CROSS_ENTROPY):
        for j in range(outputs):
            z = load(tag, workspace, z_at + j)
            total = total + (z - z)
    elif loss in (HALF_SQUARED_ERROR, MEAN_SQUARED_ERROR):
        scale = fill(tag, 0.5 if loss == HALF_SQUARED_ERROR else 1.0 / outputs)
        for j in range(outputs):
            error = load(tag, workspace, a_at + j) - load(tag, workspace, targets_at + j)
            total = total + error * error * scale
    else:
        for j in range(outputs):
            a = load(tag, workspace, a_at + j)
            total = total + (a - a)
    return total - total

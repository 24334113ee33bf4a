"""The backward pass: the deltas of hidden layers, from the output down, and the gradients they make."""

from __future__ import annotations

from nnviz.engine.lanes.interpreted import (
    Tag,
    Value,
    fma,
    load,
    load_weight,
    store,
    store_four_gradients,
    store_gradient,
)
from nnviz.engine.lanes.kernel import FloatArray, kernel


@kernel
def propagate(
    tag: Tag,
    fan_in: int,
    fan_out: int,
    parameters: FloatArray,
    weights_at: int,
    workspace: FloatArray,
    delta_at: int,
    delta_below_at: int,
) -> None:
    """Compute delta[i] = f'(z[i]) (w[0, i] delta[0] + w[1, i] delta[1] + ...) of the layer below.

    That layer's `delta` holds f'(z) until now.
    """
    i = 0
    while i + 4 <= fan_in:
        delta = load(tag, workspace, delta_at)
        w0, w1, w2, w3 = load_four_weights(tag, parameters, weights_at + i)
        error0, error1, error2, error3 = w0 * delta, w1 * delta, w2 * delta, w3 * delta
        for j in range(1, fan_out):
            delta = load(tag, workspace, delta_at + j)
            w0, w1, w2, w3 = load_four_weights(tag, parameters, weights_at + j * fan_in + i)
            error0, error1 = fma(w0, delta, error0), fma(w1, delta, error1)
            error2, error3 = fma(w2, delta, error2), fma(w3, delta, error3)
        below = delta_below_at + i
        store(tag, workspace, below, error0 * load(tag, workspace, below))
        store(tag, workspace, below + 1, error1 * load(tag, workspace, below + 1))
        store(tag, workspace, below + 2, error2 * load(tag, workspace, below + 2))
        store(tag, workspace, below + 3, error3 * load(tag, workspace, below + 3))
        i += 4
    while i < fan_in:
        error = load_weight(tag, parameters, weights_at + i) * load(tag, workspace, delta_at)
        for j in range(1, fan_out):
            weight = load_weight(tag, parameters, weights_at + j * fan_in + i)
            error = fma(weight, load(tag, workspace, delta_at + j), error)
        store(tag, workspace, delta_below_at + i, error * load(tag, workspace, delta_below_at + i))
        i += 1


@kernel
def load_four_weights(tag: Tag, parameters: FloatArray, at: int) -> tuple[Value, Value, Value, Value]:
    """Read four weights side by side."""
    return (
        load_weight(tag, parameters, at),
        load_weight(tag, parameters, at + 1),
        load_weight(tag, parameters, at + 2),
        load_weight(tag, parameters, at + 3),
    )


@kernel
def layer_gradient(
    tag: Tag,
    fan_in: int,
    fan_out: int,
    has_bias: int,
    workspace: FloatArray,
    a_below_at: int,
    delta_at: int,
    block_step: int,
    blocks: int,
    gradients: FloatArray,
    weights_at: int,
    biases_at: int,
) -> None:
    """Compute dL/dw[j, i] = sum of delta[j] a[i] and dL/db[j] = sum of delta[j], over the batch.

    Eight weights are computed at a time, two units by four inputs, so that six numbers are loaded for eight
    products.
    """
    j = 0
    while j + 2 <= fan_out:
        i = 0
        while i + 4 <= fan_in:
            gradients_of_eight(
                tag,
                workspace,
                a_below_at + i,
                delta_at + j,
                block_step,
                blocks,
                gradients,
                weights_at + j * fan_in + i,
                fan_in,
            )
            i += 4
        while i < fan_in:
            for k in range(j, j + 2):
                at = weights_at + k * fan_in + i
                gradient_of_one(
                    tag, workspace, a_below_at + i, delta_at + k, block_step, blocks, gradients, at
                )
            i += 1
        j += 2
    while j < fan_out:
        for i in range(fan_in):
            at = weights_at + j * fan_in + i
            gradient_of_one(tag, workspace, a_below_at + i, delta_at + j, block_step, blocks, gradients, at)
        j += 1
    if has_bias:
        for j in range(fan_out):
            total = load(tag, workspace, delta_at + j)
            for block in range(1, blocks):
                total = total + load(tag, workspace, block * block_step + delta_at + j)
            store_gradient(tag, gradients, biases_at + j, total)


@kernel
def gradient_of_one(
    tag: Tag,
    workspace: FloatArray,
    a_at: int,
    delta_at: int,
    block_step: int,
    blocks: int,
    gradients: FloatArray,
    gradient_at: int,
) -> None:
    """Compute the gradient of one weight."""
    total = load(tag, workspace, delta_at) * load(tag, workspace, a_at)
    for block in range(1, blocks):
        at = block * block_step
        total = fma(load(tag, workspace, at + delta_at), load(tag, workspace, at + a_at), total)
    store_gradient(tag, gradients, gradient_at, total)


@kernel
def gradients_of_eight(
    tag: Tag,
    workspace: FloatArray,
    a_at: int,
    delta_at: int,
    block_step: int,
    blocks: int,
    gradients: FloatArray,
    gradient_at: int,
    fan_in: int,
) -> None:
    """Compute the gradients of the weights from four units to two."""
    delta = load(tag, workspace, delta_at)
    delta_next = load(tag, workspace, delta_at + 1)
    a0, a1, a2, a3 = load_four(tag, workspace, a_at)
    sum0, sum1, sum2, sum3 = delta * a0, delta * a1, delta * a2, delta * a3
    next0, next1, next2, next3 = delta_next * a0, delta_next * a1, delta_next * a2, delta_next * a3
    for block in range(1, blocks):
        at = block * block_step
        delta = load(tag, workspace, at + delta_at)
        delta_next = load(tag, workspace, at + delta_at + 1)
        a0, a1, a2, a3 = load_four(tag, workspace, at + a_at)
        sum0, next0 = fma(delta, a0, sum0), fma(delta_next, a0, next0)
        sum1, next1 = fma(delta, a1, sum1), fma(delta_next, a1, next1)
        sum2, next2 = fma(delta, a2, sum2), fma(delta_next, a2, next2)
        sum3, next3 = fma(delta, a3, sum3), fma(delta_next, a3, next3)
    store_four_gradients(tag, gradients, gradient_at, sum0, sum1, sum2, sum3)
    store_four_gradients(tag, gradients, gradient_at + fan_in, next0, next1, next2, next3)


@kernel
def load_four(tag: Tag, workspace: FloatArray, at: int) -> tuple[Value, Value, Value, Value]:
    """Read four values side by side."""
    return (
        load(tag, workspace, at),
        load(tag, workspace, at + 1),
        load(tag, workspace, at + 2),
        load(tag, workspace, at + 3),
    )

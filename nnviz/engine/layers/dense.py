"""The dense layer: every unit gets every value of the layer before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from nnviz.arrays import FloatArray
from nnviz.engine.lanes.interpreted import (
    Value,
    fma,
    load,
    load_weight,
    store,
    store_four_gradients,
    store_gradient,
)
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.layer import Layer, Shape
from nnviz.parts import Weight

DENSE = 1


@dataclass(frozen=True)
class Dense(Layer):
    """A dense layer: z[j] = b[j] + w[0, j] a[0] + w[1, j] a[1] + ... of the layer before.

    Parameters
    ----------
    shape_in, activation, bias, dropout
        See `Layer`.
    units : int
    """

    kind: ClassVar[str] = "dense"
    title: ClassVar[str] = "Dense"
    short: ClassVar[str] = "dense"
    code: ClassVar[int] = DENSE
    learns: ClassVar[type[Any] | None] = Weight
    is_sum: ClassVar[bool] = True
    has_activation: ClassVar[bool] = True
    takes_maps: ClassVar[bool] = False

    units: int
    bias: bool = field(default=True, kw_only=True)

    @property
    def shape_out(self) -> Shape:
        """(units,)."""
        return (self.units,)

    @property
    def weights_shape(self) -> Shape:
        """(values before, units)."""
        return (self.size_in, self.units)


@kernel
def dense(
    tag: Tag,
    fan_in: int,
    fan_out: int,
    parameters: FloatArray,
    weights_at: int,
    biases_at: int,
    workspace: FloatArray,
    a_at: int,
    z_at: int,
) -> None:
    """Compute z[j] = b[j] + w[j, 0] a[0] + w[j, 1] a[1] + ..., added in this order.

    Four units are computed at a time, so that each `a` is loaded once for four products.
    """
    j = 0
    while j + 4 <= fan_out:
        row0 = weights_at + j * fan_in
        row1 = row0 + fan_in
        row2 = row1 + fan_in
        row3 = row2 + fan_in
        z0 = load_weight(tag, parameters, biases_at + j)
        z1 = load_weight(tag, parameters, biases_at + j + 1)
        z2 = load_weight(tag, parameters, biases_at + j + 2)
        z3 = load_weight(tag, parameters, biases_at + j + 3)
        for i in range(fan_in):
            a = load(tag, workspace, a_at + i)
            z0 = fma(load_weight(tag, parameters, row0 + i), a, z0)
            z1 = fma(load_weight(tag, parameters, row1 + i), a, z1)
            z2 = fma(load_weight(tag, parameters, row2 + i), a, z2)
            z3 = fma(load_weight(tag, parameters, row3 + i), a, z3)
        store(tag, workspace, z_at + j, z0)
        store(tag, workspace, z_at + j + 1, z1)
        store(tag, workspace, z_at + j + 2, z2)
        store(tag, workspace, z_at + j + 3, z3)
        j += 4
    while j < fan_out:
        z = load_weight(tag, parameters, biases_at + j)
        for i in range(fan_in):
            z = fma(
                load_weight(tag, parameters, weights_at + j * fan_in + i), load(tag, workspace, a_at + i), z
            )
        store(tag, workspace, z_at + j, z)
        j += 1


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

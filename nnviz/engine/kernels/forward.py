"""The forward pass of one block: z = W a + b, then a = f(z), layer after layer.

A block is what the lanes hold at a time: one sample, sixteen samples, or one sample for each of eight
networks. Its part of the workspace is laid out as `Layout` says: `a`, then `z`, then `delta` of all units.
"""

from __future__ import annotations

from nnviz.arrays import FloatArray
from nnviz.engine.choices.activations import SOFTMAX, activation_slope, activation_value
from nnviz.engine.kernels.handed import Places
from nnviz.engine.lanes.elementary import exp
from nnviz.engine.lanes.interpreted import Value, fill, keep_mask, load, maximum, random_bits, store
from nnviz.engine.lanes.kernel import kernel, kernel_of_maps
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import (
    ACTIVATION,
    BIASES_AT,
    CHANNELS,
    COLUMNS,
    DROP_BELOW,
    EPSILON,
    HEIGHT,
    KIND,
    NUMBERS,
    OWN_AT,
    ROOM_WIDTH,
    STRIDE_Y,
    UNITS,
    UNITS_AT,
    WEIGHTS_AT,
    WIDTH,
)
from nnviz.engine.layers.conv import CONV, convolve_row, copy_with_zeros_around, source_of
from nnviz.engine.layers.dense import DENSE, dense
from nnviz.engine.layers.flatten import FLATTEN, copy_values
from nnviz.engine.layers.norm import BATCH_NORM, normalise
from nnviz.engine.layers.pool import AVG_POOL, MAX_POOL, pool

ONE_OF_2_TO_53 = 2.0**-53


@kernel
def forward_block(
    tag: Tag,
    places: Places,
    first: int,
    last: int,
    parameters: FloatArray,
    workspace: FloatArray,
    block_at: int,
    block: int,
    learning: bool,
    update_key: int,
) -> None:
    """Fill z and a of the layers from `first` to `last`, from the `a` of the one before (0: the inputs).

    When learning, dropout is applied (its masks are functions of `update_key`, layer, unit and sample), and
    each layer's `delta` gets f'(z), to be multiplied by the error when that arrives. The z of a batch
    normalisation is there then already: it takes the whole batch.
    """
    layers, all_units = places.table, places.units
    for layer in range(first, last + 1):
        row = layer * COLUMNS
        units = layers[row + UNITS]
        a_at = block_at + layers[row + UNITS_AT]
        z_at = a_at + all_units
        slope_at = z_at + all_units
        if layers[row + KIND] == DENSE:
            dense(
                tag,
                layers[row - COLUMNS + UNITS],
                units,
                parameters,
                layers[row + WEIGHTS_AT],
                layers[row + BIASES_AT],
                workspace,
                block_at + layers[row - COLUMNS + UNITS_AT],
                z_at,
            )
        else:
            other_layer(tag, places, row, parameters, workspace, block_at, z_at, learning)
        activation = layers[row + ACTIVATION]
        if activation == SOFTMAX:
            softmax(tag, units, workspace, z_at, a_at)
        elif layers[row + KIND] != CONV:
            activate(tag, activation, units, workspace, z_at, a_at, slope_at, learning)
        if learning and layers[row + DROP_BELOW] > 0:
            mask_key = update_key + (layer << 40) + block
            drop(tag, units, workspace, a_at, slope_at, mask_key, layers[row + DROP_BELOW])


@kernel_of_maps
def other_layer(
    tag: Tag,
    places: Places,
    row: int,
    parameters: FloatArray,
    workspace: FloatArray,
    block_at: int,
    z_at: int,
    learning: bool,
) -> None:
    """Compute z of a layer that is not dense; of a convolution a and f'(z) too."""
    layers = places.table
    kind = layers[row + KIND]
    a_below_at = block_at + layers[row - COLUMNS + UNITS_AT]
    if kind == CONV:
        convolve(tag, places, row, parameters, workspace, block_at, learning)
    elif kind in (MAX_POOL, AVG_POOL):
        pool(tag, layers, row, workspace, a_below_at, z_at)
    elif kind == FLATTEN:
        copy_values(tag, layers[row + UNITS], workspace, a_below_at, z_at)
    elif kind == BATCH_NORM and not learning:
        epsilon = places.numbers[row // COLUMNS * NUMBERS + EPSILON]
        normalise(tag, layers, row, epsilon, parameters, workspace, a_below_at, z_at)


@kernel
def convolve(
    tag: Tag,
    places: Places,
    row: int,
    parameters: FloatArray,
    workspace: FloatArray,
    block_at: int,
    learning: bool,
) -> None:
    """Compute z, a and f'(z) of a convolution, row after row, while its z are in the cache."""
    layers = places.table
    source_at = source_of(layers, row, block_at)
    if layers[row + OWN_AT] > 0:
        below_at = block_at + layers[row - COLUMNS + UNITS_AT]
        copy_with_zeros_around(tag, layers, row, workspace, below_at, source_at)
    down = layers[row + STRIDE_Y] * layers[row + ROOM_WIDTH] * layers[row - COLUMNS + CHANNELS]
    values = layers[row + WIDTH] * layers[row + CHANNELS]
    for y in range(layers[row + HEIGHT]):
        a_at = block_at + layers[row + UNITS_AT] + y * values
        z_at = a_at + places.units
        convolve_row(tag, layers, row, parameters, workspace, source_at + y * down, z_at)
        activate(
            tag,
            layers[row + ACTIVATION],
            values,
            workspace,
            z_at,
            a_at,
            z_at + places.units,
            learning,
        )


@kernel
def activate(
    tag: Tag,
    activation: int,
    units: int,
    workspace: FloatArray,
    z_at: int,
    a_at: int,
    slope_at: int,
    learning: bool,
) -> None:
    """Compute a = f(z), and f'(z) when learning, for every unit."""
    for j in range(units):
        z = load(tag, workspace, z_at + j)
        a = activation_value(activation, z)
        store(tag, workspace, a_at + j, a)
        if learning:
            store(tag, workspace, slope_at + j, activation_slope(activation, z, a))


@kernel
def softmax(tag: Tag, units: int, workspace: FloatArray, z_at: int, a_at: int) -> None:
    """Compute a[j] = e^z[j] / sum of e^z[k]; the largest z is subtracted first, against overflow."""
    highest = load(tag, workspace, z_at)
    for j in range(1, units):
        highest = maximum(highest, load(tag, workspace, z_at + j))
    total = fill(tag, 0.0)
    for j in range(units):
        power = exp(load(tag, workspace, z_at + j) - highest)
        total = total + power
        store(tag, workspace, a_at + j, power)
    for j in range(units):
        store(tag, workspace, a_at + j, load(tag, workspace, a_at + j) / total)


@kernel
def drop(
    tag: Tag, units: int, workspace: FloatArray, a_at: int, slope_at: int, mask_key: int, drop_below: int
) -> None:
    """Set some activations and their slopes to zero, and scale up the others (inverted dropout)."""
    for j in range(units):
        mask = dropout_mask(tag, mask_key, j, drop_below)
        store(tag, workspace, a_at + j, load(tag, workspace, a_at + j) * mask)
        store(tag, workspace, slope_at + j, load(tag, workspace, slope_at + j) * mask)


@kernel
def dropout_mask(tag: Tag, mask_key: int, unit: int, drop_below: int) -> Value:
    """Return 0 for the samples for which a unit is dropped, 1/(1 - dropout) for the others."""
    scale = 1.0 / (1.0 - drop_below * ONE_OF_2_TO_53)
    return keep_mask(tag, random_bits(mask_key + (unit << 20)), drop_below, scale)


@kernel
def dropout_key(seed: int, update: int) -> int:
    """Return the key of all dropout masks of an update (counted from 0)."""
    return random_bits(random_bits(seed) + 2 * update + 1)

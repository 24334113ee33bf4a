"""One update of a batch that lies in the workspace: forward, loss, deltas, gradients, new parameters."""

from __future__ import annotations

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.kernels.forward import forward_block
from nnviz.engine.kernels.handed import FLOOR, LOSS, RULE, UPDATE_FIRST, Choices, Places
from nnviz.engine.kernels.output import loss_doubt, output_deltas
from nnviz.engine.kernels.update import Learned, update_parameters
from nnviz.engine.lanes.interpreted import fill, lane_sum, load, select_less
from nnviz.engine.lanes.kernel import kernel, kernel_of_maps
from nnviz.engine.lanes.tags import Tag, vector_of
from nnviz.engine.layers.columns import BIASES_AT, COLUMNS, HAS_BIAS, KIND, UNITS, UNITS_AT, WEIGHTS_AT
from nnviz.engine.layers.conv import CONV
from nnviz.engine.layers.conv_backward import conv_propagate
from nnviz.engine.layers.conv_gradient import conv_gradient
from nnviz.engine.layers.dense import DENSE, layer_gradient, propagate
from nnviz.engine.layers.flatten import FLATTEN, pass_back
from nnviz.engine.layers.norm import BATCH_NORM, norm_gradient, norm_propagate, normalise_batch
from nnviz.engine.layers.pool import pool_propagate


@kernel
def learn_blocks(
    tag: Tag,
    places: Places,
    choices: Choices,
    parameters: FloatArray,
    workspace: FloatArray,
    blocks: int,
    update_key: int,
) -> float:
    """Run the batch forward, up to the deltas of the output layer.

    Block by block through all layers, but for batch normalisations: each begins when all blocks have come to
    it, because it needs the whole batch.

    Returns
    -------
    float
        0 if the losses of all samples are finite, else NaN.
    """
    layers, all_units, options = places.table, places.units, choices.options
    depth = layers.size // COLUMNS - 1
    outputs = layers[depth * COLUMNS + UNITS]
    output_at = layers[depth * COLUMNS + UNITS_AT]
    targets_at = 3 * all_units
    scratch_at = targets_at + places.outputs
    present_at = scratch_at + places.outputs
    doubt = fill(tag, 0.0)
    first, last = 1, last_before_norm(layers, 1)
    while last < depth:
        for block in range(blocks):
            at = block * places.block
            forward_block(tag, places, first, last, parameters, workspace, at, block, True, update_key)
        first, last = last + 1, last_before_norm(layers, last + 2)
        normalise_batch(
            tag,
            layers,
            first * COLUMNS,
            places.numbers,
            all_units,
            present_at,
            parameters,
            workspace,
            places.block,
            blocks,
        )
    for block in range(blocks):
        at = block * places.block
        present = load(tag, workspace, at + present_at)
        forward_block(tag, places, first, depth, parameters, workspace, at, block, True, update_key)
        doubt_here = loss_doubt(
            tag,
            options[RULE],
            options[LOSS],
            outputs,
            workspace,
            at + output_at,
            at + all_units + output_at,
            at + targets_at,
        )
        doubt = doubt + select_less(0.0, present, doubt_here, 0.0)
        output_deltas(
            tag,
            options[RULE],
            options[LOSS],
            choices.numbers[FLOOR],
            outputs,
            workspace,
            at + output_at,
            at + all_units + output_at,
            at + 2 * all_units + output_at,
            at + targets_at,
            at + scratch_at,
            present,
        )
    return lane_sum(tag, doubt)


@kernel
def last_before_norm(layers: IntArray, layer: int) -> int:
    """Return the last layer that comes before any batch normalisation from `layer` on."""
    while layer < layers.size // COLUMNS and layers[layer * COLUMNS + KIND] != BATCH_NORM:
        layer += 1
    return layer - 1


@kernel
def change_layers(
    tag: Tag,
    places: Places,
    choices: Choices,
    rate: float,
    schedule_factor: float,
    batch_scale: float,
    learned: Learned,
    workspace: FloatArray,
    blocks: int,
) -> bool:
    """Go from the output layer down: gradients, deltas of the layer below, new parameters.

    Returns
    -------
    bool
        Whether a number was not finite.
    """
    layers, all_units = places.table, places.units
    vector = vector_of(tag)
    update_first = choices.options[UPDATE_FIRST]
    parameters_end = learned.parameters.size // vector.lanes
    strange = fill(vector, 0.0)
    for layer in range(layers.size // COLUMNS - 1, 0, -1):
        row = layer * COLUMNS
        fan_in, fan_out = layers[row - COLUMNS + UNITS], layers[row + UNITS]
        a_below_at = layers[row - COLUMNS + UNITS_AT]
        delta_at = 2 * all_units + layers[row + UNITS_AT]
        weights_at, biases_at = layers[row + WEIGHTS_AT], layers[row + BIASES_AT]
        if layers[row + KIND] == DENSE:
            layer_gradient(
                tag,
                fan_in,
                fan_out,
                layers[row + HAS_BIAS],
                workspace,
                a_below_at,
                delta_at,
                places.block,
                blocks,
                learned.gradients,
                weights_at,
                biases_at,
            )
        else:
            gradient_of_other(tag, places, row, workspace, blocks, learned.gradients)
        for turn in range(2):
            if turn == update_first:
                if layer > 1 and layers[row + KIND] == DENSE:
                    for block in range(blocks):
                        at = block * places.block
                        propagate(
                            tag,
                            fan_in,
                            fan_out,
                            learned.parameters,
                            weights_at,
                            workspace,
                            at + delta_at,
                            at + 2 * all_units + a_below_at,
                        )
                elif layer > 1:
                    propagate_through_other(tag, places, row, learned.parameters, workspace, blocks)
            elif update_first or layer == 1:
                # Rightly, all layers are changed at the end. The mistake is to change them one by one, before
                # the error has gone down through the weights it belongs to.
                parameters_begin = weights_at * parameter_lanes(tag) // vector.lanes
                strange = strange + update_parameters(
                    vector,
                    parameters_begin,
                    parameters_end,
                    choices,
                    rate,
                    schedule_factor,
                    batch_scale,
                    learned,
                )
                parameters_end = parameters_begin
    return lane_sum(vector, strange) != 0.0


@kernel_of_maps
def gradient_of_other(
    tag: Tag, places: Places, row: int, workspace: FloatArray, blocks: int, gradients: FloatArray
) -> None:
    """Compute the gradients of a layer that is not dense, if it has parameters."""
    layers = places.table
    delta_at = 2 * places.units + layers[row + UNITS_AT]
    if layers[row + KIND] == CONV:
        sums_at = blocks * places.block
        conv_gradient(tag, layers, row, workspace, delta_at, places.block, blocks, sums_at, gradients)
    elif layers[row + KIND] == BATCH_NORM:
        norm_gradient(tag, layers, row, workspace, delta_at, places.block, blocks, gradients)


@kernel_of_maps
def propagate_through_other(
    tag: Tag, places: Places, row: int, parameters: FloatArray, workspace: FloatArray, blocks: int
) -> None:
    """Compute the deltas of the layer before one that is not dense."""
    layers, kind = places.table, places.table[row + KIND]
    if kind == BATCH_NORM:
        present_at = 3 * places.units + 2 * places.outputs
        norm_propagate(
            tag, layers, row, places.units, present_at, parameters, workspace, places.block, blocks
        )
        return
    scratch_at = blocks * places.block
    for block in range(blocks - 1, -1, -1):  # the last one is still in the cache
        at = block * places.block
        a_below_at = at + layers[row - COLUMNS + UNITS_AT]
        z_at = at + places.units + layers[row + UNITS_AT]
        delta_at, delta_below_at = z_at + places.units, a_below_at + 2 * places.units
        if kind == CONV:
            conv_propagate(tag, layers, row, parameters, workspace, delta_at, delta_below_at, scratch_at)
        elif kind == FLATTEN:
            pass_back(tag, layers[row + UNITS], workspace, delta_at, delta_below_at)
        else:
            pool_propagate(
                tag, layers, row, workspace, a_below_at, z_at, delta_at, delta_below_at, scratch_at
            )


@kernel
def parameter_lanes(tag: Tag) -> int:
    """Return how many numbers one parameter is: one for each network."""
    return tag.lanes if tag.networks else 1

"""One update of a batch that lies in the workspace: forward, loss, deltas, gradients, new parameters."""

from __future__ import annotations

from nnviz.engine.kernels.forward import forward_block
from nnviz.engine.kernels.layout import Places
from nnviz.engine.kernels.output import loss_doubt, output_deltas
from nnviz.engine.kernels.training import FLOOR, LOSS, RULE, UPDATE_FIRST, Choices
from nnviz.engine.kernels.update import Learned, update_parameters
from nnviz.engine.lanes.interpreted import Tag, fill, lane_sum, load, select_less, vector_of
from nnviz.engine.lanes.kernel import FloatArray, kernel
from nnviz.engine.layers.columns import BIASES_AT, COLUMNS, HAS_BIAS, UNITS, UNITS_AT, WEIGHTS_AT
from nnviz.engine.layers.dense import layer_gradient, propagate


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
    """Run each block of the batch forward, up to the deltas of the output layer.

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
    doubt = fill(tag, 0.0)
    for block in range(blocks):
        at = block * places.block
        present = load(tag, workspace, at + scratch_at + places.outputs)
        forward_block(tag, layers, depth, all_units, parameters, workspace, at, block, True, update_key)
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
def change_layers(
    tag: Tag,
    places: Places,
    choices: Choices,
    rate: float,
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
        for turn in range(2):
            if turn == update_first:
                if layer > 1:
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
            elif update_first or layer == 1:
                # Rightly, all layers are changed at the end. The mistake is to change them one by one, before
                # the error has gone down through the weights it belongs to.
                parameters_begin = weights_at * parameter_lanes(tag) // vector.lanes
                strange = strange + update_parameters(
                    vector, parameters_begin, parameters_end, choices, rate, batch_scale, learned
                )
                parameters_end = parameters_begin
    return lane_sum(vector, strange) != 0.0


@kernel
def parameter_lanes(tag: Tag) -> int:
    """Return how many numbers one parameter is: one for each network."""
    return tag.lanes if tag.networks else 1

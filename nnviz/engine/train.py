"""The loop over updates: the whole of learning in one kernel, whatever the lanes stand for."""

from __future__ import annotations

from nnviz.engine.backward import layer_gradient, propagate
from nnviz.engine.batches import DIVERGED, gather_batch, visit_in_new_order
from nnviz.engine.forward import dropout_key, forward_block
from nnviz.engine.kernel import Float64Array, FloatArray, IntArray, entry_point, kernel
from nnviz.engine.lanes import (
    NETWORKS,
    SAMPLES,
    SAMPLES32,
    SINGLE,
    Tag,
    fill,
    lane_sum,
    load,
    read_flag,
    select_less,
    vector_of,
)
from nnviz.engine.network import BIASES_AT, COLUMNS, HAS_BIAS, UNITS, UNITS_AT, WEIGHTS_AT
from nnviz.engine.optimizers import ADAM, next_power
from nnviz.engine.output import loss_doubt, output_deltas
from nnviz.engine.schedules import CONSTANT, schedule_factor
from nnviz.engine.training import (
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
    OPTIMIZER,
    RULE,
    SCHEDULE,
    SCHEDULE_EPOCHS,
    SCHEDULE_FACTOR,
    UPDATE_FIRST,
    WEIGHT_DECAY,
)
from nnviz.engine.update import update_parameters


@entry_point(SINGLE, SAMPLES, SAMPLES32, NETWORKS)
def train(
    tag: Tag,
    layers: IntArray,
    options: IntArray,
    numbers: Float64Array,
    seeds: IntArray,
    inputs: FloatArray,
    targets: FloatArray,
    order: IntArray,
    samples: int,
    parameters: FloatArray,
    gradients: FloatArray,
    first_moment: FloatArray,
    second_moment: FloatArray,
    powers: Float64Array,
    penalised: FloatArray,
    workspace: FloatArray,
    all_units: int,
    output_room: int,
    block_step: int,
    marks: IntArray,
    stop: IntArray,
    update: int,
    count: int,
    keep: IntArray,
    kept: FloatArray,
) -> int:
    """Run up to `count` updates, the first being number `update`; return how many were run.

    `keep` lists, ascending, after how many updates of the run the parameters are to be kept; `kept` has a row
    for each of them. So curves can be drawn without a return to Python at each of their points.

    Stops early before an update when the stop flag is set, and after one that made a number that is not
    finite (then `marks[DIVERGED]` is 1).
    """
    batch_size = options[BATCH_SIZE]
    updates_per_epoch = (samples + batch_size - 1) // batch_size
    epoch = update // updates_per_epoch
    batch = update % updates_per_epoch
    rate = numbers[LEARNING_RATE]
    coming = 0  # the place in `keep` of the next parameters to be kept
    while coming < keep.size and keep[coming] <= update:
        coming += 1
    for done in range(count):
        if read_flag(stop, 0) != 0:
            return done
        first = batch * batch_size
        size = min(batch_size, samples - first)
        visit_in_new_order(options, seeds, order, samples, epoch, marks)
        blocks = gather_batch(
            tag,
            layers,
            options,
            inputs,
            targets,
            order,
            samples,
            first,
            size,
            workspace,
            all_units,
            output_room,
            block_step,
            marks,
        )
        doubt = learn_blocks(
            tag,
            layers,
            options,
            numbers,
            parameters,
            workspace,
            all_units,
            output_room,
            block_step,
            blocks,
            dropout_key(seeds[0], update + done),
        )
        if options[SCHEDULE] != CONSTANT:
            rate = numbers[LEARNING_RATE] * schedule_factor(
                options[SCHEDULE],
                update + done,
                updates_per_epoch,
                options[SCHEDULE_EPOCHS],
                numbers[SCHEDULE_FACTOR],
            )
        if options[OPTIMIZER] == ADAM:
            powers[0] = next_power(powers[0], numbers[DECAY1])
            powers[1] = next_power(powers[1], numbers[DECAY2])
        strange = change_layers(
            tag,
            layers,
            options,
            numbers,
            rate,
            1.0 / size if options[MEAN] else 1.0,
            parameters,
            gradients,
            first_moment,
            second_moment,
            powers,
            penalised,
            workspace,
            all_units,
            block_step,
            blocks,
        )
        if strange or doubt != 0.0:
            marks[DIVERGED] = 1
            return done + 1
        if coming < keep.size and keep[coming] == update + done + 1:
            for place in range(parameters.size):
                kept[coming * parameters.size + place] = parameters[place]
            coming += 1
        batch += 1
        if batch == updates_per_epoch:
            batch = 0
            epoch += 1
    return count


@kernel
def learn_blocks(
    tag: Tag,
    layers: IntArray,
    options: IntArray,
    numbers: Float64Array,
    parameters: FloatArray,
    workspace: FloatArray,
    all_units: int,
    output_room: int,
    block_step: int,
    blocks: int,
    update_key: int,
) -> float:
    """Run each block of the batch forward, up to the deltas of the output layer.

    Returns
    -------
    float
        0 if the losses of all samples are finite, else NaN.
    """
    depth = layers.size // COLUMNS - 1
    outputs = layers[depth * COLUMNS + UNITS]
    output_at = layers[depth * COLUMNS + UNITS_AT]
    targets_at = 3 * all_units
    scratch_at = targets_at + output_room
    doubt = fill(tag, 0.0)
    for block in range(blocks):
        at = block * block_step
        present = load(tag, workspace, at + scratch_at + output_room)
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
            numbers[FLOOR],
            outputs,
            workspace,
            at + output_at,
            at + 2 * all_units + output_at,
            at + targets_at,
            at + scratch_at,
            present,
        )
    return lane_sum(tag, doubt)


@kernel
def change_layers(
    tag: Tag,
    layers: IntArray,
    options: IntArray,
    numbers: Float64Array,
    rate: float,
    batch_scale: float,
    parameters: FloatArray,
    gradients: FloatArray,
    first_moment: FloatArray,
    second_moment: FloatArray,
    powers: Float64Array,
    penalised: FloatArray,
    workspace: FloatArray,
    all_units: int,
    block_step: int,
    blocks: int,
) -> bool:
    """Go from the output layer down: gradients, deltas of the layer below, new parameters.

    Returns
    -------
    bool
        Whether a number was not finite.
    """
    vector = vector_of(tag)
    update_first = options[UPDATE_FIRST]
    parameters_end = parameters.size // vector.lanes
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
            block_step,
            blocks,
            gradients,
            weights_at,
            biases_at,
        )
        for turn in range(2):
            if turn == update_first:
                if layer > 1:
                    for block in range(blocks):
                        at = block * block_step
                        propagate(
                            tag,
                            fan_in,
                            fan_out,
                            parameters,
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
                    vector,
                    parameters_begin,
                    parameters_end,
                    options[OPTIMIZER],
                    rate,
                    numbers[DECAY1],
                    numbers[DECAY2],
                    numbers[EPSILON],
                    1.0 - powers[0],
                    1.0 - powers[1],
                    numbers[L1],
                    numbers[L2],
                    numbers[WEIGHT_DECAY],
                    batch_scale,
                    parameters,
                    gradients,
                    first_moment,
                    second_moment,
                    penalised,
                )
                parameters_end = parameters_begin
    return lane_sum(vector, strange) != 0.0


@kernel
def parameter_lanes(tag: Tag) -> int:
    """Return how many numbers one parameter is: one for each network."""
    return tag.lanes if tag.networks else 1

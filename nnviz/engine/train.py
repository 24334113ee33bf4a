"""The loop over updates: the whole of learning in one kernel, whatever the lanes stand for."""

from __future__ import annotations

from nnviz.engine.backward import layer_gradient, output_deltas, propagate
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
    random_bits,
    read_flag,
    vector_of,
)
from nnviz.engine.network import BIASES_AT, COLUMNS, HAS_BIAS, UNITS, UNITS_AT, WEIGHTS_AT
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
    SHUFFLE,
    UPDATE_FIRST,
    WEIGHT_DECAY,
)
from nnviz.engine.update import update_parameters

ORDER_EPOCH, GATHERED, DIVERGED, MARKS = range(4)
"""Where kernels note things down between two calls, and how many notes there are.

`ORDER_EPOCH` is the epoch (plus 1) that the order of visits belongs to, `GATHERED` the batch (plus 1) that lies in
the workspace, `DIVERGED` whether training met a number that is not finite.
"""


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
) -> int:
    """Run up to `count` updates, the first being number `update`; return how many were run.

    Stops early before an update when the stop flag is set, and after one that made a number that is not
    finite (then `marks[DIVERGED]` is 1; lanes of networks go on, since each is a run of its own).
    """
    vector = vector_of(tag)
    depth = layers.size // COLUMNS - 1
    fan_in, fan_out = layers[UNITS], layers[depth * COLUMNS + UNITS]
    batch_size = options[BATCH_SIZE]
    updates_per_epoch = (samples + batch_size - 1) // batch_size
    samples_per_block = 1 if tag.networks else tag.lanes
    parameter_lanes = tag.lanes if tag.networks else 1
    output_at = layers[depth * COLUMNS + UNITS_AT]
    targets_at = 3 * all_units
    scratch_at = targets_at + output_room
    present_at = scratch_at + output_room
    rate = numbers[LEARNING_RATE]
    correction1 = correction2 = 1.0
    for done in range(count):
        if read_flag(stop, 0) != 0:
            return done
        epoch = (update + done) // updates_per_epoch
        batch = (update + done) % updates_per_epoch
        if options[SHUFFLE] and marks[ORDER_EPOCH] != epoch + 1:
            for network in range(seeds.size):
                shuffle(
                    order, network * samples, samples, random_bits(random_bits(seeds[network]) + 2 * epoch)
                )
            marks[ORDER_EPOCH] = epoch + 1
            marks[GATHERED] = 0
        first = batch * batch_size
        size = min(batch_size, samples - first)
        blocks = (size + samples_per_block - 1) // samples_per_block
        if marks[GATHERED] != batch + 1:
            for block in range(blocks):
                at = block * block_step
                begin = first + block * samples_per_block
                gather(tag, inputs, fan_in, order, samples, begin, first + size, workspace, at)
                gather(tag, targets, fan_out, order, samples, begin, first + size, workspace, at + targets_at)
                note_present(tag, begin, first + size, workspace, at + present_at)
            marks[GATHERED] = batch + 1

        update_key = dropout_key(seeds[0], update + done)
        for block in range(blocks):
            at = block * block_step
            forward_block(tag, layers, depth, all_units, parameters, workspace, at, block, True, update_key)
            output_deltas(
                tag,
                options[RULE],
                options[LOSS],
                numbers[FLOOR],
                fan_out,
                workspace,
                at + output_at,
                at + 2 * all_units + output_at,
                at + targets_at,
                at + scratch_at,
                load(tag, workspace, at + present_at),
            )

        if options[SCHEDULE] != CONSTANT:
            rate = numbers[LEARNING_RATE] * schedule_factor(
                options[SCHEDULE],
                update + done,
                updates_per_epoch,
                options[SCHEDULE_EPOCHS],
                numbers[SCHEDULE_FACTOR],
            )
        powers[0] *= numbers[DECAY1]
        powers[1] *= numbers[DECAY2]
        correction1 = 1.0 - powers[0]
        correction2 = 1.0 - powers[1]
        batch_scale = 1.0 / size if options[MEAN] else 1.0
        strange = fill(vector, 0.0)
        parameters_end = parameters.size // vector.lanes
        for layer in range(depth, 0, -1):
            row = layer * COLUMNS
            below = row - COLUMNS
            delta_at = 2 * all_units + layers[row + UNITS_AT]
            delta_below_at = 2 * all_units + layers[below + UNITS_AT]
            layer_gradient(
                tag,
                layers[below + UNITS],
                layers[row + UNITS],
                layers[row + HAS_BIAS],
                workspace,
                layers[below + UNITS_AT],
                delta_at,
                block_step,
                blocks,
                gradients,
                layers[row + WEIGHTS_AT],
                layers[row + BIASES_AT],
            )
            # The error must go down through the weights it came up through: propagate, then update.
            for turn in range(2):
                if turn == options[UPDATE_FIRST]:
                    if layer > 1:
                        for block in range(blocks):
                            propagate(
                                tag,
                                layers[below + UNITS],
                                layers[row + UNITS],
                                parameters,
                                layers[row + WEIGHTS_AT],
                                workspace,
                                block * block_step + delta_at,
                                block * block_step + delta_below_at,
                            )
                else:
                    parameters_begin = layers[row + WEIGHTS_AT] * parameter_lanes // vector.lanes
                    strange = strange + update_parameters(
                        vector,
                        parameters_begin,
                        parameters_end,
                        options[OPTIMIZER],
                        rate,
                        numbers[DECAY1],
                        numbers[DECAY2],
                        numbers[EPSILON],
                        correction1,
                        correction2,
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
        if not tag.networks and lane_sum(vector, strange) != 0.0:
            marks[DIVERGED] = 1
            return done + 1
    return count


@kernel
def shuffle(order: IntArray, begin: int, samples: int, key: int) -> None:
    """Put the numbers of the samples in an order that depends on the key alone (Fisher and Yates, 1938)."""
    for i in range(samples):
        order[begin + i] = i
    for i in range(samples - 1, 0, -1):
        j = ((random_bits(key + i) >> 31) * (i + 1)) >> 32  # a random number from 0 to i
        order[begin + i], order[begin + j] = order[begin + j], order[begin + i]


@kernel
def gather(
    tag: Tag,
    table: FloatArray,
    columns: int,
    order: IntArray,
    samples: int,
    begin: int,
    end: int,
    workspace: FloatArray,
    at: int,
) -> None:
    """Copy the rows of the samples visited from `begin` on into the lanes, and zeros past the `end`."""
    for lane in range(tag.lanes):
        visit = lane * samples + begin if tag.networks else begin + lane
        if tag.networks or visit < end:
            row = order[visit] * columns
            for i in range(columns):
                workspace[(at + i) * tag.lanes + lane] = table[row + i]
        else:
            for i in range(columns):
                workspace[(at + i) * tag.lanes + lane] = 0.0


@kernel
def note_present(tag: Tag, begin: int, end: int, workspace: FloatArray, at: int) -> None:
    """Write 1 into the lanes that hold a sample of the batch, 0 into the others."""
    for lane in range(tag.lanes):
        workspace[at * tag.lanes + lane] = 1.0 if tag.networks or begin + lane < end else 0.0

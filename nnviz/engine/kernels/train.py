"""The loop over updates: the whole of learning in one kernel, whatever the lanes stand for."""

from __future__ import annotations

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.choices.optimizers import ADAM, next_power
from nnviz.engine.choices.schedules import CONSTANT, schedule_factor
from nnviz.engine.kernels.batches import DIVERGED, Data, gather_batch, visit_in_new_order
from nnviz.engine.kernels.forward import dropout_key
from nnviz.engine.kernels.handed import (
    BATCH_SIZE,
    DECAY1,
    DECAY2,
    LEARNING_RATE,
    MEAN,
    OPTIMIZER,
    SCHEDULE,
    SCHEDULE_EPOCHS,
    SCHEDULE_FACTOR,
    SHUFFLE,
    Choices,
    Places,
)
from nnviz.engine.kernels.learn import change_layers, learn_blocks
from nnviz.engine.kernels.update import Learned
from nnviz.engine.lanes.interpreted import read_flag
from nnviz.engine.lanes.kernel import entry_point
from nnviz.engine.lanes.tags import (
    MAPS_SAMPLES,
    MAPS_SAMPLES32,
    MAPS_SINGLE,
    NETWORKS,
    SAMPLES,
    SAMPLES32,
    SINGLE,
    Tag,
)


@entry_point(SINGLE, SAMPLES, SAMPLES32, NETWORKS, MAPS_SINGLE, MAPS_SAMPLES, MAPS_SAMPLES32)
def train(
    tag: Tag,
    places: Places,
    choices: Choices,
    data: Data,
    seeds: IntArray,
    learned: Learned,
    workspace: FloatArray,
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
    options, numbers, samples = choices.options, choices.numbers, data.samples
    parameters, powers = learned.parameters, learned.powers
    batch_size = options[BATCH_SIZE]
    updates_per_epoch = (samples + batch_size - 1) // batch_size
    epoch = update // updates_per_epoch
    batch = update % updates_per_epoch
    rate, factor = numbers[LEARNING_RATE], 1.0
    coming = 0  # the place in `keep` of the next parameters to be kept
    while coming < keep.size and keep[coming] <= update:
        coming += 1
    for done in range(count):
        if read_flag(stop, 0) != 0:
            return done
        first = batch * batch_size
        size = min(batch_size, samples - first)
        visit_in_new_order(options, seeds, data, epoch, marks)
        shuffled = options[SHUFFLE] != 0
        blocks = gather_batch(tag, places, data, shuffled, first, size, workspace, marks)
        key = dropout_key(seeds[0], update + done)
        doubt = learn_blocks(tag, places, choices, parameters, workspace, blocks, key)
        if options[SCHEDULE] != CONSTANT:
            factor = schedule_factor(
                options[SCHEDULE],
                update + done,
                updates_per_epoch,
                options[SCHEDULE_EPOCHS],
                numbers[SCHEDULE_FACTOR],
            )
            rate = numbers[LEARNING_RATE] * factor
        if options[OPTIMIZER] == ADAM:
            powers[0] = next_power(powers[0], numbers[DECAY1])
            powers[1] = next_power(powers[1], numbers[DECAY2])
        batch_scale = 1.0 / size if options[MEAN] else 1.0
        strange = change_layers(tag, places, choices, rate, factor, batch_scale, learned, workspace, blocks)
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

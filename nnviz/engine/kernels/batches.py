"""Batches: which samples an update sees, and how they get into the lanes."""

from __future__ import annotations

from typing import NamedTuple

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.kernels.handed import SHUFFLE, Places
from nnviz.engine.lanes.interpreted import fill, random_bits, store
from nnviz.engine.lanes.kernel import kernel
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import COLUMNS, UNITS

ORDER_EPOCH, GATHERED, DIVERGED, MARKS = range(4)
"""Where kernels note things down between two calls, and how many notes there are.

`ORDER_EPOCH` is the epoch (plus 1) that the order of visits belongs to, `GATHERED` the visit that ends the
batch in the workspace, `DIVERGED` whether training met a number that is not finite.
"""


class Data(NamedTuple):
    """The samples, row after row, and the order in which they are visited, one for each network."""

    inputs: FloatArray
    targets: FloatArray
    order: IntArray
    samples: int


@kernel
def visit_in_new_order(options: IntArray, seeds: IntArray, data: Data, epoch: int, marks: IntArray) -> None:
    """Shuffle the order of visits if this is another epoch; each network has an order of its own."""
    if options[SHUFFLE] != 0 and marks[ORDER_EPOCH] != epoch + 1:
        for network in range(seeds.size):
            key = random_bits(random_bits(seeds[network]) + 2 * epoch)
            shuffle(data.order, network * data.samples, data.samples, key)
        marks[ORDER_EPOCH] = epoch + 1
        marks[GATHERED] = 0


@kernel
def shuffle(order: IntArray, begin: int, samples: int, key: int) -> None:
    """Put the numbers of the samples in an order that depends on the key alone (Fisher and Yates, 1938)."""
    for i in range(samples):
        order[begin + i] = i
    for i in range(samples - 1, 0, -1):
        j = ((random_bits(key + i) >> 31) * (i + 1)) >> 32  # a random number from 0 to i
        order[begin + i], order[begin + j] = order[begin + j], order[begin + i]


@kernel
def gather_batch(
    tag: Tag,
    places: Places,
    data: Data,
    shuffled: bool,
    first: int,
    size: int,
    workspace: FloatArray,
    marks: IntArray,
) -> int:
    """Bring a batch into the workspace, unless it is there already; return how many blocks it takes."""
    samples_per_block = 1 if tag.networks else tag.lanes
    blocks = (size + samples_per_block - 1) // samples_per_block
    end = first + size
    if marks[GATHERED] != end:
        inputs, outputs = places.table[UNITS], places.table[places.table.size - COLUMNS + UNITS]
        targets_at = 3 * places.units
        present_at = targets_at + 2 * places.outputs
        for block in range(blocks):
            at = block * places.block
            begin = first + block * samples_per_block
            gather(tag, data.inputs, inputs, data, begin, end, workspace, at, shuffled)
            gather(tag, data.targets, outputs, data, begin, end, workspace, at + targets_at, shuffled)
            if tag.networks:
                store(tag, workspace, at + present_at, fill(tag, 1.0))
            else:
                for lane in range(tag.lanes):
                    workspace[(at + present_at) * tag.lanes + lane] = 1.0 if begin + lane < end else 0.0
        marks[GATHERED] = end
    return blocks


@kernel
def gather(
    tag: Tag,
    table: FloatArray,
    columns: int,
    data: Data,
    begin: int,
    end: int,
    workspace: FloatArray,
    at: int,
    shuffled: bool,
) -> None:
    """Copy the rows of the samples visited from `begin` on into the lanes, and zeros past the `end`.

    The table is that of the inputs or that of the targets. Networks visit the same sample unless shuffled.
    """
    if tag.networks and not shuffled:
        row = data.order[begin] * columns
        for i in range(columns):
            store(tag, workspace, at + i, fill(tag, table[row + i]))
        return
    for lane in range(tag.lanes):
        visit = lane * data.samples + begin if tag.networks else begin + lane
        if tag.networks or visit < end:
            row = data.order[visit] * columns
            for i in range(columns):
                workspace[(at + i) * tag.lanes + lane] = table[row + i]
        else:
            for i in range(columns):
                workspace[(at + i) * tag.lanes + lane] = 0.0

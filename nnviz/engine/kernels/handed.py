"""What kernels are handed of a network and its training, and where in it each number lies."""

from __future__ import annotations

from typing import NamedTuple

from nnviz.arrays import Float64Array, FloatArray, IntArray

LOSS, RULE, MEAN, OPTIMIZER, UPDATE_FIRST, BATCH_SIZE, SHUFFLE, SCHEDULE, SCHEDULE_EPOCHS, OPTIONS = range(10)
"""Where kernels find each choice in the array of options, and their number."""

LEARNING_RATE, DECAY1, DECAY2, EPSILON, L1, L2, WEIGHT_DECAY, FLOOR, SCHEDULE_FACTOR, NUMBERS = range(10)
"""Where kernels find each number in the array of numbers, and how many there are.

`DECAY1` is momentum or beta1, `DECAY2` alpha or beta2, whichever the optimizer uses; `FLOOR` is what
probabilities are clamped to.
"""


class Places(NamedTuple):
    """Where everything lies, as kernels take it: see `Layout`, which has the same attributes."""

    table: IntArray
    numbers: Float64Array
    units: int
    outputs: int
    block: int


class Choices(NamedTuple):
    """A training as kernels take it: what is chosen, and the numbers.

    `lanes` has the numbers of each lane side by side, lane by lane, where networks in lanes differ in them
    (see `lane_key`); else it is empty.
    """

    options: IntArray
    numbers: Float64Array
    lanes: FloatArray

"""What students commonly get wrong, each computed from the update: so a wrong number names its likely cause.

A misconception gives, for a quantity, the numbers that someone who holds it would write. The numbers it
starts from are given by `get`: the right ones, or a student's own.
"""

from collections.abc import Iterator
from itertools import chain

import msgspec

from nnviz.explain.exercise.quantity import AskedQuantity, Get
from nnviz.explain.exercise.update import Update
from nnviz.explain.exercise.wrong_maps import (
    divided_by_less,
    dropout_forgotten,
    error_to_all,
    kernel_flipped,
    mean_over_places,
    not_normalised,
    one_channel,
    one_place,
    other_pooling,
    statistics_fixed,
    variance_for_deviation,
    window_misplaced,
)
from nnviz.explain.exercise.wrong_numbers import (
    Wrong,
    before_activation,
    bias_as_weight,
    bias_left_out,
    only_the_change,
    other_activation,
    penalty_forgotten,
    rate_forgotten,
    sign,
    slope_at_a,
    slope_doubled,
    slope_forgotten,
    swapped,
    transposed,
    updated_weight,
    wrong_reduction,
)


class Misconception(msgspec.Struct, frozen=True):
    """One way to go wrong.

    Attributes
    ----------
    name : str
        For programs.
    sentence : str
        What seems to have happened, and where to look; for the student.
    wrong : callable
        The numbers it leads to for a quantity; none where it cannot happen.
    """

    name: str
    sentence: str
    wrong: Wrong


MISCONCEPTIONS = (
    Misconception(
        "slope_forgotten",
        "σ'(z) seems to be missing: what comes back is still to be multiplied by the slope of the unit.",
        slope_forgotten,
    ),
    Misconception(
        "slope_at_a",
        "The slope seems to be taken at a: σ' belongs to z, so σ'(z) = a (1 - a) for a sigmoid, not σ'(a).",
        slope_at_a,
    ),
    Misconception(
        "slope_doubled",
        "The slope seems to be multiplied in twice: it is in ŷ - y already where the loss is made for the "
        "output's activation, and elsewhere it counts once.",
        slope_doubled,
    ),
    Misconception(
        "updated_weight_used",
        "The error seems to go back through the new weight: it takes the weight from before the update.",
        updated_weight,
    ),
    Misconception(
        "transposed_weights",
        "Rows and columns seem to be exchanged: w_ji goes from unit i to unit j.",
        transposed,
    ),
    Misconception(
        "sum_for_mean",
        "The samples of the batch seem to be added up: here the loss is their mean.",
        wrong_reduction("sum"),
    ),
    Misconception(
        "mean_for_sum",
        "The mean over the batch seems to be taken: here the loss is the sum over the samples.",
        wrong_reduction("mean"),
    ),
    Misconception(
        "learning_rate_forgotten",
        "The learning rate seems to be in the wrong place: the new weight is w - η g, and the gradient g "
        "has no η.",
        rate_forgotten,
    ),
    Misconception(
        "target_and_output_swapped",
        "Target and output seem to be swapped: the error is ŷ - y, the output minus the target.",
        swapped,
    ),
    Misconception(
        "sign",
        "The size is right and the sign is not: follow the minus signs through this step.",
        sign,
    ),
    Misconception(
        "bias_as_weight",
        "The bias seems to be treated as the weight of an input: its input is always 1.",
        bias_as_weight,
    ),
    Misconception(
        "previous_activation",
        "The activation of another layer seems to be used: the gradient of a weight takes the a of the unit "
        "it comes from.",
        other_activation,
    ),
    Misconception(
        "activation_left_out",
        "The activation function seems to be left out: a number z stands where a = σ(z) belongs.",
        before_activation,
    ),
    Misconception("bias_left_out", "The bias seems to be left out of the sum.", bias_left_out),
    Misconception(
        "only_the_change",
        "This seems to be the change alone: the new weight is the old one minus η g.",
        only_the_change,
    ),
    Misconception(
        "penalty_forgotten",
        "The penalty seems to be missing: it adds to the gradient of each weight.",
        penalty_forgotten,
    ),
    Misconception(
        "kernel_flipped",
        "The kernel seems to be turned by half a turn: a layer multiplies its first weight with the first "
        "pixel of the window.",
        kernel_flipped,
    ),
    Misconception(
        "window_misplaced",
        "The window seems to stand elsewhere: for output pixel [y, x] it begins at row y and column x, times "
        "the stride, less the zeros around the maps.",
        window_misplaced,
    ),
    Misconception(
        "one_channel",
        "Only one of the maps below seems to be counted: an output pixel adds up the windows of all of them.",
        one_channel,
    ),
    Misconception(
        "one_place",
        "Only one output pixel seems to be counted: a kernel acts at every place, and all pull on it.",
        one_place,
    ),
    Misconception(
        "mean_over_places",
        "The mean over the output pixels seems to be taken: what they pull on a weight adds up.",
        mean_over_places,
    ),
    Misconception(
        "other_pooling",
        "Mean and maximum of the window seem to be mixed up.",
        other_pooling,
    ),
    Misconception(
        "error_to_all",
        "The error of a window seems to go to the wrong pixels: from a maximum it goes whole to the largest, "
        "from a mean in equal shares to all.",
        error_to_all,
    ),
    Misconception(
        "variance_for_deviation",
        "The root seems to be missing: one divides by the deviation √(variance + ε), not by the variance.",
        variance_for_deviation,
    ),
    Misconception(
        "divided_by_less",
        "The variance seems to be divided by n - 1: what normalises a batch is divided by n.",
        divided_by_less,
    ),
    Misconception(
        "statistics_fixed",
        "Mean and deviation seem to be taken as fixed: they are made of these very values, so an error comes "
        "back through them too.",
        statistics_fixed,
    ),
    Misconception(
        "not_normalised",
        "The value seems to be taken as it came: gamma is multiplied with the normalised one.",
        not_normalised,
    ),
    Misconception(
        "dropout_forgotten",
        "The mask of dropout seems to be forgotten: it multiplies the activation, and the error coming back.",
        dropout_forgotten,
    ),
)
"""The most likely first: where two lead to the same number, the first is named."""

ROUNDING = Misconception(
    "rounding",
    "Close, but rounded too early or too coarsely: carry at least four digits and round at the end.",
    lambda _update, _quantity, _get: iter(()),
)
"""Recognised by its size alone."""


def wrong_values(update: Update, quantity: AskedQuantity, get: Get) -> Iterator[tuple[Misconception, float]]:
    """Yield every misconception with each number that it leads to for a quantity."""
    return chain.from_iterable(
        ((misconception, value) for value in misconception.wrong(update, quantity, get))
        for misconception in MISCONCEPTIONS
    )

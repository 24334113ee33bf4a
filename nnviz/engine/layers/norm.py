"""Batch normalisation (Ioffe and Szegedy, 2015): every unit or map gets mean 0 and variance 1 over the batch.

While it trains, mean and variance are those of the batch (over all pixels of a map), and running means of
both are kept: they stand in for the batch when the network is only asked. As in PyTorch the variance that
normalises is divided by n, the one that is kept by n - 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Draw, Float64Array, FloatArray, Floats, IntArray
from nnviz.engine.lanes.interpreted import (
    Value,
    fill,
    fma,
    lane_sum,
    load,
    load_weight,
    select_less,
    sqrt,
    store,
    store_gradient,
)
from nnviz.engine.lanes.kernel import kernel, kernel_of_maps
from nnviz.engine.lanes.tags import Tag
from nnviz.engine.layers.columns import (
    BIASES_AT,
    CHANNELS,
    COLUMNS,
    EPSILON,
    HEIGHT,
    MOMENTUM,
    NUMBERS,
    OWN_AT,
    UNITS_AT,
    WEIGHTS_AT,
    WIDTH,
)
from nnviz.engine.layers.layer import Layer, Shape
from nnviz.parts import Gain

BATCH_NORM = 6
ROWS = 3
MEAN, INVERSE, DELTA_SUM, PRODUCT_SUM, VARIANCE, KEPT = range(6)
"""What is kept of a batch for each unit or map, in the first block of the workspace, and how many numbers."""


@dataclass(frozen=True)
class BatchNorm(Layer):
    """Batch normalisation: z = gamma (a - mean) / sqrt(variance + epsilon) + beta of the values before.

    Its weights have three rows: gamma, which is learned, and the running mean and variance, which are not.
    Its biases are beta.

    Parameters
    ----------
    shape_in, activation
        See `Layer`.
    momentum : float
        What a batch counts in the running mean and variance.
    epsilon : float
        Added to the variance.
    """

    kind: ClassVar[str] = "batch_norm"
    title: ClassVar[str] = "Batch normalisation"
    short: ClassVar[str] = "norm"
    code: ClassVar[int] = BATCH_NORM
    learns: ClassVar[type[Any] | None] = Gain
    one_by_one: ClassVar[bool] = True
    has_activation: ClassVar[bool] = True

    bias: bool = field(default=True, kw_only=True)
    momentum: float = field(default=0.1, kw_only=True)
    epsilon: float = field(default=1e-5, kw_only=True)

    def __post_init__(self) -> None:
        if not 0.0 <= self.momentum <= 1.0:
            raise ValueError("a momentum is a number from 0 to 1")
        if not self.epsilon > 0.0:
            raise ValueError("epsilon is a number above 0")

    @property
    def weights_shape(self) -> Shape:
        """(gamma, running mean and running variance; units or maps)."""
        return (ROWS, self.shape_in[-1])

    @property
    def parameter_count(self) -> int:
        """Gamma and beta."""
        return 2 * self.shape_in[-1]

    @property
    def own_room(self) -> int:
        """What is kept of a batch."""
        return KEPT * self.shape_in[-1]

    def learned(self, weights: NDArray[Any]) -> NDArray[Any]:
        """Return the row of gamma."""
        return weights[:1]

    def numbers(self) -> dict[int, float]:
        """Return momentum and epsilon."""
        return {MOMENTUM: self.momentum, EPSILON: self.epsilon}

    def initial(
        self,
        _draw: Draw,
        _rng: np.random.Generator,
        _scale: float,
        *,
        draws_biases: bool,  # noqa: ARG002
    ) -> tuple[Floats, Floats]:
        """Return gamma 1, mean 0, variance 1, and beta 0: nothing is drawn."""
        return self.zeros()

    def zeros(self) -> tuple[Floats, Floats]:
        """Return the same: a variance of 0 would be none."""
        weights = np.zeros(self.weights_shape)
        weights[[0, 2]] = 1.0
        return weights, np.zeros(self.biases_shape)


@kernel
def over_samples(tag: Tag, value: Value) -> Value:
    """Return in every lane the sum over the lanes' samples; of networks each has its own."""
    if tag.networks:
        return value
    return fill(tag, lane_sum(tag, value))


@kernel
def store_weight(tag: Tag, parameters: FloatArray, at: int, value: Value) -> None:
    """Write a parameter, which is the same number in all lanes unless these are networks."""
    if tag.networks:
        store(tag, parameters, at, value)
    else:
        store_gradient(tag, parameters, at, value * (1.0 / tag.lanes))  # they add up to the number, exactly


@kernel
def normalise(
    tag: Tag,
    layers: IntArray,
    row: int,
    epsilon: float,
    parameters: FloatArray,
    workspace: FloatArray,
    a_at: int,
    z_at: int,
) -> None:
    """Compute z from the running mean and variance, as it is done when the network is only asked."""
    channels = layers[row + CHANNELS]
    for c in range(channels):
        at = layers[row + WEIGHTS_AT] + ROWS * c
        gamma, mean = load_weight(tag, parameters, at), load_weight(tag, parameters, at + 1)
        beta = load_weight(tag, parameters, layers[row + BIASES_AT] + c)
        inverse = 1.0 / sqrt(load_weight(tag, parameters, at + 2) + fill(tag, epsilon))
        for pixel in range(layers[row + HEIGHT] * layers[row + WIDTH]):
            a = load(tag, workspace, a_at + pixel * channels + c)
            store(tag, workspace, z_at + pixel * channels + c, fma(gamma, (a - mean) * inverse, beta))


@kernel_of_maps
def normalise_batch(
    tag: Tag,
    layers: IntArray,
    row: int,
    numbers: Float64Array,
    all_units: int,
    present_at: int,
    parameters: FloatArray,
    workspace: FloatArray,
    block_step: int,
    blocks: int,
) -> None:
    """Compute z from the mean and variance of the batch; keep these and bring the running ones up to date."""
    channels, pixels = layers[row + CHANNELS], layers[row + HEIGHT] * layers[row + WIDTH]
    a_at, z_at = layers[row - COLUMNS + UNITS_AT], layers[row + UNITS_AT] + all_units
    epsilon = fill(tag, numbers[row // COLUMNS * NUMBERS + EPSILON])
    share = fill(tag, numbers[row // COLUMNS * NUMBERS + MOMENTUM])
    count = values_of(tag, workspace, present_at, block_step, blocks) * fill(tag, pixels)
    for c in range(channels):
        mean = fill(tag, 0.0)
        for block in range(blocks):
            at = block * block_step
            present = load(tag, workspace, at + present_at)
            for pixel in range(pixels):
                a = load(tag, workspace, at + a_at + pixel * channels + c)
                mean = mean + select_less(0.0, present, a, 0.0 * present)
        mean = over_samples(tag, mean) / count
        variance = fill(tag, 0.0)
        for block in range(blocks):
            at = block * block_step
            present = load(tag, workspace, at + present_at)
            for pixel in range(pixels):
                away = load(tag, workspace, at + a_at + pixel * channels + c) - mean
                variance = variance + select_less(0.0, present, away * away, 0.0 * present)
        squares = over_samples(tag, variance)
        variance = squares / count
        inverse = 1.0 / sqrt(variance + epsilon)
        kept_at = layers[row + OWN_AT] + KEPT * c
        store(tag, workspace, kept_at + MEAN, mean)
        store(tag, workspace, kept_at + INVERSE, inverse)
        store(tag, workspace, kept_at + VARIANCE, variance)
        at = layers[row + WEIGHTS_AT] + ROWS * c
        gamma = load_weight(tag, parameters, at)
        beta = load_weight(tag, parameters, layers[row + BIASES_AT] + c)
        for block in range(blocks):
            for pixel in range(pixels):
                place = block * block_step + pixel * channels + c
                a = load(tag, workspace, place + a_at)
                store(tag, workspace, place + z_at, fma(gamma, (a - mean) * inverse, beta))
        running = load_weight(tag, parameters, at + 1)
        store_weight(tag, parameters, at + 1, running + (mean - running) * share)
        running = load_weight(tag, parameters, at + 2)
        unbiased = select_less(1.0, count, squares / (count - 1.0), variance)
        store_weight(tag, parameters, at + 2, running + (unbiased - running) * share)


@kernel
def values_of(tag: Tag, workspace: FloatArray, present_at: int, block_step: int, blocks: int) -> Value:
    """Return how many samples there are in the batch, in every lane."""
    count = fill(tag, 0.0)
    for block in range(blocks):
        count = count + load(tag, workspace, block * block_step + present_at)
    return over_samples(tag, count)


@kernel
def norm_gradient(
    tag: Tag,
    layers: IntArray,
    row: int,
    workspace: FloatArray,
    delta_at: int,
    block_step: int,
    blocks: int,
    gradients: FloatArray,
) -> None:
    """Compute dL/dgamma = sum of delta (a - mean)/deviation and dL/dbeta = sum of delta; keep both sums."""
    channels, pixels = layers[row + CHANNELS], layers[row + HEIGHT] * layers[row + WIDTH]
    a_at = layers[row - COLUMNS + UNITS_AT]
    for c in range(channels):
        kept_at = layers[row + OWN_AT] + KEPT * c
        mean, inverse = load(tag, workspace, kept_at + MEAN), load(tag, workspace, kept_at + INVERSE)
        total, products = fill(tag, 0.0), fill(tag, 0.0)
        for block in range(blocks):
            for pixel in range(pixels):
                place = block * block_step + pixel * channels + c
                delta = load(tag, workspace, place + delta_at)
                total = total + delta
                products = fma(delta, (load(tag, workspace, place + a_at) - mean) * inverse, products)
        store(tag, workspace, kept_at + DELTA_SUM, over_samples(tag, total))
        store(tag, workspace, kept_at + PRODUCT_SUM, over_samples(tag, products))
        store_gradient(tag, gradients, layers[row + WEIGHTS_AT] + ROWS * c, products)
        store_gradient(tag, gradients, layers[row + BIASES_AT] + c, total)


@kernel
def norm_propagate(
    tag: Tag,
    layers: IntArray,
    row: int,
    all_units: int,
    present_at: int,
    parameters: FloatArray,
    workspace: FloatArray,
    block_step: int,
    blocks: int,
) -> None:
    """Compute delta of the layer before, from f'(z) there: each sample moves the mean and variance of all.

    dL/da = gamma/deviation (delta - mean of delta - (a - mean)/deviation times the mean of their products).
    """
    channels, pixels = layers[row + CHANNELS], layers[row + HEIGHT] * layers[row + WIDTH]
    a_at = layers[row - COLUMNS + UNITS_AT]
    delta_at, below_at = 2 * all_units + layers[row + UNITS_AT], 2 * all_units + a_at
    count = values_of(tag, workspace, present_at, block_step, blocks) * fill(tag, pixels)
    for c in range(channels):
        kept_at = layers[row + OWN_AT] + KEPT * c
        mean, inverse = load(tag, workspace, kept_at + MEAN), load(tag, workspace, kept_at + INVERSE)
        mean_delta = load(tag, workspace, kept_at + DELTA_SUM) / count
        mean_product = load(tag, workspace, kept_at + PRODUCT_SUM) / count
        gamma = load_weight(tag, parameters, layers[row + WEIGHTS_AT] + ROWS * c)
        for block in range(blocks):
            present = load(tag, workspace, block * block_step + present_at)
            for pixel in range(pixels):
                place = block * block_step + pixel * channels + c
                away = (load(tag, workspace, place + a_at) - mean) * inverse
                rest = (load(tag, workspace, place + delta_at) - mean_delta) - away * mean_product
                slope = load(tag, workspace, place + below_at)
                error = select_less(0.0, present, gamma * inverse * rest * slope, 0.0 * present)
                store(tag, workspace, place + below_at, error)

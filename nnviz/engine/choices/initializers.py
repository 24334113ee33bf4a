"""Initializers: where the weights start.

Weights are drawn layer by layer, from the input to the output, each an array of shape (fan_in, fan_out). The
scales are those of Glorot and Bengio (2010), He et al. (2015) and LeCun et al. (1998): they keep the spread
of the activations, or of the errors, about the same from layer to layer.

Biases start at zero, except for `uniform` and `normal`: these draw each number of the network alike, as if a
bias were the weight of a constant input 1, which is how lab D writes it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Draw, Floats
from nnviz.engine.choices.choice import Choice, registry


@dataclass(frozen=True)
class Initializer(Choice):
    """What is known of one initializer.

    Attributes
    ----------
    formula : str
        The distribution in LaTeX; U is uniform, N normal with mean and standard deviation.
    draw : callable
        (rng, shape, fan_in, fan_out) -> ndarray
    draws_biases : bool
        Whether biases are drawn like weights; else they are zero.
    """

    formula: str
    draw: Draw
    draws_biases: bool = False


def _uniform(limit: Callable[[int, int], float]) -> Draw:
    return lambda rng, shape, fan_in, fan_out: rng.uniform(-1.0, 1.0, shape) * limit(fan_in, fan_out)


def _normal(deviation: Callable[[int, int], float]) -> Draw:
    return lambda rng, shape, fan_in, fan_out: rng.standard_normal(shape) * deviation(fan_in, fan_out)


def _zeros(_rng: np.random.Generator, shape: tuple[int, ...], _fan_in: int, _fan_out: int) -> Floats:
    return np.zeros(shape)


INITIALIZERS = registry(
    Initializer(
        "glorot_uniform",
        "Glorot uniform",
        "Keeps activations and errors of one size through the layers; made for sigmoid and tanh.",
        r"U\left(\pm\sqrt{6 / (n_\mathrm{in} + n_\mathrm{out})}\right)",
        _uniform(lambda fan_in, fan_out: math.sqrt(6 / (fan_in + fan_out))),
    ),
    Initializer(
        "glorot_normal",
        "Glorot normal",
        "As Glorot uniform, from the normal distribution. Also called Xavier.",
        r"N\left(0, \sqrt{2 / (n_\mathrm{in} + n_\mathrm{out})}\right)",
        _normal(lambda fan_in, fan_out: math.sqrt(2 / (fan_in + fan_out))),
    ),
    Initializer(
        "he_uniform",
        "He uniform",
        "Twice the variance, for ReLU, which blocks half of what it gets.",
        r"U\left(\pm\sqrt{6 / n_\mathrm{in}}\right)",
        _uniform(lambda fan_in, _: math.sqrt(6 / fan_in)),
    ),
    Initializer(
        "he_normal",
        "He normal",
        "As He uniform, from the normal distribution. Also called Kaiming.",
        r"N\left(0, \sqrt{2 / n_\mathrm{in}}\right)",
        _normal(lambda fan_in, _: math.sqrt(2 / fan_in)),
    ),
    Initializer(
        "lecun_uniform",
        "LeCun uniform",
        "Keeps the spread of z at that of the layer's inputs.",
        r"U\left(\pm\sqrt{3 / n_\mathrm{in}}\right)",
        _uniform(lambda fan_in, _: math.sqrt(3 / fan_in)),
    ),
    Initializer(
        "lecun_normal",
        "LeCun normal",
        "As LeCun uniform, from the normal distribution.",
        r"N\left(0, \sqrt{1 / n_\mathrm{in}}\right)",
        _normal(lambda fan_in, _: math.sqrt(1 / fan_in)),
    ),
    Initializer(
        "uniform",
        "Uniform -1 to 1",
        "Every weight and bias anywhere from -1 to 1, whatever the size of the layer.",
        "U(-1, 1)",
        _uniform(lambda *_: 1.0),
        draws_biases=True,
    ),
    Initializer(
        "normal",
        "Standard normal",
        "Every weight and bias from the standard normal distribution (randn).",
        "N(0, 1)",
        _normal(lambda *_: 1.0),
        draws_biases=True,
    ),
    Initializer(
        "zeros",
        "Zeros",
        "All units of a layer stay the same for ever: the classic mistake.",
        "0",
        _zeros,
    ),
)

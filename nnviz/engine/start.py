"""The weights and biases a run starts from."""

from __future__ import annotations

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.choices.initializers import INITIALIZERS
from nnviz.engine.kernels.network import Network


def initial_parameters(
    network: Network, init: str, rng: np.random.Generator, scale: float = 1.0
) -> tuple[list[Floats], list[Floats]]:
    """Draw the weights and biases a run starts from.

    Parameters
    ----------
    network : Network
    init : str
        A name of `INITIALIZERS`.
    rng : numpy.random.Generator
        Each layer draws its weights, then its biases (if the initializer draws biases and the layer has
        some).
    scale : float
        Factor on the weights drawn; biases stay as they are.

    Returns
    -------
    weights : list of ndarray, shape (fan_in, fan_out)
    biases : list of ndarray, shape (fan_out,)
        Zeros where the layer has none.

    Raises
    ------
    ValueError
        If there is no such initializer.
    """
    if init not in INITIALIZERS:
        raise ValueError(f"there is no initializer {init!r}; choose one of {', '.join(INITIALIZERS)}")
    record = INITIALIZERS[init]
    weights, biases = [], []
    for fan_in, fan_out, has_bias in zip(network.layers, network.layers[1:], network.has_bias, strict=False):
        weights.append(record.draw(rng, (fan_in, fan_out), fan_in, fan_out) * scale)
        drawn = record.draws_biases and has_bias
        biases.append(record.draw(rng, (fan_out,), fan_in, fan_out) if drawn else np.zeros(fan_out))
    return weights, biases

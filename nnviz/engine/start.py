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
    weights, biases : list of ndarray
        In the shapes that the layers say; zeros where a layer has no biases.

    Raises
    ------
    ValueError
        If there is no such initializer.
    """
    if init not in INITIALIZERS:
        raise ValueError(f"there is no initializer {init!r}; choose one of {', '.join(INITIALIZERS)}")
    record = INITIALIZERS[init]
    drawn = [
        layer.initial(record.draw, rng, scale, draws_biases=record.draws_biases) for layer in network.computed
    ]
    return [weights for weights, _ in drawn], [biases for _, biases in drawn]

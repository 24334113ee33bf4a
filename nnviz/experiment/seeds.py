"""Where randomness comes from: one seed, one independent stream for each purpose.

The order of the samples and the dropout masks are functions of the seed and the update (see the engine), so
they need no stream.
"""

import numpy as np

_DATA, _INITIAL_WEIGHTS = 0, 1


def data_seed(seed: int) -> np.random.SeedSequence:
    """Return what draws and divides the data."""
    return np.random.SeedSequence(seed, spawn_key=(_DATA,))


def initial_weights_generator(seed: int) -> np.random.Generator:
    """Return the generator that draws the initial weights."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_INITIAL_WEIGHTS,)))

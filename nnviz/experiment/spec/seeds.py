"""The one place where randomness begins: an independent stream for each purpose.

Points and their division follow `data.seed` alone, so that seeds of training can be compared on the same
points; all else follows `training.seed`. Streams are children of a `SeedSequence`: what one draws never
changes another.
The order of batches and the units left out by dropout are drawn by the engine itself, which is given
`training.seed`: they are functions of the seed and the update, not of a stream that must be rewound.
"""

import numpy as np

_DATA = 0
_INITIAL_WEIGHTS = 1


def data_seed(seed: int) -> np.random.SeedSequence:
    """Return where the points and their division begin, for `data.seed`."""
    return np.random.SeedSequence(seed, spawn_key=(_DATA,))


def initial_weights_generator(seed: int) -> np.random.Generator:
    """Return what the initial weights are drawn with, for `training.seed`."""
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_INITIAL_WEIGHTS,)))

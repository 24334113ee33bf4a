"""Inputs derived from the coordinates: squares, the product, sines."""

from collections.abc import Callable, Sequence

import numpy as np

from nnviz.arrays import Floats

FEATURES: dict[str, Callable[[Floats], Floats]] = {
    "x1": lambda X: X[:, 0],
    "x2": lambda X: X[:, 1],
    "x1^2": lambda X: X[:, 0] ** 2,
    "x2^2": lambda X: X[:, 1] ** 2,
    "x1*x2": lambda X: X[:, 0] * X[:, 1],
    "sin(x1)": lambda X: np.sin(X[:, 0]),
    "sin(x2)": lambda X: np.sin(X[:, 1]),
}
"""Name in an experiment file -> function of X, shape (n_samples, n_features)."""


def available_features(n_inputs: int) -> tuple[str, ...]:
    """Return the features that exist for points with `n_inputs` coordinates; none beyond two."""
    if n_inputs > 2:
        return ()
    return tuple(name for name in FEATURES if n_inputs == 2 or "x2" not in name)


def expand(X: Floats, features: Sequence[str]) -> Floats:
    """Return the inputs of the network.

    Parameters
    ----------
    X : ndarray, shape (n_samples, n_features)
        Raw coordinates.
    features : sequence of str
        Names of `FEATURES`; empty for the coordinates as they are.

    Returns
    -------
    ndarray, shape (n_samples, len(features)), or X itself
    """
    if not features:
        return X
    return np.column_stack([FEATURES[name](X) for name in features])

"""The gradient at a moment, and the last change of each weight."""

import msgspec

from nnviz.arrays import Floats


class Gradients(msgspec.Struct, frozen=True, eq=False):
    """One array a layer after the input, each of the shape of its weights or biases; none where unknown.

    Attributes
    ----------
    weights, biases : tuple of ndarray
        The gradient of the coming batch.
    weights_change, biases_change : tuple of ndarray
        What the last update changed.
    """

    weights: tuple[Floats, ...] = ()
    biases: tuple[Floats, ...] = ()
    weights_change: tuple[Floats, ...] = ()
    biases_change: tuple[Floats, ...] = ()

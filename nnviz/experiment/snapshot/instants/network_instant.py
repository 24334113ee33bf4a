"""A moment with what has been learned so far: the weights and biases."""

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.instants.data_instant import DataInstant


class NetworkInstant(DataInstant, frozen=True, eq=False, kw_only=True):
    """One moment of a session, as pictures of the network know it.

    Attributes
    ----------
    weights, biases : tuple of ndarray
        One of each a layer after the input, in the shapes that it says; read-only copies.
        `biases` holds zeros where the network has none.
    """

    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]

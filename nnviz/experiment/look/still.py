"""A moment of which only a snapshot is left: what exports compute their looks from."""

import msgspec

from nnviz.arrays import Floats
from nnviz.data.prepare import Prepared
from nnviz.engine.kernels.network import Network


class Still(msgspec.Struct, frozen=True, eq=False):
    """A network, its parameters and its data.

    Attributes
    ----------
    network : Network
    loss : str
        A name of the engine's `LOSSES`.
    weights, biases : list of ndarray
        One of each a layer after the input, in the shapes that it says.
    prepared : Prepared
    """

    network: Network
    loss: str
    weights: list[Floats]
    biases: list[Floats]
    prepared: Prepared

"""What every layer makes of one sample: the pictures in the diagram of a network that sees images."""

import msgspec

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.coming_update import Example


class SampleMaps(msgspec.Struct, frozen=True, eq=False):
    """One sample on its way through a network, and what its error does on the way back.

    Attributes
    ----------
    example : Example
        Which sample.
    a : tuple of ndarray
        What every layer hands on when it is asked (without dropout), in its shape, the input first.
    delta : tuple of ndarray
        dL/dz of the sample's own loss, a layer each after the input; empty where nobody asked for it.
    """

    example: Example
    a: tuple[Floats, ...]
    delta: tuple[Floats, ...] = ()

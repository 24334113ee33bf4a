"""What the lanes of a value stand for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Tag:
    """What the lanes of a value stand for.

    Attributes
    ----------
    name : the name of the tag
    lanes : numbers in one value
    networks : whether each lane is a network with weights of its own (else weights are shared by the lanes)
    dtype : precision of the numbers
    maps : whether compiled code knows other layers than dense ones, which takes long to compile
    """

    name: str
    lanes: int
    networks: bool = False
    dtype: type[np.floating[Any]] = np.float64
    maps: bool = False
    ones: NDArray[np.floating[Any]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ones", np.ones(self.lanes, self.dtype))


SINGLE = Tag("SINGLE", 1)
"""One sample, one network: online learning."""
SAMPLES = Tag("SAMPLES", 16)
"""Sixteen samples of a batch; weights are shared by them."""
SAMPLES32 = Tag("SAMPLES32", 16, dtype=np.float32)
"""Sixteen samples in single precision, for wide networks."""
NETWORKS = Tag("NETWORKS", 8, networks=True)
"""Eight networks with weights of their own, all given the same sample."""
MAPS_SINGLE = Tag("MAPS_SINGLE", 1, maps=True)
MAPS_SAMPLES = Tag("MAPS_SAMPLES", 16, maps=True)
MAPS_SAMPLES32 = Tag("MAPS_SAMPLES32", 16, dtype=np.float32, maps=True)
"""The same for networks with layers of maps."""
VECTOR = Tag("VECTOR", 8)
"""Eight consecutive numbers of a buffer (the optimizer)."""
VECTOR32 = Tag("VECTOR32", 16, dtype=np.float32)
"""Sixteen consecutive numbers of a single-precision buffer."""
TAGS = (SINGLE, SAMPLES, SAMPLES32, NETWORKS, VECTOR, VECTOR32)


def vector_of(tag: Tag) -> Tag:
    """Return the tag that reads the buffers of `tag` as consecutive numbers, whatever its lanes stand for."""
    return VECTOR32 if tag.dtype is np.float32 else VECTOR

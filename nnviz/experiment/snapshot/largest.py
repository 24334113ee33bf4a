"""The largest weight or bias of a run, so that its lines can have one scale at all moments."""

import msgspec


class LargestWeight(msgspec.Struct, frozen=True):
    """The largest magnitude of all weights and biases at the moments that were kept of a run."""

    magnitude: float

"""What a moment computed, to the bit."""

import numpy as np

from nnviz.experiment.snapshot.snapshot import Snapshot


def bits(snapshot: Snapshot) -> bytes:
    """Return all weights and biases."""
    return b"".join(np.ascontiguousarray(array).tobytes() for array in snapshot.weights + snapshot.biases)

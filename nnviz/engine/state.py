"""All that makes one moment of a run, as flat arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nnviz.arrays import Float64Array, FloatArray
from nnviz.engine.lanes import buffers


@dataclass(frozen=True, eq=False)
class State:
    """All that makes one moment of a run: small flat arrays and the number of updates done.

    Together with the network, the training, the data and the seed, it determines everything that follows.
    """

    update: int
    parameters: FloatArray
    first_moment: FloatArray
    second_moment: FloatArray
    powers: Float64Array

    def copy(self) -> State:
        """Return a state that shares nothing with this one."""
        return State(
            self.update,
            buffers.copy(self.parameters),
            buffers.copy(self.first_moment),
            buffers.copy(self.second_moment),
            self.powers.copy(),
        )


def fresh_state(parameters: FloatArray) -> State:
    """Return the state before the first update, with empty moments."""
    first, second = (buffers.zeros(parameters.size, parameters.dtype) for _ in range(2))
    return State(0, parameters, first, second, np.ones(2))

"""One moment of a run, kept in full: everything that determines what follows."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.engine.state import State
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.stop_watch import Seen
from nnviz.experiment.spec.spec import Spec

OVERHEAD = 1000
"""Bytes that the objects around a moment's arrays take, about."""


class Moment(msgspec.Struct, frozen=True, eq=False, weakref=True):
    """A keyframe: from here on, training goes to the same bits as it did before.

    Attributes
    ----------
    spec : Spec
        The settings at this moment; shared with other moments.
    epochs : EpochCounter
    state : State
        Of the trainer, whose updates are `epochs.offset` fewer; moments of the optimizer that are all zero
        are left out (arrays of length 0).
    applied : int
        How many changes of the branch had been made.
    seen : Seen
        What the conditions to stop had seen.
    """

    spec: Spec
    epochs: EpochCounter
    state: State
    applied: int
    seen: Seen

    @classmethod
    def of(cls, spec: Spec, epochs: EpochCounter, state: State, applied: int, seen: Seen) -> Moment:
        """Return the moment, packed; `state` is taken over, not copied."""
        packed = replace(
            state,
            first_moment=_without_zeros(state.first_moment),
            second_moment=_without_zeros(state.second_moment),
        )
        return cls(spec, epochs, packed, applied, seen)

    @property
    def update(self) -> int:
        """Updates done."""
        return self.state.update + self.epochs.offset

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        state = self.state
        arrays = state.parameters, state.first_moment, state.second_moment, state.powers
        return OVERHEAD + sum(array.nbytes for array in arrays)

    def full_state(self) -> State:
        """Return the trainer's state, sharing its parameters with this moment."""
        state, size = self.state, len(self.state.parameters)
        return replace(
            state,
            first_moment=_with_zeros(state.first_moment, size),
            second_moment=_with_zeros(state.second_moment, size),
        )


def _without_zeros(array: NDArray[np.floating]) -> NDArray[np.floating]:
    return array if array.view(f"i{array.itemsize}").any() else array[:0].copy()  # as bits: -0.0 is no zero


def _with_zeros(array: NDArray[np.floating], size: int) -> NDArray[np.floating]:
    return array if len(array) else np.zeros(size, array.dtype)

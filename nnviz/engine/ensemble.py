"""Several runs at once: the same network, training and data from different seeds and starts.

Runs that learn from single samples go eight at a time, each in a lane; others go one after another. Either
way each run gets the same bits as alone.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nnviz.arrays import FloatArray
from nnviz.engine.bench import copy_parts, fits_in_lanes
from nnviz.engine.kernels.layout import Layout, layout_of
from nnviz.engine.lanes.tags import NETWORKS, SINGLE
from nnviz.engine.run import KernelRun
from nnviz.engine.state import State
from nnviz.engine.trainer import Trainer


def train_ensemble(trainers: Sequence[Trainer], updates: int) -> None:
    """Advance several trainers by the same number of updates.

    Parameters
    ----------
    trainers : sequence of Trainer
        Of one network, training and data, and with the same number of updates done; those that have
        diverged stay where they are.
    updates : int

    Raises
    ------
    ValueError
        If the trainers differ in more than their seeds and parameters, or have done unequal numbers of
        updates.
    """
    first = trainers[0]
    for other in trainers[1:]:
        same_task = (other.network, other.training) == (first.network, first.training)
        same_data = np.array_equal(other.X, first.X) and np.array_equal(other.Y, first.Y)
        if not (same_task and same_data):
            raise ValueError("the trainers of an ensemble differ only in their seeds and parameters")
    going = [trainer for trainer in trainers if trainer.divergence is None]
    if len({trainer.update for trainer in going}) > 1:
        raise ValueError("the trainers of an ensemble have done the same number of updates")
    if not fits_in_lanes(first.network, first.training, len(first.X)):
        for trainer in going:
            trainer.run(updates)
        return
    for begin in range(0, len(going), NETWORKS.lanes):
        _train_in_lanes(going[begin : begin + NETWORKS.lanes], updates)


def _train_in_lanes(trainers: Sequence[Trainer], updates: int) -> None:
    """Advance up to eight trainers, each in a lane; lanes left over repeat the last one."""
    first = trainers[0]
    filled = [*trainers, *[trainers[-1]] * (NETWORKS.lanes - len(trainers))]
    seeds = tuple(trainer.seed for trainer in filled)
    run = KernelRun(first.network, first.training, first.X, first.Y, seeds, NETWORKS)
    alone, side_by_side = layout_of(first.network, SINGLE), run.layout
    states = [trainer.state() for trainer in filled]
    together = State(
        first.update,
        _interleaved([state.parameters for state in states], alone, side_by_side),
        _interleaved([state.first_moment for state in states], alone, side_by_side),
        _interleaved([state.second_moment for state in states], alone, side_by_side),
        states[0].powers.copy(),
    )
    run.advance(together, updates, np.zeros(1, np.int64))
    if run.diverged:  # one at least: each alone finds out whether and where it does
        for trainer in trainers:
            trainer.run(updates)
        return
    done = together.update + updates
    parts = (together.parameters, together.first_moment, together.second_moment)
    for lane, trainer in enumerate(trainers):
        parameters, first_moment, second_moment = (_lane(flat, lane, alone, side_by_side) for flat in parts)
        trainer.restore(State(done, parameters, first_moment, second_moment, together.powers.copy()))


def _interleaved(flats: Sequence[FloatArray], alone: Layout, side_by_side: Layout) -> FloatArray:
    """Return the parameters (or moments) of several networks, lane by lane."""
    lanes = np.zeros((side_by_side.parameters, len(flats)))
    for lane, flat in enumerate(flats):
        copy_parts(alone, flat, side_by_side, lanes[:, lane])
    return lanes.ravel()


def _lane(flat: FloatArray, lane: int, alone: Layout, side_by_side: Layout) -> FloatArray:
    """Return the parameters (or moments) of the network in a lane."""
    own = np.zeros(alone.parameters)
    copy_parts(side_by_side, flat.reshape(side_by_side.parameters, -1)[:, lane], alone, own)
    return own

"""The flat arrays of a run, and one call of the training kernel on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnviz.arrays import FloatArray, IntArray
from nnviz.engine.kernels.batches import DIVERGED, GATHERED, MARKS, Data
from nnviz.engine.kernels.layout import Layout
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.options import choices_of
from nnviz.engine.kernels.train import train
from nnviz.engine.kernels.training import Training
from nnviz.engine.kernels.update import Learned
from nnviz.engine.lanes import buffers
from nnviz.engine.lanes.tags import MAPS_SAMPLES, MAPS_SAMPLES32, MAPS_SINGLE, SAMPLES, SAMPLES32, SINGLE, Tag
from nnviz.engine.state import State


@dataclass(frozen=True, eq=False)
class Kept:
    """Parameters to be kept on the way: after which updates (ascending), and a row of them for each."""

    updates: IntArray
    parameters: FloatArray

    @classmethod
    def at(cls, updates: IntArray, state: State) -> Kept:
        """Return room for the parameters after these updates; at first it holds those of the state."""
        rows = np.empty((len(updates), state.parameters.size), state.parameters.dtype)
        rows[:] = state.parameters
        return cls(updates, rows)

    def after(self, updates: Sequence[int]) -> FloatArray:
        """Return the rows of some of these updates, shape (n_updates, n_parameters)."""
        return self.parameters[np.searchsorted(self.updates, updates)]

    @classmethod
    def nothing(cls, state: State) -> Kept:
        """Return no room: nothing is to be kept."""
        return cls.at(np.empty(0, np.int64), state)


def tag_for(network: Network, training: Training, samples: int) -> Tag:
    """Return what the lanes stand for in a run: batches fill them with samples, single samples need none."""
    if network.dtype == "float32":
        return SAMPLES32 if network.is_dense else MAPS_SAMPLES32
    if training.samples_per_update(samples) == 1:
        return SINGLE if network.is_dense else MAPS_SINGLE
    return SAMPLES if network.is_dense else MAPS_SAMPLES


class KernelRun:
    """The training kernel with its arrays: for one network, or for eight side by side.

    Parameters
    ----------
    network, training : Network, Training
    X, Y : ndarray, shape (n_samples, n_inputs) and (n_samples, n_outputs)
        In the precision of the network.
    seeds : sequence of int
        One a network.
    tag : Tag
    """

    def __init__(
        self,
        network: Network,
        training: Training,
        X: FloatArray,
        Y: FloatArray,
        seeds: tuple[int, ...],
        tag: Tag,
    ) -> None:
        self.network, self.training, self.tag = network, training, tag
        self.layout = Layout(network, tag)
        self.samples = len(X)
        self.X, self.Y, self.seeds = X, Y, seeds
        order = np.tile(np.arange(self.samples), len(seeds))
        self._data = Data(X.ravel(), Y.ravel(), order, self.samples)
        self._places = self.layout.places
        self._seeds = np.array(seeds, np.int64)
        self._penalised = np.repeat(self.layout.penalised(), len(seeds))
        self.gradients = buffers.zeros(self._penalised.size, tag.dtype)
        self._marks = np.zeros(MARKS, np.int64)
        size = training.samples_per_update(self.samples)
        blocks = size if tag.networks else -(-size // tag.lanes)
        length = blocks * self.layout.block
        self._room = buffers.zeros((length + self.layout.scratch) * tag.lanes, tag.dtype)
        self.workspace = self._room[: length * tag.lanes]
        self.set_training(training)

    def set_training(self, training: Training, lanes: Sequence[Training] = ()) -> None:
        """Change numbers and choices; the batches must stay as they are.

        `lanes` are the trainings of the networks side by side, where they differ (see `lane_key`).
        """
        self.training = training
        self._choices = choices_of(training, self.network, self.samples, lanes)

    def repeat_lane(self, lane: int, source: int) -> None:
        """Let one network see from now on what another one sees, trained as that one."""
        orders = self._data.order.reshape(len(self._seeds), -1)
        orders[lane], self._seeds[lane] = orders[source], self._seeds[source]
        if self._choices.lanes.size:
            numbers = self._choices.lanes.reshape(-1, len(self._seeds))
            numbers[:, lane] = numbers[:, source]

    def begin_again(self, seeds: tuple[int, ...]) -> None:
        """Be ready for the first update of another run, with seeds of its own."""
        self.seeds = seeds
        self._seeds[:] = seeds
        self._marks[:] = 0

    @property
    def diverged(self) -> bool:
        """Whether the last call met a number that is not finite."""
        return bool(self._marks[DIVERGED])

    @property
    def batch_indices(self) -> IntArray:
        """The samples of the batch that lies in the workspace."""
        end = int(self._marks[GATHERED])
        size = self.training.samples_per_update(self.samples)
        return self._data.order[(end - 1) // size * size : end].copy()

    def advance(self, state: State, count: int, stop: IntArray, keep: Kept | None = None) -> int:
        """Run up to `count` updates, changing the arrays of the state; return how many were run."""
        kept = keep or Kept.nothing(state)
        self._marks[DIVERGED] = 0
        learned = Learned(
            state.parameters,
            self.gradients,
            state.first_moment,
            state.second_moment,
            state.powers,
            self._penalised,
        )
        done = train(
            self.tag,
            self._places,
            self._choices,
            self._data,
            self._seeds,
            learned,
            self._room,
            self._marks,
            stop,
            state.update,
            count,
            kept.updates,
            kept.parameters.ravel(),
        )
        return int(done)

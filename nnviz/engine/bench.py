"""One training after another on the same arrays: what many short runs of one network and data need.

A trainer makes its arrays anew and begins with short calls, because somebody may be looking. Here a run is
one call of the kernel. Its numbers are those of a trainer, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from nnviz.arrays import FloatArray, Floats, IntArray
from nnviz.engine.kernels.layout import Layout, layout_of
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.lanes.tags import NETWORKS, SINGLE
from nnviz.engine.run import Kept, KernelRun, tag_for
from nnviz.engine.state import State, fresh_state


class Bench:
    """The arrays of a run, used again for one run after another.

    Parameters
    ----------
    network : Network
    training : Training
        Its batch size and shuffling hold for all runs; `begin` may change everything else.
    X, Y : ndarray, shapes (n_samples, n_inputs) and (n_samples, n_outputs)

    Attributes
    ----------
    diverged_at : int or None
        The update, counted from 1, at which the present run met a number that is not finite.
    """

    def __init__(self, network: Network, training: Training, X: Floats, Y: Floats) -> None:
        inputs, targets = (np.require(table, network.dtype, ["C", "W"]) for table in (X, Y))
        self._run = KernelRun(network, training, inputs, targets, (0,), tag_for(network, training, len(X)))
        self._state: State
        self.diverged_at: int | None = None

    @property
    def update(self) -> int:
        """Updates done."""
        return self._state.update

    @property
    def parameters(self) -> FloatArray:
        """The parameters of this moment, flat, as a trainer keeps them."""
        return self._state.parameters

    def begin(
        self, training: Training, seed: int, weights: Sequence[Floats], biases: Sequence[Floats]
    ) -> None:
        """Stand before the first update of another run."""
        self._run.set_training(training)
        self._run.begin_again((seed,))
        self._state = fresh_state(packed(self._run.layout, weights, biases))
        self.diverged_at = None

    def advance(self, updates: int, keep: Sequence[int], stop: IntArray) -> Kept:
        """Run so many updates in one call; return the parameters after those of the run that `keep` lists.

        It ends early when the first number of `stop` is not 0 any more, or where the run diverges: then it
        stands after the last update whose numbers are finite.
        """
        kept = Kept.at(np.array(keep, np.int64), self._state)
        before = self._state.copy()
        ran = self._run.advance(self._state, updates, stop, kept)
        if self._run.diverged:
            ran -= 1
            self._state = before
            self._run.advance(self._state, ran, np.zeros(1, np.int64))
            self.diverged_at = before.update + ran + 1
        self._state = replace(self._state, update=before.update + ran)
        return kept


class LaneBench:
    """The same for eight runs side by side: of one network and data, with trainings of one `lane_key`.

    For networks that learn from single samples, without dropout, in double precision: see `fits_in_lanes`.
    """

    LANES = NETWORKS.lanes

    def __init__(self, network: Network, training: Training, X: Floats, Y: Floats) -> None:
        inputs, targets = (np.require(table, network.dtype, ["C", "W"]) for table in (X, Y))
        self._run = KernelRun(network, training, inputs, targets, (0,) * self.LANES, NETWORKS)
        self._alone = layout_of(network, SINGLE)
        self._together = self._run.layout
        self._seats = seats_of(self._alone, self._together)

    def train(
        self,
        trainings: Sequence[Training],
        seeds: Sequence[int],
        starts: Sequence[tuple[Sequence[Floats], Sequence[Floats]]],
        updates: int,
        keep: Sequence[int],
        stop: IntArray,
    ) -> list[FloatArray | None] | None:
        """Train up to eight networks from their first update on, in one call.

        One that diverges disturbs no other: from then on its lane repeats one that goes on.

        Parameters
        ----------
        trainings, seeds, starts
            One a network: how it is trained, its seed, and its initial weights and biases.
        keep : sequence of int
            Ascending: after which updates the parameters are kept.

        Returns
        -------
        list of (ndarray, shape (len(keep), n_parameters), or None), or None
            One a network; None for each that diverged and has to find out alone where. None for all if they
            were stopped, or if a loss was not finite of nobody knows which.
        """
        seats = [min(lane, len(seeds) - 1) for lane in range(self.LANES)]  # the last sits in lanes left over
        alike = all(training == trainings[0] for training in trainings)
        self._run.set_training(trainings[0], () if alike else [trainings[seat] for seat in seats])
        self._run.begin_again(tuple(seeds[seat] for seat in seats))
        lanes = np.zeros((self._together.parameters, self.LANES))
        for lane, seat in enumerate(seats):
            copy_parts(self._alone, packed(self._alone, *starts[seat]), self._together, lanes[:, lane])
        state = fresh_state(lanes.ravel())
        kept = Kept.at(np.array(keep, np.int64), state)
        gone: set[int] = set()
        while state.update < updates:
            ran = self._run.advance(state, updates - state.update, stop, kept)
            state = replace(state, update=state.update + ran)
            if not self._run.diverged:
                break
            strange = self._strange(state)
            going = [lane for lane in range(self.LANES) if lane not in gone | strange]
            if not strange - gone:
                return None
            gone |= strange
            if not going:
                return [None] * len(seeds)
            self._repeat(state, going[0], gone)
            kept.parameters[kept.updates == state.update] = state.parameters
        if state.update < updates:
            return None
        rows = kept.parameters.reshape(len(keep), -1, self.LANES)
        return [None if lane in gone else self._of_lane(rows[:, :, lane]) for lane in range(len(seeds))]

    def _strange(self, state: State) -> set[int]:
        """Return the lanes that have a number that is not finite."""
        flats = (state.parameters, state.first_moment, state.second_moment)
        finite = [np.isfinite(flat.reshape(-1, self.LANES)).all(axis=0) for flat in flats]
        return set(np.flatnonzero(~np.all(finite, axis=0)).tolist())

    def _repeat(self, state: State, source: int, lanes: Iterable[int]) -> None:
        """Let some lanes be what another one is."""
        for lane in lanes:
            self._run.repeat_lane(lane, source)
            for flat in (state.parameters, state.first_moment, state.second_moment):
                numbers = flat.reshape(-1, self.LANES)
                numbers[:, lane] = numbers[:, source]

    def _of_lane(self, rows: FloatArray) -> FloatArray:
        alone = np.zeros((len(rows), self._alone.parameters))
        there = self._seats >= 0
        alone[:, there] = rows[:, self._seats[there]]
        return alone


def fits_in_lanes(network: Network, training: Training, samples: int) -> bool:
    """Whether runs of this network and training can go side by side, to the same bits as alone."""
    one_mask_for_all, one_batch_for_all = network.drops, network.has_batch_norm
    return tag_for(network, training, samples) is SINGLE and not (one_mask_for_all or one_batch_for_all)


def packed(layout: Layout, weights: Sequence[Floats], biases: Sequence[Floats]) -> FloatArray:
    """Return initial weights and biases as flat parameters; biases of layers without any are zero."""
    has_bias = layout.network.has_bias
    there = [b if has else np.zeros_like(b) for b, has in zip(biases, has_bias, strict=True)]
    return layout.pack(weights, there)


def seats_of(layout: Layout, source_layout: Layout) -> IntArray:
    """Return where each parameter of one layout lies in another; -1 for what only fills up vectors."""
    seats = np.full(layout.parameters, -1.0)
    copy_parts(source_layout, np.arange(float(source_layout.parameters)), layout, seats)
    return seats.astype(np.int64)


def copy_parts(source_layout: Layout, source: FloatArray, layout: Layout, into: FloatArray) -> None:
    """Copy the parameters (or moments) of one network from one layout to another."""
    for sources, targets in zip(source_layout.views(source), layout.views(into), strict=True):
        for part, target in zip(sources, targets, strict=True):
            target[...] = part

"""One training run, that can be stopped, continued, changed and rewound between any two updates."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnviz.arrays import FloatArray, Floats, Parameters
from nnviz.engine.bench import packed
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.not_finite import first_not_finite
from nnviz.engine.run import Kept, KernelRun, tag_for
from nnviz.engine.state import State, fresh_state
from nnviz.engine.trace import Trace
from nnviz.engine.tracing import trace_update

FIRST_CALL = 64  # updates of the first kernel call, so that also an interpreted one ends soon
SHORT_CALL, LONG_CALL = 0.05, 0.1  # seconds a kernel call should take


class Divergence(NamedTuple):
    """Where training met a number that is not finite.

    `update` is counted from 1; `layer` 1 is the first after the input; `quantity` is what was not finite
    there: "z", "a", "loss", "delta", "gradient", "optimizer state" or "weights". An infinite z alone is no
    divergence, as long as its activation is finite and right, as tanh's 1 is; nor is a sum over the batch or
    over all weights that overflows, as long as each term is finite.
    """

    update: int
    layer: int
    quantity: str


class Trainer:
    """One training run.

    Parameters
    ----------
    network : Network
    training : Training
    X : ndarray, shape (n_samples, n_inputs)
    Y : ndarray, shape (n_samples, n_outputs)
        Targets, as they are compared with the outputs: one-hot rows for classes.
    weights, biases : sequence of ndarray
        One of each a layer, in the shapes that it says.
        Where it starts. Biases of layers without any are ignored.
    seed : int
        Of the visiting order (when shuffled) and of dropout; the order is a function of the seed and the
        epoch, the masks one of seed, update, layer, sample and unit.

    Raises
    ------
    ValueError
        If the shapes do not fit together.

    Examples
    --------
    >>> network = Network((2, 1), ("sigmoid",))
    >>> training = Training(learning_rate=1.0)
    >>> trainer = Trainer(network, training, [[0.0, 1.0]], [[1.0]], [np.zeros((2, 1))], [np.zeros(1)])
    >>> trainer.run(1)
    1
    >>> trainer.biases()[0]
    array([0.125])
    """

    def __init__(
        self,
        network: Network,
        training: Training,
        X: ArrayLike,
        Y: ArrayLike,
        weights: Sequence[Floats],
        biases: Sequence[Floats],
        seed: int = 0,
    ) -> None:
        self.network = network
        self.seed = seed
        self.X = _table(X, network.inputs, "X", network.dtype)
        self.Y = _table(Y, network.outputs, "Y", network.dtype)
        if not 0 < len(self.X) == len(self.Y):
            raise ValueError(
                f"X and Y need the same number of rows, at least one: {len(self.X)}, {len(self.Y)}"
            )
        self._training = training
        self._run = self._new_run()
        self._state = fresh_state(self._packed(weights, biases))
        self._stop = np.zeros(1, np.int64)
        self._call = FIRST_CALL
        self.divergence: Divergence | None = None

    def _new_run(self) -> KernelRun:
        tag = tag_for(self.network, self._training, len(self.X))
        return KernelRun(self.network, self._training, self.X, self.Y, (self.seed,), tag)

    def _packed(self, weights: Sequence[Floats], biases: Sequence[Floats]) -> NDArray[np.floating]:
        shapes = [layer.weights_shape for layer in self.network.computed]
        if [np.shape(w) for w in weights] != shapes or [np.shape(b) for b in biases] != [
            layer.biases_shape for layer in self.network.computed
        ]:
            raise ValueError(
                f"weights need the shapes {shapes}, biases one number for each unit after the input"
            )
        if not all(np.isfinite(part).all() for part in (*weights, *biases)):
            raise ValueError("weights and biases are finite numbers")
        return packed(self._run.layout, weights, biases)

    @property
    def update(self) -> int:
        """Updates done."""
        return self._state.update

    @property
    def updates_per_epoch(self) -> int:
        """Updates one epoch takes."""
        return self._training.updates_per_epoch(len(self.X))

    @property
    def training(self) -> Training:
        """How it is trained; may be changed between updates. A new optimizer starts with empty moments."""
        return self._training

    @training.setter
    def training(self, training: Training) -> None:
        old, self._training = self._training, training
        if (old.batch_size, old.shuffle) != (training.batch_size, training.shuffle):
            self._run = self._new_run()
        self._run.set_training(training)
        if old.optimizer != training.optimizer:
            self._state = replace(fresh_state(self._state.parameters), update=self._state.update)
        self.divergence = None

    def run(self, updates: int, keep: Kept | None = None) -> int:
        """Run updates; return how many were run: fewer if `stop` was called, or if it diverged.

        The result does not depend on how the updates are divided into calls. On the way the parameters that
        `keep` asks for are kept: those after updates that were run.
        """
        done = 0
        while done < updates and self.divergence is None:
            count = min(self._call, updates - done)
            begin = time.perf_counter()
            ran = self._advance(count, keep)
            self._choose_call(time.perf_counter() - begin)
            done += ran
            if ran < count:
                break
        self._stop[0] = 0
        return done

    def _choose_call(self, seconds: float) -> None:
        if seconds < SHORT_CALL:
            self._call *= 2
        elif seconds > LONG_CALL:
            self._call = max(1, self._call // 2)

    def _advance(self, count: int, keep: Kept | None) -> int:
        """Run one kernel call; when it diverges, go back to the last finite state and find out why."""
        before = self._state.copy()
        ran = self._run.advance(self._state, count, self._stop, keep)
        if not self._run.diverged:
            self._state = replace(self._state, update=before.update + ran)
            return ran
        finite = ran - 1
        self._state = before
        self._run.advance(self._state, finite, np.zeros(1, np.int64))
        self._state = replace(self._state, update=before.update + finite)
        self.divergence = Divergence(self.update + 1, *first_not_finite(self.trace(), self._training.order))
        return finite

    def stop(self) -> None:
        """End `run` at the next update; may be called from any thread. Without a run, it ends the next."""
        self._stop[0] = 1

    def weights(self) -> list[Floats]:
        """Return copies of the weights, in the shape that each layer after the input says."""
        return self.parameters()[0]

    def biases(self) -> list[Floats]:
        """Return copies of the biases, likewise; zeros where a layer has none."""
        return self.parameters()[1]

    def parameters(self) -> Parameters:
        """Return copies of both."""
        return self.unpacked(self._state.parameters)

    def room_for(self, updates: Sequence[int]) -> Kept:
        """Return room for the parameters after these updates, ascending, for `run` to fill."""
        return Kept.at(np.array(updates, np.int64), self._state)

    def unpacked(self, flat: FloatArray) -> Parameters:
        """Return copies of the weights and biases in a row of parameters that was kept."""
        weights, biases = self._run.layout.views(flat)
        return [w.astype(np.float64) for w in weights], [b.astype(np.float64) for b in biases]

    def set_parameters(self, weights: Sequence[Floats], biases: Sequence[Floats]) -> None:
        """Go on from other weights and biases; moments and the number of updates stay."""
        self._state = replace(self._state, parameters=self._packed(weights, biases))
        self.divergence = None

    def state(self) -> State:
        """Return a copy of all that makes this moment."""
        return self._state.copy()

    def restore(self, state: State) -> None:
        """Go to a moment of this run (or of one like it) exactly."""
        if state.parameters.shape != self._state.parameters.shape:
            raise ValueError("the state belongs to another network")
        self._state = state.copy()
        self.divergence = None

    def trace(self) -> Trace:
        """Compute the coming update in full, on a copy: the trainer stays as it is."""
        return trace_update(self._run, self._state.copy())


def _table(values: ArrayLike, columns: int, name: str, dtype: str) -> NDArray[np.floating]:
    with np.errstate(over="ignore"):
        table = np.require(values, dtype, ["C", "W"])  # compiled code takes no read-only arrays
    if table.ndim != 2 or table.shape[1] != columns:
        raise ValueError(f"{name} needs the shape (n_samples, {columns}), not {table.shape}")
    if not np.isfinite(table).all():
        if np.isfinite(np.asarray(values, np.float64)).all():
            raise ValueError(f"{name} has numbers too large for {dtype}; take float64")
        raise ValueError(f"{name} has values that are not finite numbers")
    return table

"""Running an experiment: advance it, change it between two updates, look at it. No Qt, no threads.

What is computed depends on the experiment, the seed, the commands and the update numbers at which they
came, and on nothing else: any slicing of `advance` gives the same bits. The clock decides only how much is
done at a time.
"""

import time

import numpy as np
from numpy.typing import NDArray

from nnviz.data import Prepared, Split
from nnviz.engine import Trace, forward
from nnviz.engine.run import State
from nnviz.experiment import changes
from nnviz.experiment.changes import Rebuild
from nnviz.experiment.chunks import ChunkSize
from nnviz.experiment.commands import Command, EditBias, EditWeight, LogEntry, NewSeed, Reset, SetSpec
from nnviz.experiment.fields import with_value
from nnviz.experiment.observer import Observer
from nnviz.experiment.problem import Parameters, load
from nnviz.experiment.snapshot import Curves, Divergence, Metrics, Request, Snapshot
from nnviz.experiment.spec import Spec
from nnviz.experiment.training_run import TrainingRun

Floats = NDArray[np.float64]

LONGEST_CALL = 0.04  # seconds of training without a look at the clock
UNITS = ("update", "epoch", "100 epochs")


class Session:
    """One experiment being run, from its initial weights on.

    Parameters
    ----------
    spec : Spec
        A valid experiment.
    prepared : Prepared, optional
        Its data, where they are loaded already (see `nnviz.experiment.problem.load`).

    Attributes
    ----------
    log : list of LogEntry
        Every command since update 0, with the update at which it came: the same commands at the same
        updates give the same run.
    marks : list of (int, str)
        The same in words, for the curves.

    Raises
    ------
    SpecError
        If the data cannot be made or read.
    """

    def __init__(self, spec: Spec, prepared: Prepared | None = None) -> None:
        self._serial = 0
        self._start(TrainingRun(spec, load(spec) if prepared is None else prepared))

    @property
    def spec(self) -> Spec:
        """The present settings."""
        return self._run.spec

    @property
    def split(self) -> Split:
        """The raw points."""
        return self._run.problem.split

    @property
    def prepared(self) -> Prepared:
        """The divided points, and the map from them to the inputs of the network."""
        return self._run.prepared

    @property
    def update(self) -> int:
        """Updates done."""
        return self._run.update

    @property
    def epoch(self) -> float:
        """Epochs done."""
        return self._run.epochs.epoch(self.update)

    @property
    def last_update(self) -> int:
        """The update that ends the experiment's last epoch."""
        return max(0, self._run.epochs.update(self.spec.training.epochs))

    @property
    def divergence(self) -> Divergence | None:
        """Why training cannot go on; the weights are the last finite ones."""
        return self._observer.divergence()

    def updates_in(self, unit: str) -> int:
        """Return the updates of one step: 1, those to the end of the current epoch, or of 100 epochs."""
        epochs = self._run.epochs
        match unit:
            case "update":
                return 1
            case "epoch":
                return epochs.update(epochs.whole_epochs(self.update) + 1) - self.update
            case "100 epochs":
                return 100 * epochs.updates_per_epoch
        raise ValueError(f'A step is one of {", ".join(UNITS)}, not "{unit}".')

    def parameters(self) -> Parameters:
        """Return copies of the weights, (fan_in, fan_out) a layer, and biases, (fan_out,)."""
        return self._run.parameters()

    def state(self) -> State:
        """Return the engine's state: the parameters, the optimizer's moments and the trainer's update."""
        return self._run.trainer.state()

    def curves(self) -> Curves:
        """Return the scores recorded so far."""
        return self._run.history.curves()

    def metrics(self) -> Metrics:
        """Return the scores of this moment."""
        return self._run.metrics()

    def outputs(self, X: Floats) -> Floats:
        """Return the outputs for raw points X: (n_samples, n_features) -> (n_samples, n_outputs)."""
        inputs = self._run.prepared.to_inputs(X)
        return forward(self._run.network, *self.parameters(), inputs)[-1]

    def trace(self) -> Trace:
        """Return everything the coming update will compute; the session does not move."""
        return self._run.trainer.trace()

    def snapshot(
        self, request: Request, running: bool = False, updates_per_second: float = 0.0, hint: str = ""
    ) -> Snapshot:
        """Return this moment, with what is asked for."""
        self._serial += 1
        marks = tuple(self.marks)
        return self._observer.snapshot(request, self._serial, running, updates_per_second, hint, marks)

    def advance(self, updates: int) -> int:
        """Do so many updates; return how many were done: fewer after `stop`, or when training diverged."""
        return self._run.advance(updates)

    def advance_for(self, seconds: float, at_most: int | None = None) -> int:
        """Train for about so long, but at most so many updates; return how many were done."""
        now = time.perf_counter()
        end = now + seconds
        total = 0
        while now < end and (at_most is None or total < at_most):
            wanted = self._chunk.updates_in(min(end - now, LONGEST_CALL))
            if at_most is not None:
                wanted = min(wanted, at_most - total)
            done = self.advance(wanted)
            before, now = now, time.perf_counter()
            self._chunk.learn(done, now - before)
            total += done
            if done < wanted:
                break
        return total

    def stop(self) -> None:
        """Make a running `advance` return at the next update; callable from any thread."""
        self._run.trainer.stop()

    def apply(self, command: Command) -> None:
        """Carry out a command, rebuilding as little as it allows; the session stays as it was if that fails.

        Raises
        ------
        ValueError
            If the command does not fit: a weight that does not exist, data that cannot be made.
        """
        match command:
            case Reset():
                self._start(TrainingRun(self.spec, self._run.prepared))
            case NewSeed(seed):
                seed = (self.spec.training.seed + 1) % 2**32 if seed is None else seed
                self._start(TrainingRun(with_value(self.spec, "training.seed", seed), self._run.prepared))
            case SetSpec(spec):
                self._set_spec(spec, command)
            case EditWeight(layer, i, j, value):
                self._edit(0, layer, (i, j), value)
                self._note(command, f"weight {i + 1} → {j + 1} of layer {layer + 1} = {value:g}")
            case EditBias(layer, j, value):
                self._edit(1, layer, (j,), value)
                self._note(command, f"bias {j + 1} of layer {layer + 1} = {value:g}")

    def _start(self, run: TrainingRun) -> None:
        self._run = run
        self._observer = Observer(run)
        self._chunk = ChunkSize()
        self.log: list[LogEntry] = []
        self.marks: list[tuple[int, str]] = []

    def _set_spec(self, spec: Spec, command: SetSpec) -> None:
        changed = changes.differences(self.spec, spec)
        level = changes.rebuild_for(changed)
        data_changed = any(key.startswith("data.") for key in changed)
        prepared = load(spec) if data_changed else self._run.prepared
        if level is Rebuild.START:
            self._start(TrainingRun(spec, prepared))
            return
        if level >= Rebuild.NETWORK:
            self._run.rebuild(spec, prepared)
            self._observer = Observer(self._run)
        else:
            self._run.set_training(spec)
            self._observer.forget_scores()
        if level is not Rebuild.NOTHING:
            self._note(command, changes.sentence(changed))

    def _edit(self, kind: int, layer: int, index: tuple[int, ...], value: float) -> None:
        parameters = self.parameters()
        if not (0 <= layer < len(parameters[kind]) and _fits(index, parameters[kind][layer].shape)):
            raise ValueError("There is no such weight or bias in the network.")
        if not np.isfinite(value):
            raise ValueError("A weight or bias must be a finite number.")
        if kind == 1 and not self._run.network.has_bias[layer]:
            raise ValueError(f"Layer {layer + 1} has no biases.")
        parameters[kind][layer][index] = value
        self._run.set_parameters(parameters)

    def _note(self, command: Command, mark: str) -> None:
        self.log.append(LogEntry(self.update, command))
        self.marks.append((self.update, mark))


def _fits(index: tuple[int, ...], shape: tuple[int, ...]) -> bool:
    return all(0 <= i < n for i, n in zip(index, shape, strict=True))

"""One training run: the engine's trainer, its data, its epochs and its curves."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from nnviz.arrays import FloatArray, Floats, Parameters
from nnviz.data.prepare import Prepared
from nnviz.engine.evaluate import Evaluation, flat_parameters
from nnviz.engine.kernels.training import Training
from nnviz.engine.state import State
from nnviz.engine.trace import Trace
from nnviz.engine.tracing import learning_rate_at
from nnviz.engine.trainer import Trainer
from nnviz.experiment.run.carry_over import carried_over
from nnviz.experiment.run.carry_over_maps import carried_over_maps
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.history import History
from nnviz.experiment.run.measure import evaluation_of, metrics_in
from nnviz.experiment.run.moment import Moment
from nnviz.experiment.run.problem import initial_parameters_of, problem_of, require_range
from nnviz.experiment.run.room import MOST_KEPT, require_room
from nnviz.experiment.run.stop_watch import StopWatch
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.spec.spec import Spec


class TrainingRun:
    """Training from the initial weights of an experiment on, with settings that may change on the way.

    Parameters
    ----------
    spec : Spec
    prepared : Prepared
        The data of `spec`.

    Attributes
    ----------
    trainer : Trainer
        Replaced when the network or the data change. It counts updates as if all epochs had been as long as
        the present ones, so that its epochs are the run's.
    history : History
        The curves; replaced by those of another branch when the run goes over to it.
    watch : StopWatch
        Its `reason` says why the last call of `advance` ended early, if a stop condition was met.
    at_pause : callable
        Called wherever training pauses for the history.
    """

    def __init__(self, spec: Spec, prepared: Prepared) -> None:
        self.spec: Spec
        self.prepared: Prepared
        self.trainer: Trainer
        self._build(spec, prepared, initial_parameters_of(spec))
        self.epochs = EpochCounter(self.trainer.updates_per_epoch)
        self.history = History()
        self.watch = StopWatch()
        self.at_pause: Callable[[], None] = lambda: None
        self._clock = 0, 0.0
        self._record_if_due()
        if spec.stop.is_set:
            self.watch.look(spec.stop, 0, self.metrics())

    @property
    def update(self) -> int:
        """Updates done since the start."""
        return self.trainer.update + self.epochs.offset

    @property
    def parameters_before(self) -> Parameters:
        """The weights and biases before the last update; the present ones where that is not known."""
        return self.parameters() if self._before is None else self.trainer.unpacked(self._before)

    @property
    def knows_last_change(self) -> bool:
        """Whether `parameters_before` are those before the last update: not after an interruption."""
        return self._before is not None

    @property
    def divergence(self) -> tuple[int, int, str] | None:
        """(update, layer, quantity) that was not finite; None while all is well."""
        found = self.trainer.divergence
        return found and (found.update + self.epochs.offset, found.layer, found.quantity)

    @property
    def learning_rate(self) -> float:
        """That of the coming update, as the schedule has it."""
        return learning_rate_at(self.trainer.training, self.trainer.update, len(self.trainer.X))

    @property
    def seconds(self) -> float:
        """How long training has taken up to here, by the clock: the one number that no seed tells."""
        update, seconds = self._clock
        is_known = self.history.measures(self.update) or update != self.update
        return self.history.seconds_at(self.update) if is_known else seconds

    def parameters(self) -> Parameters:
        """Return copies of the weights and biases, one of each a layer after the input."""
        return self.trainer.parameters()

    def metrics(self) -> Metrics:
        """Return the scores of this moment."""
        return metrics_in(self.problem, self.evaluation())[0]

    def evaluation(self) -> Evaluation:
        """Return outputs and losses at this moment, on the points of all parts."""
        return self._evaluated(flat_parameters(self.network, *self.parameters())[np.newaxis])

    def advance(self, updates: int) -> int:
        """Do so many updates; return how many: fewer when stopped, diverged, or where it should stop.

        The curves get their points on the way: the engine keeps the parameters of those moments, which are
        measured together afterwards, so that Python is needed rarely.
        """
        self.watch.reason = ""
        begin, end = self.update, self.update + updates
        try:
            while self.update < end and not self.watch.reason:
                epochs = self._epochs_ahead(end - self.update)
                wanted = min(end - self.update, self.epochs.update(epochs[-1]) - self.update)
                ran = self._train(wanted, epochs)
                self.at_pause()
                if ran < wanted:
                    break
        finally:
            self._measure()
        return self.update - begin

    def set_parameters(self, parameters: Parameters) -> None:
        """Go on from other weights and biases."""
        self.trainer.set_parameters(*parameters)

    def set_training(self, spec: Spec) -> None:
        """Go on with other training settings, from the same weights."""
        update = self.update
        self.trainer.training = spec.training.built
        if spec.training.loss != self.spec.training.loss:
            self.watch.begin_anew(spec.stop)
        self.spec = spec
        if self.trainer.updates_per_epoch != self.epochs.updates_per_epoch:
            self._continue_epochs(update)

    def rebuild(self, spec: Spec, prepared: Prepared) -> None:
        """Go on with another network or other data and the weights that still fit; moments become zero."""
        update = self.update
        fresh = initial_parameters_of(spec)
        inputs = self.prepared.features, prepared.features
        networks = self.spec.network.built, spec.network.built
        if all(network.is_dense for network in networks):
            kept = carried_over(self.parameters(), fresh, *inputs)
        else:
            kept = carried_over_maps(self.parameters(), fresh, networks, inputs)
        self._build(spec, prepared, kept)
        self.watch.begin_anew(spec.stop)
        self._continue_epochs(update)

    def moment(self, applied: int) -> Moment:
        """Return this moment in full; `applied` changes have been made."""
        seen = self.watch.seen.under(self.spec.stop)
        return Moment.of(self.spec, self.epochs, self.trainer.state(), applied, seen)

    def trainer_for(self, moment: Moment) -> Trainer:
        """Return another trainer, that can stand at a moment at which the run had the network it has now."""
        examples, spec = self.problem.part("train"), moment.spec
        training, seed = spec.training.built, spec.training.seed
        return Trainer(self.network, training, examples.X, examples.Y, *self.parameters(), seed=seed)

    def trace_of(self, X: Floats, Y: Floats, training: Training) -> Trace:
        """Return everything the coming update would compute of other samples, trained otherwise."""
        trainer = Trainer(self.network, training, X, Y, *self.parameters(), seed=self.trainer.seed)
        trainer.restore(self.state())
        return trainer.trace()

    def trace(self) -> Trace:
        """Return everything the coming update will compute; the run does not move."""
        return self.trainer.trace()

    def state(self) -> State:
        """Return all that makes this moment, as the engine keeps it."""
        return self.trainer.state()

    def go_to(self, moment: Moment, prepared: Prepared) -> None:
        """Go to a moment of this run, or of one of other settings whose data are `prepared`."""
        spec = moment.spec
        if spec.network != self.spec.network or prepared is not self.prepared:
            self._build(spec, prepared, spec.network.built.zeros())
        elif spec.training != self.spec.training:
            self.trainer.training = spec.training.built
        self.spec, self.epochs, self.watch.seen = spec, moment.epochs, moment.seen
        self.trainer.restore(moment.full_state())
        self.watch.reason = ""
        self._before = None
        self._clock = -1, 0.0

    def _build(self, spec: Spec, prepared: Prepared, parameters: Parameters) -> None:
        network, training = spec.network.built, spec.training.built
        require_room(network, training, len(prepared.split.train.X))
        problem = problem_of(prepared, network.outputs)
        require_range(spec, problem)
        examples = problem.part("train")
        trainer = Trainer(network, training, examples.X, examples.Y, *parameters, seed=spec.training.seed)
        self.spec, self.prepared, self.problem = spec, prepared, problem
        self.network, self.trainer = network, trainer
        self._before = None
        numbers = self.network.parameter_count + problem.examples.Y.size + len(problem.examples.Y)
        self._most_kept = max(1, MOST_KEPT // numbers)
        self._unmeasured: list[tuple[list[int], FloatArray]] = []

    def _epochs_ahead(self, updates: int) -> range:
        """Return the epochs at whose ends the run is measured, up to where training must pause.

        It must for a moment of the trail. The curves need some epochs, stop conditions all of them. The last
        one lies beyond the updates that are wanted, or these would take a second call.
        """
        per_epoch = self.epochs.updates_per_epoch
        done = self.epochs.whole_epochs(self.update)
        if self.spec.stop.is_set:
            epochs = range(done + 1, done + 1 + min(self._most_kept, 2 + updates // per_epoch))
        else:
            between_points = self.history.stride * per_epoch
            epochs = self.history.coming_epochs(done, min(self._most_kept, 2 + updates // between_points))
        for count, epoch in enumerate(epochs, start=1):
            if self.history.trail.wants(epoch, self.network.parameter_count):
                return epochs[:count]
        return epochs

    def _train(self, updates: int, epochs: range) -> int:
        """Do so many updates, and record what is reached of these epochs; return how many were done.

        Where a stop condition is met at one of them, training ends there.
        """
        stop, begin = self.spec.stop, self.update
        before = self.trainer.state() if stop.is_set else None
        base, started = self.seconds, time.perf_counter()
        reached, sets = self._kept_at(updates, epochs)
        self._clock = self.update, base + time.perf_counter() - started
        pace = (self._clock[1] - base) / max(self.update - begin, 1)
        if before is None:
            self._leave_room(reached, sets, pace)
        else:
            for epoch, metrics in zip(reached, self._metrics_of(sets), strict=True):
                self.history.record(epoch, self.epochs.update(epoch), metrics, self._seconds_at(epoch, pace))
                if self.watch.look(stop, epoch, metrics):
                    self._go_back_to(epoch, before)
                    break
        self._leave_trail()
        return self.update - begin

    def _kept_at(self, updates: int, epochs: range) -> tuple[list[int], FloatArray]:
        """Do so many updates; return what is reached of these epochs, and the parameters at their ends."""
        trainer, offset = self.trainer, self.epochs.offset
        last = trainer.update + updates
        within = [epoch for epoch in epochs if self.epochs.update(epoch) - offset <= last]
        points = {self.epochs.update(epoch) - offset: epoch for epoch in within}
        kept = trainer.room_for(sorted({*points, last - 1}))
        if trainer.run(updates, kept) > 0:
            self._before = kept.after([last - 1])[0] if trainer.update == last else None
        reached = [update for update in points if update <= trainer.update]
        return [points[update] for update in reached], kept.after(reached)

    def _seconds_at(self, epoch: int, pace: float) -> float:
        """Return how long training took up to the end of an epoch of the last call, at its pace."""
        update, seconds = self._clock
        return seconds - pace * (update - self.epochs.update(epoch))

    def _leave_room(self, epochs: list[int], sets: FloatArray, pace: float) -> None:
        """Have the ends of these epochs, with such parameters, measured later, many of them together."""
        there = [
            self.history.leave_room(epoch, self.epochs.update(epoch), self._seconds_at(epoch, pace))
            for epoch in epochs
        ]
        rows = np.flatnonzero(there).tolist()
        self._unmeasured.append(([epochs[row] for row in rows], sets[rows]))
        if sum(len(each) for each, _ in self._unmeasured) >= self._most_kept:
            self._measure()

    def _measure(self) -> None:
        """Fill in the scores that the curves have left room for."""
        unmeasured, self._unmeasured = self._unmeasured, []
        epochs = [epoch for reached, _ in unmeasured for epoch in reached]
        if epochs:
            scores = self._metrics_of(np.concatenate([sets for _, sets in unmeasured]))
            for epoch, metrics in zip(epochs, scores, strict=True):
                self.history.fill(epoch, metrics)

    def _metrics_of(self, sets: FloatArray) -> list[Metrics]:
        """Return the scores of several sets of parameters."""
        return metrics_in(self.problem, self._evaluated(sets)) if len(sets) else []

    def _evaluated(self, sets: FloatArray) -> Evaluation:
        return evaluation_of(self.problem, self.network, self.spec.training.loss, sets)

    def _go_back_to(self, epoch: int, before: State) -> None:
        """Stand at the end of an epoch that training has just gone beyond, from the state `before`."""
        end = self.epochs.update(epoch) - self.epochs.offset
        if end == self.trainer.update and self.trainer.divergence is None:
            return
        self.trainer.restore(before)
        kept = self.trainer.room_for([end - 1])
        while self.trainer.update < end:  # again, should it be interrupted
            self.trainer.run(end - self.trainer.update, kept)
        self._before = kept.after([end - 1])[0]

    def _leave_trail(self) -> None:
        """Keep this moment on the trail, where one is due: at epochs of the curves only, in any slicing."""
        epoch = self.epochs.whole_epochs(self.update)
        is_end = self.epochs.update(epoch) == self.update
        is_recorded = epoch % self.history.stride == 0
        if is_end and is_recorded and self.history.trail.wants(epoch, self.network.parameter_count):
            self.history.trail.record(epoch, self.moment(applied=0))

    def _record_if_due(self) -> None:
        """Append the point of this moment to the curves, where one is due."""
        if self.epochs.update(self.history.next_epoch()) <= self.update:
            epoch = self.epochs.whole_epochs(self.update)
            self.history.record(epoch, self.epochs.update(epoch), self.metrics(), self.seconds)
            self._leave_trail()

    def _continue_epochs(self, update: int) -> None:
        """Go on at the beginning of the next epoch, also in the trainer's schedule and order."""
        self.epochs = self.epochs.continued(update, self.trainer.updates_per_epoch)
        self.trainer.restore(replace(self.trainer.state(), update=update - self.epochs.offset))
        self._record_if_due()

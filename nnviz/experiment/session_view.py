"""What can be asked of a session without moving it."""

import msgspec

from nnviz.arrays import Floats, Parameters
from nnviz.data.dataset import Split
from nnviz.data.prepare import Prepared
from nnviz.engine.evaluate import forward
from nnviz.engine.state import State
from nnviz.engine.trace import Trace
from nnviz.experiment.commands import LogEntry
from nnviz.experiment.past.branch import Branch, Changed
from nnviz.experiment.past.data_shelf import DataShelf
from nnviz.experiment.past.replay import Replay
from nnviz.experiment.past.saved_run import SavedRun, copy_to_write
from nnviz.experiment.past.timeline import Timeline
from nnviz.experiment.run.training_run import TrainingRun
from nnviz.experiment.snapshot.curves import Curves, Metrics
from nnviz.experiment.snapshot.origin import Origin
from nnviz.experiment.spec.spec import Spec

MOMENT = 100
"""Updates of training that are no more than a moment."""
UNITS = ("update", "epoch", "100 epochs")


class BranchContent(msgspec.Struct, frozen=True):
    """What a branch holds; see `Branch`."""

    id: int
    name: str
    length: int
    changes: int
    last_change: Changed | None
    bookmarks: tuple[tuple[int, str], ...]


class RunContent(msgspec.Struct, frozen=True):
    """What a run holds, in little: equal for a run that nothing has happened to since."""

    spec: Spec
    present: int
    branches: tuple[BranchContent, ...]

    @property
    def has_begun(self) -> bool:
        """Whether there is anything but settings."""
        return len(self.branches) > 1 or any(
            branch.length or branch.changes or branch.bookmarks for branch in self.branches
        )

    @property
    def is_more_than_a_moment(self) -> bool:
        """Whether it is worth being kept when somebody goes away from it."""
        return len(self.branches) > 1 or any(
            branch.length >= MOMENT or branch.bookmarks for branch in self.branches
        )


def _content_of(branch: Branch) -> BranchContent:
    changes = branch.changes
    last = changes[-1] if changes else None
    return BranchContent(
        branch.id, branch.name, branch.length, len(changes), last, tuple(branch.bookmarks.items())
    )


class SessionView:
    """The present moment of a session: its settings, its place in the run, its numbers.

    Attributes
    ----------
    run : TrainingRun
        What is being trained: another one as soon as the session goes over to it.
    timeline, replay : Timeline, Replay
        Its past, and the way through it.
    shelf : DataShelf
        The data of all settings on the timeline.
    """

    run: TrainingRun
    timeline: Timeline
    replay: Replay
    shelf: DataShelf

    @property
    def spec(self) -> Spec:
        """The present settings."""
        return self.run.spec

    @property
    def split(self) -> Split:
        """The raw points."""
        return self.run.problem.split

    @property
    def prepared(self) -> Prepared:
        """The divided points, and the map from them to the inputs of the network."""
        return self.run.prepared

    @property
    def update(self) -> int:
        """Updates done."""
        return self.run.update

    @property
    def epoch(self) -> float:
        """Epochs done."""
        return self.run.epochs.epoch(self.update)

    @property
    def last_update(self) -> int:
        """The update that ends the experiment's last epoch."""
        return self.update_at(self.spec.training.epochs)

    def update_at(self, epoch: int) -> int:
        """Return the update after which so many epochs are done."""
        return max(0, self.run.epochs.update(epoch))

    @property
    def content(self) -> RunContent:
        """What this run holds by now: different as soon as anything in it is."""
        timeline = self.timeline
        return RunContent(self.spec, timeline.present.id, tuple(map(_content_of, timeline.branches.values())))

    def copy_to_write(self, budget: int) -> SavedRun:
        """Return a copy of what a run file keeps of this session, to be written while the session goes on.

        Parameters
        ----------
        budget : int
            Bytes that keyframes and trails may take; all moments stay within reach.
        """
        self.timeline.present.position = self.replay.target
        run, branch = self.run, self.timeline.present
        knows_end = self.replay.arrived and self.replay.at_the_end and not branch.diverged
        end = run.moment(self.replay.applied) if knows_end else None
        return copy_to_write(self.timeline, self.spec, self.shelf, end, budget)

    @property
    def keyframe_bytes(self) -> int:
        """Bytes that a keyframe of the present network may take."""
        return 3 * self.timeline.present.moments[-1].nbytes

    @property
    def stopped(self) -> str:
        """Why training just ended early, if a stop condition of the experiment was met; else empty."""
        return self.run.watch.reason

    @property
    def log(self) -> list[LogEntry]:
        """Every change since update 0 in the present branch, with the update at which it came.

        The same changes at the same updates give the same run.
        """
        return [LogEntry(change.update, change.command) for change in self.timeline.present.changes]

    @property
    def origin(self) -> Origin:
        """What it takes to repeat the run up to this moment."""
        return Origin(self.timeline.present.moments[0].spec, tuple(self.log[: self.replay.applied]))

    @property
    def marks(self) -> list[tuple[int, str]]:
        """The changes of the present branch in words, each with the update at which it came."""
        return list(self.timeline.present.marks)

    @property
    def arrived(self) -> bool:
        """Whether the session stands at the moment that was asked for last, and not just near it."""
        return self.replay.arrived

    @property
    def target(self) -> int:
        """The update that was asked for last, or done last."""
        return self.replay.target

    @property
    def length(self) -> int:
        """The last update that the present branch has reached."""
        return self.timeline.present.length

    @property
    def has_changes_ahead(self) -> bool:
        """Whether this is the past, and settings were changed later in the present branch."""
        return self.replay.has_changes_ahead

    def updates_in(self, unit: str, start: int | None = None) -> int:
        """Return the updates of one step: 1, those to the end of the current epoch, or of 100 epochs.

        The step begins at update `start`, by default the present one.
        """
        epochs, start = self.run.epochs, self.update if start is None else start
        match unit:
            case "update":
                return 1
            case "epoch":
                return epochs.update(epochs.whole_epochs(start) + 1) - start
            case "100 epochs":
                return 100 * epochs.updates_per_epoch
        raise ValueError(f'A step is one of {", ".join(UNITS)}, not "{unit}".')

    def updates_back(self, unit: str) -> int:
        """Return the updates of one step back: 1, those since the last end of an epoch, or of 100 epochs."""
        return self.replay.updates_back(unit)

    def parameters(self) -> Parameters:
        """Return copies of the weights and biases, one of each a layer after the input."""
        return self.run.parameters()

    def state(self) -> State:
        """Return the engine's state: the parameters, the optimizer's moments and the trainer's update."""
        return self.run.state()

    def curves(self) -> Curves:
        """Return the scores recorded so far."""
        return self.run.history.curves()

    def metrics(self) -> Metrics:
        """Return the scores of this moment."""
        return self.run.metrics()

    def outputs(self, X: Floats) -> Floats:
        """Return the outputs for raw points X: (n_samples, n_features) -> (n_samples, n_outputs)."""
        inputs = self.run.prepared.to_inputs(X)
        return forward(self.run.network, *self.parameters(), inputs)[-1]

    def trace(self) -> Trace:
        """Return everything the coming update will compute; the session does not move."""
        return self.run.trace()

"""Where a script that repeats a run begins: at update 0, or where something was last changed by hand."""

import msgspec

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.state import State
from nnviz.engine.trainer import Trainer
from nnviz.experiment.run.problem import Examples, problem_of
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.spec.spec import Spec
from nnviz.export.errors import ExportError
from nnviz.export.run import Run, train_to
from nnviz.tasks.task import Task

MAX_NUMBERS = 5_000_000
"""Data and weights of more numbers than this make no file that anybody could open."""


class ScriptStart(msgspec.Struct, frozen=True, eq=False):
    """A moment from which on nothing was changed by hand, and the way from there to the end of the run.

    Attributes
    ----------
    spec : Spec
        The settings from here on.
    network, training : Network, Training
        The same for the engine.
    train : Examples
        Inputs and targets.
    has_classes : bool
        Whether the targets are classes.
    trainer : Trainer
        At this moment; its update counts as the schedule and the order of visits do.
    end : int
        The trainer's update at which the run ends.
    loss : float
        The mean loss per training point that the run ended with.
    """

    spec: Spec
    network: Network
    training: Training
    train: Examples
    has_classes: bool
    trainer: Trainer
    end: int
    loss: float

    @property
    def update(self) -> int:
        """The trainer's update to begin at."""
        return self.trainer.update

    @property
    def state(self) -> State:
        """The optimizer's moments and powers, packed."""
        return self.trainer.state()


def start_of(run: Run, task: Task) -> ScriptStart:
    """Repeat a run up to the last change by hand, and return what follows.

    Raises
    ------
    ExportError
        If the data are too large for a script, or the user cancels.
    """
    session = Session(run.start)
    for entry in run.log:
        train_to(session, entry.update, task)
        session.apply(entry.command)
    spec, split = session.spec, session.split
    network, training = spec.network.built, spec.training.built
    train = problem_of(session.prepared, network.outputs).part("train")
    if train.X.size + train.Y.size + network.parameter_count > MAX_NUMBERS:
        raise ExportError(
            f"Data and weights are more than {MAX_NUMBERS:,} numbers, too many for a script: "
            "use fewer points or smaller layers, or export the weights alone."
        )
    trainer = Trainer(network, training, train.X, train.Y, *session.parameters(), seed=spec.training.seed)
    trainer.restore(session.state())
    end = trainer.update + run.snapshot.update - session.update
    metrics = run.snapshot.look(Metrics)
    loss = float("nan") if metrics is None else metrics.train.loss
    return ScriptStart(spec, network, training, train, split.train.is_classification, trainer, end, loss)

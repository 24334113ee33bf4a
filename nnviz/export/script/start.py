"""Finding where a script that repeats a run begins: at update 0, or at the last change by hand."""

from nnviz.engine.trainer import Trainer
from nnviz.experiment.run.problem import problem_of
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.export.errors import ExportError
from nnviz.export.of_session import train_to
from nnviz.export.run import Run
from nnviz.export.script.beginning import ScriptStart
from nnviz.tasks.task import Task

MAX_NUMBERS = 5_000_000
"""Data and weights of more numbers than this make no file that anybody could open."""


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

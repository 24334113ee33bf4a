"""Loss and accuracy of this very moment, or of which moment they are while measuring lags behind."""

from nnviz.experiment.look.evaluations import made_of_evaluation, measured_at
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.measure import metrics_in, metrics_of
from nnviz.experiment.run.problem import problem_of
from nnviz.experiment.snapshot.curves import Metrics
from nnviz.experiment.snapshot.scores import MeasuredAt


class ScoresWish(Wish, frozen=True):
    """To see loss and accuracy on each part of the data."""

    def look(self, present: Present) -> Metrics:
        """Return the scores; while training goes on, perhaps those of a moment ago."""
        problem = present.run.problem
        return made_of_evaluation(present, Metrics, lambda evaluation: metrics_in(problem, evaluation)[0])

    def closely(self, still: Still) -> Metrics:
        """Return the scores of a snapshot's weights."""
        problem = problem_of(still.prepared, still.network.outputs)
        return metrics_of(problem, still.network, still.loss, (still.weights, still.biases))

    @classmethod
    def on_paper(cls) -> "ScoresWish":
        """Ask for the scores."""
        return cls()


class MeasuredAtWish(Wish, frozen=True):
    """To know of which moment scores and answers are: measuring many points may lag behind training."""

    def look(self, present: Present) -> MeasuredAt:
        """Return the moment of the evaluation that goes with this snapshot."""
        update, run = measured_at(present), present.run
        return MeasuredAt() if update == run.update else MeasuredAt(update, run.epochs.epoch(update))

    def closely(self, still: Still) -> MeasuredAt:  # noqa: ARG002
        """Return that they are of the snapshot's own moment."""
        return MeasuredAt()

    @classmethod
    def on_paper(cls) -> "MeasuredAtWish":
        """Ask for the moment: on paper all are of one."""
        return cls()

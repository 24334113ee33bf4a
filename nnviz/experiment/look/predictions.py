"""What the network answers on each point of the data, for marking the wrong ones; and at one of one's own."""

import numpy as np

from nnviz.data.dataset import PARTS
from nnviz.engine.evaluate import Evaluation, forward
from nnviz.experiment.look.evaluations import made_of_evaluation
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.predictions import PointAnswer, Predictions


class PredictionsWish(Wish, frozen=True):
    """To see the answers on all points."""

    def look(self, present: Present) -> Predictions:
        """Return the answers; while training goes on, perhaps those of a moment ago."""
        return made_of_evaluation(present, Predictions, _predictions)

    def closely(self, still: Still) -> Predictions:
        """Return the answers of a snapshot's weights."""
        points = np.concatenate([getattr(still.prepared.split, name).X for name in PARTS])
        inputs = still.prepared.to_inputs(points)
        return Predictions(forward(still.network, still.weights, still.biases, inputs)[-1])

    @classmethod
    def on_paper(cls) -> "PredictionsWish":
        """Ask for the answers."""
        return cls()


class PointAnswerWish(Wish, frozen=True):
    """To see the answer at a point, given by its inputs before any derived feature or scaling."""

    point: tuple[float, ...] = ()

    def look(self, present: Present) -> PointAnswer | None:
        """Return the answer; None where the data have other inputs by now."""
        run = present.run
        if len(self.point) != run.prepared.split.train.inputs:
            return None
        inputs = run.prepared.to_inputs(np.array([self.point]))
        outputs = forward(run.network, present.weights, present.biases, inputs)[-1][0].astype(np.float64)
        outputs.flags.writeable = False
        return PointAnswer(self.point, outputs)


def _predictions(evaluation: Evaluation) -> Predictions:
    outputs = evaluation.outputs[0].T.astype("float64")
    outputs.flags.writeable = False
    return Predictions(outputs)

"""What the network answers on each point of the data, for marking the wrong ones."""

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS, Split
from nnviz.engine.evaluate import Evaluation, forward
from nnviz.experiment.look.evaluations import made_of_evaluation
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish


class Predictions(msgspec.Struct, frozen=True, eq=False):
    """The outputs on the points of `PARTS`, one part after the other: (n, n_outputs)."""

    outputs: Floats

    def by_part(self, split: Split) -> dict[str, Floats]:
        """Return the outputs on each part of the split for which they are known."""
        answers, first = {}, 0
        for name in PARTS:
            count = len(getattr(split, name).X)
            if first + count <= len(self.outputs):
                answers[name] = self.outputs[first : first + count]
            first += count
        return answers


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


def _predictions(evaluation: Evaluation) -> Predictions:
    outputs = evaluation.outputs[0].T.astype("float64")
    outputs.flags.writeable = False
    return Predictions(outputs)

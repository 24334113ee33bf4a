"""How far the answers agree with the truth, on each part of the data."""

import numpy as np

from nnviz.data.dataset import PARTS
from nnviz.engine.evaluate import Evaluation, forward
from nnviz.experiment.look.evaluations import made_of_evaluation
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.run.problem import Problem
from nnviz.experiment.snapshot.agreement import Agreements, agreement_of


class AgreementWish(Wish, frozen=True):
    """To see how classes are confused, or how far numbers are off."""

    def look(self, present: Present) -> Agreements:
        """Return it for all parts; while training goes on, perhaps that of a moment ago."""
        problem = present.run.problem
        return made_of_evaluation(present, Agreements, lambda evaluation: _agreements(problem, evaluation))

    def closely(self, still: Still) -> Agreements:
        """Return what a snapshot's weights make of the data."""
        parts = {}
        for name in PARTS:
            part = getattr(still.prepared.split, name)
            if len(part.X):
                inputs = still.prepared.to_inputs(part.X)
                outputs = forward(still.network, still.weights, still.biases, inputs)[-1]
                parts[name] = agreement_of(part, outputs)
        return Agreements(parts)

    @classmethod
    def on_paper(cls) -> "AgreementWish":
        """Ask for it."""
        return cls()


def _agreements(problem: Problem, evaluation: Evaluation) -> Agreements:
    outputs = np.asarray(evaluation.outputs[0].T, dtype=np.float64)
    return Agreements(
        {
            name: agreement_of(getattr(problem.split, name), outputs[rows])
            for name, rows in problem.rows.items()
        }
    )

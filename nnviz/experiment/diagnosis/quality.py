"""How well a network does its task, in numbers that can be compared whatever the loss."""

import math

import msgspec
import numpy as np

from nnviz.arrays import Parameters
from nnviz.engine.evaluate import Evaluation, flat_parameters
from nnviz.engine.kernels.network import Network
from nnviz.experiment.run.problem import Problem

STUCK = 0.9
"""With this share of the targets' spread unexplained, a network is hardly better than one constant answer."""
NEAR_CHANCE = 0.1
"""Of the way from the accuracy of one constant answer to 1: what is less counts as that answer."""
GOOD_ACCURACY, GOOD_FIT = 0.95, 0.1
POOR_ACCURACY, POOR_FIT = 0.9, 0.3
LESS = 0.7
"""A share of the error that is clearly less."""
MORE = 0.1
"""A gain of accuracy that is clearly more."""


class Quality(msgspec.Struct, frozen=True):
    """How well a network does on the training points.

    Attributes
    ----------
    loss : float
        Mean a point, without penalties: as `nnviz train` prints it.
    accuracy : float
        NaN where the targets are numbers.
    unexplained : float
        Mean squared error over that of the best constant answer: 1 is what an answer without looking has.
    chance : float
        The accuracy of the commonest class for every point; NaN where the targets are numbers.
    """

    loss: float
    accuracy: float
    unexplained: float
    chance: float

    @property
    def is_known(self) -> bool:
        """Whether the outputs are finite numbers."""
        return math.isfinite(self.unexplained)

    @property
    def is_good(self) -> bool:
        """Whether nobody would complain."""
        if math.isnan(self.accuracy):
            return self.unexplained <= GOOD_FIT
        return self.accuracy >= GOOD_ACCURACY and not self._is_near_chance

    @property
    def is_stuck(self) -> bool:
        """Whether a constant answer would do about as well."""
        if self.unexplained == 0.0:
            return False
        return not self.is_known or self.unexplained >= STUCK or self._is_near_chance

    @property
    def _is_near_chance(self) -> bool:
        return self.chance < 1.0 and self.accuracy <= self.chance + NEAR_CHANCE * (1.0 - self.chance)

    @property
    def is_poor(self) -> bool:
        """Whether much is still wrong."""
        fit = self.unexplained > POOR_FIT
        return self.is_stuck or (fit and not self.accuracy >= POOR_ACCURACY)

    def is_clearly_better(self, other: "Quality") -> bool:
        """Whether this is so much better that it is worth a word."""
        if not self.is_known:
            return False
        if not other.is_known:
            return not self.is_stuck
        less = self.unexplained <= LESS * other.unexplained
        if math.isnan(self.accuracy):
            return less
        gain = self.accuracy - other.accuracy
        if gain >= MORE:
            return self.unexplained < other.unexplained
        return less and gain >= 0.0 and not self.is_stuck

    @property
    def rank(self) -> tuple[float, float]:
        """Something to sort by, the best first."""
        right = 0.0 if math.isnan(self.accuracy) else -self.accuracy
        return right, self.unexplained if self.is_known else math.inf


def quality_of(problem: Problem, network: Network, loss: str, parameters: Parameters) -> Quality:
    """Return how well a network with such weights and biases does on the training points."""
    train, points = problem.part("train"), problem.split.train
    flat = flat_parameters(network, *parameters)[np.newaxis]
    evaluation = Evaluation(network, loss, flat, train.X, train.Y)
    classes = points.y.astype(np.int64) if points.is_classification else None
    losses, accuracies = evaluation.scores(classes)
    with np.errstate(all="ignore"):
        error = float(np.mean(np.sum((evaluation.outputs[0].T - train.Y) ** 2, axis=1)))
        spread = float(np.mean(np.sum((train.Y - train.Y.mean(axis=0)) ** 2, axis=1)))
    unexplained = (
        error / spread if spread > 0.0 else error * 0.0
    )  # nothing to tell apart: nothing unexplained
    chance = math.nan if classes is None else float(np.bincount(classes).max() / len(classes))
    return Quality(float(losses[0]), float(accuracies[0]), unexplained, chance)

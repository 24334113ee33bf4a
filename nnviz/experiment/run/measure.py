"""Loss and accuracy of a network on each part of the data, computed by the engine's own forward pass."""

import numpy as np

from nnviz.arrays import FloatArray, Parameters
from nnviz.data.dataset import PARTS
from nnviz.engine.evaluate import Evaluation, flat_parameters
from nnviz.engine.kernels.network import Network
from nnviz.experiment.run.problem import Problem
from nnviz.experiment.snapshot.curves import Metrics, Scores


def metrics_of(problem: Problem, network: Network, loss: str, parameters: Parameters) -> Metrics:
    """Return mean loss per sample (without penalties) and accuracy on training, validation and test points.

    Parameters
    ----------
    loss : str
        A name of the engine's `LOSSES`.
    """
    flat = flat_parameters(network, *parameters)
    return metrics_in(problem, evaluation_of(problem, network, loss, flat[np.newaxis]))[0]


def evaluation_of(problem: Problem, network: Network, loss: str, sets: FloatArray) -> Evaluation:
    """Return what rows of flat parameters, as a trainer keeps them, make of the points of all parts."""
    return Evaluation(network, loss, sets, problem.examples.X, problem.examples.Y)


def metrics_in(problem: Problem, evaluation: Evaluation) -> list[Metrics]:
    """Return the scores of each set of an evaluation."""
    columns = [_scores(problem, part, evaluation) for part in PARTS]
    return [Metrics(*scores) for scores in zip(*columns, strict=True)]


def _scores(problem: Problem, part: str, evaluation: Evaluation) -> list[Scores] | list[None]:
    if part not in problem.rows:
        return [None] * len(evaluation.losses)
    points = getattr(problem.split, part)
    classes = points.y if points.is_classification else None
    losses, accuracies = evaluation.scores(classes, problem.rows[part])
    return [Scores(*pair) for pair in zip(losses.tolist(), accuracies.tolist(), strict=True)]

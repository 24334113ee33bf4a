"""Loss and accuracy of a network on each part of the data, computed by the engine's own forward pass."""

import numpy as np

from nnviz.arrays import Parameters
from nnviz.data.dataset import PARTS
from nnviz.engine import Network, evaluate_sets, flat_parameters
from nnviz.engine.kernel import FloatArray
from nnviz.experiment.problem import Problem
from nnviz.experiment.snapshot import Metrics, Scores


def metrics_of(problem: Problem, network: Network, loss: str, parameters: Parameters) -> Metrics:
    """Return mean loss per sample (without penalties) and accuracy on training, validation and test points.

    Parameters
    ----------
    loss : str
        A name of the engine's `LOSSES`.
    """
    flat = flat_parameters(network, *parameters)
    return metrics_of_sets(problem, network, loss, flat[np.newaxis])[0]


def metrics_of_sets(problem: Problem, network: Network, loss: str, sets: FloatArray) -> list[Metrics]:
    """Return the same for each row of flat parameters, (n_sets, n_parameters), as a trainer keeps them."""
    columns = [_scores(problem, part, network, loss, sets) for part in PARTS]
    return [Metrics(*scores) for scores in zip(*columns, strict=True)]


def _scores(
    problem: Problem, part: str, network: Network, loss: str, sets: FloatArray
) -> list[Scores] | list[None]:
    if part not in problem.parts:
        return [None] * len(sets)
    examples, points = problem.parts[part], getattr(problem.split, part)
    classes = points.y if points.is_classification else None
    losses, accuracies = evaluate_sets(network, loss, sets, examples.X, examples.Y, classes)
    return [Scores(*pair) for pair in zip(losses.tolist(), accuracies.tolist(), strict=True)]

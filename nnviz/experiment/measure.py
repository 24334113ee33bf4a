"""Loss and accuracy of a network on each part of the data, computed by the engine's own forward pass."""

from nnviz.engine import Network, evaluate
from nnviz.experiment.problem import Examples, Parameters, Problem
from nnviz.experiment.snapshot import Metrics, Scores


def metrics_of(problem: Problem, network: Network, loss: str, parameters: Parameters) -> Metrics:
    """Return mean loss per sample (without penalties) and accuracy on training, validation and test points.

    Parameters
    ----------
    loss : str
        A name of the engine's `LOSSES`.
    """

    def scores(part: str, examples: Examples) -> Scores:
        points = getattr(problem.split, part)
        classes = points.y if points.is_classification else None
        return Scores(*evaluate(network, loss, *parameters, examples.X, examples.Y, classes))

    parts = {part: scores(part, examples) for part, examples in problem.parts.items()}
    return Metrics(parts["train"], parts.get("validation"), parts.get("test"))

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

    def scores(examples: Examples) -> Scores:
        weights, biases = parameters
        mean_loss, accuracy = evaluate(network, loss, weights, biases, examples.X, examples.Y)
        return Scores(float(mean_loss), float(accuracy) if problem.is_classification else float("nan"))

    parts = {name: scores(examples) for name, examples in problem.parts.items()}
    return Metrics(parts["train"], parts.get("validation"), parts.get("test"))

"""What looks may ask of a run: enough to see it, nothing to move it."""

from typing import Protocol

from nnviz.arrays import Floats, Parameters
from nnviz.data.prepare import Prepared
from nnviz.engine.evaluate import Evaluation
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.state import State
from nnviz.engine.trace import Trace
from nnviz.experiment.run.epochs import EpochCounter
from nnviz.experiment.run.problem import Problem
from nnviz.experiment.spec.spec import Spec


class SeenRun(Protocol):
    """A run, as `TrainingRun` describes it."""

    spec: Spec
    prepared: Prepared
    problem: Problem
    network: Network
    epochs: EpochCounter

    @property
    def update(self) -> int:
        """Updates done since the start."""

    @property
    def learning_rate(self) -> float:
        """That of the coming update."""

    @property
    def parameters_before(self) -> Parameters:
        """The weights and biases before the last update."""

    def parameters(self) -> Parameters:
        """Return copies of the weights and biases."""

    def state(self) -> State:
        """Return all that makes this moment."""

    def evaluation(self) -> Evaluation:
        """Return outputs and losses at this moment."""

    def trace(self) -> Trace:
        """Return everything the coming update will compute."""

    def trace_of(self, X: Floats, Y: Floats, training: Training) -> Trace:
        """Return everything the coming update would compute of other samples, trained otherwise."""

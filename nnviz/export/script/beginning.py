"""A moment from which on a run was not changed by hand: where its script begins."""

import msgspec

from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.state import State
from nnviz.engine.trainer import Trainer
from nnviz.experiment.run.problem import Examples
from nnviz.experiment.spec.spec import Spec


class ScriptStart(msgspec.Struct, frozen=True, eq=False):
    """A moment from which on nothing was changed by hand, and the way from there to the end of the run.

    Attributes
    ----------
    spec : Spec
        The settings from here on.
    network, training : Network, Training
        The same for the engine.
    train : Examples
        Inputs and targets.
    has_classes : bool
        Whether the targets are classes.
    trainer : Trainer
        At this moment; its update counts as the schedule and the order of visits do.
    end : int
        The trainer's update at which the run ends.
    loss : float
        The mean loss per training point that the run ended with.
    """

    spec: Spec
    network: Network
    training: Training
    train: Examples
    has_classes: bool
    trainer: Trainer
    end: int
    loss: float

    @property
    def update(self) -> int:
        """The trainer's update to begin at."""
        return self.trainer.update

    @property
    def state(self) -> State:
        """The optimizer's moments and powers, packed."""
        return self.trainer.state()

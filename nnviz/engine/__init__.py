"""The mathematics of nnviz: networks, their training, and the trace of every update."""

from nnviz.engine.activations import ACTIVATIONS
from nnviz.engine.ensemble import train_ensemble
from nnviz.engine.evaluate import (
    Evaluation,
    evaluate,
    flat_parameters,
    forward,
    predicted_classes,
    responses,
)
from nnviz.engine.initializers import INITIALIZERS, initial_parameters
from nnviz.engine.losses import LOSSES
from nnviz.engine.network import Network
from nnviz.engine.optimizers import OPTIMIZERS
from nnviz.engine.run import Kept, State
from nnviz.engine.schedules import SCHEDULES
from nnviz.engine.trace import LayerTrace, Trace
from nnviz.engine.trainer import Divergence, Trainer
from nnviz.engine.training import Training

__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "SCHEDULES",
    "Divergence",
    "Evaluation",
    "Kept",
    "LayerTrace",
    "Network",
    "State",
    "Trace",
    "Trainer",
    "Training",
    "evaluate",
    "flat_parameters",
    "forward",
    "initial_parameters",
    "predicted_classes",
    "responses",
    "train_ensemble",
]

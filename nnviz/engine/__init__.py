"""The mathematics of nnviz: networks, their training, and the trace of every update."""

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.initializers import INITIALIZERS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.engine.ensemble import train_ensemble
from nnviz.engine.evaluate import (
    Evaluation,
    evaluate,
    flat_parameters,
    forward,
    parameter_views,
    predicted_classes,
    responses,
)
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.run import Kept, State
from nnviz.engine.start import initial_parameters
from nnviz.engine.trace import LayerTrace, Trace
from nnviz.engine.trainer import Divergence, Trainer

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
    "parameter_views",
    "predicted_classes",
    "responses",
    "train_ensemble",
]

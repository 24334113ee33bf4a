"""What to say when training diverges: what happened, where, and what to try."""

import numpy as np
from numpy.typing import NDArray

from nnviz.experiment.snapshot import Divergence
from nnviz.experiment.spec import Spec

NOUNS = {"z": "weighted sum z", "a": "activation a"}  # the others are words already
LARGE_INPUT = 10.0  # beyond this, the scale of the inputs is worth a word


def divergence_of(spec: Spec, update: int, layer: int, quantity: str, X: NDArray[np.float64]) -> Divergence:
    """Return the message for a run that met NaN or infinity.

    Parameters
    ----------
    update : int
        The update that failed, counted from 1.
    layer : int
        The first layer concerned (1: first after the inputs).
    quantity : str
        What was not finite: "z", "a", "loss", "delta", "gradient", "optimizer state" or "weights".
    X : ndarray, shape (n_samples, n_inputs)
        The training inputs.
    """
    what = f"the {NOUNS.get(quantity, quantity)} grew beyond all numbers; the last finite weights are kept."
    return Divergence(update, layer, what, _advice(spec, X))


def _advice(spec: Spec, X: NDArray[np.float64]) -> str:
    training = spec.training
    tries = [f"a learning rate of {training.learning_rate / 10:g} instead of {training.learning_rate:g}"]
    if training.reduction == "sum" and training.batch_size != 1:
        tries.append('the "mean" over a batch instead of the "sum"')
    if np.abs(X).max() > LARGE_INPUT and not spec.data.standardize:
        tries.append("standardized inputs")
    if spec.network.init in ("normal", "uniform"):
        tries.append("smaller initial weights (Glorot or He)")
    return f"Reset and try {', or '.join(tries)}."

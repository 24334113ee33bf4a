"""What to say when training diverges: what happened, where, and what to try."""

import numpy as np

from nnviz.data.prepare import Prepared
from nnviz.experiment.diagnosis.new_start import remedy_for
from nnviz.experiment.run.problem import problem_of
from nnviz.experiment.snapshot.divergence import DivergenceView, NewStart
from nnviz.experiment.spec.spec import Spec

NOUNS = {"z": "weighted sum z", "a": "activation a"}  # the others are words already
LARGE_INPUT = 10.0  # beyond this, the scale of the inputs is worth a word


def divergence_of(spec: Spec, update: int, layer: int, quantity: str, prepared: Prepared) -> DivergenceView:
    """Return the message for a run that met NaN or infinity.

    Parameters
    ----------
    update : int
        The update that failed, counted from 1.
    layer : int
        The first layer concerned (1: first after the inputs).
    quantity : str
        What was not finite: "z", "a", "loss", "delta", "gradient", "optimizer state" or "weights".
    prepared : Prepared
        The data.
    """
    what = f"the {NOUNS.get(quantity, quantity)} grew beyond all numbers; the last finite weights are kept."
    remedy = remedy_for(spec, prepared, update)
    return DivergenceView(update, layer, what, _advice(spec, prepared, remedy), remedy)


def _advice(spec: Spec, prepared: Prepared, remedy: NewStart | None) -> str:
    training = spec.training
    tries = []
    if remedy is not None:
        slower = remedy.spec.training.learning_rate != training.learning_rate
        tries.append(f"{remedy.words} instead of {training.learning_rate:.10g}" if slower else remedy.words)
    if training.reduction == "sum" and training.batch_size != 1:
        tries.append('the "mean" over a batch instead of the "sum"')
    X = problem_of(prepared, spec.network.built.outputs).part("train").X
    if np.abs(X).max() > LARGE_INPUT and not spec.data.standardize:
        tries.append("standardized inputs")
    if spec.network.init in ("normal", "uniform") and (remedy is None or remedy.spec.network == spec.network):
        tries.append("smaller initial weights (Glorot or He)")
    return f"Reset and try {', or '.join(tries or ['smaller initial weights'])}."

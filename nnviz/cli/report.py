"""A finished run, and one traced update, as plain values: what the command line prints as JSON."""

import math
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import PARTS, Dataset
from nnviz.engine.layers.layer import Layer
from nnviz.engine.trace import LayerTrace
from nnviz.experiment.session import Session
from nnviz.experiment.snapshot.agreement import (
    Agreement,
    ClassScore,
    NumberAgreement,
    NumberScore,
    agreement_of,
)
from nnviz.experiment.snapshot.curves import Curves, Scores
from nnviz.experiment.spec.reading import completed

LARGE = 10_000
"""Weights, biases and predictions of more numbers than this are left out (null) unless asked for."""


def training_report(session: Session, experiment: str, seconds: float, full: bool = False) -> dict[str, Any]:
    """Return what came out of a run.

    Parameters
    ----------
    experiment : str
        The name or file it was called by.
    seconds : float
        Wall time of training alone.
    full : bool
        Whether weights, biases and predictions are given however large they are.

    Returns
    -------
    dict
        Strict JSON values: `None` stands for what does not exist or is not finite. `predictions` has one
        entry a training point, in the order of the data: a number for a network with one output, else a
        list. `agreement` has, by part of the data, the table of confusion with precision, recall and F1 of
        each class, or R², RMSE and MAE of each output. `stopped` is there only where a stop condition was
        met: a sentence. `inputs` is there only where inputs are standardized: an input is
        (number in the data - `mean`) / `deviation`. `statistics` is there only with batch normalisation: the
        running `mean` and `variance` of each such `layer`, counted from 1.
    """
    weights, biases = session.parameters()
    layers = session.spec.network.built.layers[1:]
    weights = [layer.learned(array) for layer, array in zip(layers, weights, strict=True)]
    outputs = session.outputs(session.split.train.X)
    predictions = outputs[:, 0] if outputs.shape[1] == 1 else outputs
    metrics = session.metrics()
    stopped = {"stopped": session.stopped} if session.stopped else {}
    return {
        "experiment": experiment,
        "seed": session.spec.training.seed,
        "epochs": _whole(session.epoch),
        "updates": session.update,
        "seconds": seconds,
        "train": _scores(metrics.train),
        "validation": _scores(metrics.validation),
        "test": _scores(metrics.test),
        "history": _history(session.curves().ending_at(session.epoch, session.update, metrics)),
        "weights": _listed(weights, full),
        "biases": _listed(biases, full),
        "predictions": _listed([predictions], full, single=True),
        "agreement": _agreement(session),
        "spec": completed(session.spec),
        **standardization(session),
        **_statistics(session),
        **stopped,
    }


def _agreement(session: Session) -> dict[str, Any]:
    """Return how far the answers on each part of the data agree with its truth."""
    parts: dict[str, Dataset] = {name: getattr(session.split, name) for name in PARTS}
    return {
        name: _agreed(agreement_of(part, session.outputs(part.X)))
        for name, part in parts.items()
        if len(part.X)
    }


def _agreed(agreement: Agreement) -> dict[str, Any]:
    if isinstance(agreement, NumberAgreement):
        return {**_fields(agreement.mean), "outputs": [_fields(each) for each in agreement.outputs]}
    samples = agreement.counts.sum(axis=1).tolist()
    rows = zip(agreement.classes, samples, agreement.scores, strict=True)
    return {
        "confusion": agreement.counts.tolist(),
        "classes": [{"class": name, "samples": count, **_fields(score)} for name, count, score in rows],
        "macro": _fields(agreement.macro),
        "micro": _fields(agreement.micro),
    }


def _fields(scores: ClassScore | NumberScore) -> dict[str, float | None]:
    return {key: _number(value) for key, value in msgspec.structs.asdict(scores).items()}


def standardization(session: Session) -> dict[str, Any]:
    """Return `inputs` with `names`, `mean` and `deviation`, where inputs are standardized; else nothing."""
    prepared = session.prepared
    if not prepared.is_scaled:
        return {}
    names, mean, deviation = list(prepared.features), _plain(prepared.offset), _plain(prepared.scale)
    return {"inputs": {"names": names, "mean": mean, "deviation": deviation}}


def trace_report(session: Session) -> dict[str, Any]:
    """Return everything the coming update computes, with all digits; the session does not move.

    `z`, `a` and `delta` have one row a sample of the batch and one column a unit, or the shape of the maps;
    `weights` and `biases` are empty for layers that learn nothing. `delta` is dL/dz with L the printed
    `loss`: of the whole batch, so with the mean each row counts 1/n. Then a gradient is the sum of
    delta times a over the rows, and what penalties add. (With the order "update_first" it is the delta that
    was used, which is no derivative.) `y` is as in the data: classes, or rows of real targets. A batch
    normalisation has the `mean` and `variance` of the batch, and those that are kept (`running_mean`,
    `running_variance`) before and `_after` the update.
    """
    trace = session.trace()
    in_batch = 1.0 / len(trace.X) if session.spec.training.reduction == "mean" else 1.0
    y = session.split.train.y[trace.batch_indices]
    layers = zip(session.spec.network.built.layers[1:], trace.layers, strict=True)
    return {
        "batch": {"X": _plain(trace.X), "y": _plain(y)},
        "layers": [_traced_layer(layer, traced, in_batch) for layer, traced in layers],
        "loss": _number(float(trace.loss)),
        "loss_after": _number(float(trace.loss_after)),
        **standardization(session),
    }


def _statistics(session: Session) -> dict[str, Any]:
    """Return what batch normalisations keep besides what is learned."""
    layers, weights = session.spec.network.built.layers[1:], session.parameters()[0]
    found = [
        {"layer": number, "mean": _plain(w[1]), "variance": _plain(w[2])}
        for number, (layer, w) in enumerate(zip(layers, weights, strict=True), start=1)
        if layer.kind == "batch_norm"
    ]
    return {"statistics": found} if found else {}


def _traced_layer(layer: Layer, traced: LayerTrace, in_batch: float) -> dict[str, Any]:
    report = {
        "kind": layer.kind,
        "weights": _plain(layer.learned(traced.weights)),
        "biases": _plain(traced.biases),
        "z": _plain(traced.z),
        "a": _plain(traced.a),
        "delta": _plain(traced.delta * in_batch),
        "weights_gradient": _plain(layer.learned(traced.weights_gradient)),
        "biases_gradient": _plain(traced.biases_gradient),
        "weights_after": _plain(layer.learned(traced.weights_after)),
        "biases_after": _plain(traced.biases_after),
    }
    if traced.mean is not None and traced.variance is not None:
        report |= {"mean": _plain(traced.mean), "variance": _plain(traced.variance)}
        for key, weights in (("", traced.weights), ("_after", traced.weights_after)):
            report |= {f"running_mean{key}": _plain(weights[1]), f"running_variance{key}": _plain(weights[2])}
    return report


def _history(curves: Curves) -> dict[str, Any]:
    history: dict[str, Any] = {"epoch": [_whole(epoch) for epoch in curves.epochs.tolist()]}
    for part in curves.loss:
        history[f"{part}_loss"] = _plain(curves.loss[part])
        history[f"{part}_accuracy"] = _plain(curves.accuracy[part])
    return history


def _scores(scores: Scores | None) -> dict[str, float | None] | None:
    if scores is None:
        return None
    return {"loss": _number(scores.loss), "accuracy": _number(scores.accuracy)}


def _listed(arrays: list[Floats], full: bool, single: bool = False) -> Any:
    """Return arrays as nested lists; None where they are large and not asked for."""
    if not full and sum(array.size for array in arrays) > LARGE:
        return None
    return _plain(arrays[0]) if single else [_plain(array) for array in arrays]


def _plain(array: NDArray[Any]) -> Any:
    """Return an array as nested lists, with None for numbers that are not finite (JSON has none)."""
    if array.dtype.kind != "f" or np.isfinite(array).all():
        return array.tolist()
    plain = array.astype(object)
    plain[~np.isfinite(array)] = None
    return plain.tolist()


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _whole(epoch: float) -> float | int:
    return int(epoch) if epoch == int(epoch) else epoch

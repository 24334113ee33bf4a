"""What a network makes of many points: every activation, the loss and the accuracy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnviz.arrays import FloatArray, Floats
from nnviz.engine.classes import predicted_classes
from nnviz.engine.kernels.layout import layout_of
from nnviz.engine.kernels.measure import Measurement, lanes_for, measure
from nnviz.engine.kernels.network import Network

Floats32 = NDArray[np.float32]


def flat_parameters(network: Network, weights: Sequence[Floats], biases: Sequence[Floats]) -> FloatArray:
    """Return weights and biases, one of each a layer, as the one row a trainer keeps."""
    return layout_of(network, lanes_for(network)).pack(weights, biases)


def parameter_views(network: Network, flat: NDArray[Any]) -> tuple[list[NDArray[Any]], list[NDArray[Any]]]:
    """Return views of the weights and of the biases in one such row, in the shapes that the layers say."""
    return layout_of(network, lanes_for(network)).views(flat)


def forward(
    network: Network, weights: Sequence[Floats], biases: Sequence[Floats], X: ArrayLike
) -> list[Floats]:
    """Compute the activations of every layer.

    Parameters
    ----------
    network : Network
    weights, biases : sequence of ndarray
        One of each a layer, in the shapes that it says.
    X : ndarray, shape (n_samples, n_inputs)

    Returns
    -------
    list of ndarray, shape (n_samples, units)
        `a` of each layer, the inputs first, without dropout; the pixels of maps row by row, channels fastest.
        Each is a view whose transpose is contiguous.
    """
    layers = Measurement(network, flat_parameters(network, weights, biases), X).layers()
    return [layer.astype(np.float64, copy=False) for layer in layers]


def responses(
    network: Network, weights: Sequence[Floats], biases: Sequence[Floats], X: ArrayLike
) -> list[Floats32]:
    """Compute the activations of every layer as pictures need them: in single precision, twice as fast.

    The same kernels compute them, with twice as many numbers in a vector. Parameters, points and results are
    those of `forward`, to about six digits. Double precision serves for parameters too large for single
    precision, and for some seconds after the very first start, when only that is compiled.
    """
    single = replace(network, dtype="float32")
    with np.errstate(over="ignore"):
        parameters = flat_parameters(single, weights, biases)
        double_is_ready, single_is_ready = (lanes_for(each) in measure.ready for each in (network, single))
        if (double_is_ready and not single_is_ready) or not np.isfinite(parameters).all():
            return [layer.astype(np.float32) for layer in forward(network, weights, biases, X)]
        return Measurement(single, parameters, X).layers()


def evaluate(
    network: Network,
    loss: str,
    weights: Sequence[Floats],
    biases: Sequence[Floats],
    X: ArrayLike,
    Y: ArrayLike,
    classes: NDArray[np.int64] | None = None,
) -> tuple[float, float]:
    """Compute the mean loss per sample, without penalties, and the share classified rightly.

    Parameters
    ----------
    network : Network
    loss : str
        A name of `LOSSES`.
    weights, biases : sequence of ndarray
        One of each a layer, in the shapes that it says.
    X, Y : ndarray, shapes (n_samples, n_inputs) and (n_samples, n_outputs)
    classes : ndarray of int64, shape (n_samples,), optional
        The right classes; None for a regression.

    Returns
    -------
    loss : float
        NaN if there are no samples.
    accuracy : float
        One output says class 1 from 0.5 on; of several the largest says the class. NaN without classes.
    """
    parameters = flat_parameters(network, weights, biases)
    losses, accuracies = Evaluation(network, loss, parameters, X, Y).scores(classes)
    return float(losses[0]), float(accuracies[0])


class Evaluation:
    """What several sets of parameters make of the same points, measured in one call of compiled code.

    Parameters
    ----------
    parameters : ndarray, shape (n_sets, n_parameters)
        Flat, as a trainer keeps them.
    network, loss, X, Y
        As `evaluate` takes them.

    Attributes
    ----------
    outputs : ndarray, shape (n_sets, n_outputs, n_samples)
        In the precision of the network.
    losses : ndarray, shape (n_sets, n_samples)
    """

    def __init__(
        self, network: Network, loss: str, parameters: FloatArray, X: ArrayLike, Y: ArrayLike
    ) -> None:
        measured = Measurement(network, parameters, X, Y, loss, first_layer=network.depth)
        self.outputs, self.losses = measured.kept, measured.losses

    def scores(self, classes: NDArray[np.int64] | None, rows: slice = slice(None)) -> tuple[Floats, Floats]:
        """Return mean losses and accuracies on some of the points, (n_sets,) each; `classes` are theirs."""
        losses = means_in_fixed_order(self.losses[:, rows])
        if classes is None or len(classes) == 0:
            return losses, np.full(len(losses), np.nan)
        right: NDArray[np.int64] = np.count_nonzero(self._said[:, rows] == classes, axis=1)
        return losses, right / len(classes)

    @cached_property
    def _said(self) -> NDArray[np.int64]:
        return predicted_classes(self.outputs, axis=1)


def means_in_fixed_order(values: Floats) -> Floats:
    """Return the mean of each row, added up in an order (and so to bits) that no processor changes."""
    sets, count = values.shape
    if count == 0:
        return np.full(sets, np.nan)
    padded = np.zeros((sets, -(-count // 16) * 16))
    padded[:, :count] = values
    with np.errstate(all="ignore"):
        columns = padded.reshape(sets, -1, 16).sum(axis=1)
        means: Floats = columns.cumsum(axis=1)[:, -1] / count  # a running sum goes from left to right
    return means

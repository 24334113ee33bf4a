"""What a network makes of many points: every activation, the loss and the accuracy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnviz.engine.backward import sample_loss
from nnviz.engine.batches import gather
from nnviz.engine.forward import forward_block
from nnviz.engine.kernel import Float64Array, FloatArray, IntArray, entry_point
from nnviz.engine.lanes import SAMPLES, SAMPLES32, Tag, load, store
from nnviz.engine.losses import LOSSES, PROBABILITY_FLOOR, output_rule
from nnviz.engine.network import COLUMNS, UNITS, UNITS_AT, Network, layout_of

Floats = NDArray[np.float64]


@entry_point(SAMPLES, SAMPLES32)
def measure(
    tag: Tag,
    layers: IntArray,
    rule: int,
    loss: int,
    probability_floor: float,
    inputs: FloatArray,
    targets: FloatArray,
    order: IntArray,
    samples: int,
    parameters: FloatArray,
    parameters_size: int,
    workspace: FloatArray,
    all_units: int,
    first_kept: int,
    kept: FloatArray,
    losses: FloatArray,
    dropping: bool,
    update_key: int,
) -> None:
    """Compute the activations of the layers from `first_kept` on, and the loss of each sample.

    `parameters` are one or several sets, one after the other, each of `parameters_size` numbers. Set after
    set, `kept` gets a row for each unit, `losses` a number for each sample; both leave room for whole lanes.
    Empty `targets` or `losses` mean that no losses are wanted. With `dropping`, the masks of an update are
    applied.
    """
    depth = layers.size // COLUMNS - 1
    fan_in, fan_out = layers[UNITS], layers[depth * COLUMNS + UNITS]
    output_at = layers[depth * COLUMNS + UNITS_AT]
    targets_at = 3 * all_units
    z_at = all_units + output_at
    blocks = (samples + tag.lanes - 1) // tag.lanes
    kept_row = 0
    for which in range(parameters.size // parameters_size):
        own = parameters[which * parameters_size : (which + 1) * parameters_size]
        next_row = kept_row
        for block in range(blocks):
            begin = block * tag.lanes
            gather(tag, inputs, fan_in, order, samples, begin, samples, workspace, 0, False)
            forward_block(tag, layers, depth, all_units, own, workspace, 0, block, dropping, update_key)
            next_row = kept_row
            for layer in range(first_kept, depth + 1):
                a_at = layers[layer * COLUMNS + UNITS_AT]
                for j in range(layers[layer * COLUMNS + UNITS]):
                    store(tag, kept, next_row * blocks + block, load(tag, workspace, a_at + j))
                    next_row += 1
            if losses.size > 0:
                gather(tag, targets, fan_out, order, samples, begin, samples, workspace, targets_at, False)
                total = sample_loss(
                    tag, rule, loss, probability_floor, fan_out, workspace, output_at, z_at, targets_at
                )
                store(tag, losses, which * blocks + block, total)
        kept_row = next_row


class Measurement:
    """Activations and losses of points under given parameters.

    Parameters
    ----------
    network : Network
    parameters : ndarray
        Flat, as the layout of the network for samples has them.
    X : ndarray, shape (n_samples, n_inputs)
    Y : ndarray, shape (n_samples, n_outputs), optional
        Targets, when losses are wanted.
    loss : str
        A name of `LOSSES`.
    first_layer : int
        The first layer whose activations are kept; 0 is the input.
    update_key : int or None
        The key of the dropout masks of an update; None for no dropout.

    Attributes
    ----------
    activations : list of ndarray, shape (n_samples, units)
    losses : ndarray, shape (n_samples,)
        Empty without targets.
    """

    def __init__(
        self,
        network: Network,
        parameters: FloatArray,
        X: ArrayLike,
        Y: ArrayLike | None = None,
        loss: str = "half_squared_error",
        first_layer: int = 0,
        update_key: int | None = None,
    ) -> None:
        kept, losses = _measured(network, parameters, X, Y, loss, first_layer, update_key)
        borders = np.cumsum(network.layers[first_layer:])[:-1]
        self.activations: list[Floats] = [part.T for part in np.split(kept[0], borders)]
        self.losses: Float64Array = losses[0]


def _measured(
    network: Network,
    parameters: FloatArray,
    X: ArrayLike,
    Y: ArrayLike | None,
    loss: str,
    first_layer: int,
    update_key: int | None = None,
) -> tuple[Floats, Floats]:
    """Return activations, (n_sets, units, n_samples), and losses, (n_sets, n_samples), of parameter sets."""
    tag = lanes_for(network)
    layout = layout_of(network, tag)
    inputs = _rows(X, network.layers[0], "X", tag)
    sets, samples = parameters.size // layout.parameters, len(inputs)
    room = -(-samples // tag.lanes) * tag.lanes
    kept = np.empty((sets, sum(network.layers[first_layer:]), room), tag.dtype)
    losses = np.empty((sets, 0 if Y is None else room), tag.dtype)
    targets = np.zeros(0, tag.dtype) if Y is None else _rows(Y, network.layers[-1], "Y", tag)
    if Y is not None and len(targets) != samples:
        raise ValueError(f"X has {samples} rows, Y has {len(targets)}")
    measure(
        tag,
        layout.table,
        output_rule(network.activations[-1], loss),
        LOSSES[loss].code,
        PROBABILITY_FLOOR[network.dtype],
        inputs.ravel(),
        targets.ravel(),
        np.arange(samples),
        samples,
        parameters.ravel(),
        layout.parameters,
        np.zeros(layout.block * tag.lanes, tag.dtype),
        layout.units,
        first_layer,
        kept.ravel(),
        losses.ravel(),
        update_key is not None,
        update_key or 0,
    )
    as_float64 = kept[:, :, :samples].astype(np.float64, copy=False)
    return as_float64, losses[:, :samples].astype(np.float64)


def lanes_for(network: Network) -> Tag:
    """Return the lane tag of samples in the precision of the network."""
    return SAMPLES32 if network.dtype == "float32" else SAMPLES


def _rows(table: ArrayLike, columns: int, name: str, tag: Tag) -> FloatArray:
    rows = np.require(table, tag.dtype, ["C", "W"])  # compiled code takes no read-only arrays
    if rows.ndim != 2 or rows.shape[1] != columns:
        raise ValueError(f"{name} has shape (n_samples, {columns}), not {rows.shape}")
    return rows


def flat_parameters(network: Network, weights: Sequence[Floats], biases: Sequence[Floats]) -> FloatArray:
    """Return weights, (fan_in, fan_out) a layer, and biases, (fan_out,), as the one row a trainer keeps."""
    return layout_of(network, lanes_for(network)).pack(weights, biases)


def forward(
    network: Network, weights: Sequence[Floats], biases: Sequence[Floats], X: ArrayLike
) -> list[Floats]:
    """Compute the activations of every layer.

    Parameters
    ----------
    network : Network
    weights, biases : sequence of ndarray, shapes (fan_in, fan_out) and (fan_out,)
    X : ndarray, shape (n_samples, n_inputs)

    Returns
    -------
    list of ndarray, shape (n_samples, units)
        `a` of each layer, the inputs first, without dropout. Each is a view whose transpose is contiguous.
    """
    return Measurement(network, flat_parameters(network, weights, biases), X).activations


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
    weights, biases : sequence of ndarray, shapes (fan_in, fan_out) and (fan_out,)
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
    losses, accuracies = evaluate_sets(network, loss, parameters, X, Y, classes)
    return float(losses[0]), float(accuracies[0])


def evaluate_sets(
    network: Network,
    loss: str,
    parameters: FloatArray,
    X: ArrayLike,
    Y: ArrayLike,
    classes: NDArray[np.int64] | None = None,
) -> tuple[Floats, Floats]:
    """Compute what `evaluate` does for several sets of parameters, in one call of compiled code.

    Parameters
    ----------
    parameters : ndarray, shape (n_sets, n_parameters)
        Flat, as a trainer keeps them.

    Returns
    -------
    losses, accuracies : ndarray, shape (n_sets,)
    """
    outputs, losses = _measured(network, parameters, X, Y, loss, first_layer=network.depth)
    return means_in_fixed_order(losses), accuracies_of(outputs, classes)


def accuracies_of(outputs: Floats, classes: NDArray[np.int64] | None) -> Floats:
    """Return the share of samples classified rightly by outputs of shape (n_sets, units, n_samples)."""
    if classes is None or len(classes) == 0:
        return np.full(len(outputs), np.nan)
    said = outputs[:, 0] >= 0.5 if outputs.shape[1] == 1 else np.argmax(outputs, axis=1)
    right: NDArray[np.int64] = np.count_nonzero(said == classes, axis=1)
    return right / len(classes)


def means_in_fixed_order(values: Floats) -> Floats:
    """Return the mean of each row, added up in an order (and so to bits) that no processor changes."""
    sets, count = values.shape
    if count == 0:
        return np.full(sets, np.nan)
    padded = np.zeros((sets, -(-count // 16) * 16))
    padded[:, :count] = values
    with np.errstate(all="ignore"):
        columns = padded.reshape(sets, -1, 16).sum(axis=1)
        total: Floats = columns[:, 0]
        for column in range(1, 16):
            total = total + columns[:, column]
        means: Floats = total / count
    return means

"""Measuring: a network's activations and losses at many points, in one call of compiled code."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from nnviz.arrays import Float64Array, FloatArray, IntArray
from nnviz.engine.choices.losses import LOSSES, PROBABILITY_FLOOR
from nnviz.engine.choices.output_rules import output_rule
from nnviz.engine.kernels.batches import Data, gather
from nnviz.engine.kernels.forward import forward_block
from nnviz.engine.kernels.handed import Places
from nnviz.engine.kernels.layout import Layout, layout_of
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.output import sample_loss
from nnviz.engine.lanes import buffers
from nnviz.engine.lanes.interpreted import load, store
from nnviz.engine.lanes.kernel import entry_point, kernel
from nnviz.engine.lanes.tags import MAPS_SAMPLES, MAPS_SAMPLES32, SAMPLES, SAMPLES32, Tag
from nnviz.engine.layers.columns import COLUMNS, UNITS, UNITS_AT

STRIP_BLOCKS, STRIP_BYTES = 8, 2**18  # so many blocks are measured at a time, or what fits the nearer caches
MOST_LANES = 4096  # interpreted
MOST_LANE_BYTES = 2**27  # what they take; half of it would take longer, twice as much no less


@entry_point(SAMPLES, SAMPLES32, MAPS_SAMPLES, MAPS_SAMPLES32)
def measure(
    tag: Tag,
    places: Places,
    rule: int,
    loss: int,
    probability_floor: float,
    data: Data,
    parameters: FloatArray,
    parameters_size: int,
    workspace: FloatArray,
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
    applied. The workspace has room for a strip of blocks.
    """
    layers, all_units, block_step = places.table, places.units, places.block
    samples = data.samples
    depth = layers.size // COLUMNS - 1
    inputs, outputs = layers[UNITS], layers[depth * COLUMNS + UNITS]
    output_at = layers[depth * COLUMNS + UNITS_AT]
    blocks = (samples + tag.lanes - 1) // tag.lanes
    strip = workspace.size // (block_step * tag.lanes)
    kept_row = 0
    for which in range(parameters.size // parameters_size):
        own = parameters[which * parameters_size : (which + 1) * parameters_size]
        next_row = kept_row
        for block in range(blocks):
            begin = block * tag.lanes
            at = block % strip * block_step
            gather(tag, data.inputs, inputs, data, begin, samples, workspace, at, False)
            forward_block(tag, places, 1, depth, own, workspace, at, block, dropping, update_key)
            if losses.size > 0:
                targets_at = at + 3 * all_units
                a_at = at + output_at
                z_at = a_at + all_units
                gather(tag, data.targets, outputs, data, begin, samples, workspace, targets_at, False)
                total = sample_loss(
                    tag, rule, loss, probability_floor, outputs, workspace, a_at, z_at, targets_at
                )
                store(tag, losses, which * blocks + block, total)
            if block % strip == strip - 1 or block == blocks - 1:
                first = block - block % strip
                next_row = keep_strip(
                    tag, layers, first_kept, workspace, block_step, first, block + 1, kept, kept_row, blocks
                )
        kept_row = next_row


@kernel
def keep_strip(
    tag: Tag,
    layers: IntArray,
    first_kept: int,
    workspace: FloatArray,
    block_step: int,
    first_block: int,
    last_block: int,
    kept: FloatArray,
    row: int,
    blocks: int,
) -> int:
    """Copy the activations of a strip of blocks, unit by unit, from a row on; return the row after the last.

    Rows of many points lie far apart, so that each piece of one is slow to come to: pieces shall be long.
    """
    for layer in range(first_kept, layers.size // COLUMNS):
        for unit in range(layers[layer * COLUMNS + UNITS]):
            a_at = layers[layer * COLUMNS + UNITS_AT] + unit
            for block in range(first_block, last_block):
                a = load(tag, workspace, (block - first_block) * block_step + a_at)
                store(tag, kept, row * blocks + block, a)
            row += 1
    return row


class Measurement:
    """Activations and losses of points under one or several sets of parameters.

    Parameters
    ----------
    network : Network
    parameters : ndarray
        Flat, as the layout of the network for samples has them, in the precision of the network; several sets
        one after the other.
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
    kept : ndarray, shape (n_sets, units, n_samples)
        Activations, layer after layer, in the precision of the network.
    losses : ndarray, shape (n_sets, n_samples)
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
        self._sizes = [layer.size_out for layer in network.layers[first_layer:]]
        inputs = _rows(X, network.inputs, "X", lanes_for(network))
        tag = _lanes_of_measurement(network, len(inputs), update_key)
        layout = layout_of(network, tag)
        sets, samples = parameters.size // layout.parameters, len(inputs)
        room = -(-samples // tag.lanes) * tag.lanes
        kept = buffers.empty(sets * sum(self._sizes) * room, tag.dtype)
        losses = buffers.empty(0 if Y is None else sets * room, tag.dtype)
        targets = np.zeros(0, tag.dtype) if Y is None else _rows(Y, network.outputs, "Y", tag)
        if Y is not None and len(targets) != samples:
            raise ValueError(f"X has {samples} rows, Y has {len(targets)}")
        measure(
            tag,
            layout.places,
            output_rule(network.activations[-1], loss),
            LOSSES[loss].code,
            PROBABILITY_FLOOR[network.dtype],
            Data(inputs.ravel(), targets.ravel(), np.arange(samples), samples),
            parameters.ravel(),
            layout.parameters,
            _strip(layout, tag),
            first_layer,
            kept,
            losses,
            update_key is not None,
            update_key or 0,
        )
        self.kept: FloatArray = kept.reshape(sets, sum(self._sizes), room)[:, :, :samples]
        self.losses: Float64Array = losses.reshape(sets, -1)[:, :samples].astype(np.float64)

    def layers(self) -> list[FloatArray]:
        """Return the activations of each layer under the first set, shape (n_samples, units)."""
        return [part.T for part in np.split(self.kept[0], np.cumsum(self._sizes)[:-1])]


def lanes_for(network: Network) -> Tag:
    """Return the lane tag of samples in the precision of the network."""
    if network.is_dense:
        return SAMPLES32 if network.dtype == "float32" else SAMPLES
    return MAPS_SAMPLES32 if network.dtype == "float32" else MAPS_SAMPLES


def _lanes_of_measurement(network: Network, samples: int, update_key: int | None) -> Tag:
    """Return the lane tag to measure samples with: interpreted, one with many lanes is many times faster.

    Each lane is on its own, so that any number of lanes gives the same bits, but for the masks of dropout.
    """
    tag = lanes_for(network)
    if tag in measure.ready or update_key is not None:
        return tag
    block = layout_of(network, tag).block * tag.lanes * np.dtype(tag.dtype).itemsize
    most = min(MOST_LANES // tag.lanes, MOST_LANE_BYTES // block, -(-samples // tag.lanes))
    return _many_lanes(tag, max(1, most))


@lru_cache(maxsize=8)
def _many_lanes(tag: Tag, times: int) -> Tag:
    return replace(tag, lanes=times * tag.lanes)


def _strip(layout: Layout, tag: Tag) -> FloatArray:
    """Return a workspace for as many blocks as stay in the caches, at least one."""
    block = layout.block * tag.lanes
    blocks = STRIP_BYTES // (block * np.dtype(tag.dtype).itemsize)
    return buffers.empty(max(1, min(STRIP_BLOCKS, blocks)) * block, tag.dtype)


def _rows(table: ArrayLike, columns: int, name: str, tag: Tag) -> FloatArray:
    with np.errstate(over="ignore"):
        rows = np.require(table, tag.dtype, ["C", "W"])  # compiled code takes no read-only arrays
    if rows.ndim != 2 or rows.shape[1] != columns:
        raise ValueError(f"{name} has shape (n_samples, {columns}), not {rows.shape}")
    return rows

"""Reading everything that one update computed from the kernel's own workspace."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from nnviz.arrays import FloatArray, Floats
from nnviz.engine.choices.losses import LOSSES, PROBABILITY_FLOOR
from nnviz.engine.choices.output_rules import output_rule
from nnviz.engine.choices.schedules import SCHEDULES, schedule_factor
from nnviz.engine.kernels.forward import dropout_key, dropout_mask
from nnviz.engine.kernels.measure import Measurement
from nnviz.engine.kernels.output import sample_loss
from nnviz.engine.kernels.training import Training
from nnviz.engine.layers.columns import COLUMNS, DROP_BELOW, OWN_AT, UNITS_AT
from nnviz.engine.layers.layer import Layer
from nnviz.engine.layers.norm import KEPT, MEAN, VARIANCE, BatchNorm
from nnviz.engine.run import KernelRun
from nnviz.engine.state import State
from nnviz.engine.trace import LayerTrace, Trace


def trace_update(run: KernelRun, before: State) -> Trace:
    """Run the update that follows `before` and read out what it computed; `before` is left as it is.

    Parameters
    ----------
    run : KernelRun
        Of one network. Its workspace is overwritten, which does not change what it computes next.
    before : State
    """
    after = before.copy()
    run.advance(after, 1, np.zeros(1, np.int64))
    indices = run.batch_indices
    X = run.X[indices].astype(np.float64)
    Y = run.Y[indices].astype(np.float64)
    key = dropout_key(run.seeds[0], before.update) if run.network.drops else None
    layers = tuple(_layer_traces(run, before, after, key, len(indices)))
    losses, losses_after = (_losses(run, state, before.update, X, Y, key) for state in (before, after))
    data_loss, data_loss_after = (_reduced(values, run.training) for values in (losses, losses_after))
    penalty, penalty_after = (_penalty(run, state.parameters) for state in (before, after))
    return Trace(
        update=before.update + 1,
        learning_rate=learning_rate_at(run.training, before.update, run.samples),
        decay_powers=(float(after.powers[0]), float(after.powers[1])),
        dropout_key=key,
        batch_indices=indices,
        X=X,
        Y=Y,
        layers=layers,
        sample_losses=losses,
        sample_losses_after=losses_after,
        data_loss=data_loss,
        data_loss_after=data_loss_after,
        penalty=penalty,
        penalty_after=penalty_after,
        loss=data_loss + penalty,
        loss_after=data_loss_after + penalty_after,
    )


def _losses(run: KernelRun, state: State, update: int, X: Floats, Y: Floats, key: int | None) -> Floats:
    """Return the loss of each sample of a batch under some parameters, as training computes it."""
    if not run.network.has_batch_norm:
        depth = run.network.depth
        measured = Measurement(run.network, state.parameters, X, Y, run.training.loss, depth, key)
        losses: Floats = measured.losses[0]
        return losses
    # A batch normalisation makes every sample's loss depend on the others: so the batch is learned from, on a
    # copy, as one epoch, and the losses are read off.
    inputs, targets = (np.require(table, run.tag.dtype, ["C", "W"]) for table in (X, Y))
    whole = replace(run.training, batch_size=0, shuffle=False)
    alone = KernelRun(run.network, whole, inputs, targets, run.seeds, run.tag)
    alone.advance(replace(state.copy(), update=update), 1, np.zeros(1, np.int64))
    return _losses_in_workspace(alone)[: len(X)]


def _losses_in_workspace(run: KernelRun) -> Floats:
    """Return the loss of each sample that lies in the workspace of a run."""
    layout, network = run.layout, run.network
    at = int(layout.table[network.depth * COLUMNS + UNITS_AT])
    rule, loss = output_rule(network.activations[-1], run.training.loss), LOSSES[run.training.loss].code
    floor, outputs = PROBABILITY_FLOOR[network.dtype], network.outputs
    losses = []
    with np.errstate(all="ignore"):
        for begin in range(0, run.workspace.size // run.tag.lanes, layout.block):
            a_at, targets_at = begin + at, begin + 3 * layout.units
            z_at = a_at + layout.units
            lanes = sample_loss(run.tag, rule, loss, floor, outputs, run.workspace, a_at, z_at, targets_at)
            losses.append(np.atleast_1d(lanes))
    return np.concatenate(losses).astype(np.float64)


def learning_rate_at(training: Training, update: int, samples: int) -> float:
    """Return the learning rate in force at an update (counted from 0), with so many samples an epoch."""
    with np.errstate(all="ignore"):  # a factor above 1 may grow to infinity
        factor = schedule_factor(
            SCHEDULES[training.schedule].code,
            update,
            training.updates_per_epoch(samples),
            training.schedule_epochs,
            training.schedule_factor,
        )
    return training.learning_rate * float(factor)


def _layer_traces(
    run: KernelRun, before: State, after: State, key: int | None, batch: int
) -> Iterator[LayerTrace]:
    flats = (
        before.parameters,
        run.gradients,
        after.parameters,
        before.first_moment,
        before.second_moment,
        after.first_moment,
        after.second_moment,
    )
    copies = [[_copies(part) for part in run.layout.views(flat)] for flat in flats]
    parameters, gradients, changed, first, second, first_after, second_after = copies
    for number, layer in enumerate(run.network.computed, start=1):
        at = int(run.layout.table[number * COLUMNS + UNITS_AT])
        a, z, delta = (_values(run, at + which * run.layout.units, layer, batch) for which in range(3))
        part = number - 1
        yield LayerTrace(
            weights=parameters[0][part],
            biases=parameters[1][part],
            z=z,
            a=a,
            delta=delta,
            dropout_mask=_mask(run, number, key, batch),
            weights_gradient=gradients[0][part],
            biases_gradient=gradients[1][part],
            weights_after=changed[0][part],
            biases_after=changed[1][part],
            weights_first_moment=first[0][part],
            biases_first_moment=first[1][part],
            weights_second_moment=second[0][part],
            biases_second_moment=second[1][part],
            weights_first_moment_after=first_after[0][part],
            biases_first_moment_after=first_after[1][part],
            weights_second_moment_after=second_after[0][part],
            biases_second_moment_after=second_after[1][part],
            mean=_kept_of_batch(run, number, MEAN),
            variance=_kept_of_batch(run, number, VARIANCE),
        )


def _kept_of_batch(run: KernelRun, number: int, which: int) -> Floats | None:
    """Return what a batch normalisation kept of the batch, for each unit or map; None for other layers."""
    layer = run.network.layers[number]
    if not isinstance(layer, BatchNorm):
        return None
    first = int(run.layout.table[number * COLUMNS + OWN_AT]) + which
    lanes = run.workspace[: run.layout.block * run.tag.lanes].reshape(-1, run.tag.lanes)
    return lanes[first : first + layer.own_room : KEPT, 0].astype(np.float64)


def _copies(parts: Sequence[FloatArray]) -> list[Floats]:
    return [np.array(part, np.float64, order="C") for part in parts]


def _values(run: KernelRun, at: int, layer: Layer, batch: int) -> Floats:
    """Return a quantity of a layer in the workspace, in the layer's own shape for each sample."""
    blocks = run.workspace.reshape(-1, run.layout.block, run.tag.lanes)[:, at : at + layer.size_out]
    samples = blocks.transpose(0, 2, 1).reshape(-1, layer.size_out)[:batch]
    return samples.astype(np.float64).reshape(batch, *layer.shape_out)


def _mask(run: KernelRun, number: int, key: int | None, batch: int) -> Floats | None:
    drop_below = int(run.layout.table[number * COLUMNS + DROP_BELOW])
    if key is None or drop_below == 0:
        return None
    layer = run.network.layers[number]
    blocks = [
        [
            np.atleast_1d(dropout_mask(run.tag, key + (number << 40) + block, j, drop_below))
            for j in range(layer.size_out)
        ]
        for block in range(-(-batch // run.tag.lanes))
    ]
    masks = np.concatenate([np.stack(block, axis=1) for block in blocks])[:batch]
    return masks.astype(np.float64).reshape(batch, *layer.shape_out)


def _reduced(losses: Floats, training: Training) -> float:
    total = _sum(losses)
    return total / len(losses) if training.reduction == "mean" else total


def _penalty(run: KernelRun, parameters: FloatArray) -> float:
    """Return l1 sum |w| + (l2/2) sum w^2."""
    training = run.training
    if training.l1 == training.l2 == 0.0:
        return 0.0
    with np.errstate(all="ignore"):
        weights = parameters.astype(np.float64) * run.layout.penalised()
        terms = training.l1 * np.abs(weights) + training.l2 / 2 * weights * weights
        return _sum(terms)


def _sum(values: Floats) -> float:
    """Return the sum, rounded once; infinite or NaN where it is."""
    if not np.isfinite(values).all():
        return float(np.sum(np.where(np.isfinite(values), 0.0, values)))
    try:
        return math.fsum(values)
    except OverflowError:
        return math.inf

"""Keeping what was learned when a network changes that has, or comes to have, other layers than dense ones.

As among dense layers, what remains is what has the same place: the first maps of a layer are the same maps.
"""

from collections.abc import Sequence

import numpy as np

from nnviz.arrays import Floats, Parameters
from nnviz.engine.kernels.network import Network
from nnviz.engine.layers.layer import Layer, maps_of
from nnviz.experiment.run.carry_over import same_names
from nnviz.parts import Gain, KernelWeight, Weight

Spread = tuple[int, int, int]
"""(Height, width, channels) that units stand for, channels fastest."""


def carried_over_maps(
    old: Parameters,
    fresh: Parameters,
    networks: tuple[Network, Network],
    inputs: tuple[Sequence[str], Sequence[str]],
) -> Parameters:
    """Return the parameters of a changed network: `fresh`, with everything of `old` that still fits.

    Weights are kept where both layers they connect remain neighbours, kernels while they are as large as
    before; biases where their layer remains. Units that are flattened pixels are told apart by their places.

    Parameters
    ----------
    old, fresh : (weights, biases)
        One of each a layer; `fresh` is what a new start would draw.
    networks : (Network, Network)
        Before and after.
    inputs : (sequence of str, sequence of str)
        Names of the inputs before and after.
    """
    before, after = (network.layers for network in networks)
    weights, biases = [w.copy() for w in fresh[0]], [b.copy() for b in fresh[1]]
    remaining = _remaining(before, after)
    for k, was in remaining.items():
        if k == 0:
            continue
        _keep(biases[k - 1], old[1][was - 1], _spread(after, k), _spread(before, was))
        if remaining.get(k - 1) != was - 1:
            continue
        kept, w = old[0][was - 1], weights[k - 1]
        if after[k].learns is KernelWeight:
            if w.shape[:2] == kept.shape[:2]:
                sources, targets = (min(sizes) for sizes in zip(w.shape[2:], kept.shape[2:], strict=True))
                w[:, :, :sources, :targets] = kept[:, :, :sources, :targets]
        elif after[k].learns is Gain:
            for row, row_before in zip(w, kept, strict=True):
                _keep(row, row_before, _spread(after, k), _spread(before, was))
        elif after[k].learns is Weight:
            units = min(w.shape[1], kept.shape[1])
            if k == 1:
                for row, old_row in same_names(inputs[1], inputs[0]):
                    w[row, :units] = kept[old_row, :units]
            else:
                _keep(w[:, :units], kept[:, :units], _spread(after, k - 1), _spread(before, was - 1))
    return weights, biases


def _keep(new: Floats, old: Floats, spread: Spread, spread_before: Spread) -> None:
    """Copy the units of the first axis that are in both, in place."""
    if not new.size or not old.size or spread[:2] != spread_before[:2]:
        return
    rows, columns = (
        np.arange(np.prod(sizes)).reshape(sizes)[:, :, : min(spread[2], spread_before[2])].ravel()
        for sizes in (spread, spread_before)
    )
    new[rows] = old[columns]


def _spread(layers: Sequence[Layer], k: int) -> Spread:
    """Return what the units of a layer stand for; of maps the channels alone are learned apart."""
    layer = layers[k]
    if layer.makes_maps:
        return 1, 1, layer.shape_out[-1]
    if layer.kind == "flatten":
        return maps_of(layer.shape_in)
    return _spread(layers, k - 1) if layer.one_by_one else (1, 1, layer.size_out)


def _remaining(before: Sequence[Layer], after: Sequence[Layer]) -> dict[int, int]:
    """Return new -> old number of the layers that are in both networks.

    As many layers as before: all that are still of their kind. Otherwise those in front of the first of
    another kind or size, and those behind the ones that came or went.
    """
    shorter = min(len(before), len(after))
    if len(before) == len(after):
        return {k: k for k in range(shorter) if before[k].kind == after[k].kind}
    front = 0
    while front < shorter and _alike(before[front], after[front]):
        front += 1
    remaining = {k: k for k in range(front)}
    for k in range(1, shorter - front + 1):
        if before[-k].kind != after[-k].kind:
            break
        remaining[len(after) - k] = len(before) - k
    return remaining


def _alike(one: Layer, other: Layer) -> bool:
    return one.kind == other.kind and one.shape_out == other.shape_out

"""Keeping what was learned when a dense network changes: weights that still have a place stay."""

from collections.abc import Sequence

from nnviz.arrays import Floats, Parameters


def carried_over(
    old: Parameters, fresh: Parameters, old_inputs: Sequence[str], new_inputs: Sequence[str]
) -> Parameters:
    """Return the parameters of a changed dense network: `fresh`, with everything of `old` that still fits.

    Weights are kept where both layers they connect remain neighbours, biases where their layer remains.
    Within a layer the first units of both networks are the same units; inputs are matched by name.

    Parameters
    ----------
    old, fresh : (weights, biases)
        One of each a layer; `fresh` is what a new start would draw.
    old_inputs, new_inputs : sequence of str
        Names of the inputs before and after.
    """
    old_weights, old_biases = old
    weights = [w.copy() for w in fresh[0]]
    biases = [b.copy() for b in fresh[1]]
    remaining = _remaining_layers(_sizes(old_weights), _sizes(weights))
    for layer in range(1, len(weights) + 1):
        if layer not in remaining:
            continue
        source = remaining[layer]
        units = min(len(biases[layer - 1]), len(old_biases[source - 1]))
        biases[layer - 1][:units] = old_biases[source - 1][:units]
        if remaining.get(layer - 1) == source - 1:
            sources = weights[layer - 1].shape[0], old_weights[source - 1].shape[0]
            pairs = (
                same_names(new_inputs, old_inputs) if layer == 1 else [(i, i) for i in range(min(sources))]
            )
            for row, old_row in pairs:
                weights[layer - 1][row, :units] = old_weights[source - 1][old_row, :units]
    return weights, biases


def _sizes(weights: list[Floats]) -> list[int]:
    return [weights[0].shape[0], *(w.shape[1] for w in weights)]


def _remaining_layers(old_sizes: list[int], new_sizes: list[int]) -> dict[int, int]:
    """Return new -> old index of the layers of units (0: inputs) that are in both networks.

    As many layers as before: all of them. Otherwise those in front of the first that differs in size, and
    those behind the ones that came or went.
    """
    shorter = min(len(old_sizes), len(new_sizes))
    if len(old_sizes) == len(new_sizes):
        return {layer: layer for layer in range(shorter)}
    front = 1
    while front < shorter - 1 and old_sizes[front] == new_sizes[front]:
        front += 1
    remaining = {layer: layer for layer in range(front)}
    for k in range(1, shorter - front + 1):
        remaining[len(new_sizes) - k] = len(old_sizes) - k
    return remaining


def same_names(new: Sequence[str], old: Sequence[str]) -> list[tuple[int, int]]:
    """Return (new, old) positions of the names that are in both."""
    return [(row, old.index(name)) for row, name in enumerate(new) if name in old]

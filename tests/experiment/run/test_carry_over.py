from itertools import pairwise

import numpy as np
import pytest

from nnviz.experiment.run.carry_over import carried_over


def parameters(sizes, sign):
    """Weights and biases that are all different; negative ones mark the fresh network."""
    weights, biases, count = [], [], 1
    for fan_in, fan_out in pairwise(sizes):
        weights.append(
            sign * np.arange(count, count + fan_in * fan_out, dtype=float).reshape(fan_in, fan_out)
        )
        biases.append(sign * (1000.0 + np.arange(count, count + fan_out)))
        count += fan_in * fan_out
    return weights, biases


def change(old_sizes, new_sizes, old_inputs=("x1", "x2"), new_inputs=("x1", "x2")):
    old, fresh = parameters(old_sizes, 1), parameters(new_sizes, -1)
    return old, fresh, carried_over(old, fresh, old_inputs, new_inputs)


def test_adding_a_unit_keeps_all_others_and_draws_its_own():
    old, fresh, (weights, biases) = change([2, 4, 1], [2, 5, 1])
    assert np.array_equal(weights[0][:, :4], old[0][0])
    assert np.array_equal(weights[0][:, 4], fresh[0][0][:, 4])
    assert np.array_equal(weights[1][:4], old[0][1])
    assert weights[1][4] == fresh[0][1][4]
    assert np.array_equal(biases[0][:4], old[1][0])


def test_removing_a_unit_keeps_the_others():
    old, _, (weights, biases) = change([2, 4, 3, 1], [2, 4, 2, 1])
    assert np.array_equal(weights[0], old[0][0])
    assert np.array_equal(weights[1], old[0][1][:, :2])
    assert np.array_equal(weights[2], old[0][2][:2])
    assert np.array_equal(biases[1], old[1][1][:2])


def test_an_inserted_layer_leaves_what_is_in_front_and_behind():
    old, fresh, (weights, _) = change([2, 4, 3, 1], [2, 4, 6, 3, 1])
    assert np.array_equal(weights[0], old[0][0])
    assert np.array_equal(weights[1], fresh[0][1])
    assert np.array_equal(weights[2], fresh[0][2])
    assert np.array_equal(weights[3], old[0][2])


def test_a_removed_layer_leaves_what_is_in_front_and_behind():
    old, fresh, (weights, biases) = change([2, 4, 3, 5, 1], [2, 4, 5, 1])
    assert np.array_equal(weights[0], old[0][0])
    assert np.array_equal(weights[1], fresh[0][1])
    assert np.array_equal(weights[2], old[0][3])
    assert np.array_equal(biases[1], old[1][2])


def test_inputs_are_matched_by_name():
    old, fresh, (weights, _) = change([2, 3, 1], [3, 3, 1], ("x1", "x2"), ("x1", "x1*x2", "x2"))
    assert np.array_equal(weights[0][0], old[0][0][0])
    assert np.array_equal(weights[0][1], fresh[0][0][1])
    assert np.array_equal(weights[0][2], old[0][0][1])


@pytest.mark.parametrize("sizes", [[2, 1], [2, 3, 1], [2, 3, 3, 3, 1]])
def test_an_unchanged_network_keeps_everything(sizes):
    old, _, (weights, biases) = change(sizes, sizes)
    assert all(np.array_equal(a, b) for a, b in zip(weights + biases, old[0] + old[1], strict=True))

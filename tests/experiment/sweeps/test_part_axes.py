"""Axes along a part of the network: one layer's units, one activation, the depth."""

import pytest

from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.axes import parse_axis
from nnviz.experiment.sweeps.part_axes import DEPTH, axes_for
from nnviz.experiment.sweeps.planning import plan_of


def _rows(spec, axes):
    return plan_of(spec, "x", [[parse_axis(f"{key}={values}", spec) for key, values in axes]]).rows


@pytest.mark.parametrize("name", ["lab-a-xor", "lab-e-depth-2-tanh", "lab-e-moons-relu", "digits-8x8"])
def test_all_that_is_proposed_can_run(name):
    spec = experiment_at(name)
    layers = list(spec.network.layers)
    for row in _rows(spec, axes_for(spec, "network.layers.1")):
        changed = list(row.spec.network.layers)
        assert changed[:1] + changed[2:] == layers[:1] + layers[2:]
    rows = _rows(spec, axes_for(spec, "network.activation.1"))
    assert len(rows) > 4
    assert {row.spec.network.activations[1:] for row in rows} == {spec.network.activations[1:]}
    depths = _rows(spec, axes_for(spec, DEPTH))
    assert [row.spec.network.built.depth - 1 for row in depths] == [1, 2, 3, 4]
    assert {row.spec.network.activations[-1] for row in depths} == {spec.network.activations[-1]}


def test_of_what_is_not_there_nothing_is_proposed():
    spec = experiment_at("lab-a-xor")
    for key in ("network.layers.0", "network.layers.3", "network.layers.9", "network.activation.0"):
        assert axes_for(spec, key)[0][1] == ""
    assert axes_for(experiment_at("gauss-one-neuron"), DEPTH) == [("network.layers", "")]
    assert axes_for(spec, "training.l2")[0][0] == "training.l2"

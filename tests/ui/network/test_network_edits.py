"""Every control of the diagram leads to a valid experiment that differs in just that."""

import pytest

from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.ui.network import edits


def spec(layers: list[int], activation: object = "sigmoid", **network: object) -> Spec:
    return spec_from_dict(
        {"data": {"name": "xor"}, "network": {"layers": layers, "activation": activation, **network}}
    )


def test_units_come_and_go() -> None:
    start = spec([2, 4, 3, 1])
    assert edits.add_unit(start, 2).network.layers == (2, 4, 4, 1)
    assert edits.remove_unit(start, 1).network.layers == (2, 3, 3, 1)
    with pytest.raises(SpecError):
        edits.remove_unit(spec([2, 1, 1]), 1)


def test_a_new_layer_is_like_the_one_before_it() -> None:
    start = spec([2, 4, 3, 1], ["tanh", "relu", "sigmoid"], bias=[True, False, True])
    after = edits.add_layer(start, 2).network
    assert after.layers == (2, 4, 3, 3, 1)
    assert after.activations == ("tanh", "relu", "relu", "sigmoid")
    assert after.biased == (True, False, False, True)
    assert edits.remove_layer(edits.add_layer(start, 2), 3) == start


def test_the_last_hidden_layer_can_go_and_come_back() -> None:
    none = edits.remove_layer(spec([2, 4, 1]), 1)
    assert none.network.layers == (2, 1)
    assert edits.add_layer(none, 0).network.layers == (2, 4, 1)


def test_activation_of_one_layer() -> None:
    start = spec([2, 4, 3, 1])
    changed = edits.set_activation(start, 2, "tanh")
    assert changed.network.activations == ("sigmoid", "tanh", "sigmoid")
    assert edits.set_activation(changed, 2, "sigmoid").network.activations == start.network.activations
    assert "softmax" not in edits.activations_for(start, 1)


def test_inputs_are_switched_in_their_usual_order() -> None:
    start = spec([2, 4, 1])
    assert edits.features_on(start) == ("x1", "x2")
    more = edits.switch_feature(edits.switch_feature(start, "sin(x1)"), "x1^2")
    assert more.data.features == ("x1", "x2", "x1^2", "sin(x1)")
    assert more.network.layers[0] == 4
    less = edits.switch_feature(more, "x2")
    assert less.data.features == ("x1", "x1^2", "sin(x1)")


def test_one_input_must_stay() -> None:
    one = edits.switch_feature(spec([2, 4, 1]), "x1")
    with pytest.raises(SpecError, match="at least one input"):
        edits.switch_feature(one, "x2")

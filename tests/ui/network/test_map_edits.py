"""Layers of maps are changed on the diagram, or a sentence says why not."""

import pytest

from nnviz.engine.layers.conv import Conv
from nnviz.engine.layers.kinds import LAYERS
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import spec_from_dict
from nnviz.ui.network import edits
from nnviz.ui.network.map_edits import choices, fits, inserted, with_entry

SPEC = spec_from_dict(
    {
        "data": {"name": "digits"},
        "network": {
            "layers": [
                [8, 8, 1],
                {"kind": "conv", "units": 4, "size": 3},
                {"kind": "batch_norm", "activation": "relu"},
                {"kind": "max_pool", "size": 2},
                {"kind": "flatten"},
                {"kind": "dense", "units": 12, "dropout": 0.25},
                10,
            ],
            "activation": ["identity", "relu", "softmax"],
            "bias": [False, True, True],
        },
        "training": {"loss": "cross_entropy"},
    }
)


def test_everything_else_stays_as_it_was() -> None:
    network = edits.add_unit(SPEC, 1).network.built
    assert network.layers[1].maps == (6, 6, 5)
    assert network.activations == SPEC.network.built.activations
    assert network.has_bias == SPEC.network.built.has_bias
    assert network.dropout_rates == SPEC.network.built.dropout_rates
    assert edits.remove_unit(edits.add_unit(SPEC, 5), 5).network.built == SPEC.network.built


def test_windows_strides_and_padding_can_be_chosen() -> None:
    spec = with_entry(with_entry(SPEC, 1, size=5), 1, padding="same")
    layer = spec.network.built.layers[1]
    assert isinstance(layer, Conv)
    assert (layer.size, layer.padding, layer.counts) == ((5, 5), "same", (8, 8))
    assert [key for key, *_ in choices(layer)] == ["size", "stride", "padding"]
    assert [key for key, *_ in choices(spec.network.built.layers[3])] == ["size", "stride"]
    assert choices(spec.network.built.layers[5]) == []


@pytest.mark.parametrize("kind", LAYERS)
def test_a_layer_of_every_kind_can_be_added_where_it_fits(kind: str) -> None:
    depth = SPEC.network.built.depth
    added = 0
    for at in range(1, depth + 1):
        if not fits(SPEC, at, kind):
            continue
        if kind == "flatten":  # then what follows must take a row
            with pytest.raises(SpecError):
                inserted(SPEC, 1, kind)
            return
        spec = inserted(SPEC, at, kind)
        assert spec.network.built.layers[at].kind == kind
        assert edits.remove_layer(spec, at).network.built == SPEC.network.built
        added += 1
    assert added


def test_what_does_not_fit_is_refused_in_a_sentence() -> None:
    with pytest.raises(SpecError, match="flatten"):
        edits.remove_layer(SPEC, 4)
    with pytest.raises(SpecError, match="does not fit"):
        with_entry(SPEC, 1, size=9)


def test_activations_go_into_the_layer() -> None:
    spec = edits.set_activation(SPEC, 2, "tanh")
    assert spec.network.built.activations == ("identity", "tanh", "identity", "identity", "relu", "softmax")

"""What a form or --set may change, and that the rest of the experiment follows."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.catalogue import DATA_SETS
from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.initializers import INITIALIZERS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.choices.optimizers import OPTIMIZERS
from nnviz.engine.choices.schedules import SCHEDULES
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.fields import fields_of, value_of
from nnviz.experiment.spec.overrides import parse_override, with_value, with_values
from nnviz.experiment.spec.reading import spec_from_dict

XOR = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 4, 4, 1]}})
SELF_CONTAINED = [name for name in DATA_SETS if name not in ("images", "points", "table", "csv")]


def field(spec, key):
    return {field.key: field for field in fields_of(spec)}[key]


def test_choices_are_the_registries():
    assert field(XOR, "data.name").choices == tuple(DATA_SETS)
    assert field(XOR, "network.activation").choices == tuple(ACTIVATIONS)
    assert field(XOR, "network.init").choices == tuple(INITIALIZERS)
    assert field(XOR, "training.loss").choices == tuple(LOSSES)
    assert field(XOR, "training.optimizer").choices == tuple(OPTIMIZERS)
    assert field(XOR, "training.schedule").choices == tuple(SCHEDULES)
    assert field(XOR, "training.order").choices == ("right", "update_first")


@pytest.mark.parametrize("name", SELF_CONTAINED)
def test_every_field_is_described_and_shows_its_value(name):
    spec = with_value(XOR, "data.name", name)
    fields = fields_of(spec)
    assert len({field.key for field in fields}) == len(fields)
    for one in fields:
        assert one.title
        assert one.help.endswith(".")
        value_of(spec, one.key)
        assert len(one.choices) == len(one.choice_titles) == len(one.choice_help)
        if one.kind in ("int", "float"):
            assert one.low < one.high


@pytest.mark.parametrize("name", SELF_CONTAINED)
def test_the_ends_of_every_range_are_allowed_and_nothing_beyond(name):
    spec = with_values(
        XOR,
        {
            "data.name": name,
            "data.test_fraction": 0.0,
            "training.optimizer": "adam",
            "training.schedule": "step",
        },
    )
    for one in fields_of(spec):
        if one.kind not in ("int", "float"):
            continue
        for end in (one.low, one.high):
            assert value_of(with_value(spec, one.key, end), one.key) == end
        for beyond in (one.low - 1, one.high + 1):
            with pytest.raises(SpecError, match=one.key):
                with_value(spec, one.key, beyond)


def test_only_the_numbers_in_use_are_shown():
    shown = {one.key for one in fields_of(XOR)}
    assert not shown & {"training.momentum", "training.beta1", "training.schedule_epochs"}
    adam = {one.key for one in fields_of(with_value(XOR, "training.optimizer", "adam"))}
    assert {"training.beta1", "training.beta2", "training.epsilon"} <= adam
    step = {one.key for one in fields_of(with_value(XOR, "training.schedule", "step"))}
    assert {"training.schedule_epochs", "training.schedule_factor"} <= step


def test_the_data_set_decides_its_fields():
    keys = {one.key for one in fields_of(with_value(XOR, "data.name", "circles"))}
    assert "data.factor" in keys
    assert "data.positions" not in keys
    assert field(with_value(XOR, "data.name", "sine"), "data.features").choices == ("x1", "x1^2", "sin(x1)")
    assert "data.features" not in {one.key for one in fields_of(with_value(XOR, "data.name", "digits"))}


@pytest.mark.parametrize("first", SELF_CONTAINED)
def test_any_data_set_can_follow_any_other(first):
    spec = with_value(XOR, "data.name", first)
    for second in SELF_CONTAINED:
        there = with_value(spec, "data.name", second)
        assert there.data.name == second
        back = with_value(there, "data.name", first)
        assert back.network.layers[0] == spec.network.layers[0]


def test_another_task_brings_its_usual_output_and_loss():
    blobs = with_value(XOR, "data.name", "blobs")
    assert blobs.network.layers == (2, 4, 4, 3)
    assert blobs.network.activations == ("sigmoid", "sigmoid", "softmax")
    assert blobs.training.loss == "cross_entropy"
    plane = with_value(blobs, "data.name", "plane")
    assert plane.network.layers == (2, 4, 4, 1)
    assert plane.network.activations[-1] == "identity"
    assert plane.training.loss == "half_squared_error"
    assert with_value(plane, "data.name", "moons").training.loss == "log_loss"


def test_the_same_task_keeps_output_and_loss():
    spec = with_value(XOR, "data.name", "circle")
    assert spec.network == XOR.network
    assert spec.training == XOR.training


def test_seed_and_split_stay_with_another_data_set():
    spec = with_values(XOR, {"data.seed": 7, "data.test_fraction": 0.3, "data.noise": 0.5})
    circle = with_value(spec, "data.name", "circle").data
    assert (circle.seed, circle.test_fraction, circle.noise) == (7, 0.3, 0.0)
    assert with_value(XOR, "data.name", "breast_cancer").data.test_fraction == 0.2


def test_more_classes_need_more_outputs():
    blobs = with_value(XOR, "data.name", "blobs")
    assert with_value(blobs, "data.classes", 5).network.layers[-1] == 5


def test_inputs_follow_the_features():
    spec = with_value(XOR, "data.features", ["x1", "x2", "x1*x2"])
    assert spec.network.layers == (3, 4, 4, 1)
    assert with_value(spec, "data.features", []).network.layers == (2, 4, 4, 1)


def test_lists_follow_the_layers():
    spec = with_values(
        XOR, {"network.activation": ["tanh", "relu", "sigmoid"], "network.dropout": [0.1, 0.2]}
    )
    longer = with_value(spec, "network.layers", [2, 3, 3, 3, 1]).network
    assert longer.activations == ("tanh", "relu", "relu", "sigmoid")
    assert longer.dropouts == (0.1, 0.1, 0.2, 0.0)
    shortest = with_value(spec, "network.layers", [2, 1]).network
    assert shortest.activations == ("sigmoid",)


def test_explicit_weights_go_when_they_no_longer_fit():
    table = {
        "data": {"name": "xor"},
        "network": {"layers": [2, 1], "weights": [[[1.0], [2.0]]], "biases": [[0.5]]},
    }
    spec = spec_from_dict(table)
    assert with_value(spec, "training.learning_rate", 0.5).network.weights == spec.network.weights
    assert with_value(spec, "network.layers", [2, 2, 1]).network.weights is None
    assert with_value(spec, "network.init", "normal").network.weights is None
    assert with_value(spec, "network.init_scale", 2.0).network.weights is None
    replaced = with_values(spec, {"network.layers": [2, 1], "network.weights": [[[3.0], [4.0]]]})
    assert replaced.network.weights == (((3.0,), (4.0,)),)


def test_a_loss_of_probabilities_brings_an_output_that_gives_them():
    spec = with_value(XOR, "network.activation", ["tanh", "tanh", "identity"])
    assert with_value(spec, "training.loss", "log_loss").network.activations == ("tanh", "tanh", "sigmoid")


def test_what_is_set_on_purpose_is_not_adapted():
    with pytest.raises(SpecError, match="end with 3"):
        with_values(XOR, {"data.name": "blobs", "network.layers": [2, 4, 1]})
    with pytest.raises(SpecError, match="numbers, not classes"):
        with_values(XOR, {"data.name": "plane", "training.loss": "log_loss"})


@pytest.mark.parametrize(
    "key", ["training.rate", "learning_rate", "data.samples", "sound.volume", "data", ""]
)
def test_keys_that_do_not_exist(key):
    with pytest.raises(SpecError, match="is not a key"):
        with_value(XOR, key, 1)
    with pytest.raises(KeyError):
        value_of(XOR, key + "x")


def test_titles_can_be_changed():
    assert with_value(XOR, "title", "Mine").title == "Mine"


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("training.learning_rate=0.1", "training.learning_rate", 0.1),
        ("training.learning_rate = .1", "training.learning_rate", 0.1),
        ("training.learning_rate=1e-3", "training.learning_rate", 1e-3),
        ("training.epochs=200", "training.epochs", 200),
        ("training.shuffle=true", "training.shuffle", True),
        ("training.optimizer=adam", "training.optimizer", "adam"),
        ('training.optimizer="adam"', "training.optimizer", "adam"),
        ("network.layers=[2, 8, 1]", "network.layers", (2, 8, 1)),
        ('network.activation=["tanh","tanh","sigmoid"]', "network.activation", ("tanh", "tanh", "sigmoid")),
        ("title=A = B", "title", "A = B"),
    ],
)
def test_overrides(text, key, value):
    parsed_key, parsed = parse_override(text)
    assert parsed_key == key
    assert value_of(with_value(XOR, parsed_key, parsed), key) == value


@pytest.mark.parametrize("text", ["", "training.epochs", "=3", "training.epochs="])
def test_what_is_no_override(text):
    with pytest.raises(SpecError, match="KEY=VALUE"):
        parse_override(text)


@given(st.text(max_size=30))
def test_any_override_gives_a_spec_or_one_sentence(text):
    for key in ("training.learning_rate", "network.layers", "data.name", "data.features"):
        try:
            spec = with_value(XOR, *parse_override(f"{key}={text}"))
        except SpecError:
            continue
        assert spec.data.name in DATA_SETS


def test_changes_follow_one_another():
    steps = [
        ("network.layers", [2, 3, 1]),
        ("data.name", "spiral"),
        ("data.classes", 4),
        ("data.features", ["x1", "x2", "sin(x1)"]),
        ("data.name", "sine"),
        ("network.layers", [1, 1]),
        ("data.name", "breast_cancer"),
    ]
    specs = [XOR]
    for key, value in steps:
        specs.append(with_value(specs[-1], key, value))
    assert all(before != after for before, after in pairwise(specs))
    assert specs[-1].network.layers == (30, 1)
    assert specs[-1].network.activations == ("sigmoid",)

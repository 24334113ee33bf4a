"""The experiment file: what it means, that it survives being written, and what is said when it is wrong."""

import copy
import datetime
import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.experiment.run.problem import initial_parameters_of
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import completed, load_spec, spec_from_dict
from nnviz.experiment.spec.spec import to_dict

CONTRACT = """
title = "XOR, one point at a time"
about = "What to look for."
[data]
name = "xor"
[network]
layers = [2, 4, 4, 1]
activation = "sigmoid"
bias = true
init = "glorot_uniform"
[training]
loss = "half_squared_error"
reduction = "mean"
optimizer = "sgd"
learning_rate = 0.8
batch_size = 1
shuffle = false
epochs = 2000
l1 = 0.0
l2 = 0.0
order = "right"
seed = 0
"""

BY_HAND = {
    "data": {"name": "points", "x": [[0.0, 1.0], [1.0, 0.0]], "y": [0, 1]},
    "network": {
        "layers": [2, 2, 1],
        "activation": ["tanh", "sigmoid"],
        "bias": [True, False],
        "weights": [[[0.1, 0.2], [0.3, 0.4]], [[0.5], [0.6]]],
        "biases": [[0.7, 0.8], [0.0]],
    },
}


def changed(base, changes):
    table = copy.deepcopy(base)
    for key, value in changes.items():
        *path, last = key.split(".")
        owner = table
        for name in path:
            owner = owner.setdefault(name, {})
        owner[last] = value
    return table


def base():
    return tomllib.loads(CONTRACT)


def refusal(changes, start=None):
    with pytest.raises(SpecError) as caught:
        spec_from_dict(changed(start or base(), changes))
    return str(caught.value)


def test_tables_of_layers_are_shown_as_they_are_written():
    def told(*layers):
        start = {"data": {"name": "mnist"}, "network": {"layers": [[28, 28, 1], *layers]}}
        return refusal({}, start)

    assert "layer 1).nope is not a key: there is none but the kind." in told(
        {"kind": "flatten", "nope": 1}, 10
    )
    conv = {"kind": "conv", "units": 2, "size": 3}
    assert '[[28, 28, 1], {kind = "conv", units = 2, size = 3, ' in told(conv)


def test_the_contracts_example():
    spec = spec_from_dict(base())
    assert spec.title == "XOR, one point at a time"
    assert spec.data.name == "xor"
    assert spec.network.layers == (2, 4, 4, 1)
    assert spec.network.activations == ("sigmoid",) * 3
    assert spec.training.learning_rate == 0.8
    assert spec.training.epochs == 2000
    assert spec.training.order == "right"


def test_only_data_name_and_layers_are_needed():
    spec = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}})
    assert spec.network.init == "glorot_uniform"
    assert spec.training.loss == "half_squared_error"
    assert (spec.training.beta1, spec.training.beta2, spec.training.epsilon) == (0.9, 0.999, 1e-8)


def test_specs_are_frozen_equal_and_hashable():
    one, other = spec_from_dict(base()), spec_from_dict(base())
    assert one == other
    assert hash(one) == hash(other)
    with pytest.raises(AttributeError):
        one.training.learning_rate = 1.0  # type: ignore[misc]


@pytest.mark.parametrize("table", [base(), BY_HAND])
def test_written_and_read_again_it_is_equal(table):
    spec = spec_from_dict(table)
    assert spec_from_dict(tomllib.loads(spec.to_toml())) == spec


@given(title=st.text(max_size=50), about=st.text(max_size=200))
def test_any_text_survives(title, about):
    spec = spec_from_dict(changed(base(), {"title": title, "about": about}))
    assert spec_from_dict(tomllib.loads(spec.to_toml())) == spec


@given(
    st.floats(0, 1e6),
    st.floats(0, 1e6),
    st.integers(0, 2**32 - 1),
    st.integers(0, 10**6),
    st.sampled_from(["sgd", "adam"]),
)
def test_any_allowed_numbers_survive_exactly(rate, l2, seed, batch, optimizer):
    changes = {
        "training.learning_rate": rate,
        "training.l2": l2,
        "training.seed": seed,
        "training.batch_size": batch,
        "training.optimizer": optimizer,
    }
    spec = spec_from_dict(changed(base(), changes))
    assert spec_from_dict(tomllib.loads(spec.to_toml())) == spec


def test_completed_says_everything_and_means_the_same():
    spec = spec_from_dict({"data": {"name": "xor"}, "network": {"layers": [2, 3, 1]}})
    plain = json.loads(json.dumps(completed(spec)))
    assert plain["data"]["features"] == ["x1", "x2"]
    assert plain["data"]["positions"] == 11
    assert plain["training"]["learning_rate"] == 0.1
    assert "weights" not in plain["network"]
    again = spec_from_dict(plain)
    assert again.training == spec.training
    assert again.network == spec.network
    assert completed(again) == completed(spec)


def test_lists_per_layer():
    network = spec_from_dict(
        changed(base(), {"network.dropout": [0.1, 0.2], "network.bias": [True, False, True]})
    ).network
    assert network.dropouts == (0.1, 0.2, 0.0)
    assert network.biased == (True, False, True)
    assert spec_from_dict(changed(base(), {"network.dropout": 0.5})).network.dropouts == (0.5, 0.5, 0.0)


def test_explicit_weights():
    network = spec_from_dict(BY_HAND).network
    assert network.weights == (((0.1, 0.2), (0.3, 0.4)), ((0.5,), (0.6,)))
    assert network.biases == ((0.7, 0.8), (0.0,))


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("training.lerning_rate", 1, 'did you mean "learning_rate"'),
        ("training.learning_rate", float("nan"), "finite"),
        ("training.learning_rate", float("inf"), "finite"),
        ("training.learning_rate", "fast", "a number from 0 to 1,000,000"),
        ("training.learning_rate", -0.1, "a number from 0 to 1,000,000"),
        ("training.learning_rate", 10**400, "a number from 0 to 1,000,000"),
        ("training.learning_rate", True, "a number"),
        ("training.batch_size", 2.5, "a whole number"),
        ("training.batch_size", -1, "a whole number from 0"),
        ("training.epochs", 10**12, "to 1,000,000,000"),
        ("training.loss", "log_los", 'did you mean "log_loss"'),
        ("training.optimizer", "adm", 'did you mean "adam"'),
        ("training.schedule", 3, "it must be one of constant"),
        ("stop.on", "valdation", 'did you mean "validation"?'),
        ("training.order", "wrong", "right, update_first"),
        ("training.momentum", 1.0, "less than 1"),
        ("training.epsilon", 0.0, "above 0"),
        ("network.layers", [3, 4, 1], "begin with 2"),
        ("network.layers", [2, 4, 3], "end with 1 or 2"),
        ("network.layers", [2, 10**9, 1], "from 1 to 10,000"),
        ("network.layers", [2, 0, 1], "from 1 to 10,000"),
        ("network.layers", [2], "2 to 64 whole numbers"),
        ("network.layers", [2, 10_000, 10_000, 1], "20,000,000 weights"),
        ("network.layers", "2-4-1", "a list"),
        ("network.activation", ["tanh"], "3 in all"),
        ("network.activation", "sigmod", 'did you mean "sigmoid"'),
        ("network.activation", "softmax", "last layer only"),
        ("network.activation", ["tanh", "tanh", "softmax"], "at least two outputs"),
        ("network.bias", [True], "3 in all"),
        ("network.bias", 1, "true or false"),
        ("network.dropout", 1.0, "less than 1"),
        ("network.dropout", [0.5, 0.5, 0.5], "2 in all"),
        ("network.dtype", "float16", "float32, float64"),
        ("network.init", "xavier", "glorot_uniform"),
        ("network.weights", [[[1.0]]], "3 in all"),
        ("network.weights", [[[1.0]], [[1.0]], [[1.0]]], "2 rows of 4 numbers"),
        ("network.weights", "many", "a list"),
        ("network.biases", [[0.0], [0.0], [0.0]], "4 numbers"),
        ("data.name", "xr", 'did you mean "xor"'),
        ("data.name", ["xor"], "one of linear, xor"),
        ("data.samples", 10, "is not a key"),
        ("data.positions", 10**9, "from 2 to 5,000"),
        ("data.noise", -1.0, "from 0 to 10"),
        ("data.test_fraction", 0.95, "from 0 to 0.9"),
        ("data.features", ["x1", "x3"], "x1, x2, x1^2"),
        ("data.features", ["x1", "x1"], "once"),
        ("data.seed", 2**70, "4,294,967,295"),
        ("tite", "x", 'did you mean "title"'),
        ("title", 3, "text"),
        ("title", "x" * 500, "text of at most 200 characters"),
        ("network.layers", [2, True, 1], "[2, true, 1]"),
        ("network.dropout", "half", "a number from 0 to less than 1 or a list of such numbers."),
        ("network.weights", [[1.0]], "one entry for each layer after the input, 3 in all"),
        ("network.weights", ["a"], "a list of lists of lists of numbers"),
        ("training.epochs", datetime.date(2020, 1, 1), "training.epochs = 2020-01-01 is"),
    ],
)
def test_what_is_wrong_is_named(key, value, words):
    message = refusal({key: value})
    assert message.startswith(key)
    assert words in message
    assert "\n" not in message
    assert len(message) < 600


def test_a_long_key_is_cut():
    assert refusal({"t" * 500: 1}).startswith("t" * 57 + "... is not a key: the keys are")


def test_features_decide_the_number_of_inputs():
    assert "begin with 1, as many inputs as data.features lists" in refusal({"data.features": ["x1"]})


def test_both_fractions_together_leave_something_to_train_on():
    assert "together" in refusal({"data.test_fraction": 0.5, "data.validation_fraction": 0.5})


def test_weights_that_single_precision_cannot_hold():
    network = {"layers": [2, 1], "weights": [[[1e39], [1.0]]]}
    table = {"data": {"name": "xor"}, "network": network}
    assert spec_from_dict(table).network.weights[0][0][0] == 1e39
    with pytest.raises(SpecError, match=r"network\.weights \(layer 1\).*ends at 3\.4e\+38; take float64"):
        spec_from_dict({**table, "network": {**network, "dtype": "float32"}})


def test_biases_where_there_are_none():
    assert "network.bias is false" in refusal({"network.biases": [[0.7, 0.8], [0.1]]}, BY_HAND)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"training.loss": "log_loss"},
            "numbers, not classes; take half_squared_error or mean_squared_error",
        ),
        ({"network.layers": [2, 4, 2]}, "end with 1"),
    ],
)
def test_regression_does_not_take_classes(changes, words):
    assert words in refusal({"data.name": "plane", **changes})


def test_softmax_is_not_for_numbers():
    points = {"data": {"name": "points", "x": [[0.0], [1.0]], "y": [[1.5, 2.0], [0.0, 3.0]]}}
    points["network"] = {"layers": [1, 2], "activation": "softmax"}
    assert "numbers, not classes" in refusal({}, points)


def test_a_log_loss_needs_probabilities():
    message = refusal({"training.loss": "log_loss", "network.activation": "tanh"})
    assert "sigmoid or softmax" in message


def test_real_targets_between_0_and_1_may_be_probabilities():
    points = {"data": {"name": "points", "x": [[0.0], [1.0]], "y": [[0.2, 0.8], [1.0, 0.0]]}}
    points["network"] = {"layers": [1, 2], "activation": "softmax"}
    points["training"] = {"loss": "cross_entropy"}
    assert spec_from_dict(points).data.shape().targets == 2


@pytest.mark.parametrize(
    ("y", "outputs", "fits"),
    [
        ([0, 1], 1, True),
        ([0, 1], 2, True),
        ([0, 0], 3, True),
        ([0, 2], 3, True),
        ([0, 2], 2, False),
        ([0, 2], 1, False),
    ],
)
def test_points_need_an_output_for_each_class(y, outputs, fits):
    table = {"data": {"name": "points", "x": [[0.0], [1.0]], "y": y}, "network": {"layers": [1, outputs]}}
    if fits:
        assert spec_from_dict(table).network.layers[-1] == outputs
    else:
        assert "network.layers" in refusal({}, table)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"data.y": [0]}, "one entry a point, 2 in all"),
        ({"data.y": [0, -1]}, "from 0 to 99; real targets are rows"),
        ({"data.y": [0, 7]}, "write real targets as rows: [[0.0]"),
        ({"data.y": [0, 10**30]}, "data.y"),
        ({"data.y": [[1.0], [1.0, 2.0]]}, "same length"),
        ({"data.x": [[0.0, 1.0], [1.0]]}, "same length"),
        ({"data.x": [[], []]}, "same length"),
        ({"data.x": []}, "data.x"),
        ({"data.x": [[float("nan"), 1.0], [1.0, 1.0]]}, "finite"),
        ({"data.y": [True, False]}, "data.y"),
    ],
)
def test_wrong_points(changes, words):
    assert words in refusal(changes, BY_HAND)


@pytest.mark.parametrize("section", ["data", "network"])
def test_missing_tables(section):
    table = base()
    del table[section]
    assert f"[{section}] is missing" in refusal({}, table)


@pytest.mark.parametrize("section", ["data", "network", "training"])
@pytest.mark.parametrize("value", [3, [1], "x"])
def test_tables_that_are_none(section, value):
    assert f"[{section}]" in refusal({section: value})


def test_missing_keys_say_what_they_take():
    assert "network.layers is missing: it must be a list" in refusal({"network": {}})
    assert "data.name is missing: it must be one of" in refusal({"data": {}})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5), st.lists, max_leaves=5
    )
)
@pytest.mark.parametrize(
    "key",
    [
        "data",
        "data.name",
        "data.features",
        "network.layers",
        "network.weights",
        "training.loss",
        "training.l2",
    ],
)
def test_whatever_the_value_there_is_a_spec_or_one_sentence(key, value):
    spec = sentence = None
    try:
        spec = spec_from_dict(changed(base(), {key: value}))
    except SpecError as error:
        sentence = str(error)
    if sentence is None:
        assert spec_from_dict(to_dict(spec)) == spec
    else:
        assert key.partition(".")[0] in sentence
        assert "\n" not in sentence


def write(tmp_path, content):
    path = tmp_path / "mine.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_loading_a_file(tmp_path):
    assert load_spec(write(tmp_path, "\ufeff" + CONTRACT)) == spec_from_dict(base())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[data\n", "line 1"),
        ("x = 1\ny = \n", "line 2"),
        (b"\xff\xfe", "UTF-8"),
        ("x = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("a." * 30_000 + "b = 1", "a key has more than 100 parts."),
        ("[" + ' a . "b" .' * 30_000 + "c]", "a key has more than 100 parts."),
        ("x = {" + "'a'." * 30_000 + "b = 1}", "a key has more than 100 parts."),
        ("x = " + "9" * 5000, "TOML: a whole number has too many digits."),
        ("[a.b]\n[a.b]\n", 'Cannot declare "a.b" twice'),
        ("", "[data] is missing"),
        (CONTRACT.replace("0.8", "-1"), "training.learning_rate = -1"),
        (
            CONTRACT.replace("0.8", "0x" + "f" * 5000),
            "learning_rate = a whole number of thousands of digits is",
        ),
        (
            '[data]\nname = "xor"\n[network]\nlayers = [2, 1]\nweights = [[[1' + "0" * 400 + "], [1]]]\n",
            "not allowed: its numbers are too large.",
        ),
    ],
)
def test_wrong_files_are_named(tmp_path, content, words):
    path = write(tmp_path, content)
    with pytest.raises(SpecError) as caught:
        load_spec(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)
    assert caught.value.source == str(path)
    assert not caught.value.reason.startswith(str(path))


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(SpecError, match="no such file"):
        load_spec(tmp_path / "none.toml")
    with pytest.raises(SpecError, match="folder"):
        load_spec(tmp_path)
    with pytest.raises(SpecError, match="no such file"):
        load_spec("a\0b")
    big = tmp_path / "big.toml"
    with big.open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(SpecError, match="larger than 20 MB"):
        load_spec(big)


def test_a_csv_is_found_beside_the_experiment(tmp_path):
    (tmp_path / "table.csv").write_text("1,2,0\n3,4,1\n", encoding="utf-8")
    spec = load_spec(
        write(tmp_path, '[data]\nname = "csv"\npath = "table.csv"\n[network]\nlayers = [2, 1]\n')
    )
    assert spec.data.shape().inputs == 2
    with pytest.raises(SpecError, match=r"data\.path = .*no such file"):
        load_spec(write(tmp_path, '[data]\nname = "csv"\npath = "none.csv"\n[network]\nlayers = [2, 1]\n'))


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no such devices here")
def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(SpecError, match="a pipe or a device"):
        load_spec("/dev/zero")


CONV_NET = {
    "data": {"name": "digits"},
    "network": {
        "layers": [
            [8, 8, 1],
            {"kind": "conv", "units": 3, "size": [3, 2], "padding": "same"},
            {"kind": "batch_norm", "activation": "relu"},
            {"kind": "max_pool", "size": 2},
            {"kind": "avg_pool", "size": 2, "stride": 1},
            {"kind": "flatten"},
            {"kind": "dense", "units": 5, "dropout": 0.5},
            10,
        ],
        "activation": ["identity", "tanh", "softmax"],
    },
    "training": {"loss": "cross_entropy"},
}


def test_tables_of_layers_become_records_that_know_their_shapes():
    spec = spec_from_dict(CONV_NET)
    network = spec.network.built
    assert [layer.kind for layer in network.layers] == [
        "input", "conv", "batch_norm", "max_pool", "avg_pool", "flatten", "dense", "dense",
    ]  # fmt: skip
    assert [layer.shape_out for layer in network.layers] == [
        (8, 8, 1), (8, 8, 3), (8, 8, 3), (4, 4, 3), (3, 3, 3), (27,), (5,), (10,),
    ]  # fmt: skip
    assert network.activations == (
        "identity", "relu", "identity", "identity", "identity", "tanh", "softmax",
    )  # fmt: skip
    assert network.dropout_rates == (0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 0.0)
    assert spec_from_dict(tomllib.loads(spec.to_toml())) == spec


def test_a_list_may_leave_out_what_a_table_says():
    layers = [64, {"kind": "dense", "units": 5, "activation": "relu", "bias": False}, 10]
    table = changed(CONV_NET, {"network.layers": layers, "network.activation": ["softmax"]})
    network = spec_from_dict(table).network
    assert network.activations == ("relu", "softmax")
    assert network.biased == (False, True)
    both = changed(table, {"network.activation": ["tanh", "softmax"]})
    assert spec_from_dict(both).network.activations == ("relu", "softmax")


@pytest.mark.parametrize("short", [True, False])
def test_explicit_weights_of_a_conv_net_have_the_shapes_of_their_layers(short):
    kernel = [[[[0.1, 0.2, 0.3]], [[0.4, 0.5, 0.6]]]] * 3
    weights = [kernel, [[1.0, 2.0, 3.0]], [], [], [], [[0.5] * 5] * 27, [[0.25] * 10] * 5]
    biases = [[0.1, 0.2, 0.3], [0.0, 0.1, 0.2], [], [], [], [0.0] * 5, [1.0] * 10]
    if short:
        weights, biases = ([part for part in parts if part] for parts in (weights, biases))
    table = changed(CONV_NET, {"network.weights": weights, "network.biases": biases})
    started, norms, *_ = initial_parameters_of(spec_from_dict(table))[0]
    assert started.shape == (3, 2, 1, 3)
    assert started[0, 1, 0, 2] == 0.6
    assert norms.tolist() == [[1.0, 2.0, 3.0], [0.0] * 3, [1.0] * 3]


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([[8, 8], 10], "(the input) = [8, 8] is not allowed: it must be a whole number"),
        ([[4, 16, 1], {"kind": "flatten"}, 10], "the images of the data are [8, 8, 1]"),
        ([[8, 8, 1], {"kind": "cov", "units": 3}, 10], 'did you mean "conv"?'),
        ([[8, 8, 1], {"units": 3}, 10], "(layer 1).kind is missing: it must be one of dense, conv"),
        ([[8, 8, 1], {"kind": "conv", "units": 3}, 10], "(layer 1).size is missing"),
        ([[8, 8, 1], {"kind": "conv", "units": 3, "siz": 2}, 10], "(layer 1).siz is not a key: did you mean"),
        ([[8, 8, 1], {"kind": "conv", "units": 3, "size": 0}, 10], "(layer 1).size = 0 is not allowed"),
        (
            [[8, 8, 1], {"kind": "max_pool", "size": 9}, {"kind": "flatten"}, 10],
            "does not fit into maps of 8 x 8",
        ),
        ([[8, 8, 1], 10], 'put {kind = "flatten"} before it'),
        ([64, {"kind": "conv", "units": 3, "size": 2}, 10], "needs maps"),
        ([[8, 8, 1], {"kind": "conv", "units": 10, "size": 8}], "the last layer must be a dense one"),
        ([[8, 8, 1], {"kind": "flatten"}, {"kind": "dense", "units": 10, "dropout": 0.5}], "no dropout"),
        ([[8, 8, 1], {"kind": "flatten"}, 2.5], "or a table with a kind"),
        (
            [[8, 8, 1], {"kind": "conv", "units": 10_000, "size": 1}, {"kind": "flatten"}, 10],
            "at most 100,000 values",
        ),
    ],
)
def test_what_is_wrong_with_a_table_of_a_layer_is_named(layers, words):
    changes = {
        "network.layers": layers,
        "network.activation": "sigmoid",
        "training.loss": "half_squared_error",
    }
    message = refusal(changes, CONV_NET)
    assert message.startswith("network.layers")
    assert words in message

"""What the lists say of branches and runs."""

import msgspec

from nnviz.experiment.spec.catalogue import find
from nnviz.experiment.spec.overrides import with_values
from nnviz.experiment.spec.reading import load_spec
from nnviz.ui.past.run_words import settings_of_run

XOR, CIRCLES = load_spec(find("xor-quickstart")), load_spec(find("lab-c-circles"))


def test_settings_that_differ_are_named_as_people_read_them() -> None:
    assert settings_of_run(XOR, XOR) == "the same settings"
    other = with_values(XOR, {"training.learning_rate": 0.125, "training.shuffle": not XOR.training.shuffle})
    words = settings_of_run(other, XOR)
    assert "learning rate 0.125" in words
    assert f"shuffle {'on' if other.training.shuffle else 'off'}" in words


def test_networks_are_named_by_their_layers() -> None:
    conv = load_spec(find("lab-e-conv-sgd"))
    dense = with_values(
        conv,
        {
            "network.layers": [[28, 28, 1], {"kind": "flatten"}, 64, 10],
            "network.activation": ["relu", "softmax"],
        },
    )
    assert settings_of_run(conv, dense) == (
        "layers conv 10, max pool, conv 20, max pool, flatten, 50, 10, activation relu, relu, relu, softmax"
    )
    assert settings_of_run(dense, conv) == "layers flatten, 64, 10, activation relu, softmax"
    other = with_values(XOR, {"network.layers": [2, 3, 1]})
    assert settings_of_run(other, XOR) == "layers 2-3-1"


def test_a_run_of_other_data_is_named_by_its_experiment() -> None:
    assert settings_of_run(CIRCLES, XOR) == CIRCLES.title
    nameless = msgspec.structs.replace(CIRCLES, title="")
    assert settings_of_run(nameless, XOR) == "Circles"

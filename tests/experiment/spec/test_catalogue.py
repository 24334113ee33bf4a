"""The shipped experiments: all valid, all described, all of the labs' variations."""

import re
from pathlib import Path

import pytest

from nnviz.experiment.spec import catalogue as catalogue_module
from nnviz.experiment.spec.catalogue import LABS, catalogue, cell_named, find
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import load_spec
from nnviz.experiment.spec.weights_file import experiment_at

ENTRIES = {entry.name: entry for entry in catalogue()}


@pytest.mark.parametrize("name", ENTRIES)
def test_every_shipped_experiment_is_valid_and_described(name):
    entry = ENTRIES[name]
    spec = experiment_at(name)
    assert (spec.title, spec.about, spec.lab) == (entry.title, entry.about, entry.lab)
    assert 5 < len(entry.title) < 50
    assert 2 <= len(re.findall(r"[.?!:)](?:\s|$)", entry.about)) <= 12
    assert entry.lab in LABS
    assert re.fullmatch(r"[a-z0-9.-]+", name)


def test_titles_are_unique():
    assert len({entry.title for entry in ENTRIES.values()}) == len(ENTRIES)


def test_they_are_grouped_in_the_order_of_the_labs():
    order = [LABS.index(entry.lab) for entry in catalogue()]
    assert order == sorted(order)
    assert set(order) == set(range(len(LABS)))
    names = list(ENTRIES)
    assert names.index("lab-e-depth-2-tanh-hidden-5") < names.index("lab-e-depth-2-tanh-hidden-10")


def test_the_list_is_read_without_checking_what_it_lists(tmp_path, monkeypatch):
    """Checking a hundred experiments would take longer than the window takes to open."""
    folder = tmp_path / "experiments"
    folder.mkdir()
    text = find("lab-a-xor").read_text(encoding="utf-8")
    (folder / "wrong.toml").write_text(text + "\n[training.no_such_setting]\n", encoding="utf-8")
    monkeypatch.setattr(catalogue_module, "assets", lambda: tmp_path)
    (entry,) = catalogue.__wrapped__()
    assert (entry.name, entry.title) == ("wrong", ENTRIES["lab-a-xor"].title)
    with pytest.raises(SpecError, match="no_such_setting"):
        load_spec(entry.path)


def test_names_and_paths_are_found(tmp_path, monkeypatch):
    assert find("lab-a-xor") == ENTRIES["lab-a-xor"].path
    assert find("lab-b-xor-learning-rate-0.0001").is_file()
    assert cell_named("lab-b-xor-learning-rate-0.0001").set == {"training.learning_rate": 0.0001}
    assert cell_named("lab-b-xor") is cell_named(str(tmp_path / "mine.toml")) is None
    assert find(tmp_path / "mine.toml") == tmp_path / "mine.toml"
    assert find("folder/mine") == Path("folder/mine")
    plain = tmp_path / "no-suffix"
    plain.touch()
    monkeypatch.chdir(tmp_path)
    assert find("no-suffix").resolve() == plain.resolve()
    with pytest.raises(SpecError, match="no experiment"):
        find("x" * 5000)
    with pytest.raises(SpecError, match='"lab-a-xr": did you mean "lab-a-xor"'):
        find("lab-a-xr")


def spec(name):
    return experiment_at(name)


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.startswith("lab-a")])
def test_lab_a_is_as_its_report_says(name):
    one = spec(name)
    assert one.network.layers == (2, 4, 4, 1)
    assert set(one.network.activations) == {"sigmoid"}
    assert one.network.init == "glorot_uniform"
    assert (one.training.loss, one.training.batch_size, one.training.shuffle) == (
        "half_squared_error",
        1,
        False,
    )
    assert one.network.bias is ("no-biases" not in name)
    assert one.training.order == ("update_first" if "update-first" in name else "right")
    rate = re.search(r"learning-rate-(.*)", name)
    assert one.training.learning_rate == (float(rate[1]) if rate else 0.8)


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.startswith("lab-b")])
def test_lab_b_is_as_its_report_says(name):
    one = spec(name)
    assert one.network.bias is False
    assert one.network.init == "normal"
    assert (one.training.loss, one.training.batch_size) == ("mean_squared_error", 0)
    assert one.training.epochs == 20000
    hidden = re.search(r"hidden-(\d+)x(\d+)", name)
    assert one.network.layers[1:-1] == (tuple(map(int, hidden.groups())) if hidden else (4, 4))
    assert set(one.network.activations) == {"identity" if "identity" in name else "sigmoid"}
    rate = re.search(r"learning-rate-(.*)", name)
    assert one.training.learning_rate == (float(rate[1]) if rate else 0.1)


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.startswith("lab-c-mnist")])
def test_the_digits_of_lab_c_are_as_its_report_says(name):
    one = spec(name)
    assert (one.data.samples, one.data.validation_fraction, one.data.test_samples) == (5000, 0.2, 1000)
    assert one.network.layers == (784, 128, 64, 10)
    hidden = "relu" if "relu" in name else "sigmoid"
    assert one.network.activations == (hidden, hidden, "softmax")
    assert (one.training.loss, one.training.epochs) == ("cross_entropy", 250)
    assert one.training.learning_rate == (0.001 if "adam" in name else 0.01)


@pytest.mark.parametrize("name", [name for name in ENTRIES if re.match("lab-c-(?!mnist)", name)])
def test_lab_c_is_as_its_report_says(name):
    one = spec(name)
    harder = "harder" in name
    assert (one.data.samples, one.data.factor, one.data.noise) == (
        (5000, 0.6, 0.1) if harder else (1000, 0.4, 0.05)
    )
    assert one.data.test_fraction > 0
    hidden = re.search(r"hidden-(\d)", name)
    assert one.network.layers == (2, int(hidden[1]) if hidden else 2, 1)


@pytest.mark.parametrize("pattern", ["circle", "diamond", "square", "thick-angle", "thin-angle"])
def test_lab_d_is_as_its_report_says(pattern):
    one = spec(f"lab-d-{pattern}")
    assert one.data.name == pattern.replace("-", "_")
    assert one.data.samples == 500
    assert one.network.layers == (2, 4, 1)
    assert one.network.bias == (True, False)
    assert one.network.init == "uniform"
    training = one.training
    assert (training.loss, training.reduction, training.batch_size) == ("log_loss", "sum", 0)
    assert (training.learning_rate, training.epochs) == (0.001, 5000)


@pytest.mark.parametrize("depth", [1, 2])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_lab_e_compares_depths(depth, activation):
    one = spec(f"lab-e-depth-{depth}-{activation}")
    assert one.network.layers == (2, *[3] * depth, 2)
    assert one.network.activations == (*[activation] * depth, "softmax")
    assert one.training.learning_rate == one.training.l2 == (0.001 if activation == "relu" else 0.005)


@pytest.mark.parametrize("hidden", [10, 30, 50])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_lab_e_has_the_breast_cancer_networks(hidden, activation):
    one = spec(f"lab-e-breast-cancer-{activation}-{hidden}")
    assert one.network.layers == (30, hidden, 2)
    assert one.data.test_fraction == 0.2
    assert (one.training.learning_rate, one.training.l2, one.training.epochs) == (0.005, 0.005, 20000)

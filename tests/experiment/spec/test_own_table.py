"""Tables of the user's own as experiments: a network that fits, and the guesses written with it."""

import numpy as np
import pytest

from nnviz.experiment.session import Session
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.overrides import with_value
from nnviz.experiment.spec.own_table import guesses, is_table_file
from nnviz.experiment.spec.reading import completed, load_spec, spec_from_dict
from nnviz.experiment.spec.weights_file import experiment_at

IRIS = "length;width;kind\n" + "".join(f"{i % 7},5;{i % 5},25;{'abc'[i % 3]}\n" for i in range(60))


def test_a_table_makes_an_experiment_that_trains(tmp_path):
    (tmp_path / "t.txt").write_text(IRIS)
    spec = experiment_at(str(tmp_path / "t.txt"))
    assert spec.network.layers == (2, 8, 3)
    assert (spec.network.activations[-1], spec.training.loss) == ("softmax", "cross_entropy")
    session = Session(spec)
    session.advance(20)
    assert len(session.split.test.X) == 12
    assert "decimal sign ,; " not in guesses(spec.data.understood())
    assert 'column "kind" is learned as 3 classes' in guesses(spec.data.understood())


def test_two_classes_have_one_output_and_numbers_the_identity(tmp_path):
    (tmp_path / "two.csv").write_text("a,class\n1,x\n2,y\n")
    assert experiment_at(str(tmp_path / "two.csv")).network.layers == (1, 8, 1)
    (tmp_path / "number.tsv").write_text("a\tb\n1\t0.5\n2\t1.5\n")
    spec = experiment_at(str(tmp_path / "number.tsv"))
    assert (spec.network.activations[-1], spec.training.loss) == ("identity", "half_squared_error")


def test_a_setting_of_the_table_changes_what_is_guessed_and_the_network_follows(tmp_path):
    (tmp_path / "t.csv").write_text("a,b,c\n1,x,0.5\n2,y,1.5\n3,z,2.5\n4,x,2.5\n")
    spec = experiment_at(str(tmp_path / "t.csv"))
    changed = with_value(spec, "data.target", "b")
    assert changed.network.layers == (2, 8, 3)
    assert changed.data.shape().classes == 3


def test_the_guesses_are_saved_with_the_experiment(tmp_path):
    (tmp_path / "t.csv").write_text(IRIS)
    spec = experiment_at(str(tmp_path / "t.csv"))
    (tmp_path / "saved.toml").write_text(spec.with_guesses().to_toml(), encoding="utf-8")
    again = load_spec(tmp_path / "saved.toml")
    data = again.data
    assert (data.delimiter, data.decimal, data.header, data.encoding) == (";", ",", True, "utf-8")
    assert (data.target, data.task, data.columns) == ("kind", "classes", ("length", "width"))
    np.testing.assert_array_equal(data.understood().X, spec.data.understood().X)
    assert completed(spec)["data"]["checksum"] == data.checksum
    (tmp_path / "t.csv").write_text(IRIS + "1,5;2,5;a\n")
    assert "not the one the settings were written for" in again.data.remarks()[0]


@pytest.mark.parametrize("name", ["csv", "table"])
def test_whole_numbers_are_the_classes_that_the_network_asks_for(tmp_path, name):
    table = tmp_path / "t.csv"
    table.write_text("15.3,14.8,1\n14.9,14.6,1\n17.6,16.0,2\n16.8,15.7,2\n13.1,13.9,3\n13.3,14.0,3\n")
    plain = {
        "data": {"name": name, "path": str(table)},
        "network": {"layers": [2, 5, 3], "activation": ["tanh", "softmax"]},
        "training": {"loss": "cross_entropy"},
    }
    spec = spec_from_dict(plain)
    assert spec.data.shape().classes == 3
    assert spec.data.make(np.random.default_rng(0)).classes == ("1", "2", "3")


def test_a_refusal_names_the_guess_and_the_remedy(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("15.3,1\n14.9,1\n17.6,2\n16.8,2\n13.1,3\n13.3,3\n")
    plain = {
        "data": {"name": "csv", "path": str(table)},
        "network": {"layers": [1, 5, 3]},
        "training": {"loss": "half_squared_error"},
    }
    with pytest.raises(SpecError, match=r'3 different whole numbers, 1 to 3; data.task = "classes"'):
        spec_from_dict(plain)
    plain["data"]["task"] = "classes"
    assert spec_from_dict(plain).data.shape().classes == 3


def test_labels_of_two_values_fit_one_output(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("15.3,-1\n14.9,1\n17.6,-1\n16.8,1\n")
    plain = {
        "data": {"name": "csv", "path": str(table)},
        "network": {"layers": [1, 5, 1]},
        "training": {"loss": "log_loss"},
    }
    spec = spec_from_dict(plain)
    np.testing.assert_array_equal(spec.data.make(np.random.default_rng(0)).y, [0, 1, 0, 1])
    plain["training"]["loss"] = "half_squared_error"
    assert spec_from_dict(plain).data.shape().targets == 1


@pytest.mark.parametrize(
    ("name", "content", "is_table"),
    [
        ("a.csv", b"", True),
        ("a.XLSX", b"", True),
        ("a.toml", b"1,2\n3,4\n", False),
        ("a.nnviz", b"1,2\n3,4\n", False),
        ("a.txt", b"1,2\n3,4\n", True),
        ("a.txt", b'title = "x"\n[data]\nname = "xor"\n', False),
        ("a.txt", b'[data]\nname = "xor\n', False),
        ("data", b"1 2\n3 4\n", True),
        ("a.npz", b"PK\x03\x04...experiment.npy", False),
        ("a.npz", b"PK\x03\x04...X.npy", True),
        ("a.txt", b"", False),
    ],
)
def test_which_files_are_meant_as_tables(tmp_path, name, content, is_table):
    (tmp_path / name).write_bytes(content)
    assert is_table_file(tmp_path / name) is is_table


def test_another_kind_of_file_is_called_what_it_is(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    with pytest.raises(SpecError, match=r"photo\.png: this is no experiment .* a picture"):
        experiment_at(str(tmp_path / "photo.png"))


def test_names_of_columns_are_no_markdown_in_the_text(tmp_path):
    (tmp_path / "t.csv").write_text("a,![x](file:///dev/zero) <img>\n1,x\n2,y\n3,x\n")
    about = experiment_at(str(tmp_path / "t.csv")).about
    assert "file:///dev/zero" in about
    assert not set("[]()<>!`*") & set(about)


def test_prices_are_learned_by_what_is_made_for_them(tmp_path):
    rng = np.random.default_rng(0)
    area, rooms = rng.uniform(40, 200, 60), rng.integers(1, 7, 60)
    price = 2500 * area + 15_000 * rooms
    rows = zip(area, rooms, price, strict=True)
    (tmp_path / "t.csv").write_text("area,rooms,price\n" + "".join(f"{a},{r},{p}\n" for a, r, p in rows))
    spec = experiment_at(str(tmp_path / "t.csv"))
    assert (spec.network.activations, spec.training.optimizer) == (("relu", "identity"), "adam")
    session = Session(spec)
    session.advance(200 * session.updates_in("epoch"))
    assert 2 * session.metrics().train.loss < 0.05 * price.var()

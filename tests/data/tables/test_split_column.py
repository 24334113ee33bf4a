"""Rows divided as a column of the table says."""

import json
from pathlib import Path

import msgspec
import numpy as np
import pytest

from nnviz.cli.main import main
from nnviz.data.errors import DataError
from nnviz.data.held import hold
from nnviz.data.prepare import prepare
from nnviz.data.tables.encoding import decoded
from nnviz.data.tables.table import Table
from nnviz.experiment.spec.weights_file import experiment_at

SEED = np.random.SeedSequence(0)


def table(tmp_path: Path, marks: list[str], name: str = "split", **settings: object) -> Table:
    path = tmp_path / "table.csv"
    rows = "".join(f"{i},{mark},{'ab'[i % 2]}\n" for i, mark in enumerate(marks))
    path.write_text(f"value,{name},class\n{rows}", encoding="utf-8")
    return Table(path=str(path), split_column=name, columns=("value",), **settings)


def parts(data: Table) -> list[list[float]]:
    split = prepare(data, SEED).split
    return [part.X[:, 0].tolist() for part in (split.train, split.validation, split.test)]


@pytest.mark.parametrize(
    "marks",
    [
        ["train", "test", "train", "val", "train", "test"],
        ["Training", " TEST", "learn", "dev", "fit", "holdout"],
    ],
)
def test_words_divide_the_rows(tmp_path: Path, marks: list[str]) -> None:
    assert parts(table(tmp_path, marks)) == [[0, 2, 4], [3], [1, 5]]


def test_one_means_for_testing(tmp_path: Path) -> None:
    assert parts(table(tmp_path, ["0", "1", "0", "0", "1", "0"], "is_test")) == [[0, 2, 3, 5], [], [1, 4]]


def test_the_column_is_no_input_and_shares_say_nothing(tmp_path: Path) -> None:
    data = msgspec.structs.replace(table(tmp_path, ["train", "test"] * 4), columns=(), test_fraction=0.5)
    assert data.understood().inputs == ("value",)
    assert parts(data)[2] == [1, 3, 5, 7]


def test_some_rows_keep_their_parts(tmp_path: Path) -> None:
    marks = ["train", "train", "test", "val"] * 20
    train, validation, test = parts(table(tmp_path, marks, rows=30))
    assert len(train) + len(validation) + len(test) == 30
    for found, mark in ((train, "train"), (validation, "val"), (test, "test")):
        assert found
        assert {marks[int(row)] for row in found} == {mark}


def test_rows_with_gaps_are_left_out_of_their_part(tmp_path: Path) -> None:
    data = table(tmp_path, ["train", "test", "train", "train", "test"], missing="drop")
    path = Path(data.path)
    path.write_text(path.read_text(encoding="utf-8").replace("\n1,test", "\n,test"), encoding="utf-8")
    assert parts(data) == [[0, 2, 3], [], [4]]


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        (["train", "fold 3", "test"], '"fold 3"'),
        (["train", "", "test"], "an empty cell"),
        (["test", "test", "test"], "no row"),
        (["train", "7", "test"], '"7"'),
    ],
)
def test_other_cells_are_refused(tmp_path: Path, marks: list[str], said: str) -> None:
    data = table(tmp_path, marks)
    obstacle = data.understood().obstacle
    assert obstacle is not None
    assert obstacle.key == "split_column"
    assert said in obstacle.sentence
    with pytest.raises(DataError):
        data.shape()


def test_a_column_that_is_not_there_and_the_target_are_refused(tmp_path: Path) -> None:
    data = table(tmp_path, ["train", "test", "train"])
    for name, said in (("fold", "there is no column"), ("class", "to be learned")):
        obstacle = msgspec.structs.replace(data, split_column=name).understood().obstacle
        assert obstacle is not None
        assert said in obstacle.sentence


def test_the_command_line_takes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = table(tmp_path, ["train", "train", "test", "val"] * 10)
    command = ["train", data.path, "--set", "data.split_column=split", "--epochs", "1", "--json"]
    assert main([*command, "--set", 'data.columns=["value"]']) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["spec"]["data"]["split_column"] == "split"
    assert said["validation"]["loss"] is not None
    assert said["test"]["loss"] is not None
    assert len(said["predictions"]) == 20


def test_a_long_word_of_an_old_program_is_read_in_one_pass() -> None:
    """Its letters were gone through once for each of them: minutes for 140 kB."""
    text, encoding = decoded(b"caf\xe9,2\n" + b"x" * 4_000_000, "")
    assert encoding == "latin-1"
    assert text.startswith("café")


def test_a_run_that_holds_the_table_keeps_its_parts(tmp_path: Path) -> None:
    data = table(tmp_path, ["train", "test", "train", "val", "train", "test"])
    split = prepare(data, SEED).split
    held = hold(data, split)
    Path(data.path).unlink()
    again = msgspec.structs.replace(held, seed=5)
    assert parts(again) == parts(held) == [[0, 2, 4], [3], [1, 5]]


def test_test_rows_of_an_archive_are_the_test_part(tmp_path):
    rng = np.random.default_rng(0)
    arrays = {
        "x_train": rng.normal(size=(12, 2, 2)),
        "y_train": np.arange(12) % 3,
        "x_test": rng.normal(size=(5, 2, 2)),
        "y_test": np.arange(5) % 3,
    }
    np.savez(tmp_path / "t.npz", **arrays)
    spec = experiment_at(str(tmp_path / "t.npz"))
    split = prepare(spec.data, SEED).split
    np.testing.assert_array_equal(split.train.X, arrays["x_train"].reshape(12, 4))
    np.testing.assert_array_equal(split.test.X, arrays["x_test"].reshape(5, 4))
    np.testing.assert_array_equal(split.test.y, arrays["y_test"])
    np.savez(tmp_path / "u.npz", **{**arrays, "x_test": arrays["x_test"][:, :1]})
    table = Table(path=str(tmp_path / "u.npz")).understood()
    assert table.rows == 12
    assert "x_test" in " ".join(problem.words() for problem in table.problems)


def test_a_column_of_train_and_test_divides_what_is_imported(tmp_path):
    rows = (f"{i}.5,{'test' if i % 4 == 0 else 'train'},{'uv'[i % 2]}\n" for i in range(12))
    (tmp_path / "t.csv").write_text("".join(rows))
    data = experiment_at(str(tmp_path / "t.csv")).data
    assert data.split_column != ""
    assert len(prepare(data, SEED).split.test.X) == 3

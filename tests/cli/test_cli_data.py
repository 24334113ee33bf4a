"""`nnviz data`: what a table is understood as, as people and scripts read it."""

import json
from pathlib import Path

import pytest

from nnviz.cli.main import main

KEYS = {"encoding", "delimiter", "decimal", "header", "rows", "columns", "target", "problems"}


def told(capsys, *arguments):
    code = main(["data", *map(str, arguments)])
    out, err = capsys.readouterr()
    return code, out, err


def as_json(capsys, *arguments):
    code, out, err = told(capsys, *arguments, "--json")
    assert (code, err) == (0, "")
    return json.loads(out)


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes("länge;preis;art\n1,5;2,5;groß\n2,5;;klein\n3,5;4,5;groß\n".encode("cp1252"))
    return path


def test_the_json_says_every_guess(capsys, table):
    report = as_json(capsys, table)
    assert report.keys() >= KEYS
    assert (report["encoding"], report["delimiter"], report["decimal"]) == ("latin-1", ";", ",")
    assert (report["header"], report["rows"]) == (True, 3)
    assert report["columns"][1] == {"name": "preis", "kind": "number", "missing": 1, "classes": []}
    assert report["target"]["column"] == "art"
    assert report["target"]["task"] == "classes"
    assert report["target"]["classes"] == ["groß", "klein"]
    assert report["target"]["reason"] == "it is the last column; it holds text"
    assert report["problems"] == [
        {
            "line": 3,
            "column": "preis",
            "sentence": 'the cell is empty; fill it, or set data.missing = "drop".',
        }
    ]


def test_names_are_written_out_up_to_40_letters(capsys, tmp_path):
    path, longest = tmp_path / "t.csv", "x" * 40
    path.write_text(f"a,{longest},y{longest}\n1,2,3\n4,5,6\n")
    words = told(capsys, path, "--set", "data.target=a")[1].replace(",", " ").split()
    assert longest in words
    assert "y" + "x" * 36 + "..." in words


def test_each_guess_can_be_overridden(capsys, table):
    assert as_json(capsys, table, "--set", "data.target=preis")["target"]["task"] == "numbers"
    assert as_json(capsys, table, "--set", "data.missing=drop")["rows"] == 2
    assert as_json(capsys, table, "--set", "data.header=false")["header"] is False
    assert as_json(capsys, table, "--set", "data.encoding=cp437")["encoding"] == "cp437"
    assert as_json(capsys, table, "--set", "data.delimiter=;")["delimiter"] == ";"
    code, _, err = told(capsys, table, "--set", "data.delimeter=;")
    assert (code, "did you mean" in err) == (2, True)
    code, _, err = told(capsys, table, "--set", "training.epochs=3")
    assert (code, "no setting of the data" in err) == (2, True)


def test_the_setting_that_is_wrong_is_named_whatever_else_the_data_have(capsys, tmp_path):
    place = tmp_path / "points.toml"
    place.write_text('[data]\nname = "points"\nx = [[0.0, 1.0], [1.0, 0.0]]\ny = [0]\n')
    code, out, err = told(capsys, place)
    assert (code, out) == (2, "")
    assert err.startswith("nnviz: data.y = ")


def test_the_text_is_a_table(capsys, table):
    code, out, _ = told(capsys, table)
    assert code == 0
    assert "3 rows, latin-1, semicolons between columns" in out
    assert 'learned: "art" as 2 classes' in out
    assert 'line 3, column "preis": the cell is empty' in out


def test_an_experiment_over_a_table_and_one_over_drawn_points(capsys, table, tmp_path):
    experiment = tmp_path / "e.toml"
    experiment.write_text('[data]\nname = "csv"\npath = "t.csv"\n[network]\nlayers = [7, 1]\n')
    assert as_json(capsys, experiment)["encoding"] == "latin-1"  # whether or not its network fits
    report = as_json(capsys, "lab-e-moons-tanh")
    assert report["target"]["classes"] == ["upper", "lower"]
    assert (report["rows"], report["inputs"]) == (200, ["x1", "x2"])
    assert as_json(capsys, "regression-plane")["target"]["task"] == "numbers"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\x00" * 100, b"hello\n"])
@pytest.mark.parametrize("command", ["data", "train"])
def test_what_is_no_table_gets_one_sentence(capsys, tmp_path, content, command):
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    assert main([command, str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"nnviz: {path}: ")
    assert err.count("\n") == 1


def test_a_table_is_trained_and_its_guesses_said(capsys, tmp_path):
    path = Path(tmp_path, "my table.csv")
    path.write_text("a,b,class\n1,2,x\n3,4,y\n2,2,x\n")
    assert main(["train", str(path), "--epochs", "3", "--json"]) == 0
    out, err = capsys.readouterr()
    spec = json.loads(out)["spec"]
    assert spec["network"]["layers"] == [2, 8, 1]
    assert spec["data"]["target"] == "class"
    assert 'column "class" is learned as 2 classes: it is called "class"' in err
    assert f"nnviz data '{path}'" in err


def test_a_damaged_file_of_weights_is_called_what_it_is(tmp_path, capsys):
    """It was called no UTF-8 text."""
    path = tmp_path / "weights.npz"
    assert main(["export", "xor-quickstart", "--epochs", "1", "-o", str(path)]) == 0
    capsys.readouterr()
    assert main(["data", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 21
    path.write_bytes(path.read_bytes()[:-30])
    assert main(["data", str(path)]) == 2
    assert "UTF-8" not in capsys.readouterr().err


def test_a_run_says_of_its_table_what_it_holds(tmp_path, capsys):
    table, run = tmp_path / "t.csv", tmp_path / "run.nnviz"
    table.write_text("a,b,kind\n1,2,x\n2,3,y\n3,1,x\n4,4,y\n", encoding="utf-8")
    assert main(["train", str(table), "--epochs", "1", "--save", str(run)]) == 0
    table.unlink()
    capsys.readouterr()
    assert main(["data", str(run), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["rows"], found["inputs"], found["target"]["classes"]) == (4, ["a", "b"], ["x", "y"])
    assert main(["data", str(run), "--set", "data.target=a"]) == 2
    assert "only as it was read" in capsys.readouterr().err

"""`nnviz diagnose`, and the line after a run that learned nothing."""

import json
from pathlib import Path

import pytest

from nnviz.cli.main import main

CASES = Path(__file__).parents[1] / "cases"


def test_the_report_is_what_the_contract_says(capsys):
    assert main(["diagnose", str(CASES / "and-without-bias.toml"), "--epochs", "500", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["epochs"], report["updates"]) == (500, 2000)
    first = report["callouts"][0]
    assert {"update", "kind", "sentence", "evidence", "advice"} <= set(first)
    assert first["evidence"]["zero_points"] == 1
    advice = first["advice"][0]
    assert advice["changes"] == {"network.bias": True}
    assert advice["epochs"] == 500
    assert advice["after"]["accuracy"] == 1.0
    assert {callout["update"] for callout in report["callouts"]} == {0, 4, 500, 1000, 2000}


def test_changes_can_be_handed_to_train(capsys):
    path = str(CASES / "negative-targets.toml")
    assert main(["diagnose", path]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if "--set" in line]
    assert line.strip() == """--set 'network.activation=["sigmoid", "identity"]'"""
    assert main(["train", path, "--set", line.split("'")[1], "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["train"]["loss"] < 1e-3
    assert err == ""


def test_nothing_is_said_of_what_learns(capsys):
    assert main(["diagnose", "xor-quickstart"]) == 0
    assert "Nothing is seen" in capsys.readouterr().out


@pytest.mark.parametrize("epochs", [2000, 3])
def test_train_says_in_one_line_where_it_ends_at_chance(capsys, epochs):
    path = str(CASES / "zeros.toml")
    assert main(["train", path, "--epochs", str(epochs)]) == 0
    err = capsys.readouterr().err
    if epochs == 3:  # it has only begun
        assert err == ""
    else:
        assert err.count("\n") == 1
        assert "All weights start at 0" in err
        assert f"nnviz diagnose {path}" in err


def test_a_wrong_file_is_one_line(capsys):
    assert main(["diagnose", "nothing-of-this-name"]) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("x", "weights"), [([[1e300], [2.0]], None), ([[1.0], [2.0]], [[[1e200, -1e200]], [[1e200], [1.0]]])]
)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_numbers_whose_squares_overflow_are_looked_at_without_a_word_of_python(tmp_path, capsys, x, weights):
    given = "" if weights is None else f"weights = {weights}"
    path = tmp_path / "huge.toml"
    path.write_text(
        f'[data]\nname = "points"\nx = {x}\ny = [0, 1]\n[network]\nlayers = [1, 2, 1]\n{given}\n'
        "[training]\nepochs = 3\n"
    )
    assert main(["diagnose", str(path), "--json"]) == 0
    heard = capsys.readouterr()
    kinds = {callout["kind"] for callout in json.loads(heard.out)["callouts"]}
    assert "large_weights" in kinds if weights else kinds
    assert heard.err == ""

"""`nnviz sweep` from its words to the table."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from nnviz.cli.main import main
from nnviz.experiment.runs.crew import Crew

pytestmark = pytest.mark.usefixtures("compiled_engine")

XOR = ("sweep", "lab-b-xor", "--epochs", "40")


def _json(capsys, *arguments):
    assert main(arguments) == 0
    return json.loads(capsys.readouterr().out)


def test_cells_are_what_train_says(capsys):
    report = _json(
        capsys, *XOR, "--json", "--seeds", "2", "--set", "training.l2=0.001",
        "--vary", "training.learning_rate=0.1,1", "--vary", 'network.layers=[2,2,1],[2,3,1]',
    )  # fmt: skip
    assert report["experiment"] == "lab-b-xor"
    assert report["vary"] == {
        "training.learning_rate": [0.1, 1],
        "network.layers": [[2, 2, 1], [2, 3, 1]],
    }
    assert report["seeds"] == 2
    assert len(report["cells"]) == 8
    assert [row["runs"] for row in report["rows"]] == [2, 2, 2, 2]
    for cell in report["cells"]:
        settings = [f"{key}={json.dumps(value)}" for key, value in cell["settings"].items()]
        sets = [word for text in ["training.l2=0.001", *settings] for word in ("--set", text)]
        single = _json(
            capsys, "train", "lab-b-xor", "--json", "--epochs", "40", "--seed", str(cell["seed"]), *sets
        )
        for key in ("epochs", "updates", "train", "validation", "test"):
            assert cell[key] == single[key]
        assert cell["diverged"] is None


def test_rows_sum_up_their_cells(capsys):
    report = _json(capsys, *XOR, "--json", "--seeds", "3", "--vary", "training.learning_rate=0.5,1")
    losses = sorted(cell["train"]["loss"] for cell in report["cells"][:3])
    assert report["rows"][0]["train_loss"] == {
        "mean": pytest.approx(sum(losses) / 3),
        "std": pytest.approx((sum((x - sum(losses) / 3) ** 2 for x in losses) / 3) ** 0.5),
        "min": losses[0],
        "median": losses[1],
        "max": losses[2],
    }
    assert report["rows"][0]["test_loss"] is None


def test_runs_that_diverge_are_counted_and_left_out(capsys):
    report = _json(
        capsys, "sweep", "lab-b-linear-identity", "--json", "--epochs", "300", "--seeds", "4",
        "--vary", "training.learning_rate=0.001,50",
    )  # fmt: skip
    calm, wild = report["rows"]
    assert (calm["diverged"], wild["diverged"]) == (0, 4)
    assert wild["train_loss"] is None
    assert calm["train_loss"] is not None
    assert all(cell["diverged"] > 0 for cell in report["cells"][4:])


def test_tables(capsys, tmp_path):
    file = tmp_path / "table.csv"
    arguments = (*XOR, "--seeds", "2", "--vary", "training.learning_rate=0.1,1", "--csv", str(file))
    report = _json(capsys, *arguments, "--json")
    lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [float(line["train_loss_mean"]) for line in lines] == [
        row["train_loss"]["mean"] for row in report["rows"]
    ]
    assert [line["training.learning_rate"] for line in lines] == ["0.1", "1"]
    assert main([*arguments, "--cells"]) == 0
    lines = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert [float(line["train_loss"]) for line in lines] == [
        cell["train"]["loss"] for cell in report["cells"]
    ]
    text = capsys.readouterr().out
    assert "learning_rate" in text
    assert "seed" in text
    assert main([*arguments, "--markdown"]) == 0
    head, rule, *_ = capsys.readouterr().out.splitlines()
    assert head.count("|") == rule.count("|") > 5
    assert main([*arguments, "--latex"]) == 0
    latex = capsys.readouterr().out
    assert latex.startswith(r"\documentclass")
    assert r"learning\_rate" in latex
    assert latex.isascii()
    assert "?" not in latex


def test_impossible_combinations_stand_in_their_place(capsys):
    arguments = (
        *XOR, "--vary", "network.layers=[2,2,1],[2,2,2]", "--vary",
        'network.activation=sigmoid,["tanh","softmax"]',
    )  # fmt: skip
    report = _json(capsys, *arguments, "--json")
    assert [row["runs"] for row in report["rows"]] == [1, 0, 1, 1]
    assert "softmax" in report["rows"][1]["impossible"]
    assert [cell["impossible"] for cell in report["cells"] if "impossible" in cell]
    assert main(arguments) == 0
    assert "softmax needs at least two outputs" in capsys.readouterr().out


def test_what_cannot_be_is_one_sentence(capsys, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text("mine")
    own = tmp_path / "own.toml"
    own.write_text('experiment = "lab-b-xor"\n[[vary]]\n"training.l2" = [-1.0]\n')
    axis = ("--vary", "training.learning_rate=1,2")
    for arguments, words in (
        (XOR, "at least one axis"),
        ((*XOR, "--vary", "training.learning_rate=1,-2"), "training.learning_rate = -2"),
        ((*XOR, *axis, "--seeds", "0"), "--seeds"),
        ((*XOR, *axis, "--jobs", "0"), "--jobs"),
        ((*XOR, *axis, "--resume", str(notes)), "notes.txt"),
        ((*XOR, *axis, "--csv", str(tmp_path)), "folder"),
        ((*XOR, *axis, "--learned", "soon"), "soon"),
        ((*XOR, *axis, "--json", "--latex"), "--latex"),
        (("sweep", "lab-b-xro", *axis), "lab-b-xor"),
        (("sweep", str(own)), f"{own}: training.l2 = -1.0"),
    ):
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("nnviz: ")
        assert err.count("\n") == 1
        assert words in err
    assert notes.read_text() == "mine"


SQUARE = (
    "sweep",
    "lab-d-square",
    "--epochs",
    "2000",
    "--seeds",
    "400",
    "--vary",
    "training.learning_rate=1,2",
)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path):
    file = tmp_path / "kept.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "nnviz", *SQUARE, "--resume", "kept.json"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.getcwd()},  # noqa: PTH109
    )
    until = time.monotonic() + 120
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 130
    assert out == ""
    done = len(json.loads(file.read_text())["cells"])
    assert 0 < done < 800
    assert err == (
        f"nnviz: stopped with {done:,} of 800 runs done, which are kept: "
        "go on with the same command and --resume kept.json.\n"
    )


def test_ctrl_c_keeps_what_is_done_in_a_new_file(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lab-b-xor.sweep.json").write_text("somebody's")
    whole = Crew.run

    def interrupted(self, specs):
        for number, result in enumerate(whole(self, specs)):
            if number == 3:
                raise KeyboardInterrupt
            yield result

    arguments = (*XOR, "--seeds", "5", "--vary", "training.learning_rate=0.1,1")
    monkeypatch.setattr(Crew, "run", interrupted)
    assert main(arguments) == 130
    assert "3 of 10 runs done" in (err := capsys.readouterr().err)
    assert "--resume lab-b-xor.sweep1.json" in err
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    resumed = _json(capsys, *arguments, "--resume", "lab-b-xor.sweep1.json", "--json")
    straight = _json(capsys, *arguments, "--json")
    assert _without_times(resumed["cells"]) == _without_times(straight["cells"])


def _without_times(cells):
    return [{key: value for key, value in cell.items() if key != "seconds"} for cell in cells]

"""Tables of sweeps: read back they are the report; LaTeX is compiled by pdflatex where there is one."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nnviz.experiment.results.criterion import parse_criterion
from nnviz.experiment.runs.crew import Crew
from nnviz.experiment.spec.weights_file import experiment_at
from nnviz.experiment.sweeps.axes import axis_of
from nnviz.experiment.sweeps.planning import plan_of
from nnviz.experiment.sweeps.sweep import Sweep
from nnviz.experiment.sweeps.sweep_report import sweep_report
from nnviz.explain.documents.sweep_table import (
    as_latex,
    as_markdown,
    cells_csv,
    cells_table,
    rows_csv,
    rows_table,
    setting,
)

AXES = {
    "network.layers": [[2, 2, 1], [2, 3, 2]],
    "network.activation": ["sigmoid", "identity", ["tanh", "softmax"]],
    "training.learning_rate": [0.1, 1e6],
    "training.optimizer": ["momentum"],
    "network.init": ["normal"],
    "training.momentum": [0.5],
    "training.shuffle": [True],
    "network.bias": [[True, False]],
}
"""Rows that diverge, rows that are impossible, and more columns than a sheet of A4 has room for."""


@pytest.fixture(scope="module")
def report():
    spec = experiment_at("lab-b-xor")
    groups = [[axis_of(key, values, spec)] for key, values in AXES.items()]
    sweep = Sweep(plan_of(spec, "50 % of_this & that", groups, 2, {"training.epochs": 12}))
    for _ in sweep.run(Crew(1)):
        pass
    return sweep_report(sweep, parse_criterion("accuracy=0.5"))


def test_there_is_everything_in_it(report):
    assert any(row["diverged"] for row in report["rows"])
    assert any("impossible" in row for row in report["rows"])
    assert any(row["train_loss"] for row in report["rows"])
    read = json.loads(json.dumps(report))
    assert (read["cells"], read["rows"], read["vary"]) == (report["cells"], report["rows"], report["vary"])


def test_csv_of_combinations_is_read_back_equal(report):
    lines = list(csv.DictReader(io.StringIO(rows_csv(report))))
    assert len(lines) == len(report["rows"])
    for line, row in zip(lines, report["rows"], strict=True):
        assert {key: line[key] for key in AXES} == {key: setting(row["settings"][key]) for key in AXES}
        assert (int(line["runs"]), int(line["diverged"])) == (row["runs"], row["diverged"])
        assert line["impossible"] == row.get("impossible", "")
        for score in ("train_loss", "train_accuracy"):
            for statistic in ("mean", "std", "min", "median", "max"):
                expected = (row[score] or {}).get(statistic)
                text = line[f"{score}_{statistic}"]
                assert (float(text) if text else None) == expected


def test_csv_of_runs_is_read_back_equal(report):
    lines = list(csv.DictReader(io.StringIO(cells_csv(report))))
    assert len(lines) == len(report["cells"])
    for line, cell in zip(lines, report["cells"], strict=True):
        for key in ("seed", "epochs", "updates", "seconds", "diverged"):
            text = line[key]
            assert (float(text) if text else None) == cell.get(key)
        for what in ("loss", "accuracy"):
            text = line[f"train_{what}"]
            assert (float(text) if text else None) == (cell.get("train") or {}).get(what)


@pytest.mark.parametrize("make", [rows_table, cells_table])
def test_markdown_is_read_back_equal(report, make):
    table = make(report)
    lines = as_markdown(table).split("\n\n")[0].splitlines()
    read = [[word.replace(r"\|", "|") for word in re.split(r" \| ", line[2:-2])] for line in lines]
    assert tuple(read[0]) == table.headings
    assert [tuple(line) for line in read[2:]] == list(table.rows)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
@pytest.mark.parametrize("make", [rows_table, cells_table])
def test_latex_compiles_with_room_for_every_column(report, make, tmp_path: Path):
    file = tmp_path / "table.tex"
    file.write_text(as_latex(make(report), report["experiment"]), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", file.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
    assert (tmp_path / "table.pdf").is_file()

"""The learning curves as numbers, with all their digits."""

import csv
import json
from pathlib import Path

import pytest
from exporting import trained

from nnviz.experiment.snapshot.curves import Metrics
from nnviz.export.exporters import export
from nnviz.export.options import ExportOptions

pytestmark = pytest.mark.usefixtures("compiled_engine")


def test_csv_holds_the_curves_to_the_last_digit(tmp_path: Path) -> None:
    run = trained()
    export(run, "curves", tmp_path / "curves.csv", ExportOptions(), replace=False)
    with (tmp_path / "curves.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    curves = run.snapshot.curves
    assert [float(row["epoch"]) for row in rows] == curves.epochs.tolist()
    assert [int(row["update"]) for row in rows] == curves.updates.tolist()
    assert [float(row["train_loss"]) for row in rows] == curves.loss["train"].tolist()
    assert [float(row["train_accuracy"]) for row in rows] == curves.accuracy["train"].tolist()


def test_json_holds_the_same(tmp_path: Path) -> None:
    run = trained()
    export(run, "curves", tmp_path / "curves.json", ExportOptions(), replace=False)
    columns = json.loads((tmp_path / "curves.json").read_text(encoding="utf-8"))
    assert columns["train_loss"] == run.snapshot.curves.loss["train"].tolist()
    assert len({len(column) for column in columns.values()}) == 1


def test_a_regression_has_no_column_of_accuracy(tmp_path: Path) -> None:
    run = trained(layers=(1, 4, 1), data="sine", epochs=3)
    export(run, "curves", tmp_path / "curves.csv", ExportOptions(), replace=False)
    header = (tmp_path / "curves.csv").read_text(encoding="utf-8").splitlines()[0]
    assert "train_loss" in header
    assert "accuracy" not in header


def test_the_last_row_is_the_moment_exported_also_where_the_curves_leave_it_out(tmp_path: Path) -> None:
    run = trained(epochs=1029)  # of more than 1024 epochs, every second one is recorded
    assert run.snapshot.curves.epochs[-1] == 1028
    export(run, "curves", tmp_path / "curves.csv", ExportOptions(), replace=False)
    with (tmp_path / "curves.csv").open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert (last["epoch"], int(last["update"])) == ("1029", run.snapshot.update)
    assert float(last["train_loss"]) == run.snapshot.look(Metrics).train.loss

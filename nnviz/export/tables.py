"""The learning curves as numbers: CSV for a spreadsheet, JSON for a program; floats with all their digits."""

import csv
import json
import math
from pathlib import Path

from nnviz.experiment.snapshot.curves import Curves, Metrics
from nnviz.export.exporter import Exporter
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run


def columns_of(curves: Curves) -> dict[str, list[float | int | None]]:
    """Return the curves by name: epoch, update, train_loss, ...; None where there is no number."""
    columns: dict[str, list[float | int | None]] = {
        "epoch": [int(epoch) if epoch.is_integer() else epoch for epoch in curves.epochs.tolist()],
        "update": list(curves.updates.tolist()),
    }
    for quantity, parts in (("loss", curves.loss), ("accuracy", curves.accuracy)):
        for part, values in parts.items():
            column = [_number(value) for value in values.tolist()]
            if any(value is not None for value in column):
                columns[f"{part}_{quantity}"] = column
    return columns


def write_curves(run: Run, path: Path, _options: ExportOptions) -> None:
    """Write the curves up to this moment as CSV or JSON, whichever the suffix says."""
    snapshot = run.snapshot
    metrics = snapshot.look(Metrics)
    ends = snapshot.curves.ending_at(snapshot.epoch, snapshot.update, metrics) if metrics else snapshot.curves
    columns = columns_of(ends)
    if path.suffix.lower() == ".json":
        path.write_text(json.dumps(columns, allow_nan=False, indent=1) + "\n", encoding="utf-8")
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(columns)
        table.writerows(zip(*columns.values(), strict=True))


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


CURVES_TABLE = Exporter("curves", (".csv", ".json"), "Learning curves as numbers", write_curves)

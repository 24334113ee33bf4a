"""The learning curves as numbers: CSV for a spreadsheet, JSON for a program; floats with all their digits."""

import csv
import json
from pathlib import Path

from nnviz.experiment.snapshot.curves import Metrics, columns_of
from nnviz.export.exporter import Exporter
from nnviz.export.options import ExportOptions
from nnviz.export.run import Run


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


CURVES_TABLE = Exporter("curves", (".csv", ".json"), "Learning curves as numbers", write_curves)

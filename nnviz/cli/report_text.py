"""The reports of `report.py` as text to read in a terminal."""

from typing import Any

from nnviz.data.dataset import PARTS
from nnviz.numerals import counted, percent

MAX_ROWS = 12  # of a matrix or a batch shown as text; --json has everything


def listing_text(entries: list[dict[str, str]]) -> str:
    """Return the shipped experiments, one a line under their lab."""
    lines: list[str] = []
    lab = ""
    width = max((len(entry["name"]) for entry in entries), default=0)
    for entry in entries:
        if entry["lab"] != lab:
            lab = entry["lab"]
            lines += ["", f"Lab {lab}" if len(lab) == 1 else lab]
        lines.append(f"  {entry['name']:{width}}  {entry['title']}")
    return "\n".join(lines).lstrip("\n")


def training_text(report: dict[str, Any]) -> str:
    """Return a finished run in a few lines."""
    lines = [
        f"{report['experiment']}: {counted(report['epochs'], 'epoch')}, "
        f"{counted(report['updates'], 'update')} "
        f"in {report['seconds']:.2f} s (seed {report['seed']})",
        f"{'':12}{'loss':>14}{'accuracy':>12}",
    ]
    for part in PARTS:
        scores = report[part]
        if scores is not None:
            lines.append(f"{part:12}{_cell(scores['loss']):>14}{_percent(scores['accuracy']):>12}")
    if "inputs" in report:
        lines += _standardized(report["inputs"])
    if "stopped" in report:
        lines.append(report["stopped"])
    return "\n".join(lines)


def trace_text(report: dict[str, Any], update: int) -> str:
    """Return one update, layer by layer, forward and back."""
    batch, layers = report["batch"], report["layers"]
    blocks = [f"Update {update}", _block("X", batch["X"]), _block("y", batch["y"])]
    blocks += _standardized(report["inputs"]) if "inputs" in report else []
    for number, layer in enumerate(layers, start=1):
        kind = "" if layer["kind"] == "dense" else f" ({layer['kind']})"
        blocks.append(f"Layer {number}{kind}, forward")
        keys = ("mean", "variance", "weights", "biases", "z", "a")
        blocks += [_block(key, layer[key]) for key in keys if key in layer]
    blocks.append(f"loss {_cell(report['loss'])}")
    for number, layer in reversed(list(enumerate(layers, start=1))):
        blocks.append(f"Layer {number}, backward")
        blocks += [_block(key, layer[key]) for key in ("delta", "weights_gradient", "biases_gradient")]
    for number, layer in enumerate(layers, start=1):
        blocks.append(f"Layer {number}, after the update")
        blocks += [_block(key, layer[key]) for key in ("weights_after", "biases_after")]
    blocks.append(f"loss_after {_cell(report['loss_after'])}")
    return "\n".join(blocks)


def _standardized(inputs: dict[str, list[Any]]) -> list[str]:
    """Return with which numbers each input is standardized, of many inputs the first ones."""
    rows = list(zip(inputs["names"], inputs["mean"], inputs["deviation"], strict=True))
    lines = [
        f"  {name}: mean {_cell(mean)}, deviation {_cell(scale)}" for name, mean, scale in rows[:MAX_ROWS]
    ]
    rest = [f"  and {len(rows) - MAX_ROWS:,} more (--json has all)"] if len(rows) > MAX_ROWS else []
    return ["Inputs are standardized, (number in the data - mean) / deviation:", *lines, *rest]


def _block(name: str, values: list[Any]) -> str:
    """Return a vector in one line, a matrix in one line a row; of maps every pixel is a row."""
    name = name.replace("_", " ")
    while values and isinstance(values[0], list) and values[0] and isinstance(values[0][0], list):
        values = [row for rows in values for row in rows]
    if not values or not isinstance(values[0], list):
        return f"  {name:18}{_row(values)}"
    rows = [_row(row) for row in values[:MAX_ROWS]]
    if len(values) > MAX_ROWS:
        rows.append(f"... {len(values) - MAX_ROWS:,} more rows")
    indent = "\n" + " " * 20
    return f"  {name:18}{indent.join(rows)}"


def _row(values: list[Any]) -> str:
    shown = "".join(f"{_cell(value):>14}" for value in values[:MAX_ROWS])
    return shown + (f"  ... {len(values) - MAX_ROWS:,} more" if len(values) > MAX_ROWS else "")


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value + 0.0:.6g}"  # + 0.0: no minus before a zero


def _percent(share: float | None) -> str:
    return "" if share is None else percent(share, 2)

"""`nnviz data`: what was understood of a table, or what an experiment learns from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
import numpy as np

from nnviz.cli.options import experiment_options
from nnviz.cli.output import show
from nnviz.data.base import DataSet
from nnviz.data.errors import DataError
from nnviz.data.held import is_held, points_of
from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import CellProblem, Understood
from nnviz.experiment.run_file.kind import is_run_file
from nnviz.experiment.run_file.run_file import load_run
from nnviz.experiment.spec.catalogue import cell_named, find
from nnviz.experiment.spec.errors import SpecError, refused_data
from nnviz.experiment.spec.overrides import parse_override
from nnviz.experiment.spec.own_images import data_of_images, is_image_data
from nnviz.experiment.spec.own_table import delimiter_words, is_table_file
from nnviz.experiment.spec.reading import STDIN, data_from_dict, read_toml, take_from_folder
from nnviz.experiment.spec.weights_file import experiment_at, is_weights_file, read_weights
from nnviz.numerals import counted

MAX_COLUMNS = 60
"""Of a table in text."""
MAX_SHOWN = 12
"""Names of classes in a line of text, and problems below the table; --json has all."""


def _options(command: Any) -> Any:
    return experiment_options(command, "FILE|EXP")


@click.command("data")
@_options
def command(experiment: str, overrides: Sequence[str], as_json: bool) -> None:
    """Say what is understood of a table (CSV, XLSX, ODS, NPZ ...), a folder of pictures or EXP's data.

    With --json: encoding, delimiter, decimal, header, sheet, rows, drawn_from (of how many rows they were
    drawn at random; null if they are all), columns (name, kind, missing, classes;
    the kinds are number, category, date, id and ignored), inputs, target (column, task, classes, reason),
    problems (line, column, sentence), obstacles (how many of these, the first ones, stand in the way),
    usable (whether it can be trained on) and checksum (of the file).
    --set data.KEY=VALUE overrides each guess, such as data.delimiter=";" or data.target=price.
    """
    show(report(experiment, overrides), as_json, text_of)


def report(location: str, overrides: Sequence[str]) -> dict[str, Any]:
    """Return what was understood, as the command prints it.

    Raises
    ------
    SpecError
        If there is no such file, it is no table at all, or an override is not allowed.
    """
    data = _data_set(location, _changes(overrides))
    try:
        if isinstance(data, Table) and not is_held(data):
            return _of_table(data.understood())
        return _of_data_set(data)
    except DataError as error:
        path = getattr(data, "path", "")
        if error.key == "path" and path:
            raise SpecError(error.reason, "data.path", str(path)) from None
        raise refused_data(data, error) from None


def _changes(overrides: Sequence[str]) -> dict[str, Any]:
    changes = dict(parse_override(text) for text in overrides)
    for key in changes:
        if not key.startswith("data."):
            raise SpecError(f"{key} is no setting of the data: these are data.KEY.", key)
    return {key.removeprefix("data."): value for key, value in changes.items()}


def _data_set(location: str, changes: dict[str, Any]) -> DataSet:
    """Return the data of a table's file, a saved run or an experiment, whether or not its network fits."""
    if location != STDIN and is_run_file(location):
        return data_from_dict({**_plain(load_run(Path(location)).spec.data), **changes})
    path = Path(STDIN) if location == STDIN else find(location)
    if location != STDIN and is_image_data(path):
        return data_from_dict({**data_of_images(path), **changes})
    if is_weights_file(location) and not is_table_file(path):
        return data_from_dict({**_plain(read_weights(path).data), **changes})
    if location != STDIN and is_table_file(path):
        return data_from_dict({"name": "table", "path": str(path), **changes})
    table = _plain(experiment_at(location).data) if cell_named(location) else read_toml(path).get("data")
    if not isinstance(table, dict):
        raise SpecError("the table [data] is missing.", "data", location)
    if "name" in changes and changes["name"] != table.get("name"):
        table = {}
    take_from_folder(table, path.parent)
    return data_from_dict({**table, **changes})


def _plain(data: DataSet) -> dict[str, Any]:

    plain: dict[str, Any] = msgspec.to_builtins(data)
    return {key: value for key, value in plain.items() if value is not None}


def _of_table(table: Understood) -> dict[str, Any]:
    target = table.target
    return {
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "decimal": table.decimal,
        "header": table.header,
        "sheet": table.sheet,
        "rows": table.rows,
        "drawn_from": table.drawn_from or None,
        "columns": [
            {"name": c.name, "kind": c.kind, "missing": c.missing, "classes": list(c.classes)}
            for c in table.columns
        ],
        "inputs": list(table.inputs),
        "target": None
        if target is None
        else {
            "column": target.column,
            "task": target.task,
            "classes": list(target.classes),
            "reason": target.reason,
        },
        "problems": list(map(_of_problem, table.problems)),
        "obstacles": sum(bool(problem.key) for problem in table.problems),
        "usable": table.obstacle is None,
        "checksum": table.checksum,
    }


def _of_problem(problem: CellProblem) -> dict[str, Any]:
    return {"line": problem.line, "column": problem.column, "sentence": problem.sentence}


def _of_data_set(data: DataSet) -> dict[str, Any]:
    """Return the same of a data set that is read from no table: its points are drawn, or came with a run."""
    dataset = points_of(data, np.random.default_rng(data.seed))
    classes = list(dataset.classes)
    columns = [
        {"name": name, "kind": "number", "missing": 0, "classes": []} for name in dataset.feature_names
    ]
    answers = 1 if classes else dataset.y.shape[1]
    names = ["class"] if classes else ["y"] if answers == 1 else [f"y{i + 1}" for i in range(answers)]
    columns += [{"name": name, "kind": "category" if classes else "number", "missing": 0, "classes": classes}
                for name in names]  # fmt: skip
    task = "classes" if classes else "numbers"
    return {
        "encoding": None,
        "delimiter": None,
        "decimal": None,
        "header": False,
        "sheet": None,
        "rows": len(dataset.X),
        "drawn_from": None,
        "columns": columns,
        "inputs": list(dataset.feature_names),
        "target": {
            "column": ", ".join(names),
            "task": task,
            "classes": classes,
            "reason": f'the data set "{data.name}" is made so',
        },
        "problems": [_of_problem(CellProblem(None, None, said)) for said in data.remarks()],
        "obstacles": 0,
        "usable": True,
        "checksum": None,
    }


def text_of(report: dict[str, Any]) -> str:
    """Return the report as a table to read."""
    lines = [_how(report), ""]
    rows = _rows(report)
    width = min(40, max([6, *(len(_cut(column["name"], 40)) for column, _ in rows)]))
    lines.append(f"  {'column':{width}}  {'kind':8}  {'missing':>7}  role")
    for column, role in rows[:MAX_COLUMNS]:
        classes = f"  ({_listed(column['classes'])})" if column["classes"] else ""
        name = _cut(column["name"], 40)
        lines.append(f"  {name:{width}}  {column['kind']:8}  {column['missing']:>7}  {role}{classes}")
    if len(rows) > MAX_COLUMNS:
        lines.append(f"  ... {len(rows) - MAX_COLUMNS:,} more columns")
    target = report["target"]
    if target:
        task = f"{len(target['classes'])} classes" if target["classes"] else "numbers"
        lines += ["", f'learned: "{target["column"]}" as {task}; {target["reason"]}']
    return "\n".join(lines + _problems(report))


def _rows(report: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    """Return each column and its role; the pixels of an image, which are alike, as one."""
    target = report["target"]
    goals, inputs = set(target["column"].split(", ") if target else ()), set(report["inputs"])
    roles = (
        "target" if column["name"] in goals else "input" if column["name"] in inputs else "-"
        for column in report["columns"]
    )
    rows = list(zip(report["columns"], roles, strict=True))
    pixels = [column for column, role in rows if role == "input" and column["name"].startswith("pixel ")]
    if len(pixels) < 2 or len(pixels) < len(inputs):
        return rows
    name = f"{pixels[0]['name']} to {pixels[-1]['name'].removeprefix('pixel ')}"
    return [({**pixels[0], "name": name}, "input"), *(row for row in rows if row[1] != "input")]


def _how(report: dict[str, Any]) -> str:
    parts = [counted(report["rows"], "row")]
    if report["encoding"]:
        parts += [report["encoding"], delimiter_words(report["delimiter"])]
        parts.append(f'decimal sign "{report["decimal"]}"')
    if report["sheet"]:
        parts.append(f'sheet "{report["sheet"]}"')
    parts.append("names in the first line" if report["header"] else "no line of names")
    return ", ".join(parts)


def _problems(report: dict[str, Any]) -> list[str]:
    """Return what stands in the way, then what is worth knowing."""
    lines = []
    obstacles, others = report["problems"][: report["obstacles"]], report["problems"][report["obstacles"] :]
    for problems, title in ((obstacles, "it cannot be used yet:"), (others, "worth knowing:")):
        shown = [CellProblem(p["line"], p["column"], p["sentence"]).words() for p in problems[:MAX_SHOWN]]
        more = [f"... {len(problems) - MAX_SHOWN} more"] if len(problems) > MAX_SHOWN else []
        lines += ["", title, *(f"  {line}" for line in shown + more)] if problems else []
    return lines


def _listed(names: Sequence[str]) -> str:
    more = f", ... {len(names) - MAX_SHOWN} more" if len(names) > MAX_SHOWN else ""
    return ", ".join(_cut(name, 30) for name in names[:MAX_SHOWN]) + more


def _cut(text: str, length: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 3] + "..."

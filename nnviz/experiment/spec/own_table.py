"""An experiment for a table of the user's own: the table as it was understood, and a network that fits."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from nnviz.data import DataError, Shape, Table
from nnviz.data.held import shape_of
from nnviz.data.tables.understood import Understood
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.spec import Spec, spec_from_dict

TABLE_SUFFIXES = frozenset((".csv", ".tsv", ".tab", ".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".npy"))
_OURS = frozenset((".toml", ".nnviz"))
_TOML = re.compile(r"^\s*(\[\s*(data|network|training|stop)\s*\]|(title|about|lab)\s*=)", re.MULTILINE)
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>()#!|~&]+")
_HEAD = 100_000
_LARGE = 3.0
"""Inputs beyond this are brought to mean 0 and deviation 1."""


def is_table_file(path: Path) -> bool:
    """Whether a file is meant as a table of data: by its suffix, else because it is not ours and no TOML."""
    suffix = path.suffix.lower()
    if suffix in TABLE_SUFFIXES:
        return True
    if suffix in _OURS:
        return False
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(max(0, path.stat().st_size - _HEAD))
            tail = file.read(_HEAD)
    except (OSError, ValueError):
        return False
    if suffix == ".npz":
        return bool(head) and b"experiment.npy" not in head + tail
    return bool(head.strip()) and not _TOML.search(head.decode("utf-8", errors="replace"))


def experiment_of_table(path: Path) -> Spec:
    """Return an experiment that learns a table's target: data as guessed, a small network, usual settings.

    Raises
    ------
    SpecError
        With one sentence on what is wrong in the table and what to do.
    """
    data = Table(path=str(path))
    try:
        shape = shape_of(data)
        return _fitting(path, data.understood(), shape)
    except DataError as error:
        reason = error.reason
        if error.key == "path" and path.suffix.lower() not in TABLE_SUFFIXES:
            reason = f"this is no experiment (.toml) or run (.nnviz), and as a table of data: {reason}"
        raise SpecError(reason, f"data.{error.key}", str(path)) from None
    except SpecError as error:
        raise error.from_source(str(path)) from None


def _fitting(path: Path, table: Understood, shape: Shape) -> Spec:
    """Return the experiment: one hidden layer, a part of the rows kept for testing."""
    outputs = shape.targets or (1 if shape.classes == 2 else shape.classes)
    last, loss = _end(shape)
    is_large = float(np.abs(table.X).max(initial=0.0)) > _LARGE
    data: dict[str, Any] = {"name": "table", "path": str(path.absolute()), "standardize": is_large}
    if len(table.y) >= 50:
        data["test_fraction"] = 0.2
    return spec_from_dict(
        {
            "title": path.name,
            "about": _about(table, shape),
            "data": data,
            "network": {"layers": [shape.inputs, 8, outputs], "activation": ["tanh", last]},
            "training": {
                "loss": loss,
                "learning_rate": 0.1 if shape.classes else 0.02,
                "batch_size": 16,
                "shuffle": True,
                "epochs": 500,
            },
        }
    )


def _end(shape: Shape) -> tuple[str, str]:
    """Return the output's activation and the loss."""
    if shape.targets:
        return "identity", "half_squared_error"
    return ("sigmoid", "log_loss") if shape.classes == 2 else ("softmax", "cross_entropy")


def _about(table: Understood, shape: Shape) -> str:
    """Return how the table was understood, in plain words: names from the file are no Markdown."""
    inputs = f"{shape.inputs:,} input{'s' * (shape.inputs != 1)}"
    plain = _MARKDOWN.sub(" ", guesses(table))
    return f"A table of your own: {plain} The network, with {inputs}, was chosen to fit."


def guesses(table: Understood) -> str:
    """Return in one sentence what was guessed about a table that can be used."""
    assert table.target is not None
    target = table.target
    how = []
    if table.delimiter is not None:
        how.append(f"{table.encoding}, {delimiter_words(table.delimiter)}, decimal sign {table.decimal}")
    if table.sheet is not None:
        how.append(f'sheet "{table.sheet}"')
    how.append("names in the first line" if table.header else "no line of names")
    task = f"{len(target.classes)} classes" if target.classes else "numbers"
    return (
        f"{', '.join(how)}; {len(table.y):,} rows, {len(table.inputs):,} columns to learn from; "
        f'column "{target.column}" is learned as {task}: {target.reason}.'
    )


def delimiter_words(delimiter: str) -> str:
    """Return what stands between columns in words."""
    known = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "blanks"}
    return f"{known.get(delimiter, repr(delimiter))} between columns"

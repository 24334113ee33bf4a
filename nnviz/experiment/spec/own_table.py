"""An experiment for a table of the user's own: the table as it was understood, and a network that fits."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from nnviz.data.base import Shape
from nnviz.data.errors import DataError
from nnviz.data.held import shape_of
from nnviz.data.tables.split_column import divider_of
from nnviz.data.tables.table import Table
from nnviz.data.tables.understood import Progress, Understood, unheard
from nnviz.experiment.spec.errors import SpecError
from nnviz.experiment.spec.reading import data_from_dict, spec_from_dict
from nnviz.experiment.spec.spec import Spec
from nnviz.files import opened

TABLE_SUFFIXES = frozenset((".csv", ".tsv", ".tab", ".xlsx", ".xls", ".xlsb", ".xlsm", ".ods", ".npy"))
_OURS = frozenset((".toml", ".nnviz"))
_TOML = re.compile(r"^\s*(\[\s*(data|network|training|stop)\s*\]|(title|about|lab)\s*=)", re.MULTILINE)
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>()#!|~&]+")
_HEAD = 100_000
_FAR, _FOR_FAR = 1000.0, {"optimizer": "adam", "learning_rate": 2.0}
"""Targets such as prices, and what reaches them: units without an upper end, steps of their own size.

To scale the targets would be another way; but then every number shown would be in a unit that no table has,
or differ from the one that is trained. Measured with targets of 3000 to 3,000,000: 99 % is explained.
"""
_LARGE = 3.0
"""Inputs beyond this are brought to mean 0 and deviation 1."""


class OwnTable(msgspec.Struct, frozen=True, eq=False):
    """A table of the user's own: how it is to be read, and what was understood of it."""

    data: Table
    understood: Understood


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
        with opened(path) as file:
            head = file.read(_HEAD)
            file.seek(max(0, path.stat().st_size - _HEAD))
            tail = file.read(_HEAD)
    except (OSError, ValueError):
        return False
    if suffix == ".npz":
        return bool(head) and b"experiment.npy" not in head + tail
    return bool(head.strip()) and not _TOML.search(head.decode("utf-8", errors="replace"))


def experiment_of_table(path: Path, changes: Mapping[str, Any] | None = None) -> Spec:
    """Return an experiment that learns a table's target: data as guessed, a small network, usual settings.

    Parameters
    ----------
    changes : mapping, optional
        New values by dotted keys, such as "data.missing". Those of the data decide how the table is read, and
        with it which network fits; the others are left to the caller.

    Raises
    ------
    SpecError
        With one sentence on what is wrong in the table and what to do.
    """
    told = {
        key.removeprefix("data."): value for key, value in (changes or {}).items() if key.startswith("data.")
    }
    if not told or "name" in told or "path" in told:
        return experiment_of(table_at(path).data)
    try:
        data = data_from_dict({"name": "table", "path": str(path.absolute()), **told})
    except SpecError as error:
        raise error.from_source(str(path)) from None
    assert isinstance(data, Table)
    usual = with_usual(data, understood(data)).data
    as_told = {key: getattr(data, key) for key in ("standardize", "test_fraction") if key in told}
    return experiment_of(msgspec.structs.replace(usual, **as_told))


def table_at(path: Path, progress: Progress = unheard) -> OwnTable:
    """Return a table with what is guessed of it, whether or not it can be used as it is.

    Raises
    ------
    SpecError
        If the file cannot be read as a table at all; as `experiment_of_table` says it.
    """
    data = Table(path=str(path.absolute()))
    return with_usual(data, understood(data, progress))


def with_usual(data: Table, read: Understood) -> OwnTable:
    """Return the table with what is usual for its numbers: large ones scaled, a part of many for testing.

    Where a column says train and test in words, it divides the rows.
    """
    learned = "" if read.target is None else read.target.column
    if data.split_column == "" and (divider := divider_of(read.columns, learned)):
        data = msgspec.structs.replace(data, split_column=divider)
        read = understood(data)
    is_large = float(np.abs(read.X).max(initial=0.0)) > _LARGE
    fraction = 0.2 if read.rows >= 50 else 0.0
    return OwnTable(msgspec.structs.replace(data, standardize=is_large, test_fraction=fraction), read)


def understood(data: Table, progress: Progress = unheard) -> Understood:
    """Return what was understood of a table; may be called in any thread.

    Raises
    ------
    SpecError
        If its file cannot be read as a table at all.
    """
    try:
        return data.understood(progress)
    except DataError as error:
        raise _refusal(Path(data.path), error) from None


def experiment_of(data: Table) -> Spec:
    """Return an experiment that learns from a table read as `data` says: a small network, usual settings.

    Raises
    ------
    SpecError
        If the table cannot be used.
    """
    path = Path(data.path)
    try:
        return _fitting(data, data.understood(), shape_of(data))
    except DataError as error:
        raise _refusal(path, error) from None
    except SpecError as error:
        raise error.from_source(str(path)) from None


def _refusal(path: Path, error: DataError) -> SpecError:
    reason = error.reason
    if error.key == "path" and path.suffix.lower() not in TABLE_SUFFIXES:
        reason = f"this is no experiment (.toml) or run (.nnviz), and as a table of data: {reason}"
    return SpecError(reason, f"data.{error.key}", str(path))


def _fitting(data: Table, table: Understood, shape: Shape) -> Spec:
    """Return the experiment: one hidden layer."""
    outputs = shape.targets or (1 if shape.classes == 2 else shape.classes)
    last, loss = _end(shape)
    is_far = shape.targets > 0 and float(np.abs(table.y).max(initial=0.0)) >= _FAR
    settings = {key: value for key, value in msgspec.to_builtins(data).items() if value is not None}
    return spec_from_dict(
        {
            "title": Path(data.path).name,
            "about": _about(table, shape),
            "data": settings,
            "network": {
                "layers": [shape.inputs, 8, outputs],
                "activation": ["relu" if is_far else "tanh", last],
            },
            "training": {
                "loss": loss,
                "learning_rate": 0.1 if shape.classes else 0.02,
                **(_FOR_FAR if is_far else {}),
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
        how.append(f'{table.encoding}, {delimiter_words(table.delimiter)}, decimal sign "{table.decimal}"')
    if table.sheet is not None:
        how.append(f'sheet "{table.sheet}"')
    how.append("names in the first line" if table.header else "no line of names")
    task = f"{len(target.classes)} classes" if target.classes else "numbers"
    several = "s" * (len(table.inputs) != 1)
    return (
        f"{', '.join(how)}; {len(table.y):,} rows, {len(table.inputs):,} column{several} to learn from; "
        f'column "{target.column}" is learned as {task}: {target.reason}.'
    )


def delimiter_words(delimiter: str) -> str:
    """Return what stands between columns in words."""
    known = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars", " ": "blanks"}
    return f"{known.get(delimiter, repr(delimiter))} between columns"

"""A column that says which rows train, validate and test."""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.data.errors import DataError
from nnviz.data.split import TRAIN
from nnviz.data.tables.understood import DataColumn, shown

if TYPE_CHECKING:  # the reading of cells is loaded when there is a table
    from nnviz.data.tables.columns import Content

Part = Literal[0, 1, 2]
Rows = NDArray[Any]
SPLIT = "split"
_TRAIN_AND_TEST = tuple(
    (f"{x}_{train}", f"{y}_{train}", f"{x}_test", f"{y}_test")
    for x, y in (("x", "y"), ("X", "y"), ("X", "Y"))
    for train in ("train", "training")
)
"""Names of arrays as Keras and scikit-learn have them."""
_WORDS: dict[str, Part] = {
    **dict.fromkeys(("train", "training", "learn", "fit", "no", "false", "0"), 0),
    **dict.fromkeys(("valid", "validation", "validate", "val", "dev", "development"), 1),
    **dict.fromkeys(("test", "testing", "holdout", "hold-out", "eval", "yes", "true", "1"), 2),
}
"""What cells say, and the part they mean: 0 and 1 are the answers to "is it for testing?"."""
_PART_NAME = re.compile(r"(is[_ ]?)?(test|testing|split|subset|part|set|holdout)", re.IGNORECASE)
_PART_WORD = re.compile(r"\s*(train|learn|fit|test|val)", re.IGNORECASE)


def parts_of(column: "Content") -> NDArray[np.int8]:
    """Return of each row the part it belongs to: 0 training, 1 validation, 2 test.

    Raises
    ------
    DataError
        If a cell says something else or nothing; it names the cell.
    """
    known = {cell: part_named(cell) for cell in set(_said(column))}
    for cell, part in known.items():
        if part is None:
            what = f'"{shown(cell)}"' if cell else "an empty cell"
            raise DataError(
                "split_column",
                f'the column "{shown(column.name)}" holds {what}: it must say train, validation or test '
                "of each row (or 0, and 1 for testing).",
            )
    parts = np.array([known[cell] for cell in _said(column)], dtype=np.int8)
    if not (parts == TRAIN).any():
        raise DataError("split_column", f'no row of the column "{shown(column.name)}" is for training.')
    return parts


def with_test_rows(arrays: Mapping[str, Rows]) -> dict[str, Rows]:
    """Return arrays in which x_test and y_test follow x_train and y_train, and one that says which is which.

    Others are returned as they are: what is there of a test must fit the training, row by row.
    """
    names = next((names for names in _TRAIN_AND_TEST if all(name in arrays for name in names)), None)
    if names is None:
        return dict(arrays)
    x, y, x_test, y_test = (arrays[name] for name in names)
    pairs = (x, x_test), (y, y_test)
    fits = all(a.ndim >= 1 and a.shape[1:] == b.shape[1:] and a.dtype == b.dtype for a, b in pairs)
    if not fits or len(x) != len(y) or len(x_test) != len(y_test) or not len(x) or not len(x_test):
        return dict(arrays)
    rest = {name: array for name, array in arrays.items() if name not in names}
    parts = np.repeat(["train", "test"], [len(x), len(x_test)])
    return {
        names[0]: np.concatenate((x, x_test)),
        SPLIT: parts,
        names[1]: np.concatenate((y, y_test)),
        **rest,
    }


def divider_of(columns: Sequence[DataColumn], target: str) -> str:
    """Return the name of the one column that says train and test in words; empty if there is none."""
    found = [
        column.name
        for column in columns
        if column.name != target
        and says_parts(column.kind, column.name, column.classes, by_name=False)
        and any(part_named(value) == 0 for value in column.classes)
    ]
    return found[0] if len(found) == 1 else ""


def says_parts(kind: str, name: str, values: Sequence[str], by_name: bool = True) -> bool:
    """Whether a column is for that: words such as "train"; numbers, yes and no where its name says so."""
    known = all(part_named(value) is not None for value in values)
    if known and any(_PART_WORD.match(value) for value in values):
        return True
    return by_name and known and kind in ("number", "category") and bool(_PART_NAME.fullmatch(name))


def part_named(cell: str) -> Part | None:
    """Return what a cell means, None if it is no part."""
    return _WORDS.get(cell.strip().lower())


def _said(column: "Content") -> list[str]:
    """Return what each cell says, also of a column that holds numbers only."""
    if len(column.cells):
        return [str(cell).strip() for cell in column.cells]
    return ["" if np.isnan(number) else f"{number:g}" for number in column.numbers]

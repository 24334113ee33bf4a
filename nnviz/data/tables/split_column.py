"""A column that says which rows train, validate and test."""

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from nnviz.data.errors import DataError
from nnviz.data.split import TRAIN
from nnviz.data.tables.columns import Content
from nnviz.data.tables.understood import shown

Part = Literal[0, 1, 2]
_WORDS: dict[str, Part] = {
    **dict.fromkeys(("train", "training", "learn", "fit", "no", "false", "0"), 0),
    **dict.fromkeys(("valid", "validation", "validate", "val", "dev", "development"), 1),
    **dict.fromkeys(("test", "testing", "holdout", "hold-out", "eval", "yes", "true", "1"), 2),
}
"""What cells say, and the part they mean: 0 and 1 are the answers to "is it for testing?"."""
_PART_NAME = re.compile(r"(is[_ ]?)?(test|testing|split|subset|part|set|holdout)", re.IGNORECASE)
_PART_WORD = re.compile(r"\s*(train|learn|fit|test|val)", re.IGNORECASE)


def parts_of(column: Content) -> NDArray[np.int8]:
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


def says_parts(kind: str, name: str, values: Sequence[str], by_name: bool = True) -> bool:
    """Whether a column is for that: words such as "train"; numbers, yes and no where its name says so."""
    known = all(part_named(value) is not None for value in values)
    if known and any(_PART_WORD.match(value) for value in values):
        return True
    return by_name and known and kind in ("number", "category") and bool(_PART_NAME.fullmatch(name))


def part_named(cell: str) -> Part | None:
    """Return what a cell means, None if it is no part."""
    return _WORDS.get(cell.strip().lower())


def _said(column: Content) -> list[str]:
    """Return what each cell says, also of a column that holds numbers only."""
    if len(column.cells):
        return [str(cell).strip() for cell in column.cells]
    return ["" if np.isnan(number) else f"{number:g}" for number in column.numbers]

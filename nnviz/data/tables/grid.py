"""A table as cells in columns, whatever file it comes from."""

import math
from collections.abc import Callable, Sequence
from typing import Self

import msgspec

from nnviz.arrays import Floats
from nnviz.data.errors import DataError
from nnviz.data.tables.understood import CellProblem, Progress

MAX_COLUMNS = 1000
MAX_CELLS = 10_000_000
ONE_COLUMN = "it needs 2 or more columns: one to be learned, and one to learn it from."

Cells = Sequence[str] | Floats
"""A column: text that may be numbers, or numbers (NaN for nothing)."""


class Grid(msgspec.Struct, frozen=True, eq=False):
    """Cells in columns, with what had to be guessed to find them.

    Attributes
    ----------
    names : tuple of str
        As they stand in the file: may be empty or occur twice.
    columns : tuple of sequences
        The cells below the header.
    lines : sequence of int
        Where in the file each row is, counted from 1.
    problems : tuple of CellProblem
    sheets : tuple of str
        Names of the sheets of a workbook.
    answers : tuple of str
        Names of columns that are all to be learned, and no inputs.
    drawn_from : int
        Of how many rows these were drawn at random; 0 if they are all.
    in_proportion : callable or None
        (places, progress) -> the grid with rows that were drawn so that each value of the columns at some
        places has its share; None if all rows are there.
    """

    names: tuple[str, ...]
    columns: tuple[Cells, ...]
    lines: Sequence[int]
    header: bool
    problems: tuple[CellProblem, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    decimal: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    drawn_from: int = 0
    in_proportion: "Callable[[Sequence[int], Progress], Grid] | None" = None

    def with_rows(self, rows: Sequence[tuple[int, Sequence[str]]]) -> Self:
        """Return the same with other rows, each with its line."""
        columns = tuple(zip(*(row for _, row in rows), strict=True)) if rows else ((),) * len(self.names)
        return msgspec.structs.replace(self, columns=columns, lines=[line for line, _ in rows])


def cell_text(cells: Cells, row: int) -> str:
    """Return a cell as it is read: text as it stands, a number with all its digits, nothing for a gap."""
    value = cells[row]
    if isinstance(value, str):
        return value
    return "" if math.isnan(value) else repr(float(value)).removesuffix(".0")


def require_room(columns: int) -> None:
    """Refuse a table with too many columns."""
    if columns > MAX_COLUMNS:
        raise DataError("path", f"it has {columns:,} columns; {MAX_COLUMNS:,} are allowed: take fewer.")


def default_names(count: int) -> tuple[str, ...]:
    """Return the names of columns that have none: x1, x2, ... and y for the last."""
    return (*(f"x{i + 1}" for i in range(count - 1)), "y")

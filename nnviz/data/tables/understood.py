"""What was understood of a table: the records that are shown, and the numbers behind them."""

from collections.abc import Callable
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats

Kind = Literal["number", "category", "date", "id", "ignored"]
Task = Literal["classes", "numbers"]
Progress = Callable[[float], None]
"""Called with the share that is done, from 0 to 1; what it raises ends the reading."""

MAX_PROBLEMS = 100


def unheard(_share: float) -> None:
    """Take progress that nobody wants to see."""


class CellProblem(msgspec.Struct, frozen=True):
    """Something in the table that stands in the way, or that is worth knowing.

    Attributes
    ----------
    line : int or None
        The line of the file (the row of the sheet), counted from 1; None where it is the file as a whole.
    column : str or None
        The name of the column.
    sentence : str
        What it is and what to do, in one sentence.
    key : str
        The setting to blame where the table cannot be used because of it; empty if it can.
    """

    line: int | None
    column: str | None
    sentence: str
    key: str = ""

    def words(self) -> str:
        """Return the place and the sentence in one."""
        place = [f"line {self.line:,}"] if self.line is not None else []
        place += [f'column "{shown(self.column)}"'] if self.column is not None else []
        return f"{', '.join(place)}: {self.sentence}" if place else self.sentence


class DataColumn(msgspec.Struct, frozen=True):
    """One column as understood.

    Attributes
    ----------
    name : str
        Unique in the table.
    kind : str
        "number", "category", "date", "id" or "ignored".
    missing : int
        How many cells hold nothing.
    classes : tuple of str
        The values of a category, or the classes of the target; else empty.
    """

    name: str
    kind: Kind
    missing: int
    classes: tuple[str, ...] = ()


class Target(msgspec.Struct, frozen=True):
    """What is to be learned, and why it was read so.

    Attributes
    ----------
    members : tuple of str
        Names of the columns of 0 and 1 that are the target together; else empty.
    """

    column: str
    task: Task
    classes: tuple[str, ...]
    reason: str
    members: tuple[str, ...] = ()


class Preview(msgspec.Struct, frozen=True):
    """The first rows of a table as they stand in the file, and those after them that have a problem.

    Attributes
    ----------
    lines : tuple of int
        Where in the file each row is, counted from 1.
    cells : tuple of tuple of str
        One entry a row, with one cell a column.
    """

    lines: tuple[int, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


class Understood(msgspec.Struct, frozen=True, eq=False):
    """A table as it was read.

    Attributes
    ----------
    encoding, delimiter, decimal, sheet : str or None
        None where the kind of file has no such thing.
    header : bool
        Whether the first line names the columns.
    rows : int
        How many rows are used, of those below the header.
    columns : tuple of DataColumn
    inputs : tuple of str
        Names of the columns that the network is fed.
    target : Target or None
    problems : tuple of CellProblem
        At most `MAX_PROBLEMS`.
    checksum : str
        Of the content of the file.
    X : ndarray, shape (rows, n_inputs)
        Empty where a problem stands in the way.
    y : ndarray, shape (rows,)
        Numbers, or the index of the class.
    feature_names : tuple of str
        One name a column of `X`: categories take several.
    parts : ndarray of int8, shape (rows,)
        Of each row whether it trains (0), validates (1) or tests (2), where a column says so; else empty.
    preview : Preview
        Some of its rows, to be looked at.
    sheets : tuple of str
        Names of the sheets of a workbook.
    drawn_from : int
        Of how many rows those that are used were drawn at random; 0 if they are all.
    """

    encoding: str | None
    delimiter: str | None
    decimal: str | None
    sheet: str | None
    header: bool
    rows: int
    columns: tuple[DataColumn, ...]
    inputs: tuple[str, ...]
    target: Target | None
    problems: tuple[CellProblem, ...]
    checksum: str
    X: Floats
    y: Floats
    feature_names: tuple[str, ...]
    parts: NDArray[np.int8]
    preview: Preview = Preview()
    sheets: tuple[str, ...] = ()
    drawn_from: int = 0

    @property
    def obstacle(self) -> CellProblem | None:
        """The first problem that stands in the way; None if the table can be used."""
        return next((problem for problem in self.problems if problem.key), None)


def shown(text: str) -> str:
    """Return a text of the table, cut where it is too long for a sentence, on one line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else flat[:37] + "..."

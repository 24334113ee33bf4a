"""What each column holds: numbers, a category, dates, a row's name, or nothing that can be used."""

import math
import re
from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.data.errors import DataError
from nnviz.data.tables.grid import Cells, Grid
from nnviz.data.tables.understood import Kind, shown
from nnviz.data.tables.values import date_format, date_of, is_missing, numbers_of

MAX_CLASSES = 100
_ID_NAME = re.compile(
    r"(id|index|idx|nr|no|row|row ?id|#|number|unnamed: ?0|.*[ _]id|lfd\.? ?nr\.?|x\.1)\.?", re.ASCII
)
_MANY = 20
"""A text of which more values than this occur, nearly all of them once, is no category but a name."""


class Content(msgspec.Struct, frozen=True, eq=False):
    """One column read.

    Attributes
    ----------
    name : str
        Unique in the table.
    given : str
        As it stands in the file.
    numbers : ndarray, shape (rows,)
        NaN for a cell that holds none; days for dates. Empty for other kinds.
    cells : sequence of str
        Stripped text; empty for a column that has numbers only.
    missing : ndarray of bool, shape (rows,)
    classes : tuple of str
        The values of a category, in order.
    why_not : str
        For a column that cannot be used, the reason.
    """

    name: str
    given: str
    kind: Kind
    numbers: Floats
    cells: Sequence[str]
    missing: np.typing.NDArray[np.bool_]
    classes: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def is_bad(self) -> np.typing.NDArray[np.bool_]:
        """Where there is something that is not of the column's kind."""
        if self.kind not in ("number", "date"):
            return np.zeros(len(self.missing), dtype=bool)
        return np.asarray(np.isnan(self.numbers) & ~self.missing)


def columns_of(grid: Grid) -> list[Content]:
    """Return every column of a grid with its kind."""
    names = unique(grid.names)
    decimal = grid.decimal or "."
    return [
        _content(name, given, cells, decimal, is_first=i == 0)
        for i, (name, given, cells) in enumerate(zip(names, grid.names, grid.columns, strict=True))
    ]


def as_category(column: Content) -> Content:
    """Return a column of numbers read as a category: each different number is one of its values.

    Raises
    ------
    DataError
        If it holds no numbers, or too many different ones.
    """
    if column.kind == "category":
        return column
    if column.kind not in ("number", "id") or not len(column.numbers):
        reason = column.why_not or "it holds dates"
        raise DataError("categories", f'column "{shown(column.name)}" is no category: {reason}.')
    absent = np.isnan(column.numbers)
    values = np.unique(column.numbers[~absent])
    if len(values) > MAX_CLASSES:
        many = f"{len(values):,} different numbers; a category has at most {MAX_CLASSES}"
        raise DataError("categories", f'column "{shown(column.name)}" holds {many}.')
    names = {value: label(value) for value in values.tolist()}
    cells = ["" if math.isnan(x) else names[x] for x in column.numbers.tolist()]
    classes = tuple(names.values())
    return Content(column.name, column.given, "category", np.zeros(0), cells, absent, classes)


def label(value: float) -> str:
    """Return a number as the name of a class."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def unique(names: Sequence[str]) -> list[str]:
    """Return names of which none is empty or occurs twice: "column 3", "x (2)"."""
    made: list[str] = []
    taken = set(names)
    for place, given in enumerate(names, start=1):
        name = given or f"column {place}"
        number = 2
        while name in made or (not given and name in taken):
            name = f"{given or f'column {place}'} ({number})"
            number += 1
        made.append(name)
    return made


def _content(name: str, given: str, cells: Cells, decimal: str, is_first: bool) -> Content:
    if isinstance(cells, np.ndarray):
        missing = np.isnan(cells)
        kind: Kind = "ignored" if missing.all() else "id" if _is_id(given, cells, is_first) else "number"
        return Content(
            name, given, kind, cells, (), missing, why_not="" if kind != "ignored" else "it is empty"
        )
    numbers = numbers_of(cells, decimal)
    if not np.isnan(numbers).any():
        kind = "id" if _is_id(given, numbers, is_first) else "number"
        return Content(name, given, kind, numbers, cells, np.zeros(len(cells), dtype=bool))
    missing = np.array([is_missing(cell, among_numbers=False) for cell in cells], dtype=bool)
    if missing.all():
        return Content(name, given, "ignored", numbers, cells, missing, why_not="it is empty")
    other = numbers_of(cells, "." if decimal == "," else ",")
    if _is_of_numbers(cells, numbers, missing) or _is_of_numbers(cells, other, missing):
        missing = np.array([is_missing(cell) for cell in cells], dtype=bool)
        return Content(name, given, "number", numbers, cells, missing)
    present = [cell for cell, absent in zip(cells, missing, strict=True) if not absent]
    form = date_format(present)
    if form is not None:
        days = np.array([math.nan if (day := date_of(cell, form)) is None else day for cell in cells])
        return Content(name, given, "date", days, cells, missing)
    return _text(name, given, cells, missing, Counter(present))


def _is_of_numbers(cells: Sequence[str], numbers: Floats, missing: np.typing.NDArray[np.bool_]) -> bool:
    """Whether what is no number in a column is an exception rather than one of several labels."""
    wrong = [
        cell for cell, x, absent in zip(cells, numbers, missing, strict=True) if math.isnan(x) and not absent
    ]
    wrong = [cell for cell in wrong if not is_missing(cell)]
    right = numbers[~np.isnan(numbers)]
    if len(right) == 0 or len(right) < 2 * len(wrong):
        return False
    labels = np.unique(right)
    repeated = (
        len(labels) <= _MANY and 2 * len(labels) <= len(right) and bool((labels == np.rint(labels)).all())
    )
    return not (wrong and repeated and max(Counter(wrong).values()) > 1)


def _text(
    name: str, given: str, cells: Sequence[str], missing: np.typing.NDArray[np.bool_], counts: Counter[str]
) -> Content:
    none = np.zeros(0)
    different, rows = len(counts), sum(counts.values())
    if different > _MANY and different > 0.9 * rows:
        return Content(
            name, given, "id", none, cells, missing, why_not="nearly every row has a text of its own"
        )
    if different > MAX_CLASSES:
        why = f"it holds {different:,} different texts; a category has at most {MAX_CLASSES}"
        return Content(name, given, "ignored", none, cells, missing, why_not=why)
    return Content(name, given, "category", none, cells, missing, tuple(sorted(counts)))


def _is_id(given: str, values: Floats, is_first: bool) -> bool:
    """Whether whole numbers only count the rows: the first column, without a name or called so."""
    if len(values) < 2 or not (np.diff(values) == 1).all():
        return False
    if not given:
        return is_first
    return values[0] in (0.0, 1.0) and bool(_ID_NAME.fullmatch(given.lower()))

"""What each column holds: numbers, a category, dates, a row's name, or nothing that can be used."""

import math
from collections import Counter
from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import MAX_CLASSES
from nnviz.data.errors import DataError
from nnviz.data.tables.cells.dates import date_format, date_of
from nnviz.data.tables.cells.names import counts_rows, names_rows
from nnviz.data.tables.cells.spelled_out import COMPLEX, is_complex, plain_numbers
from nnviz.data.tables.cells.spellings import spellings, taken_as_one
from nnviz.data.tables.cells.units import remark_on, without_unit
from nnviz.data.tables.cells.values import is_missing, numbers_of
from nnviz.data.tables.grid import Cells, Grid
from nnviz.data.tables.understood import Kind, shown

Mask = NDArray[np.bool_]
_MANY = 20
"""A text of which more values than this occur, nearly all of them once, is no category but a name."""
_COMPACT_DATES = (8, 10, 12, 14)
_SEVERAL = 10


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
        Also those of a few rows' names, which may be learned or be taken in as a category.
    why_not : str
        For a column that cannot be used, the reason.
    remark : str
        What is worth knowing about how its cells were read; empty if nothing is.
    """

    name: str
    given: str
    kind: Kind
    numbers: Floats
    cells: Sequence[str]
    missing: Mask
    classes: tuple[str, ...] = ()
    why_not: str = ""
    remark: str = ""

    @property
    def is_bad(self) -> Mask:
        """Where there is something that is not of the column's kind."""
        if self.kind not in ("number", "date"):
            return np.zeros(len(self.missing), dtype=bool)
        return np.asarray(np.isnan(self.numbers) & ~self.missing)

    @property
    def is_mostly_empty(self) -> bool:
        """Whether most rows of a table that has several say nothing here, as in a column of notes."""
        return len(self.missing) >= _SEVERAL and bool(np.mean(self.missing) > 0.5)


def columns_of(grid: Grid) -> list[Content]:
    """Return every column of a grid with its kind."""
    named = zip(unique(grid.names), grid.names, grid.columns, strict=True)
    return [
        _content(name, given, cells, grid, is_first=i == 0) for i, (name, given, cells) in enumerate(named)
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
    if column.kind == "id" and column.classes:
        return msgspec.structs.replace(column, kind="category")
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
    """Return names of which none is empty or occurs twice: "column 3", "x (1)" and "x (2)"."""
    made: list[str] = []
    counts = Counter(names)
    for place, given in enumerate(names, start=1):
        name = given or f"column {place}"
        number = 1
        is_taken = counts[name] > (1 if given else 0)
        while is_taken:
            name = f"{given or f'column {place}'} ({number})"
            number += 1
            is_taken = name in made or name in counts
        made.append(name)
    return made


def _content(name: str, given: str, cells: Cells, grid: Grid, is_first: bool) -> Content:
    if isinstance(cells, np.ndarray):
        return _of_array(name, given, cells, is_first)
    numbers = numbers_of(cells, grid.decimal or ".")
    if len(cells) and not np.isnan(numbers).any():
        return _all_numbers(name, given, cells, numbers, is_first)
    missing = np.array([is_missing(cell, among_numbers=False) for cell in cells], dtype=bool)
    if why := _why_ignored(given, missing, grid):
        return Content(name, given, "ignored", np.full(len(cells), np.nan), cells, missing, why_not=why)
    present = [cell for cell, absent in zip(cells, missing, strict=True) if not absent]
    return (
        _of_numbers(name, given, cells, numbers, missing, grid)
        or _of_dates(name, given, cells, missing, date_format(present))
        or _spelled_out(name, given, cells, missing, grid)
        or _with_unit(name, given, cells, grid)
        or _text(name, given, cells, missing, Counter(present), is_first)
    )


def _of_array(name: str, given: str, cells: Floats, is_first: bool) -> Content:
    missing = np.isnan(cells)
    if missing.all():
        return Content(name, given, "ignored", cells, (), missing, why_not="it is empty")
    numbers = np.where(np.isfinite(cells), cells, np.nan)
    return Content(name, given, _kind_of(given, numbers, is_first), numbers, (), missing)


def _why_ignored(given: str, missing: Mask, grid: Grid) -> str:
    """Return why a column cannot be used, whatever its cells are; empty if it can."""
    if missing.all():
        computed = " (formulas have no value until a spreadsheet has computed and saved them)"
        return f"it is empty{computed if grid.sheet is not None else ''}"
    if grid.header and not given and (~missing).sum() <= max(1, 0.05 * len(missing)) and len(missing) > 2:
        return "it has no name and hardly any cells"
    return ""


def _all_numbers(name: str, given: str, cells: Sequence[str], numbers: Floats, is_first: bool) -> Content:
    missing = np.zeros(len(cells), dtype=bool)
    may_be_dates = len(cells) > 2 and len(cells[0]) in _COMPACT_DATES and cells[0].isdecimal()
    form = date_format(cells) if may_be_dates else None
    dates = _of_dates(name, given, cells, missing, form) if form in ("compact", "compact hour") else None
    if dates is not None and (form == "compact" or not np.isnan(dates.numbers).any()):
        return dates
    kind = _kind_of(given, numbers, is_first)
    return Content(name, given, kind, numbers, cells, missing, remark=remark_on(cells))


def _of_numbers(
    name: str, given: str, cells: Sequence[str], numbers: Floats, missing: Mask, grid: Grid
) -> Content | None:
    """Return a column of numbers, of which some may be wrong; None if it is something else."""
    decimal = grid.decimal or "."
    other = numbers_of(cells, _other_sign(decimal))
    remark = ""
    if grid.sheet is not None and (np.isnan(numbers) & ~np.isnan(other)).any():
        cell = cells[int(np.flatnonzero(np.isnan(numbers) & ~np.isnan(other))[0])]
        remark = f'text such as "{shown(cell)}" is read as a number.'
        numbers = np.where(np.isnan(other), numbers, other)  # only text has such a sign in a workbook
    if _is_of_numbers(cells, numbers, missing) or _is_of_numbers(cells, other, missing):
        missing = np.array([is_missing(cell) for cell in cells], dtype=bool)
        return Content(name, given, "number", numbers, cells, missing, remark=remark or remark_on(cells))
    return None


def _other_sign(decimal: str) -> str:
    return "." if decimal == "," else ","


def _with_unit(name: str, given: str, cells: Sequence[str], grid: Grid) -> Content | None:
    """Return a column of numbers with a unit beside each; None if it is something else."""
    beside = without_unit(cells, [is_missing(cell) for cell in cells])
    if beside is None:
        return None
    unit, bare = beside
    return _rewritten(name, given, cells, bare, f'the unit "{unit}" is taken out of its cells.', grid)


def _spelled_out(name: str, given: str, cells: Sequence[str], missing: Mask, grid: Grid) -> Content | None:
    """Return a column of numbers with more than a number in each cell; None if it is something else."""
    present = [cell for cell, absent in zip(cells, missing, strict=True) if not absent]
    if is_complex(present):
        return Content(name, given, "ignored", np.full(len(cells), np.nan), cells, missing, why_not=COMPLEX)
    if (found := plain_numbers(cells, missing.tolist())) is None:
        return None
    column = _rewritten(name, given, cells, found[1], found[0], grid)
    return column if _is_of_numbers(cells, column.numbers, column.missing) else None


def _rewritten(
    name: str, given: str, cells: Sequence[str], bare: Sequence[str], said: str, grid: Grid
) -> Content:
    """Return a column of the numbers that are left of its cells."""
    decimal = grid.decimal or "."
    missing = np.array([is_missing(cell) for cell in cells], dtype=bool)
    numbers = numbers_of(bare, decimal)
    numbers = np.where(np.isnan(numbers), numbers_of(bare, _other_sign(decimal)), numbers)
    return Content(name, given, "number", numbers, cells, missing, remark=said)


def _of_dates(name: str, given: str, cells: Sequence[str], missing: Mask, form: str | None) -> Content | None:
    if form is None:
        return None
    days = np.array([math.nan if (day := date_of(cell, form)) is None else day for cell in cells])
    return Content(name, given, "date", days, cells, missing)


def _kind_of(given: str, numbers: Floats, is_first: bool) -> Kind:
    return "id" if counts_rows(given, numbers, is_first) else "number"


def _is_of_numbers(cells: Sequence[str], numbers: Floats, missing: Mask) -> bool:
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
    name: str, given: str, cells: Sequence[str], missing: Mask, counts: Counter[str], is_first: bool
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
    is_name = different == rows == len(cells) and names_rows(given, rows, is_first)
    found = spellings(counts)
    if found:
        one = {other: value for value, *others in found for other in others}
        cells = [one.get(cell, cell) for cell in cells]
        counts = Counter({word: count for word, count in counts.items() if word not in one})
    order = str.casefold if found else None  # TRUE shall not come before false
    classes = tuple(sorted(sorted(counts), key=order))
    kind: Kind = "id" if is_name else "category"
    return Content(name, given, kind, none, cells, missing, classes, remark=taken_as_one(found))

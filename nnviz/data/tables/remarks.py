"""What is worth knowing about a table that can be used: what was left out of it, and what looks strange."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from nnviz.data.tables.cells.names import is_target_name
from nnviz.data.tables.cells.values import looks_like_number
from nnviz.data.tables.columns import Content
from nnviz.data.tables.grid import Grid
from nnviz.data.tables.understood import CellProblem, shown

_LOW_CODES = (-66.0, -77.0, -88.0, -99.0, -777.0, -888.0, -999.0, -9999.0, -99999.0)
_HIGH_CODES = (99.0, 777.0, 888.0, 999.0, 9999.0, 99999.0)
_FAR = 5
"""A code of nothing is so many times as large as every number."""
_MOST_NAMED = 5
_MANY_ROWS, _LEAST_CASE = 20, 10_000
_FEWEST = 3
_MOST_SIDEWAYS = 50
"""Rows of a table that may have its columns there."""
_PREFIX = 100
"""Rows that are looked at before all are."""


def is_on_its_side(grid: Grid) -> bool:
    """Whether each row of a small table holds numbers or words alone, and its columns both."""
    if not 2 <= len(grid.lines) <= _MOST_SIDEWAYS or len(grid.columns) < _FEWEST + 1:
        return False
    columns = [column for column in grid.columns[1:] if not isinstance(column, np.ndarray)]
    if len(columns) < len(grid.columns) - 1:
        return False
    are_numbers = np.array([[looks_like_number(cell) for cell in column] for column in columns])
    of_rows = are_numbers.mean(axis=0)
    return bool(np.isin(of_rows, (0.0, 1.0)).all() and 0 < of_rows.mean() < 1)


def left_out(columns: Sequence[Content]) -> Iterator[CellProblem]:
    """Yield why columns are no inputs: a sentence for each reason."""
    reasons = {
        "id": "only counts or names the rows, so it is no input",
        "date": "holds dates, so it is no input; data.columns can name it (as days since 1970)",
    }
    for kind, why in reasons.items():
        same = [column for column in columns if column.kind == kind and not (kind == "id" and column.why_not)]
        if len(same) == 1:
            yield CellProblem(None, same[0].name, f"it {why}.")
        elif same:
            named = ", ".join(f'"{shown(column.name)}"' for column in same[:_MOST_NAMED])
            more = ", ..." if len(same) > _MOST_NAMED else ""
            yield CellProblem(None, None, f"columns {named}{more}: each {why}.")
    for column in [column for column in columns if column.why_not][:_MOST_NAMED]:
        yield CellProblem(None, column.name, f"it is left out: {column.why_not}.")


def on_column(
    column: Content, lines: Sequence[int], is_input: bool, is_one_of_many: bool = False
) -> Iterator[CellProblem]:
    """Yield what is strange in a column that is used, or how its cells were read.

    `is_one_of_many` says that it is an input, and not the only one.
    """
    if column.remark:
        yield CellProblem(None, column.name, column.remark)
    words = [value for value in column.classes if not looks_like_number(value)]
    if column.kind == "category" and 0 < len(words) < len(column.classes):
        line = lines[list(column.cells).index(words[0])]
        sentence = f'it holds numbers and text such as "{shown(words[0])}": it is taken as a category.'
        yield CellProblem(line, column.name, sentence)
    if column.kind == "category" and is_input and len(column.classes) == 1:
        value = shown(column.classes[0])
        sentence = f'it holds "{value}" in every row, which says nothing about the target.'
        yield CellProblem(None, column.name, sentence)
    if column.kind != "number":
        return
    present = column.numbers[~np.isnan(column.numbers)]
    if is_input and len(present) > 1 and (present == present[0]).all():
        yield CellProblem(
            None, column.name, f"it holds {present[0]:g} in every row, which says nothing about the target."
        )
    if is_input and _may_name_rows(present):
        sentence = "it holds whole numbers, each once: where they only name the rows, leave it out."
        yield CellProblem(None, column.name, sentence)
    elif is_one_of_many and _counts(present):
        yield CellProblem(
            None, column.name, "it counts the rows: where it says no more than that, leave it out."
        )
    if (code := _code_of_nothing(present)) is not None:
        at = int(np.flatnonzero(column.numbers == code)[0])
        sentence = f"{code:g} often stands for a missing value: where it does, empty the cells."
        yield CellProblem(lines[at], column.name, sentence)


def _code_of_nothing(present: NDArray[np.float64]) -> float | None:
    """Return a number that statistics programs write where there is none; None if there is none such.

    One such as -99 where no other number is negative, or 999 where all others are far below it.
    """
    different = np.unique(present)
    if len(different) < _FEWEST:
        return None
    low, high = float(different[0]), float(different[-1])
    if low in _LOW_CODES and different[1] >= 0:
        return low
    if high in _HIGH_CODES and _FAR * max(abs(low), abs(float(different[-2]))) < high:
        return high
    return None


def _counts(present: NDArray[np.float64]) -> bool:
    """Whether numbers are 1, 2, 3, ... or 0, 1, 2, ... down the table."""
    n = len(present)
    return n >= _MANY_ROWS / 2 and present[0] in (0, 1) and bool((np.diff(present) == 1.0).all())


def _may_name_rows(present: NDArray[np.float64]) -> bool:
    """Whether numbers look like those of cases: large and whole, none of them twice, in no order."""
    if len(present) < _MANY_ROWS or present.min() < _LEAST_CASE or not (present == np.rint(present)).all():
        return False
    return len(np.unique(present)) == len(present) and bool((np.diff(present) < 0).any())


def is_made_from(column: Content, goal: Content) -> bool:
    """Whether a column is the target once more, as its code or its name: "species_id" beside "species"."""
    begins = column.given.lower().startswith(goal.given.lower()) and goal.given != ""
    return (begins or is_target_name(column.given)) and says_the_same(column, goal)


def says_the_same(column: Content, goal: Content) -> bool:
    """Whether each class of the target goes with one value of a column, which goes with no other class."""
    if column.missing.any() or goal.missing.any() or len(column.missing) < 2 * _FEWEST:
        return False
    if len(column.cells) and len(goal.cells):
        begin = zip(column.cells[:_PREFIX], goal.cells[:_PREFIX], strict=True)
        pairs = set(begin)
        if len(pairs) > len({a for a, _ in pairs}) or len(pairs) > len({b for _, b in pairs}):
            return False
    ours, theirs = _labels(column), _labels(goal)
    together = len(np.unique(ours * (theirs.max() + 1) + theirs))
    return bool(1 < together == ours.max() + 1 == theirs.max() + 1 <= len(ours) / 2)


def _labels(column: Content) -> NDArray[np.int64]:
    """Return a whole number for each cell, the same where the cells are."""
    values = (
        np.array(column.cells) if column.kind in ("category", "id") and len(column.cells) else column.numbers
    )
    return np.unique(values, return_inverse=True)[1].astype(np.int64)

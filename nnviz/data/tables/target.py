"""What is to be learned: which column, as classes or as numbers, and the reason in words."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from nnviz.arrays import Floats
from nnviz.data.dataset import MAX_CLASSES
from nnviz.data.errors import DataError
from nnviz.data.tables.cells.names import is_plain_target_name, is_target_name
from nnviz.data.tables.columns import Content, as_category, label
from nnviz.data.tables.understood import Target, Task, shown

WHOLE_NUMBER_CLASSES = 20
"""Whole numbers are taken as classes where at most so many different ones occur."""
_SEVERAL = 5


def target_column(columns: Sequence[Content], name: str, by_name: bool, header: bool) -> tuple[Content, str]:
    """Return the column to be learned, and why it is this one.

    Parameters
    ----------
    name : str
        As the user gives it; empty: guess.
    by_name : bool
        Whether a column called "class", "target" or the like is preferred to the last one.

    Raises
    ------
    DataError
        If there is no such column, or two of that name.
    """
    if name:
        return named(columns, name, "target", header), "it is the one asked for"
    telling = _telling(columns) if header and by_name else []
    if telling:
        also = ", as others are, too" if len(telling) > 1 else ""
        chosen = max(telling, key=lambda column: (is_plain_target_name(column.given), telling.index(column)))
        return chosen, f'it is called "{chosen.name}"{also}'
    usable = [column for column in columns if not column.missing.all()]
    if not usable:
        raise DataError("path", "all of its columns are empty.")
    learnable = [column for column in usable if _can_be_learned(column)]
    if not by_name or not learnable:
        return usable[-1], "it is the last column"
    if not header:
        return _of_nameless(learnable)
    if usable[-1] is learnable[-1]:
        return usable[-1], "it is the last column"
    return learnable[-1], f'it is the last column that can be learned ("{shown(usable[-1].name)}" cannot)'


def _telling(columns: Sequence[Content]) -> list[Content]:
    """Return the columns that are called like what is to be learned; y beside x is a coordinate."""
    has_x = any(column.given.lower() == "x" for column in columns)
    return [
        column
        for column in columns
        if column.kind != "ignored"
        and is_target_name(column.given)
        and not (has_x and column.given.lower() == "y")
        and not _names_every_row(column)
    ]


def _names_every_row(column: Content) -> bool:
    """Whether a column of text has another one in each of several rows: a school class a row is no class."""
    return len(column.classes) == len(column.cells) >= _SEVERAL


def _can_be_learned(column: Content) -> bool:
    """Whether a column holds several numbers or classes, and does not only count, date or comment on rows."""
    if column.is_mostly_empty:
        return False
    if column.kind == "number":
        present = column.numbers[~np.isnan(column.numbers)]
        return len(present) > 0 and bool((present != present[0]).any())
    return column.kind in ("category", "id") and len(column.classes) > 1


def _of_nameless(columns: Sequence[Content]) -> tuple[Content, str]:
    """Return what is learned of columns without names: the last, or classes that stand before measurements.

    Old tables have the class in the first place, or behind a number of the case, and numbers with fractions
    in all that follows.
    """
    last = columns[-1]
    if last.kind == "number" and _has_fraction(last):
        words = [column for column in columns if column.kind == "category"]
        if len(words) == 1:
            return words[0], "it is the only column of text"
    first = columns[0]
    if (
        first is not last
        and first.kind == "number"
        and last.kind == "number"
        and _is_of_measurements(columns[1:])
    ):
        values = first.numbers[~np.isnan(first.numbers)]
        different = np.unique(values)
        if (
            np.array_equal(different, np.arange(1, len(different) + 1))
            and 2 <= len(different) <= len(values) / 3
        ):
            return first, "it is the first column, and the only one that holds few different whole numbers"
    return last, "it is the last column"


def _is_of_measurements(columns: Sequence[Content]) -> bool:
    """Whether no column could be classes: each has fractions or many different numbers."""
    return all(
        column.kind == "number"
        and (_has_fraction(column) or len(np.unique(column.numbers)) > WHOLE_NUMBER_CLASSES)
        for column in columns
    )


def _has_fraction(column: Content) -> bool:
    present = column.numbers[~np.isnan(column.numbers)]
    return bool((present != np.rint(present)).any())


def named(columns: Sequence[Content], name: str, key: str, header: bool) -> Content:
    """Return the column of a name; DataError with the key to blame if there is none, or more than one."""
    same = [column for column in columns if column.given == name]
    if len(same) > 1:
        which = " or ".join(f'"{shown(column.name)}"' for column in same[:3])
        raise DataError(key, f'{len(same)} columns are called "{shown(name)}": say which one, {which}.')
    found = same or [column for column in columns if column.name == name]
    if not found:
        names = ", ".join(shown(column.name) for column in columns[:20])
        more = f" and {len(columns) - 20:,} more" if len(columns) > 20 else ""
        hint = "" if header else " (the first line is read as values: header = true makes it names)"
        raise DataError(key, f'there is no column "{shown(name)}": the columns are {names}{more}{hint}.')
    return found[0]


def target_of(column: Content, why: str, task: Task | Literal["guess"], careful: bool) -> Target:
    """Return the target with its classes.

    Parameters
    ----------
    why : str
        Why it is this column.
    task : str
        What the user says, or "guess".
    careful : bool
        Whether whole numbers are classes only where they are 0, 1, ..., k-1, as version 0.1.0 had it.

    Raises
    ------
    DataError
        If the column cannot be learned, or not as what is asked for.
    """
    if column.kind == "category" or (column.kind == "id" and column.classes):
        return _of_category(as_category(column), why, task)
    if column.kind == "date" or not len(column.numbers):
        reason = column.why_not or "it holds dates"
        raise DataError("target", f'column "{shown(column.name)}" cannot be learned: {reason}.')
    values = np.unique(column.numbers[~np.isnan(column.numbers)])
    if len(values) == 1 and task != "numbers":
        raise DataError("target", _nothing_to_learn(column.name, label(values[0])))
    if task == "guess":
        guessed, reason = _guess(values, len(column.numbers), careful)
    else:
        guessed, reason = task, f"data.task says {task}"
    names: tuple[str, ...] = ()
    if guessed == "classes":
        if not 2 <= len(values) <= MAX_CLASSES:
            raise DataError("task", _count_of_classes(column.name, len(values)))
        names = tuple(label(value) for value in values)
    return Target(column.name, "classes" if names else "numbers", names, f"{why}; {reason}")


def _of_category(column: Content, why: str, task: str) -> Target:
    if task == "numbers":
        text = shown(column.classes[0])
        raise DataError("task", f'column "{shown(column.name)}" holds text such as "{text}", not numbers.')
    if len(column.classes) < 2:
        raise DataError("target", _nothing_to_learn(column.name, *column.classes))
    return Target(column.name, "classes", column.classes, f"{why}; it holds text")


def _nothing_to_learn(name: str, value: str) -> str:
    same = f'column "{shown(name)}" holds nothing but "{shown(value)}"'
    return f"{same}: there is nothing to learn; data.target names another column."


def _count_of_classes(name: str, count: int) -> str:
    classes = f"{count:,} class{'es' * (count != 1)}"
    return f'column "{shown(name)}" holds {classes}; 2 to {MAX_CLASSES} are allowed.'


def _guess(values: Floats, rows: int, careful: bool) -> tuple[Task, str]:
    """Return how numbers are to be learned, and why."""
    count = len(values)
    if not (values == np.rint(values)).all():
        return "numbers", "it holds numbers with a fraction"
    if not count:
        return "numbers", "it holds nothing"
    which = f"{count:,} different whole numbers, {label(values[0])} to {label(values[-1])}"
    counting = np.array_equal(values, np.arange(count))
    if count <= WHOLE_NUMBER_CLASSES and counting:
        return "classes", f'it holds {which}; data.task = "numbers" takes them as numbers'
    if not careful and count <= WHOLE_NUMBER_CLASSES and rows >= 2 * count:
        return (
            "classes",
            f'it holds {which}, each twice or more on average; data.task = "numbers" takes them as numbers',
        )
    hint = 'data.task = "classes" takes them as classes' if count <= MAX_CLASSES else "too many for classes"
    return "numbers", f"it holds {which}; {hint}"

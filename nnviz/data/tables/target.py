"""What is to be learned: which column, as classes or as numbers, and the reason in words."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from nnviz.arrays import Floats
from nnviz.data.errors import DataError
from nnviz.data.tables.columns import MAX_CLASSES, Content, label
from nnviz.data.tables.header import TARGET_NAMES
from nnviz.data.tables.understood import Target, Task, shown

WHOLE_NUMBER_CLASSES = 20
"""Whole numbers are taken as classes where at most so many different ones occur."""


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
    usable = [column for column in columns if column.kind != "ignored"]
    names = TARGET_NAMES - {"y"} if any(column.given.lower() == "x" for column in usable) else TARGET_NAMES
    telling = [column for column in usable if header and column.given.lower() in names]
    if by_name and len(telling) == 1:
        return telling[0], f'it is called "{telling[0].name}"'
    if not usable:
        raise DataError("path", "all of its columns are empty.")
    return usable[-1], "it is the last column"


def named(columns: Sequence[Content], name: str, key: str, header: bool) -> Content:
    """Return the column of a name; DataError with the key to blame if there is none, or more than one."""
    same = [column for column in columns if column.given == name]
    if len(same) > 1:
        raise DataError(key, f'{len(same)} columns are called "{shown(name)}": rename all but one of them.')
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
    if column.kind == "category":
        return _of_category(column, why, task)
    if column.kind == "date" or not len(column.numbers):
        reason = column.why_not or "it holds dates"
        raise DataError("target", f'column "{shown(column.name)}" cannot be learned: {reason}.')
    values = np.unique(column.numbers[~np.isnan(column.numbers)])
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
        raise DataError("target", _count_of_classes(column.name, len(column.classes)))
    return Target(column.name, "classes", column.classes, f"{why}; it holds text")


def _count_of_classes(name: str, count: int) -> str:
    classes = f"{count:,} class{'es' * (count != 1)}"
    return f'column "{shown(name)}" holds {classes}; 2 to {MAX_CLASSES} are allowed.'


def _guess(values: Floats, rows: int, careful: bool) -> tuple[Task, str]:
    """Return how numbers are to be learned, and why."""
    count = len(values)
    if not (values == np.rint(values)).all():
        return "numbers", "it holds numbers with a fraction"
    if count < 2:
        return "numbers", f"it holds {f'one number, {label(values[0])}' if count else 'nothing'}"
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

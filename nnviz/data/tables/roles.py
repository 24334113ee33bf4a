"""Which column of a table is learned from which others, which one divides the rows, and what is told."""

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.data.errors import DataError
from nnviz.data.tables.columns import Content, as_category
from nnviz.data.tables.grid import Grid
from nnviz.data.tables.one_hot import OneHot, one_hot_classes
from nnviz.data.tables.remarks import is_made_from, left_out, on_column, says_the_same
from nnviz.data.tables.split_column import parts_of, says_parts
from nnviz.data.tables.target import named, target_column, target_of
from nnviz.data.tables.understood import CellProblem, Target, Task, shown


class TableChoices(msgspec.Struct, frozen=True):
    """What the user says about a table; the names and meanings of `Table`."""

    path: str
    encoding: str = ""
    delimiter: str = ""
    decimal: str = ""
    header: bool | None = None
    sheet: str = ""
    columns: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    target: str = ""
    task: Task | Literal["guess"] = "guess"
    missing: str = "refuse"
    one_hot: bool = True
    checksum: str = ""
    split_column: str = ""
    careful: bool = False
    rows: int = 0
    seed: int = 0


class Roles:
    """The columns of a table and what they are for.

    Attributes
    ----------
    columns : list of Content
        Those of the table; some are read anew as categories.
    problems : list of CellProblem
        What is told is added here.
    """

    def __init__(
        self, grid: Grid, columns: list[Content], choices: TableChoices, problems: list[CellProblem]
    ) -> None:
        self._grid, self._choices = grid, choices
        self.columns, self.problems = columns, problems
        self._divider: Content | None = None
        self._one_hot: OneHot | None = None if choices.careful else one_hot_classes(columns)

    def read_categories(self) -> None:
        """Take the columns that the user says are categories as such."""
        for name in self._choices.categories:
            column = named(self.columns, name, "categories", self._grid.header)
            self.columns[self.columns.index(column)] = as_category(column)

    def goal(self) -> tuple[Content, str]:
        """Return what is to be learned, and why."""
        name, group = self._choices.target, self._one_hot
        if group is not None and name == group.column.name:
            return group.column, "it is the one asked for"
        goal, why = target_column(self.columns, name, not self._choices.careful, self._grid.header)
        if goal.kind == "id" and goal.classes:  # names of a few rows, which are learned as classes
            place = self.columns.index(goal)
            self.columns[place] = goal = as_category(goal)
        if group is None or name or not why.endswith("last column"):
            return goal, why
        return group.column, f"the last {len(group.members)} columns have a single 1 in each row"

    def target_of(self, goal: Content, why: str) -> Target:
        """Return the target with its classes."""
        if self._one_hot is not None and goal is self._one_hot.column:
            members = self._one_hot.members
            return Target(goal.name, "classes", members, f"{why}: they are one class together", members)
        return target_of(goal, why, self._choices.task, self._choices.careful)

    def parts(self, goal: Content) -> NDArray[np.int8]:
        """Return the part of each row where a column says it, else nothing."""
        if not self._choices.split_column:
            return np.zeros(0, dtype=np.int8)
        column = named(self.columns, self._choices.split_column, "split_column", self._grid.header)
        if column is goal:
            raise DataError("split_column", f'"{shown(column.name)}" is the column to be learned.')
        self._divider = column
        return parts_of(column)

    def inputs(self, goal: Content) -> list[Content]:
        """Return the columns that the network is fed."""
        if self._choices.columns:
            chosen = [
                named(self.columns, name, "columns", self._grid.header) for name in self._choices.columns
            ]
            for column in chosen:
                self._require_input(column, goal, chosen)
            return [
                as_category(column) if column.kind == "id" and column.classes else column for column in chosen
            ]
        others = self._others(goal)
        wanted = ("number", "category")
        chosen = [column for column in others if column.kind in wanted or self._counts_as_input(column)]
        if not chosen:
            chosen = [
                as_category(column) if column.classes else column
                for column in others
                if column.kind == "id" and (column.classes or len(column.numbers))
            ]
            sentence = "it only counts or names the rows, but no other column is left to learn from."
            self.problems += [CellProblem(None, column.name, sentence) for column in chosen]
        if not chosen:
            hint = "; data.columns can name dates" if any(c.kind == "date" for c in others) else ""
            what = "no column is left to learn from: the others hold no numbers and no categories"
            raise DataError("columns", f"{what}{hint}.")
        return chosen

    def _others(self, goal: Content) -> list[Content]:
        """Return the columns beside the target that neither divide the rows nor say the target again."""
        members = self._one_hot.members if self._one_hot is not None and goal is self._one_hot.column else ()
        members = (*members, *self._grid.answers)
        others = [
            column
            for column in self.columns
            if column is not goal and column is not self._divider and column.name not in members
        ]
        if self._choices.careful:
            return others
        for column in tuple(others):
            if says_parts(column.kind, column.name, column.classes, by_name=False):
                sentence = (
                    f'its cells say train and test: data.split_column = "{shown(column.name)}" divides by it.'
                )
            elif column.kind in ("number", "category") and is_made_from(column, goal):
                sentence = "it says the same as the target in every row, so it is no input."
            elif column.kind != "ignored" and column.is_mostly_empty and any(map(_is_of_use, others)):
                empty = f"{np.count_nonzero(column.missing):,} of its {len(column.missing):,} cells"
                sentence = f"{empty} are empty, so it is no input; data.columns can name it."
            else:
                continue
            others.remove(column)
            if not self._choices.columns:
                self.problems.append(CellProblem(None, column.name, sentence))
        return others

    def _counts_as_input(self, column: Content) -> bool:
        """Whether a column that counts the rows is an input all the same, as it was in version 0.1.0."""
        return (
            self._choices.careful and column.kind == "id" and bool(column.given) and len(column.numbers) > 0
        )

    def _require_input(self, column: Content, goal: Content, chosen: Sequence[Content]) -> None:
        if column is goal:
            raise DataError("columns", f'"{shown(column.name)}" is the column to be learned.')
        if sum(other is column for other in chosen) > 1:
            raise DataError("columns", "each may appear once.")
        if column is self._divider:
            raise DataError("columns", f'"{shown(column.name)}" divides the rows and is no input.')
        if column.kind == "ignored" or (column.kind == "id" and not (len(column.numbers) or column.classes)):
            raise DataError("columns", f'"{shown(column.name)}" cannot be an input: {column.why_not}.')

    def remark(self, inputs: Sequence[Content], goal: Content, target: Target | None) -> None:
        """Tell what is worth knowing about the columns."""
        for column in (*inputs, goal):
            is_input = column is not goal
            self.problems += on_column(column, self._grid.lines, is_input, is_input and len(inputs) > 1)
        if self._choices.columns or self._choices.careful:
            return
        members = self._one_hot.members if self._one_hot is not None else ()
        used = {goal.name, *members, *(column.name for column in inputs)}
        rest = [column for column in self.columns if column.name not in used and column is not self._divider]
        self.problems += left_out(rest)
        if target is None or target.task != "classes":
            return
        for column in (column for column in inputs if len(inputs) > 1 and says_the_same(column, goal)):
            sentence = (
                "each of its values goes with one class: where it was made from the target, leave it out."
            )
            self.problems.append(CellProblem(None, column.name, sentence))


def _is_of_use(column: Content) -> bool:
    return column.kind in ("number", "category") and not column.is_mostly_empty

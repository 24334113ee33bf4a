"""From a file to what was understood of it, and to the numbers that a network sees."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import MAX_SAMPLES
from nnviz.data.errors import DataError
from nnviz.data.tables.arrays import array_grid
from nnviz.data.tables.columns import Content, columns_of
from nnviz.data.tables.encoded import codes, values_of, without_gaps
from nnviz.data.tables.grid import MAX_CELLS, MAX_COLUMNS, ONE_COLUMN, Grid
from nnviz.data.tables.objections import objection
from nnviz.data.tables.opening import checksum_of, content_of, kind_of, require_file, unpacked
from nnviz.data.tables.preview import preview_of
from nnviz.data.tables.remarks import is_on_its_side
from nnviz.data.tables.roles import Roles, TableChoices
from nnviz.data.tables.sampling import Draw, places_in_proportion
from nnviz.data.tables.text_grid import text_grid
from nnviz.data.tables.understood import (
    MAX_PROBLEMS,
    CellProblem,
    DataColumn,
    Progress,
    Target,
    Understood,
    unheard,
)
from nnviz.data.tables.workbook import workbook_grid

Mask = NDArray[np.bool_]
_KEPT = 3
ON_ITS_SIDE = (
    "each row holds one quantity, as columns should: swap rows and columns (in a spreadsheet: Paste Special, "
    "Transpose)."
)
OTHER_CONTENT = "the file is not the one the settings were written for: look whether they still suit it."


_kept: OrderedDict[tuple[TableChoices, int, int], Understood] = OrderedDict()
_lock = threading.Lock()


def understood(choices: TableChoices, progress: Progress = unheard, *, any_seed: bool = False) -> Understood:
    """Return what was understood of a table; it is read once and kept while the file does not change.

    May be called in any thread: nothing of a window is needed. What `progress` raises ends the reading.

    Parameters
    ----------
    any_seed : bool
        Whether rows of a large file that another seed drew will do, if they are there: nothing is read then.

    Raises
    ------
    DataError
        If the file cannot be read as a table at all. What is wrong inside is among the problems.
    """
    path = Path(choices.path).expanduser()
    require_file(path)
    status = path.stat()
    stamp = status.st_mtime_ns, status.st_size
    whole = msgspec.structs.replace(choices, rows=0, seed=0)
    with _lock:
        for key in ((whole, *stamp), (choices, *stamp)):
            if key in _kept and (key[0] == choices or not _kept[key].drawn_from):
                _kept.move_to_end(key)
                return _fewer(_kept[key], choices)
        for (own, *when), table in _kept.items() if any_seed else ():
            same = msgspec.structs.replace(own, seed=choices.seed) == choices
            if table.drawn_from and same and tuple(when) == stamp:
                return table
    made = _read(path, choices, progress)
    with _lock:
        _kept[choices if made.drawn_from else whole, *stamp] = made
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return _fewer(made, choices)


def _fewer(table: Understood, choices: TableChoices) -> Understood:
    """Return a table with as many of its rows as are wanted, where it was read as a whole."""
    if table.drawn_from or table.obstacle is not None or not 0 < choices.rows < table.rows:
        return table
    is_classes = table.target is not None and table.target.task == "classes"
    labels = (table.y if is_classes else np.zeros(table.rows)).astype(np.int64)
    drawn = places_in_proportion(labels, Draw(choices.rows, choices.seed))
    return msgspec.structs.replace(
        table,
        rows=len(drawn),
        X=_read_only(table.X[drawn]),
        y=_read_only(table.y[drawn]),
        parts=table.parts[drawn] if len(table.parts) else table.parts,
        problems=(_said_of_draw(len(drawn), table.rows, choices.seed, is_classes), *table.problems),
        drawn_from=table.rows,
    )


def _said_of_draw(count: int, there: int, seed: int, is_classes: bool) -> CellProblem:
    how = ", each class in proportion" * is_classes
    return CellProblem(None, None, f"{count:,} of {there:,} rows, drawn at random with seed {seed}{how}.")


def _read(path: Path, choices: TableChoices, progress: Progress) -> Understood:
    content = unpacked(content_of(path, lambda share: progress(0.1 * share)))
    grid = _grid(content, choices, lambda share: progress(0.1 + 0.5 * share))
    if len(grid.columns) < 2:
        raise DataError("path", ONE_COLUMN)
    if len(grid.lines) < 2 and not any(problem.key for problem in grid.problems):
        raise DataError("path", "it needs at least 2 rows of values.")
    columns = columns_of(grid)
    is_stratified = False
    if grid.in_proportion is not None and (places := _places_of_classes(grid, columns, choices)):
        grid = grid.in_proportion(places, lambda share: progress(0.6 + 0.3 * share))
        columns, is_stratified = columns_of(grid), True
    progress(0.9)
    checksum = checksum_of(content)
    problems = list(grid.problems)
    if choices.missing == "drop":
        problems = _without_ragged(problems)
    if grid.drawn_from:
        problems.insert(0, _said_of_draw(len(grid.lines), grid.drawn_from, choices.seed, is_stratified))
    if is_on_its_side(grid):
        problems.insert(0, CellProblem(None, None, ON_ITS_SIDE, "path"))
    if choices.checksum and choices.checksum != checksum:
        problems.insert(0, CellProblem(None, None, OTHER_CONTENT))
    result = _Reading(grid, columns, choices, checksum, problems).result()
    progress(1.0)
    return result


def _grid(content: bytes, choices: TableChoices, progress: Progress) -> Grid:
    kind = kind_of(content)
    draw = Draw(choices.rows or MAX_SAMPLES, choices.seed)
    if kind == "workbook":
        return workbook_grid(content, choices.sheet, choices.header, draw, progress)
    if kind in ("npy", "npz"):
        return array_grid(content, kind == "npz", draw)
    how = choices.encoding, choices.delimiter, choices.decimal, choices.header
    return text_grid(content, *how, draw, progress)


def _places_of_classes(grid: Grid, columns: list[Content], choices: TableChoices) -> list[int]:
    """Return which columns say the class of a row; none where there are no classes."""
    roles = Roles(grid, list(columns), choices, [])
    try:
        roles.read_categories()
        target = roles.target_of(*roles.goal())
    except DataError:
        return []
    names = [column.name for column in columns]
    return [names.index(name) for name in target.members or (target.column,)] if target.classes else []


class _Reading:
    """The last steps: what is learned from what, which rows can be used, and their numbers."""

    def __init__(
        self,
        grid: Grid,
        columns: list[Content],
        choices: TableChoices,
        checksum: str,
        problems: list[CellProblem],
    ) -> None:
        self._grid, self._choices = grid, choices
        self._checksum, self._problems = checksum, problems
        self._roles = Roles(grid, columns, choices, problems)
        self._target: Target | None = None

    def result(self) -> Understood:
        """Return what was understood; a problem that stands in the way leaves the numbers empty."""
        inputs: list[Content] = []
        names: list[str] = []
        X, y, parts = np.zeros((0, 0)), np.zeros(0), np.zeros(0, dtype=np.int8)
        rows = len(self._grid.lines)
        try:
            self._roles.read_categories()
            goal, why = self._roles.goal()
            self._target = self._roles.target_of(goal, why)
            parts = self._roles.parts(goal)
            inputs = self._roles.inputs(goal)
            self._roles.remark(inputs, goal, self._target)
            used = self._used_rows([*inputs, goal], goal)
            if not any(problem.key for problem in self._problems):
                X, names = self._encoded(inputs, used)
                y = self._answers(goal)[used]
                parts = parts[used] if len(parts) else parts
                rows = len(y)
        except DataError as error:
            self._problems.append(CellProblem(None, None, error.reason, error.key))
        return Understood(
            encoding=self._grid.encoding,
            delimiter=self._grid.delimiter,
            decimal=self._grid.decimal,
            sheet=self._grid.sheet,
            header=self._grid.header,
            rows=rows,
            columns=tuple(map(self._described, self._roles.columns)),
            inputs=tuple(column.name for column in inputs),
            target=self._target,
            problems=tuple(sorted(self._problems[:MAX_PROBLEMS], key=lambda problem: not problem.key)),
            checksum=self._checksum,
            X=_read_only(X),
            y=_read_only(y),
            parts=parts,
            feature_names=tuple(names),
            preview=preview_of(self._grid, self._problems),
            sheets=self._grid.sheets,
            drawn_from=self._grid.drawn_from,
        )

    def _described(self, column: Content) -> DataColumn:
        goal = self._target
        classes = goal.classes if goal is not None and goal.column == column.name else column.classes
        return DataColumn(column.name, column.kind, int(column.missing.sum()), classes)

    def _used_rows(self, columns: Sequence[Content], goal: Content) -> Mask:
        """Return which rows are used; cells that are missing or bad become problems."""
        policy = self._choices.missing
        gaps = np.zeros(len(self._grid.lines), dtype=bool)
        filled = 0
        for column in columns:
            wrong = column.missing | column.is_bad
            if policy == "drop":
                gaps |= wrong
            elif policy == "mean" and column is not goal:
                filled += int(wrong.sum())
            else:
                self._refuse(column, np.flatnonzero(wrong))
        if gaps.any():
            lines = ", ".join(f"{self._grid.lines[i]:,}" for i in np.flatnonzero(gaps)[:5])
            self._note(
                f"{_rows(int(gaps.sum()))} left out, where a cell is missing (line {lines}{_more(gaps)})."
            )
        if filled:
            self._note(f"missing cells: {filled:,} took the mean of their column, or a class of their own.")
        used = ~gaps
        if used.sum() < 2:
            raise DataError("missing", f"{_rows(int(used.sum()))} left; at least 2 are needed.")
        return used

    def _note(self, sentence: str) -> None:
        self._problems.append(CellProblem(None, None, sentence))

    def _refuse(self, column: Content, places: NDArray[np.intp]) -> None:
        for i in places[: max(0, MAX_PROBLEMS - len(self._problems))]:
            is_missing = bool(column.missing[i])
            cell = str(column.cells[i]) if len(column.cells) else "" if is_missing else "inf"
            self._problems.append(
                CellProblem(
                    self._grid.lines[i],
                    column.name,
                    objection(column, cell, is_missing, self._grid.decimal),
                    "path",
                )
            )

    def _encoded(self, inputs: Sequence[Content], used: Mask) -> tuple[Floats, list[str]]:
        """Return the inputs of the used rows, and their names."""
        count = sum(self._width(column) for column in inputs)
        if count > MAX_COLUMNS:
            raise DataError(
                "columns", f"categories included these are {count:,} inputs; {MAX_COLUMNS:,} are allowed."
            )
        if count * int(used.sum()) > MAX_CELLS:
            more = f"categories included these are more than {MAX_CELLS:,} numbers"
            raise DataError("columns", f"{more}: take fewer columns, or fewer rows (data.rows).")
        parts: list[Floats] = []
        names: list[str] = []
        for column in inputs:
            if column.kind == "category":
                part, own = self._category(column)
            else:
                part, own = without_gaps(column.numbers, used)[:, np.newaxis], [column.name]
            parts.append(part[used])
            names += own
        return np.concatenate(parts, axis=1), names

    def _width(self, column: Content) -> int:
        return len(values_of(column)) if column.kind == "category" and self._choices.one_hot else 1

    def _category(self, column: Content) -> tuple[Floats, list[str]]:
        values = values_of(column)
        numbers = codes(column, values)
        if not self._choices.one_hot:
            return numbers[:, np.newaxis].astype(np.float64), [column.name]
        return np.eye(len(values))[numbers], [f"{column.name} = {value}" for value in values]

    def _answers(self, goal: Content) -> Floats:
        """Return the target of every row: a number, or the index of its class."""
        assert self._target is not None
        if self._target.task == "numbers":
            return goal.numbers
        if goal.kind == "category":
            return codes(goal, goal.classes).astype(np.float64)
        values = np.unique(goal.numbers[~np.isnan(goal.numbers)])
        return np.searchsorted(values, goal.numbers).astype(np.float64)


def _without_ragged(problems: Sequence[CellProblem]) -> list[CellProblem]:
    """Return the problems with one sentence for all rows that have too few or too many cells."""
    ragged = [problem for problem in problems if problem.line is not None and problem.key == "path"]
    others = [problem for problem in problems if problem not in ragged]
    if ragged:
        lines = ", ".join(f"{problem.line:,}" for problem in ragged[:5])
        more = ", ..." if len(ragged) > 5 else ""
        which = f"{_rows(len(ragged))} left out, with too few or too many cells (line {lines}{more})."
        others.append(CellProblem(None, None, which))
    return others


def _rows(count: int) -> str:
    return f"{count:,} row{' is' if count == 1 else 's are'}"


def _more(mask: Mask) -> str:
    return ", ..." if mask.sum() > 5 else ""


def _read_only(values: Floats) -> Floats:
    array = np.ascontiguousarray(values, dtype=np.float64)
    array.flags.writeable = False
    return array

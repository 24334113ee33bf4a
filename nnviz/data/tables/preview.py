"""Some rows of a table to be looked at, as they stand in the file."""

from collections.abc import Sequence

from nnviz.data.tables.grid import Grid, cell_text
from nnviz.data.tables.understood import MAX_PROBLEMS, CellProblem, Preview

ROWS = 200
"""Rows from the beginning of the table, beside those with a problem."""


def preview_of(grid: Grid, problems: Sequence[CellProblem]) -> Preview:
    """Return the first rows, and those further down that have a problem."""
    wrong = {problem.line for problem in problems[:MAX_PROBLEMS]}
    rows = [i for i, line in enumerate(grid.lines) if i < ROWS or line in wrong]
    cells = tuple(tuple(cell_text(column, i) for column in grid.columns) for i in rows)
    return Preview(tuple(grid.lines[i] for i in rows), cells)

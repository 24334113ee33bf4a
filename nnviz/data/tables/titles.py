"""Lines of one cell around a table: titles and notes, not rows."""

from collections import Counter
from collections.abc import Sequence

from nnviz.data.tables.understood import CellProblem, shown
from nnviz.data.tables.values import looks_like_number

Row = tuple[int, list[str]]
_TITLE_LINES = 20


def without_titles(rows: list[Row]) -> tuple[list[Row], list[CellProblem]]:
    """Take lines of one cell, which are titles or notes, from both ends of a table."""
    usual = Counter(_filled(cells) for _, cells in rows).most_common(1)[0][0] if rows else 0
    if usual < 2:
        return rows, []
    begin = 0
    while begin < min(_TITLE_LINES, len(rows) - 2) and _is_title(rows[begin][1]):
        begin += 1
    end = len(rows)
    while len(rows) - end < _TITLE_LINES and end - begin > 2 and _is_title(rows[end - 1][1]):
        end -= 1
    left_out = [*rows[:begin], *rows[end:]]
    notes = [
        CellProblem(
            line, None, f'"{shown(next(filter(None, cells)))}" is taken as a title or a note, not as a row.'
        )
        for line, cells in left_out
    ]
    return rows[begin:end], notes


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _is_title(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and bool(cells[0]) and not looks_like_number(filled[0])

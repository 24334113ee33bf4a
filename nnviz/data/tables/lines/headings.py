"""What belongs to the names of columns beside their first line: units, a second line, copies further down."""

from collections.abc import Sequence

from nnviz.data.tables.cells.values import is_missing, looks_like_number
from nnviz.data.tables.lines.titles import Row
from nnviz.data.tables.understood import CellProblem, shown

_MOST_LINES = 3
_LOOKED_AT = 200


def without_sizes(rows: list[Row], unseen: int = 0) -> tuple[list[Row], list[CellProblem]]:
    """Leave out a first line that says how many rows and inputs there are, as scikit-learn has it.

    Parameters
    ----------
    unseen : int
        How many rows the table has beside these.
    """
    if len(rows) < 3 or len(rows[0][1]) < 3:
        return rows, []
    line, cells = rows[0]
    if cells[:2] != [str(len(rows) + unseen - 1), str(len(rows[1][1]) - 1)]:
        return rows, []
    said = f'"{shown(", ".join(cells))}" is taken as sizes of the table and its classes, not as names.'
    return rows[1:], [CellProblem(line, None, said)]


def with_headings(
    names: Sequence[str], rows: list[Row]
) -> tuple[tuple[str, ...], list[Row], list[CellProblem]]:
    """Return names made of all lines that hold some, the rows without these lines, and what was done.

    Below the first line, units or further names are lines with words, and no number, where most other rows
    have numbers. Where the first line is not enough to tell columns apart, the next ones add to it.

    Parameters
    ----------
    names : sequence of str
        The first line, as long as the rows.
    """
    rows, notes = _without_import_line(rows)
    made = list(names)
    for _ in range(_MOST_LINES - 1):
        if len(rows) < 3 or not _is_heading(rows):
            break
        (line, cells), rows = rows[0], rows[1:]
        what = "units or other words for the names"
        if not all(made) or len(set(made)) < len(made):
            made, what = _joined(made, cells), "a part of the names"
        words = ", ".join(filter(None, cells))
        notes.append(CellProblem(line, None, f'"{shown(words)}" is taken as {what}, not as a row.'))
    first = list(names)
    copies = [line for line, cells in rows if cells == first]
    if 0 < len(copies) < len(rows):
        rows = [row for row in rows if row[1] != first]
        notes += [
            CellProblem(line, None, "it is the line of names again, and no row.") for line in copies[:5]
        ]
    return tuple(made), rows, notes


def _without_import_line(rows: list[Row]) -> tuple[list[Row], list[CellProblem]]:
    """Leave out what Qualtrics writes below the names: the questions, and a line for its own import."""
    for place, (_, cells) in enumerate(rows[: _MOST_LINES - 1]):
        if all(cell.startswith('{"ImportId"') for cell in cells if cell) and any(cells):
            sentence = "it is taken as what Qualtrics writes below the names, not as a row."
            return rows[place + 1 :], [CellProblem(line, None, sentence) for line, _ in rows[: place + 1]]
    return rows, []


def _is_heading(rows: Sequence[Row]) -> bool:
    """Whether the first of some rows holds words where the others hold numbers."""
    first, below = rows[0][1], [cells for _, cells in rows[1 : 1 + _LOOKED_AT]]
    words, others = 0, 0
    for place, word in enumerate(first):
        column = [cells[place] for cells in below if place < len(cells)]
        present = [cell for cell in column if not is_missing(cell)]
        if 2 * sum(map(looks_like_number, present)) > len(present):
            if looks_like_number(word):
                return False
            words += not is_missing(word)
        elif word and word in column:
            return False  # a value that is there again
        else:
            others += not is_missing(word)
    return words > 1 or (words == 1 and others == 0)  # else it may be a row with a wrong cell


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return names of two lines: what stands above several columns begins each of their names."""
    made: list[str] = []
    group = ""
    for upper, lower in zip(above, below, strict=False):
        group = upper or group
        made.append(f"{group} {lower}".strip() if lower else upper)
    return made

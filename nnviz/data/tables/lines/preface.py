"""What stands above a table: settings of an instrument, the holder of an account, up to where rows begin."""

import re
from collections import Counter
from collections.abc import Sequence

from nnviz.data.tables.cells.values import looks_like_number
from nnviz.data.tables.lines.titles import Row
from nnviz.data.tables.understood import CellProblem, shown

_LOOKED_AT = 400
"""Lines in which the end of a description is looked for."""
_LONGEST = 80
_END = re.compile(
    r"\W*(?:end[ _]?of[ _]?header|end[ _]header|header[ _]?end)\W*"
    r"|[\[<(]+\s*(?:begin[ _])?(?:data|daten|messdaten|messwerte|measurements?|values)\s*[\])>]+"
    r"|\W+begin .*data\W+|\W*(?:begin|start)(?: of)?[ _](?:data|values)\W*|(?:data|daten|messwerte)\s*:?",
    re.IGNORECASE,
)
_LEAST_BELOW = 3
_MOST = 100
_CERTAIN = 4
"""Lines with a word first, above numbers alone: so many are no names and units of columns any more."""
_NUMBERS_BELOW = 5
_IN_BRACKETS = re.compile(r"[\[(].*[\])]")


def without_preface(text: str) -> tuple[str, list[CellProblem]]:
    """Empty the lines above a table up to one that says where it begins; the others keep their numbers."""
    lines = text.split("\n", _LOOKED_AT)
    ends = [
        place
        for place, line in enumerate(lines[:_LOOKED_AT])
        if len(line) <= _LONGEST and _END.fullmatch(_bare(line))
    ]
    if not ends or not any(map(_bare, lines[: ends[-1]])):
        return text, []
    last = ends[-1] + 1
    if sum(bool(line.strip()) for line in lines[last:]) < _LEAST_BELOW:
        return text, []
    told = f'the lines up to "{shown(_bare(lines[last - 1]))}" are taken as a description, not as rows.'
    return "\n".join((*[""] * last, *lines[last:])), [CellProblem(last, None, told)]


def _bare(line: str) -> str:
    return line.strip(' \t\r,;"|')


def without_settings(rows: list[Row]) -> tuple[list[Row], list[CellProblem]]:
    """Take lines such as "Operator;Anna" from the beginning of a table: short ones, or ones without numbers.

    Above a line of names they are told by being short; without names at least two must be. In a table of
    numbers alone it is enough that many lines begin with a word.
    """
    usual = Counter(_filled(cells) for _, cells in rows).most_common(1)[0][0] if rows else 0
    count = _short_ones(rows, usual) or _above_numbers(rows, usual)
    if not count:
        return rows, []
    (line, cells), last = rows[0], rows[count - 1][0]
    words = shown(", ".join(filter(None, cells)))
    told = (
        f'lines {line:,} to {last:,} ("{words}", ...) are' if count > 1 else f'line {line:,} ("{words}") is'
    )
    return rows[count:], [CellProblem(None, None, f"{told} taken as a description, not as rows.")]


def _short_ones(rows: Sequence[Row], usual: int) -> int:
    """Return how many lines at the beginning are short and begin with a word."""
    if usual < 3:
        return 0
    count = 0
    while count < min(_MOST, len(rows) - 2) and _is_short(rows[count][1], usual):
        count += 1
    begun = [cells for _, cells in rows[:count]]
    if not any(_filled(cells) > 1 for cells in begun):
        return 0  # titles, which are told one by one
    names = rows[count][1]
    if _filled(names) >= usual and not any(map(looks_like_number, names)):
        return count
    return count if count > 1 and all(len(cells) < usual for cells in begun) else 0


def _is_short(cells: Sequence[str], usual: int) -> bool:
    is_short = _filled(cells) <= max(2, usual // 2) and _filled(cells) < usual
    return is_short and bool(cells[0]) and not looks_like_number(cells[0])


def _above_numbers(rows: Sequence[Row], usual: int) -> int:
    """Return how many lines stand above the names of a table of numbers alone."""
    count = 0
    while count < min(_MOST, len(rows)) and rows[count][1][0] and not looks_like_number(rows[count][1][0]):
        count += 1
    below = rows[count:]
    is_ragged = any(len(cells) != len(below[0][1]) for _, cells in rows[:count]) if below else False
    if count < (2 if is_ragged else _CERTAIN) or len(below) < max(_NUMBERS_BELOW, count // 2) or usual < 2:
        return 0
    if not all(cells[0] and all(map(looks_like_number, filter(None, cells))) for _, cells in below[:200]):
        return 0
    is_named = _are_names(rows[count - 1][1], usual)
    if (
        is_named
        and all(map(_IN_BRACKETS.fullmatch, rows[count - 1][1]))
        and _are_names(rows[count - 2][1], usual)
    ):
        return count - 2
    return count - is_named


def _are_names(cells: Sequence[str], usual: int) -> bool:
    return _filled(cells) == usual and not any(map(looks_like_number, cells))


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))

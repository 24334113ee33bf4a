"""Lines around a table that are no rows: titles, notes, sums, and lines drawn with dashes."""

import re
from collections import Counter
from collections.abc import Sequence

from nnviz.data.tables.cells.values import looks_like_number
from nnviz.data.tables.understood import CellProblem, shown

Row = tuple[int, list[str]]
_TITLE_LINES = 20
_SUM_LINES = 6
_SUM = re.compile(
    r"((grand|sub|overall|class|column)[ -]?)?(totals?|average|avg|mean)|sums?|(gesamt|zwischen)?summe|gesamt"
    r"|gesamtergebnis|insgesamt|overall|mittel(wert)?|((gesamt|klassen)[ -]?)?durchschnitt|(klassen)?schnitt"
    r"|übersicht|summary"
    r"|median|std\.?|stdev|standard deviation|standardabweichung|somme|moyenne|suma|promedio|totale|media"
)
_GROUP_SUM = re.compile(
    r"(?:sub[ -]?total|zwischensumme|teilsumme|sous[ -]total|subtotale?|total|summe|gesamt)\b.*"
    r"|.*\b(?:total|ergebnis|summe|gesamt)",
    re.IGNORECASE,
)
_LONGEST = 60
_DRAWN = re.compile(r":?[-=+_~ ]+:?")
_GRID = re.compile(r"[-+|:=_~][-+|:=_~ \t]*")
_MARKS = re.compile(r"[-=+_~]{2}")


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
    rows, sums = _without_sums(rows[begin:end])
    rows, parts = _without_sums_between(rows, usual)
    return rows, notes + sums + parts


def without_drawn_lines(rows: list[Row]) -> list[Row]:
    """Leave out lines such as |---|---|, which only are to be looked at."""
    return [(line, cells) for line, cells in rows if not all(map(_is_drawn, filter(None, cells)))]


def is_drawn_line(line: str) -> bool:
    """Whether a line only is to be looked at, as +-----+===+ in a grid; with a comma it is a row."""
    return _GRID.fullmatch(line.strip()) is not None and _MARKS.search(line) is not None


def _is_drawn(cell: str) -> bool:
    """Whether a cell is a piece of a line; in two steps, for one pattern would try long cells many times."""
    return _DRAWN.fullmatch(cell) is not None and (":" in cell or _MARKS.search(cell) is not None)


def _without_sums(rows: list[Row]) -> tuple[list[Row], list[CellProblem]]:
    """Take lines that sum up the others ("Total", "Mean") from the end of a table."""
    end = len(rows)
    while len(rows) - end < _SUM_LINES and end > 3 and _is_sum(rows[end - 1][1]):
        end -= 1
    words = {cells[0] for _, cells in rows[end:]}
    if any(cells[0] in words for _, cells in rows[:end]):
        return rows, []
    notes = [
        CellProblem(line, None, f'"{shown(cells[0])}" is taken as what sums the others up, not as a row.')
        for line, cells in rows[end:]
    ]
    return rows[:end], notes


def _without_sums_between(rows: list[Row], usual: int) -> tuple[list[Row], list[CellProblem]]:
    """Take lines that sum up a group ("Subtotal North", "2023 Ergebnis") from between the others.

    They have fewer cells than the others, a word for a sum beside a name, and numbers in all others.
    """
    sums = [row for row in rows if _is_sum_of_group(row[1], usual)]
    if not sums or len(rows) - len(sums) < max(3, len(sums)):
        return rows, []
    named = ", ".join(f'"{shown(next(filter(None, cells)))}" (line {line:,})' for line, cells in sums[:3])
    told = f"{named}{', ...' * (len(sums) > 3)}: taken as what sums up a group of rows, not as rows."
    lines = {line for line, _ in sums}
    return [row for row in rows if row[0] not in lines], [CellProblem(None, None, told)]


def _is_sum_of_group(cells: Sequence[str], usual: int) -> bool:
    filled = [cell for cell in cells if cell]
    if not 1 < len(filled) < usual or not looks_like_number(filled[-1]):
        return False
    words = [cell for cell in filled if not looks_like_number(cell)]
    return len(words) == 1 and len(words[0]) <= _LONGEST and _GROUP_SUM.fullmatch(words[0]) is not None


def _is_sum(cells: Sequence[str]) -> bool:
    if not _SUM.fullmatch(cells[0].lower().rstrip(":")):
        return False
    others = [cell for cell in cells[1:] if cell]
    return bool(others) and all(map(looks_like_number, others))


def _filled(cells: Sequence[str]) -> int:
    return sum(map(bool, cells))


def _is_title(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and bool(cells[0]) and not looks_like_number(filled[0])

"""Sorting and choosing the rows of a sweep's table, by what people type."""

import math
import operator
import re
from collections.abc import Callable, Sequence

from nnviz.experiment.spec.errors import SpecError, did_you_mean

Number = float | None

_COMPARISON = re.compile(r"<=|>=|!=|<|>|=")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}


def order(keys: Sequence[object], descending: bool = False, before: Sequence[int] | None = None) -> list[int]:
    """Return the rows in the order of their keys: numbers, then words; those without a key always last.

    Parameters
    ----------
    keys : sequence
        One a row: a number, a text, or None.
    before : sequence of int, optional
        Rows in an earlier order, which those with equal keys keep.
    """
    there: list[int] = []
    missing: list[int] = []
    for row in range(len(keys)) if before is None else before:
        (missing if _is_missing(keys[row]) else there).append(row)
    return sorted(there, key=lambda row: _rank(keys[row]), reverse=descending) + missing


def chosen(
    text: str, headings: Sequence[str], words: Sequence[Sequence[str]], numbers: Sequence[Sequence[object]]
) -> list[int]:
    """Return the rows that fit a text such as "relu, train loss < 0.1": all its parts, between commas.

    Parameters
    ----------
    text : str
        Words that occur in a row, or conditions: a heading, one of < <= > >= = !=, and a value. Per cent may
        be written as "95 %".
    headings : sequence of str
    words, numbers : sequences
        One a row, one entry a column: what is shown, and what it is sorted by.

    Raises
    ------
    SpecError
        With one sentence, if there is no such column.
    """
    rows = list(range(len(words)))
    for part in filter(None, (part.strip() for part in text.split(","))):
        fits = _test(part, headings)
        rows = [row for row in rows if fits(words[row], numbers[row])]
    return rows


Test = Callable[[Sequence[str], Sequence[object]], bool]


def _test(part: str, headings: Sequence[str]) -> Test:
    found = _COMPARISON.search(part, 1)
    right = part[found.end() :].strip() if found else ""
    if found is None or not right:
        wanted = part.casefold().split()
        return lambda words, _numbers: all(word in " ".join(words).casefold() for word in wanted)
    column, compare = _column(part[: found.start()].strip(), headings), _COMPARE[found[0]]
    value = _number(right)
    if value is None:
        if found[0] not in ("=", "!="):
            raise SpecError(f'"{part}": {right} is no number; compare words with = or !=.')
        return lambda words, _numbers: compare(words[column].casefold() == right.casefold(), True)

    def holds(_words: Sequence[str], numbers: Sequence[object]) -> bool:
        left = numbers[column]
        return isinstance(left, int | float) and compare(left, value)

    return holds


def _column(name: str, headings: Sequence[str]) -> int:
    wanted = _plain(name)
    exact = [number for number, heading in enumerate(headings) if _plain(heading) == wanted]
    beginning = [number for number, heading in enumerate(headings) if _plain(heading).startswith(wanted)]
    if not (exact or beginning):
        raise SpecError(f'there is no column "{name}": {did_you_mean(headings, name)}{", ".join(headings)}.')
    return (exact or beginning)[0]


def _plain(name: str) -> str:
    return name.casefold().replace("_", " ").strip()


def _number(text: str) -> float | None:
    share = text.endswith("%")
    try:
        value = float(text.removesuffix("%").strip().replace("−", "-"))
    except ValueError:
        return None
    return value / 100 if share else value


def _is_missing(key: object) -> bool:
    return key is None or (isinstance(key, float) and math.isnan(key))


def _rank(key: object) -> tuple[bool, float, str]:
    if isinstance(key, int | float):
        return False, float(key), ""
    return True, 0.0, str(key).casefold()

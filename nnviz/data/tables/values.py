"""What stands in one cell: nothing, a number in one of its spellings, or a date."""

import math
import re
from collections.abc import Sequence
from datetime import datetime

import numpy as np

from nnviz.arrays import Floats

_ALWAYS_MISSING = frozenset(
    ("", "na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "-nan", "null", "?", "??", "(null)", "nil")
)
_MISSING_AMONG_NUMBERS = frozenset(("-", "--", "---", "–", "—", ".", "..", "...", "none", "missing", "x.x"))
_ERRORS = frozenset(("#value!", "#div/0!", "#ref!", "#num!", "#name?", "#null!"))
_LONGEST = 40
"""Characters of the longest cell that can be a sign for nothing, or a number in an unusual spelling."""

_EXPONENT = r"(?:[eE][+-]?\d+)?"
_PLAIN = {
    ".": re.compile(rf"[+-]?(?:\d+\.?\d*|\.\d+){_EXPONENT}", re.ASCII),
    ",": re.compile(rf"[+-]?(?:\d+,?\d*|,\d+){_EXPONENT}", re.ASCII),
}
_GROUPED = {
    ".": re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,3}(?:[ '’]\d{3})+(?:\.\d+)?", re.ASCII),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[+-]?\d{1,3}(?:[ '’]\d{3})+(?:,\d+)?", re.ASCII),
}
_AMBIGUOUS = {
    ".": re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII),
    ",": re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII),
}
_SPELLINGS = str.maketrans({"\u2212": "-", "\xa0": " ", "\u202f": " ", "\u2009": " "})
_CURRENCIES = frozenset("$€£¥")
_UNITS = _CURRENCIES | {"%"}
_PLAIN_SIGNS = frozenset("0123456789+-.eE")

_DATES = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%y",
    "%d/%m/%y",    "%m/%d/%y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y",
)  # fmt: skip
_TIMES = ("", " %H:%M", " %H:%M:%S", "T%H:%M:%S", "T%H:%M", " %H:%M:%S.%f", "T%H:%M:%S.%f")
_LOOKS_LIKE_A_DATE = re.compile(
    r"[\w., ]*\d[-/. ]\w+[-/. ,]+\d[\d:. TZ+-]*|[A-Za-z]{3,9} \d{1,2}, \d{4}", re.ASCII
)


def is_missing(cell: str, among_numbers: bool = True) -> bool:
    """Whether a cell says that there is nothing; a dash or "none" says so only among numbers."""
    if len(cell) > _LONGEST:
        return False
    word = cell.strip().lower()
    return word in _ALWAYS_MISSING or word in _ERRORS or (among_numbers and word in _MISSING_AMONG_NUMBERS)


def number_of(cell: str, decimal: str) -> float | None:
    """Return the number in a cell; None if it is none, or not finite.

    Signs between thousands, of per cent and of a currency are taken out: 12 % is 12, and $1,200 is 1200.
    """
    text = _bare(cell)
    if _PLAIN[decimal].fullmatch(text):
        plain = text.replace(",", ".")
    elif len(text) <= _LONGEST and _GROUPED[decimal].fullmatch(text):
        plain = "".join(sign for sign in text if sign in "+-0123456789" or sign == decimal).replace(",", ".")
    else:
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def _bare(cell: str) -> str:
    """Return a cell with usual signs for minus and blank, without a sign of per cent or currency."""
    text = cell.strip().translate(_SPELLINGS)
    if text[-1:] in _UNITS:
        text = text[:-1].rstrip()
    if text[:1] in _CURRENCIES:
        text = text[1:].lstrip()
    elif text[1:2] in _CURRENCIES:  # -£5
        text = text[0] + text[2:].lstrip()
    return text


def numbers_of(cells: Sequence[str], decimal: str) -> Floats:
    """Return the numbers of a column; NaN for a cell that holds none."""
    signs = set("".join(cells))
    try:
        if decimal == "." and signs <= _PLAIN_SIGNS:
            return _finite(np.array(list(map(float, cells))))
        if decimal == "," and signs <= _PLAIN_SIGNS - {"."} | {","}:
            return _finite(np.array([float(cell.replace(",", ".")) for cell in cells]))
    except ValueError:
        pass
    found = (number_of(cell, decimal) for cell in cells)
    return np.array([math.nan if value is None else value for value in found])


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), values, np.nan)


def decimal_evidence(cell: str) -> tuple[int, int]:
    """Return how much a cell speaks for "." and for "," as the decimal sign: 0, 1 (may be thousands) or 2."""
    text = _bare(cell)
    if len(text) > _LONGEST or ("," not in text and "." not in text):
        return 0, 0
    if text != cell.strip() and not cell.strip().endswith(
        "%"
    ):  # a price: three digits after a sign are thousands
        point, comma = (bool(_AMBIGUOUS[sign].fullmatch(text)) for sign in ".,")
        if point or comma:
            return 2 * comma, 2 * point
    return _evidence(text, "."), _evidence(text, ",")


def _evidence(text: str, decimal: str) -> int:
    other = "," if decimal == "." else "."
    if _GROUPED[decimal].fullmatch(text) and (decimal in text or text.count(other) > 1):
        return 2
    if decimal in text and _PLAIN[decimal].fullmatch(text):
        return 1 if _AMBIGUOUS[decimal].fullmatch(text) else 2
    return 0


def may_be_thousands(cell: str, decimal: str) -> bool:
    """Whether a number could as well be a thousand times as large: 1,234 and 1.234."""
    return bool(_AMBIGUOUS["." if decimal == "," else ","].fullmatch(cell.strip()))


def looks_like_number(cell: str) -> bool:
    """Whether a cell is a number with one of the two decimal signs."""
    return number_of(cell, ".") is not None or number_of(cell, ",") is not None


def date_format(cells: Sequence[str]) -> str | None:
    """Return the format in which every one of some cells is a date; None if there is none."""
    sample = [cell.strip() for cell in cells[:50]]
    if not sample or not all(len(c) <= _LONGEST and _LOOKS_LIKE_A_DATE.fullmatch(c) for c in sample):
        return None
    for day in _DATES:
        for time in _TIMES:
            if all(date_of(cell, day + time) is not None for cell in sample):
                return day + time
    return None


def date_of(cell: str, form: str) -> float | None:
    """Return the days from the beginning of 1970 to a date; None if the cell is none of this format."""
    try:
        moment = datetime.strptime(cell.strip().removesuffix("Z"), form)
    except ValueError:
        return None
    return (moment - datetime(1970, 1, 1)).total_seconds() / 86_400

"""What stands in one cell: nothing, or a number in one of its spellings."""

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from nnviz.arrays import Floats

_ALWAYS_MISSING = frozenset(
    ("", "na", "n/a", "n.a.", "#n/a", "#na", "<na>", "nan", "-nan", "null", "?", "??", "(null)", "nil")
)
_MISSING_AMONG_NUMBERS = frozenset(
    (
        *("-", "--", "---", "–", "—", ".", "..", "...", "…", "*", "**", "none", "missing", "x.x", "unknown"),
        *("not available", "no data", "(blank)", "blank", "empty", "pending", "tbd", "n.d.", "nd", "n.r."),
        *("k.a.", "k. a.", "keine angabe", "unbekannt", "fehlt", "(leer)", "entf.", "n/v", "n.v.", "n.b."),
        *("inconnu", "desconocido", "s/d", "1.#ind", "-1.#ind", "1.#qnan", "-nan(ind)"),
    )
)
_ERROR = re.compile(r"#[¡¿]?[^\W_]{2,10}(?:/0)?[!?]|#n/?[ad]|#nv|#err(?:or)?", re.IGNORECASE)
"""What a spreadsheet writes where a formula fails, in its user's language: #DIV/0!, #WERT!, #¿NOMBRE?"""
_LONGEST = 40
"""Characters of the longest cell that can be a sign for nothing, or a number in an unusual spelling."""

_EXPONENT = r"(?:[eE][+-]?\d+|[dD][+-]\d+)?"  # the letter D is Fortran's
_PLAIN = {
    ".": re.compile(rf"[+-]?(?:\d+(?:\.\d*)?|\.\d+){_EXPONENT}", re.ASCII),
    ",": re.compile(rf"[+-]?(?:\d+(?:,\d*)?|,\d+){_EXPONENT}", re.ASCII),
}
_GROUPED = {
    ".": re.compile(
        r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d{1,3}(?:[ '’]\d{3})+(?:\.\d+)?"
        r"|[+-]?\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?",  # lakhs and crores
        re.ASCII,
    ),
    ",": re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?|[+-]?\d{1,3}(?:[ '’]\d{3})+(?:,\d+)?", re.ASCII),
}
_AMBIGUOUS = {
    ".": re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII),
    ",": re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII),
}
_SPELLINGS = {
    **dict.fromkeys("\u2212\u2013\u2012\ufe63\uff0d", "-"),
    **dict.fromkeys("\xa0\u202f\u2009\u2007\u3000", " "),
    "\uff0b": "+",
    "\uff0e": ".",
    "\uff0c": ",",
    "\uff05": "%",
    "\u066a": "%",
}
"""Signs of numbers in other spellings: dashes and blanks of printers, signs of full width."""
_CURRENCIES = frozenset("$€£¥₹₽₩₺₴₪₫₱₦₿¢")
_APOSTROPHES = frozenset("'’`")
_UNITS = _CURRENCIES | {"%"}
_UNIT = re.compile(r"(?<=\d)\s?[^\W\d_]{1,5}\.?$|^[A-Z]{3} (?=\d)")
"""Of a number in a cell: 12,50 CHF, EUR 5.00."""
_BEGIN = frozenset("+-0123456789")
_PLAIN_SIGNS = frozenset("0123456789+-.eE")


def is_missing(cell: str, among_numbers: bool = True) -> bool:
    """Whether a cell says that there is nothing; a dash or "none" says so only among numbers."""
    if len(cell) > _LONGEST:
        return False
    word = cell.strip().lower()
    return word in _ALWAYS_MISSING or _is_error(word) or (among_numbers and word in _MISSING_AMONG_NUMBERS)


def _is_error(word: str) -> bool:
    return word[:1] == "#" and _ERROR.fullmatch(word) is not None


def number_of(cell: str, decimal: str) -> float | None:
    """Return the number in a cell; None if it is none, or not finite.

    Signs between thousands, of per cent and of a currency are taken out: 12 % is 12, and $1,200 is 1200.
    Digits of every script count; in brackets or before a minus, as accountants write it, it is negative.
    """
    text = _bare(cell, decimal)
    if _PLAIN[decimal].fullmatch(text):
        plain = text.replace(",", ".").replace("D", "e").replace("d", "e")
    elif len(text) <= _LONGEST and _GROUPED[decimal].fullmatch(text):
        plain = "".join(sign for sign in text if sign in "+-0123456789" or sign == decimal).replace(",", ".")
    else:
        return None
    value = float(plain)
    return value if math.isfinite(value) else None


def _bare(cell: str, decimal: str = ".") -> str:
    """Return a cell with usual signs for digits, minus and blank, without one of per cent or currency."""
    text = cell.strip()
    if not text.isascii():
        text = "".join(_usual(sign, decimal) for sign in text[: _LONGEST + 1])
    if text[:1] in _APOSTROPHES and text[1:2] in _BEGIN:  # a spreadsheet's sign for "leave it as it is"
        text = text[1:]
    if text[:1] == "(" and text[-1:] == ")" and text[1:2] not in ("-", "+", ""):
        text = f"-{text[1:-1].strip()}"
    elif text[-1:] == "-" and text[:1] not in ("-", "+", ""):  # as SAP writes it
        text = f"-{text[:-1].rstrip()}"
    if text[-1:] in _UNITS:
        text = text[:-1].rstrip()
    if text[:1] in _CURRENCIES:
        text = text[1:].lstrip()
    elif text[1:2] in _CURRENCIES:  # -£5
        text = text[0] + text[2:].lstrip()
    return text


def _usual(sign: str, decimal: str) -> str:
    if sign in _SPELLINGS:
        return _SPELLINGS[sign]
    if sign in "\u066b\u066c":  # Arabic signs of decimals and of thousands
        return decimal if sign == "\u066b" else ",.".replace(decimal, "")
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


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
    if cell[:1] in _BEGIN and cell[-1:] in _BEGIN and cell.isascii():
        return _evidence(cell, "."), _evidence(cell, ",")
    text = _bare(_UNIT.sub("", cell.strip()) if len(cell) <= _LONGEST else cell)
    if len(text) > _LONGEST or ("," not in text and "." not in text) or "\u066b" in cell:
        return 0, 0
    if _CURRENCIES.intersection(cell) or _UNIT.search(
        cell[:_LONGEST]
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

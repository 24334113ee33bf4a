"""Units beside the numbers of a column, such as 12 cm and EUR 5: taken out, and told."""

import re
from collections.abc import Iterator, Sequence

from nnviz.data.tables.cells.values import looks_like_number

_CODES = frozenset(
    (
        *("EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "INR", "CNY", "RUB"),
        *(
            "BRL",
            "CAD",
            "AUD",
            "ZAR",
            "TRY",
            "MXN",
            "KRW",
            "Rs",
            "Rs.",
            "R$",
            "US$",
            "kr",
            "zł",
            "Fr.",
            "SFr.",
        ),
    )
)
"""Currencies that stand before numbers."""
_LONGEST = 40
_LOOKED_AT = 2000
_BEHIND = re.compile(
    r"[-+(\u2212]?[$€£¥]?[ \xa0]?[\d.,'’ \xa0\u202f]*\d[.,]?\s*"
    r"(?![eE][-+]?\d+$)"  # of 1e400, which is too large for a number
    r"([^\d\s+.,;:()\-][^\s]{0,11}(?: [^\s\d]{1,6})?)"
)
_SIGNS = "%$€£¥₹₽₩₺₴₪₫₱₦₿¢"
_NEGATIVE = re.compile(r"^(?:\(\d[^)\n]*\)|\d[\d.,]*-)$", re.MULTILINE)
_GROUPING = frozenset(",.'’ \xa0\u2009\u202f")
_APOSTROPHE = re.compile(r"^['’`][-+]?[\d.,]+$", re.MULTILINE)
_GROUPS = re.compile(
    r"^[-+]?\d{1,3}(?:(?:['’ \xa0\u2009\u202f]\d{3})+(?:[.,]\d+)?|(?:,\d{3})+\.\d+|(?:\.\d{3})+,\d+"
    r"|(?:,\d{3}){2,}|(?:\.\d{3}){2,})$",
    re.MULTILINE,
)
_ZEROS = re.compile(r"^0\d{2,}$", re.MULTILINE | re.ASCII)
_DIGITS = re.compile(r"^[+-]?\d{16,}$", re.MULTILINE | re.ASCII)


def without_unit(cells: Sequence[str], absent: Sequence[bool]) -> tuple[str, list[str]] | None:
    """Return the unit that stands in the cells of a column, and the cells without it; None if there is none.

    Each cell must have it, be a number without one, or be missing.
    """
    present = [cell for cell, gone in zip(cells, absent, strict=True) if not gone]
    unit = next(filter(None, map(_unit, present[:3])), "")
    if not unit:
        return None
    bare = [_without(cell, unit) for cell in cells]
    left = [cell for cell, gone in zip(bare, absent, strict=True) if not gone]
    if len(left) < 2 or not all(map(looks_like_number, left)):
        return None
    return unit, bare


def remark_on(cells: Sequence[str]) -> str:
    """Return what is worth knowing about how the numbers in some cells are written; empty if nothing is."""
    return next(_remarks(cells), "")


def _remarks(cells: Sequence[str]) -> Iterator[str]:
    cells = cells[:_LOOKED_AT]
    lines = "\n".join(cells)  # looked through at once
    signs = set(lines)
    if beside := [sign for sign in _SIGNS if sign in signs]:
        cell = next(cell for cell in cells if beside[0] in cell)
        yield f'the sign {beside[0]} is taken out: "{cell}" is read as its number alone.'
    if ("'" in signs or "’" in signs or "`" in signs) and (found := _APOSTROPHE.search(lines)):
        yield f'the apostrophe before "{found[0][1:]}" and the like is taken out: they are read as numbers.'
    if not signs.isdisjoint(_GROUPING) and (found := _GROUPS.search(lines)):
        yield f'the signs between the thousands of "{found[0]}" and the like are taken out.'
    if ("(" in signs or "-" in signs) and (found := _NEGATIVE.search(lines)):
        yield f'"{found[0]}" is read as a negative number, as accountants write it.'
    if "0" in signs and (found := _ZEROS.search(lines)):
        yield (
            f'cells such as "{found[0]}" are read as numbers; data.categories takes them as names of kinds.'
        )
    if _DIGITS.search(lines) and len(set(cells)) > len({float(cell) for cell in _DIGITS.findall(lines)}):
        yield "its numbers have more digits than can be kept, which are 15 to 17: some become equal."


def _unit(cell: str) -> str:
    text = cell.strip()
    if len(text) > _LONGEST:
        return ""
    if (words := text.split(maxsplit=1)) and len(words) == 2 and words[0] in _CODES:
        return words[0]
    found = _BEHIND.fullmatch(text)
    return found[1] if found else ""


def _without(cell: str, unit: str) -> str:
    text = cell.strip()
    if text.endswith(unit):
        return text[: -len(unit)].rstrip()
    return text[len(unit) :].lstrip() if text.startswith(f"{unit} ") else text

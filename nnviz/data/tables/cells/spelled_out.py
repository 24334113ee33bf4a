"""Columns of numbers that say more than a number, or in another way: 0.35±0.02, 1.234(5), 0x2F, 1+2i."""

import re
from collections.abc import Callable, Sequence

from nnviz.data.tables.understood import shown

_LONGEST = 60
_DECIMAL = r"[-+\u2212]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?"
_UNCERTAIN = re.compile(
    rf"({_DECIMAL})\s*(?:±|\+/[-\u2212])\s*(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?%?"
)
_LAST_DIGITS = re.compile(r"([-+\u2212]?\d+[.,]\d+)\(\d{1,4}\)((?:[eE][-+]?\d+)?)")
_OTHER_BASE = re.compile(r"[-+]?0(?:[xX][0-9a-fA-F]{1,13}|[bB][01]{1,52}|[oO][0-7]{1,17})")
_POWER_OF_TEN = re.compile(
    rf"({_DECIMAL})\s*[×x*·]\s*10\s*(?:\^|\*\*)?\s*\(?([-+\u2212⁻]?[\d⁰¹²³⁴-⁹]{{1,3}})\)?"
)
_ABOUT = re.compile(rf"(?:~|≈|ca\.?\s|approx\.?\s|about\s)\s*({_DECIMAL})")
_MULTIPLE = re.compile(rf"[$€£]?\s?({_DECIMAL})\s?([kKMB])")
_POWERS = {"k": "e3", "K": "e3", "M": "e6", "B": "e9"}
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_COMPLEX = re.compile(
    rf"\(?(?:{_DECIMAL})?(?:{_DECIMAL}|[-+])\s*\*?[ijIJ]\)?|{_DECIMAL}\s*[-+]\s*[\d.,]+\s*[ij]"
)
COMPLEX = "it holds complex numbers: save their real and their imaginary parts as two columns"

_Rewrite = Callable[[re.Match[str]], str]
_SPELLINGS: Sequence[tuple[re.Pattern[str], _Rewrite, str]] = (
    (_UNCERTAIN, lambda found: found[1], "what stands behind ± is left out"),
    (_LAST_DIGITS, lambda found: found[1] + found[2], "the uncertainty in brackets is left out"),
    (_OTHER_BASE, lambda found: str(int(found[0], 0)), "its numbers are to the base 16, 8 or 2"),
    (
        _POWER_OF_TEN,
        lambda found: f"{found[1]}e{found[2].translate(_RAISED)}",
        "powers of ten are read as such",
    ),
    (_ABOUT, lambda found: found[1], "the sign for about is left out"),
)

_THOUSANDS: tuple[re.Pattern[str], _Rewrite, str] = (
    _MULTIPLE,
    lambda found: found[1] + _POWERS[found[2]],
    "k stands for thousands, M for millions, B for billions",
)


def plain_numbers(cells: Sequence[str], absent: Sequence[bool]) -> tuple[str, list[str]] | None:
    """Return what is told of a column whose numbers are spelled out, and its cells as plain numbers.

    None if it is no such column: each cell must be spelled in the same way, be a plain number, or be missing.
    """
    multiples = {found[2].upper() for cell in cells if (found := _MULTIPLE.fullmatch(cell[:_LONGEST]))}
    spellings = [_THOUSANDS, *_SPELLINGS] if len(multiples) > 1 else _SPELLINGS  # else it is a unit
    first = next((cell for cell, gone in zip(cells, absent, strict=True) if not gone), "")
    for spelling, rewrite, told in spellings:
        if not spelling.fullmatch(first[:_LONGEST]):
            continue
        bare = [rewrite(found) if (found := spelling.fullmatch(cell[:_LONGEST])) else cell for cell in cells]
        return f'{told}: "{shown(first)}" is {bare[cells.index(first)]}.', bare
    return None


def is_complex(cells: Sequence[str]) -> bool:
    """Whether all of some cells are numbers, and most of them have an imaginary part."""
    parts = sum(_COMPLEX.fullmatch(cell[:_LONGEST]) is not None for cell in cells)
    plain = re.compile(_DECIMAL)
    return 2 * parts > len(cells) and all(
        _COMPLEX.fullmatch(cell[:_LONGEST]) or plain.fullmatch(cell) for cell in cells
    )

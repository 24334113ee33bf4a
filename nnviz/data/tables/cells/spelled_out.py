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
_HEXADECIMAL = re.compile(r"([-+]?)0[xX]([0-9a-fA-F]{1,13})")  # as many as a float holds exactly
_COMPLEX = re.compile(
    rf"\(?(?:{_DECIMAL})?(?:{_DECIMAL}|[-+])\s*\*?[ijIJ]\)?|{_DECIMAL}\s*[-+]\s*[\d.,]+\s*[ij]"
)
COMPLEX = "it holds complex numbers: save their real and their imaginary parts as two columns"

_Rewrite = Callable[[re.Match[str]], str]
_SPELLINGS: Sequence[tuple[re.Pattern[str], _Rewrite, str]] = (
    (_UNCERTAIN, lambda found: found[1], "what stands behind ± is left out"),
    (_LAST_DIGITS, lambda found: found[1] + found[2], "the uncertainty in brackets is left out"),
    (_HEXADECIMAL, lambda found: found[1] + str(int(found[2], 16)), "hexadecimal numbers are read as such"),
)


def plain_numbers(cells: Sequence[str], absent: Sequence[bool]) -> tuple[str, list[str]] | None:
    """Return what is told of a column whose numbers are spelled out, and its cells as plain numbers.

    None if it is no such column: each cell must be spelled in the same way, be a plain number, or be missing.
    """
    first = next((cell for cell, gone in zip(cells, absent, strict=True) if not gone), "")
    for spelling, rewrite, told in _SPELLINGS:
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

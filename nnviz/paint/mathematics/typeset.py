r"""Typeset mathematics: LaTeX becomes outlines that stay crisp at any size, on screen and on paper.

Setting a formula takes about 10 ms, too long for numbers that change with every step. So a formula is set
once and its digits are put in place (`mathematics_digits.py`); matrices are composed of their entries.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnviz.paint.mathematics.brackets import bracket_width, brackets
from nnviz.paint.mathematics.digits import in_order, pattern, with_digits
from nnviz.paint.mathematics.outlines import REFERENCE_SIZE, Outlines, outlines

_ROW_GAP, _COLUMN_GAP, _AXIS = 24.0, 60.0, 25.0
"""Between the rows and columns of a matrix; height of its middle above the baseline."""
_MATRIX = re.compile(r"\\begin\{pmatrix\}((?:(?!\\begin|\\end).)*)\\end\{pmatrix\}", re.DOTALL)
_SIGN = re.compile(r"(^|\\left\(|[{(&]|\\\\)\s*-(?=[\d\\a-z])")
"""A minus that is a sign, not a difference: no space belongs around it."""
_NUMBER = re.compile(r"((?:\{-\})?\d+)(?:\.\d+)?(?:\s*\\cdot\s*10\^\{(?:\{-\})?\d+\})?")
"""A number: its sign and whole part, then perhaps a fraction and a power of ten."""


class Typeset(msgspec.Struct, frozen=True, eq=False):
    """A formula set at `REFERENCE_SIZE`; the origin is at its left end on the baseline, y grows downwards.

    A matrix has one path a row, so that of a large one only the rows in sight need be painted.
    """

    paths: tuple[QPainterPath, ...]
    width: float
    ascent: float
    descent: float

    def extent(self, size: float) -> tuple[float, float, float]:
        """Return width, ascent and descent at a font size."""
        factor = size / REFERENCE_SIZE
        return self.width * factor, self.ascent * factor, self.descent * factor


@lru_cache(maxsize=4096)
def typeset(latex: str) -> Typeset:
    """Return `latex` (mathematics, without dollar signs) as outlines.

    The first formula of a process takes about 150 ms (the import and the font). A formula that differs from
    a known one in its digits only takes 0.1 ms, another new one 5 to 30 ms, a known one nothing.
    """
    return _set(latex)


def _set(latex: str) -> Typeset:
    """Typeset what is not remembered: the entries of large matrices would drive out everything else."""
    latex = in_order(_SIGN.sub(r"\1{-}", latex))
    matrix = _MATRIX.fullmatch(latex)
    if matrix is not None:
        return _matrix([row.split("&") for row in matrix.group(1).split(r"\\")])
    if any(letter.isdigit() for letter in latex):
        parts = with_digits(latex)
        if parts is not None:
            return _joined(outlines(pattern(latex)), parts)
    whole = outlines(latex)
    return _joined(whole, whole.parts)


def draw(painter: QPainter, formula: Typeset, x: float, baseline: float, size: float, colour: str) -> None:
    """Fill a formula in one colour, its left end at `x`, as far as the painter's clip reaches."""
    painter.save()
    painter.translate(x, baseline)
    painter.scale(size / REFERENCE_SIZE, size / REFERENCE_SIZE)
    clip = painter.clipBoundingRect() if painter.hasClipping() else None
    for path in formula.paths:
        if clip is None or clip.intersects(path.controlPointRect()):
            painter.fillPath(path, QColor(colour))
    painter.restore()


def _joined(whole: Outlines, parts: Sequence[QPainterPath]) -> Typeset:
    return Typeset((_united(parts),), whole.width, whole.ascent, whole.descent)


def _united(parts: Iterable[QPainterPath]) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    for part in parts:
        path.addPath(part)
    return path


def _matrix(rows: Sequence[Sequence[str]]) -> Typeset:
    """Return a matrix in brackets, the decimal points of each column below one another."""
    cells = [[_entry(cell.strip()) for cell in row] for row in rows]
    columns = list(zip(*cells, strict=True))
    before = [max(cell.before for cell in column) for column in columns]
    widths = [
        point + max(cell.after for cell in column) for point, column in zip(before, columns, strict=True)
    ]
    heights = [_row_extent(row) for row in cells]
    total = sum(up + down for up, down in heights) + _ROW_GAP * (len(rows) - 1)
    side = bracket_width(total)
    lefts = [side + sum(widths[:k]) + _COLUMN_GAP * k for k in range(len(columns))]
    points = [left + point for left, point in zip(lefts, before, strict=True)]
    paths = []
    top = y = -_AXIS - total / 2
    for row, (up, down) in zip(cells, heights, strict=True):
        paths.append(_row(row, points, y + up))
        y += up + down + _ROW_GAP
    inner = sum(widths) + _COLUMN_GAP * (len(columns) - 1)
    return Typeset((*paths, brackets(side, inner, top, total)), inner + 2 * side, -top, total + top)


class _Entry(msgspec.Struct, frozen=True, eq=False):
    """An entry of a matrix; `after` is how much of its width is its decimal point and what follows."""

    formula: Typeset
    after: float

    @property
    def before(self) -> float:
        """Its width up to the decimal point."""
        return self.formula.width - self.after


def _entry(cell: str) -> _Entry:
    formula = _set(cell)
    return _Entry(formula, _after_point(cell, formula.width))


def _row_extent(row: Sequence[_Entry]) -> tuple[float, float]:
    """Return how far a row of a matrix reaches up and down from its baseline."""
    ascents, descents = zip(*((entry.formula.ascent, entry.formula.descent) for entry in row), strict=True)
    return max(0.75 * REFERENCE_SIZE, *ascents), max(0.05, *descents)


def _row(row: Sequence[_Entry], points: Sequence[float], baseline: float) -> QPainterPath:
    """Return the outlines of a row, its decimal points at `points`."""
    return _united(
        path.translated(point - entry.before, baseline)
        for entry, point in zip(row, points, strict=True)
        for path in entry.formula.paths
    )


def _after_point(cell: str, width: float) -> float:
    """Return how much of the width of a number is its decimal point and what follows, a power of ten too."""
    number = _NUMBER.fullmatch(_SIGN.sub(r"\1{-}", cell))
    return width - typeset(number[1]).width if number else 0.0

r"""Typeset mathematics: LaTeX becomes outlines that stay crisp at any size, on screen and on paper.

Setting a formula takes about 10 ms, too long for numbers that change with every step. So a formula is set
once and its digits are put in place (`mathematics_digits.py`); matrices are composed of their entries.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from nnviz.paint.mathematics.brackets import bracket_width, brackets
from nnviz.paint.mathematics.digits import digit_places, in_order, pattern, with_digits
from nnviz.paint.mathematics.outlines import REFERENCE_SIZE, Outlines, elements, outlines
from nnviz.paint.mathematics.remembered import Remembered

ROOM = 1_500_000
"""Points of outlines of formulas that are remembered: some 40 MB."""
ROWS = 64
"""Rows of matrices that are remembered as they were painted: more are hardly seen at once."""
_ROW_GAP, _COLUMN_GAP, _AXIS = 24.0, 60.0, 25.0
"""Between the rows and columns of a matrix; height of its middle above the baseline."""
_MATRIX = re.compile(r"\\begin\{pmatrix\}((?:(?!\\begin|\\end).)*)\\end\{pmatrix\}", re.DOTALL)
_SIGN = re.compile(r"(^|\\left\(|[{(&]|\\\\)\s*-(?=[\d\\a-z])")
"""A minus that is a sign, not a difference: no space belongs around it."""
_NUMBER = re.compile(r"((?:\{-\})?\d+)(?:\.\d+)?(?:\s*\\cdot\s*10\^\{(?:\{-\})?\d+\})?")
"""A number: its sign and whole part, then perhaps a fraction and a power of ten."""


class MatrixRow(msgspec.Struct, frozen=True):
    """A row of a matrix as text; its outlines, half a megabyte of a long one, are made when it is painted.

    Attributes
    ----------
    cells : tuple of str
    lefts : tuple of float
        Where each begins.
    baseline : float
    box : tuple of float
        Left, top, width and height of all of it.
    """

    cells: tuple[str, ...]
    lefts: tuple[float, ...]
    baseline: float
    box: tuple[float, float, float, float]


class Typeset(msgspec.Struct, frozen=True, eq=False):
    """A formula set at `REFERENCE_SIZE`; the origin is at its left end on the baseline, y grows downwards.

    A matrix has its rows, so that of a large one only those in sight need be painted, and its brackets.
    """

    lines: tuple[QPainterPath | MatrixRow, ...]
    width: float
    ascent: float
    descent: float

    def extent(self, size: float) -> tuple[float, float, float]:
        """Return width, ascent and descent at a font size."""
        factor = size / REFERENCE_SIZE
        return self.width * factor, self.ascent * factor, self.descent * factor


def _set(latex: str) -> Typeset:
    latex = _in_order(latex)
    matrix = _MATRIX.fullmatch(latex)
    if matrix is not None:
        return _matrix([row.split("&") for row in matrix.group(1).split(r"\\")])
    whole = _measured(latex)
    return Typeset((_outline(latex),), whole.width, whole.ascent, whole.descent)


def _weight(formula: Typeset) -> int:
    cells = sum(len(line.cells) for line in formula.lines if isinstance(line, MatrixRow))
    return 10 * cells + elements(line for line in formula.lines if isinstance(line, QPainterPath))


typeset = Remembered(_set, _weight, ROOM)
"""`latex` (mathematics, without dollar signs) as outlines: `typeset(latex) -> Typeset`.

The first formula of a process takes about 150 ms (the import and the font). A formula that differs from
a known one in its digits only takes 0.1 ms, another new one 5 to 30 ms, a known one nothing.
"""


def _in_order(latex: str) -> str:
    return in_order(_SIGN.sub(r"\1{-}", latex))


def _measured(latex: str) -> Outlines:
    """Return outlines that have the extent of a formula in order: its own, but perhaps with other digits."""
    zeros = pattern(latex)
    return outlines(zeros if zeros != latex and digit_places(zeros) is not None else latex)


def _outline(latex: str) -> QPainterPath:
    """Return the outline of a formula in order that is no matrix."""
    return _united(with_digits(latex) or outlines(latex).parts)


def draw(painter: QPainter, formula: Typeset, x: float, baseline: float, size: float, colour: str) -> None:
    """Fill a formula in one colour, its left end at `x`, as far as the painter's clip reaches."""
    painter.save()
    painter.translate(x, baseline)
    painter.scale(size / REFERENCE_SIZE, size / REFERENCE_SIZE)
    clip = painter.clipBoundingRect() if painter.hasClipping() else None
    for line in formula.lines:
        box = QRectF(*line.box) if isinstance(line, MatrixRow) else line.controlPointRect()
        if clip is None or clip.intersects(box):
            painter.fillPath(outline_of(line), QColor(colour))
    painter.restore()


def outline_of(line: QPainterPath | MatrixRow) -> QPainterPath:
    """Return the outline of what a formula consists of."""
    return _row_outline(line) if isinstance(line, MatrixRow) else line


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
    inner = sum(widths) + _COLUMN_GAP * (len(columns) - 1)
    lines = []
    top = y = -_AXIS - total / 2
    for row, (up, down) in zip(cells, heights, strict=True):
        begins = tuple(point - entry.before for entry, point in zip(row, points, strict=True))
        box = side, y, inner, up + down
        lines.append(MatrixRow(tuple(entry.cell for entry in row), begins, y + up, box))
        y += up + down + _ROW_GAP
    return Typeset((*lines, brackets(side, inner, top, total)), inner + 2 * side, -top, total + top)


class _Entry(msgspec.Struct, frozen=True, eq=False):
    """An entry of a matrix, in order; `before` is its width up to the decimal point, `after` what follows."""

    cell: str
    before: float
    after: float
    ascent: float
    descent: float


def _entry(cell: str) -> _Entry:
    cell = _in_order(cell)
    whole = _measured(cell)
    after = _after_point(cell, whole.width)
    return _Entry(cell, whole.width - after, after, whole.ascent, whole.descent)


def _row_extent(row: Sequence[_Entry]) -> tuple[float, float]:
    """Return how far a row of a matrix reaches up and down from its baseline."""
    ascents, descents = zip(*((entry.ascent, entry.descent) for entry in row), strict=True)
    return max(0.75 * REFERENCE_SIZE, *ascents), max(0.05, *descents)


@lru_cache(maxsize=ROWS)
def _row_outline(row: MatrixRow) -> QPainterPath:
    return _united(
        _outline(cell).translated(left, row.baseline) for cell, left in zip(row.cells, row.lefts, strict=True)
    )


def _after_point(cell: str, width: float) -> float:
    """Return how much of the width of a number is its decimal point and what follows, a power of ten too."""
    number = _NUMBER.fullmatch(cell)
    return width - _measured(number[1]).width if number else 0.0

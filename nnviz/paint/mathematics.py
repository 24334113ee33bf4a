r"""Typeset mathematics: LaTeX becomes outlines that stay crisp at any size, on screen and on paper.

ziamath sets the formula and hands it over as SVG made of a few absolute path commands and bars; these
become one QPainterPath. (Drawing the SVG itself through Qt adds black outlines in exported files.)

Setting a formula takes about 10 ms, too long for numbers that change with every step. All digits are equally
wide, so a formula is set once with zeros for its digits, and the outlines of the real digits put in place of
the zeros. Matrices are composed of their entries, which are formulas of that kind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QTransform

from nnviz.paint.mathematics_brackets import bracket_width, brackets

REFERENCE_SIZE = 100.0
"""Font size at which formulas are set once; painting scales them."""

_ROW_GAP, _COLUMN_GAP, _AXIS = 24.0, 60.0, 25.0
"""Between the rows and columns of a matrix; height of its middle above the baseline."""
_MATRIX = re.compile(r"\\begin\{pmatrix\}((?:(?!\\begin|\\end).)*)\\end\{pmatrix\}", re.DOTALL)
_SIGN = re.compile(r"(^|\\left\(|[{(&]|\\\\)\s*-(?=[\d\\a-z])")
"""A minus that is a sign, not a difference: no space belongs around it."""
_PLAIN_NUMBER = re.compile(r"(?:\{-\})?\d+(?:\.(\d+))?")


@dataclass(frozen=True, eq=False)
class Typeset:
    """A formula set at `REFERENCE_SIZE`; the origin is at its left end on the baseline, y grows downwards."""

    path: QPainterPath
    width: float
    ascent: float
    descent: float

    def extent(self, size: float) -> tuple[float, float, float]:
        """Return width, ascent and descent at a font size."""
        factor = size / REFERENCE_SIZE
        return self.width * factor, self.ascent * factor, self.descent * factor


@dataclass(frozen=True, eq=False)
class _Outlines:
    """The glyphs and bars of a formula in reading order, and its extent."""

    parts: tuple[QPainterPath, ...]
    width: float
    ascent: float
    descent: float


@lru_cache(maxsize=4096)
def typeset(latex: str) -> Typeset:
    """Return `latex` (mathematics, without dollar signs) as outlines.

    The first formula of a process takes about 150 ms (the import and the font). A formula that differs from
    a known one in its digits only takes .1 ms, another new one 5 to 30 ms, a known one nothing.
    """
    latex = _SIGN.sub(r"\1{-}", latex)
    matrix = _MATRIX.fullmatch(latex)
    if matrix is not None:
        return _matrix([row.split("&") for row in matrix.group(1).split(r"\\")])
    if "_" not in latex and any(letter.isdigit() for letter in latex):
        composed = _with_digits(latex)
        if composed is not None:
            return composed
    return _joined(_set(latex))


def draw(painter: QPainter, formula: Typeset, x: float, baseline: float, size: float, colour: str) -> None:
    """Fill a formula in one colour, its left end at `x`."""
    painter.save()
    painter.translate(x, baseline)
    painter.scale(size / REFERENCE_SIZE, size / REFERENCE_SIZE)
    painter.fillPath(formula.path, QColor(colour))
    painter.restore()


def _joined(outlines: _Outlines, parts: Sequence[QPainterPath] = ()) -> Typeset:
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    for part in parts or outlines.parts:
        path.addPath(part)
    return Typeset(path, outlines.width, outlines.ascent, outlines.descent)


@lru_cache(maxsize=4096)
def _set(latex: str) -> _Outlines:
    """Have ziamath set a formula."""
    import ziamath  # noqa: PLC0415  takes 140 ms, and most sessions show no formula at first

    ziamath.config.svg2 = False
    svg = ElementTree.fromstring(ziamath.Latex(latex, size=REFERENCE_SIZE).svg())
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    parts = []
    for element in svg.iter():
        path = QPainterPath()
        if element.tag.endswith("path"):
            _add_outline(path, element.attrib["d"])
        elif element.tag.endswith("rect"):
            path.addRect(QRectF(*(float(element.attrib[name]) for name in ("x", "y", "width", "height"))))
        else:
            continue
        path.translate(-left, 0.0)
        parts.append(path)
    return _Outlines(tuple(parts), width, -top, height + top)


@lru_cache(maxsize=16)
def _digit(digit: str) -> QPainterPath:
    """Return the outline of a digit, placed as if the left edge of a zero in its stead were at x = 0."""
    zero, _ = _set("00").parts
    advance = _set("00").parts[1].boundingRect().left() - zero.boundingRect().left()
    alone = _set(f"0{digit}").parts  # the zero before it tells where the pen stood
    return alone[1].translated(-advance - alone[0].boundingRect().left(), 0.0)


def _with_digits(latex: str) -> Typeset | None:
    """Return a formula composed of a known one and of digits; None where its zeros cannot be told."""
    outlines = _set(re.sub(r"\d", "0", latex))
    digits = [letter for letter in latex if letter.isdigit()]
    zeros = [k for k, part in enumerate(outlines.parts) if _is_zero(part)]
    if len(zeros) != len(digits):
        return None
    parts = list(outlines.parts)
    zero = _set("0").parts[0].boundingRect()
    for k, digit in zip(zeros, digits, strict=True):
        box = parts[k].boundingRect()
        factor = box.height() / zero.height()
        place = QTransform.fromTranslate(box.left(), box.bottom() - factor * zero.bottom())
        parts[k] = place.scale(factor, factor).map(_digit(digit))
    return _joined(outlines, parts)


def _is_zero(part: QPainterPath) -> bool:
    zero = _set("0").parts[0]
    if part.elementCount() != zero.elementCount():
        return False
    box, known = part.boundingRect(), zero.boundingRect()
    return abs(box.width() / box.height() - known.width() / known.height()) < 1e-3 if box.height() else False


def _matrix(rows: Sequence[Sequence[str]]) -> Typeset:
    """Return a matrix in brackets, the decimal points of each column below one another."""
    cells = [[typeset(cell.strip()) for cell in row] for row in rows]
    after = [[_after_point(cell) for cell in row] for row in rows]
    columns = range(len(rows[0]))
    right = [max(row[k] for row in after) for k in columns]
    width = [max(cell[k].width - a[k] for cell, a in zip(cells, after, strict=True)) for k in columns]
    heights = [
        (max(0.75 * REFERENCE_SIZE, *(c.ascent for c in row)), max(0.05, *(c.descent for c in row)))
        for row in cells
    ]
    total = sum(up + down for up, down in heights) + _ROW_GAP * (len(rows) - 1)
    side = bracket_width(total)
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    top = y = -_AXIS - total / 2
    for row, a, (up, down) in zip(cells, after, heights, strict=True):
        x = side
        for k, cell in enumerate(row):
            path.addPath(cell.path.translated(x + width[k] - (cell.width - a[k]), y + up))
            x += width[k] + right[k] + _COLUMN_GAP
        y += up + down + _ROW_GAP
    inner = sum(width) + sum(right) + _COLUMN_GAP * (len(columns) - 1)
    path.addPath(brackets(side, inner, top, total))
    return Typeset(path, inner + 2 * side, -top, total + top)


def _after_point(cell: str) -> float:
    """Return the width of the decimal point and what follows it, of a plain number."""
    number = _PLAIN_NUMBER.fullmatch(_SIGN.sub(r"\1{-}", cell.strip()))
    if number is None or number.group(1) is None:
        return 0.0
    return typeset("0." + "0" * len(number.group(1))).width - typeset("0").width


def _add_outline(path: QPainterPath, commands: str) -> None:
    """Append the outline of one glyph: absolute M, L, Q and Z are all that ziamath writes."""
    for letter, numbers in re.findall(r"([MLQZ])([^MLQZ]*)", commands):
        values = [float(number) for number in numbers.split()]
        if letter == "M":
            path.moveTo(*values)
        elif letter == "L":
            path.lineTo(*values)
        elif letter == "Q":
            path.quadTo(*values)
        else:
            path.closeSubpath()

"""Formulas on any device: rows of coloured terms on one baseline, broken between terms where too long."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from nnviz.explain.formulas.step import Formula, Term
from nnviz.paint.drawing.roles import role_colour
from nnviz.paint.drawing.theme import Theme
from nnviz.paint.drawing.tools import faded
from nnviz.paint.mathematics.typeset import Typeset, draw, typeset
from nnviz.parts import Part

LINE_GAP = 0.55
"""Between two rows, in font sizes."""

_RELATIONS = frozenset({"=", r"\approx", r"\leftarrow", r"\rightarrow", r"\to"})
_SIGNS = frozenset({"+", "-"})
_DOT = r"\cdot"
_GAPS = {"relation": 0.30, "sign": 0.24, "dot": 0.18, "bracket": 0.05, "beside": 0.12}
"""Space beside a term, in font sizes."""


class PlacedTerm(msgspec.Struct, frozen=True):
    """A term and where its left end stands on the baseline."""

    term: Term
    outline: Typeset
    x: float
    baseline: float
    size: float

    @property
    def box(self) -> QRectF:
        """The room the term takes."""
        width, ascent, descent = self.outline.extent(self.size)
        return QRectF(self.x, self.baseline - ascent, width, ascent + descent)

    def moved(self, dx: float, dy: float) -> "PlacedTerm":
        """Return the term at another place."""
        return PlacedTerm(self.term, self.outline, self.x + dx, self.baseline + dy, self.size)


class FormulaBlock(msgspec.Struct, frozen=True):
    """One formula or several, from the top left; `left_side` is the width before the first equals sign."""

    terms: tuple[PlacedTerm, ...]
    width: float
    height: float
    left_side: float = 0.0


def lay_out_formula(formula: Formula, width: float, size: float) -> FormulaBlock:
    """Return where every term goes: rows of at most `width`, unless one term alone is wider."""
    left_side = _left_side(formula, size)
    if left_side > 0.4 * width:
        left_side = 0.0
    terms: list[PlacedTerm] = []
    top = used = 0.0
    for row in _rows(formula, left_side, width, size):
        placed, height = _on_baseline(row, top, size)
        terms += placed
        used = max(used, placed[-1].box.right() if placed else 0.0)
        top += height + LINE_GAP * size
    return FormulaBlock(tuple(terms), used, max(0.0, top - LINE_GAP * size), left_side)


def column_extent(blocks: Sequence[FormulaBlock], gap: float) -> tuple[float, float]:
    """Return width and height of formulas below one another, their first equals signs in one column."""
    shifts = _shifts(blocks)
    width = max((b.width + shift for b, shift in zip(blocks, shifts, strict=True)), default=0.0)
    return width, sum(block.height for block in blocks) + gap * max(0, len(blocks) - 1)


def placed_column(blocks: Sequence[FormulaBlock], gap: float, left: float) -> list[PlacedTerm]:
    """Return the terms of formulas below one another, as `column_extent` measures them."""
    terms, top = [], 0.0
    for block, shift in zip(blocks, _shifts(blocks), strict=True):
        terms += [placed.moved(left + shift, top) for placed in block.terms]
        top += block.height + gap
    return terms


def _shifts(blocks: Sequence[FormulaBlock]) -> list[float]:
    align = max((block.left_side for block in blocks), default=0.0)
    return [align - block.left_side if block.left_side else 0.0 for block in blocks]


def paint_terms(
    painter: QPainter, terms: Sequence[PlacedTerm], theme: Theme, lit: Part | None = None
) -> None:
    """Paint terms; those that stand for the place `lit` get a coloured ground."""
    for placed in terms:
        colour = role_colour(placed.term.role, theme)
        if lit is not None and placed.term.place == lit:
            margin = 0.18 * placed.size
            painter.setPen(QColor(colour))
            painter.setBrush(faded(colour, 0.18))
            box = placed.box.adjusted(-margin, -margin, margin, margin)
            painter.drawRoundedRect(box, margin, margin)
        draw(painter, placed.outline, placed.x, placed.baseline, placed.size, colour)


def gap_between(left: Term, right: Term) -> float:
    """Return the space between two neighbours in font sizes."""
    kinds = _kind(left), _kind(right)
    if "relation" in kinds or left.latex.endswith(":}"):
        return _GAPS["relation"]
    if kinds[0] == "opening" or kinds[1] == "closing":
        return _GAPS["bracket"]
    if "sign" in kinds:
        return _GAPS["sign"]
    return _GAPS["dot"] if "dot" in kinds else _GAPS["beside"]


def _kind(term: Term) -> str:
    latex = term.latex.strip()
    if latex in _RELATIONS:
        return "relation"
    if latex in _SIGNS:
        return "sign"
    if latex == _DOT:
        return "dot"
    if latex.endswith(("(", "[")):
        return "opening"
    return "closing" if latex in (")", "]", r"\big)", r"\right)") else "term"


def _left_side(formula: Formula, size: float) -> float:
    """Return the width of what stands before the first equals sign; 0 where there is none near the front."""
    x = 0.0
    for place, term in enumerate(formula[:4]):
        if _kind(term) == "relation":
            return x
        x += typeset(term.latex).extent(size)[0]
        if place + 1 < len(formula):
            x += gap_between(term, formula[place + 1]) * size
    return 0.0


_Row = list[tuple[Term, Typeset, float]]


def _rows(formula: Formula, indent: float, width: float, size: float) -> list[_Row]:
    """Divide a formula into rows of (term, outline, x); they break before a sign, else before a relation."""
    rows: list[_Row] = [[]]
    x = 0.0
    for place, term in enumerate(formula):
        outline = typeset(term.latex)
        if rows[-1] and place:
            x += gap_between(formula[place - 1], term) * size
        rows[-1].append((term, outline, x))
        x += outline.extent(size)[0]
        if x > width:
            x = _break(rows, indent, size, x)
    return rows


def _break(rows: list[_Row], indent: float, size: float, x: float) -> float:
    """Carry the end of the last row over into a new one where it can be divided; return where the pen is."""
    row = rows[-1]
    at = max((k for k in range(1, len(row)) if _kind(row[k][0]) in ("sign", "relation")), default=0)
    if not at:
        return x
    shift = indent + (0.8 * size if not indent else 0.0) - row[at][2]
    rows[-1], carried = row[:at], [(term, outline, left + shift) for term, outline, left in row[at:]]
    rows.append(carried)
    return x + shift


def _on_baseline(row: _Row, top: float, size: float) -> tuple[list[PlacedTerm], float]:
    """Return the terms of a row whose highest one touches `top`, and the height of the row."""
    extents = [outline.extent(size) for _, outline, _ in row]
    ascent = max(0.75 * size, *(extent[1] for extent in extents)) if extents else size
    descent = max(0.25 * size, *(extent[2] for extent in extents)) if extents else 0.0
    placed = [PlacedTerm(term, outline, x, top + ascent, size) for term, outline, x in row]
    return placed, ascent + descent

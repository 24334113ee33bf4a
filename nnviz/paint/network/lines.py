"""The lines of a network diagram: width is magnitude, colour is sign, and negative lines are dashed.

On screen lines have a few widths, so that thousands paint in few calls; on paper each has its own.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from math import sqrt
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from nnviz.arrays import Floats
from nnviz.paint.drawing.contrast import faintest_share
from nnviz.paint.drawing.oklab import mix
from nnviz.paint.drawing.theme import Style, Theme
from nnviz.paint.drawing.tools import is_on_paper
from nnviz.paint.network.diagram import Diagram
from nnviz.paint.network.layout import Lines, NetworkLayout
from nnviz.paint.network.weights_scale import BINS, bins_of, shares_of
from nnviz.parts import Weight

DIMMED = 0.14
"""How much of its colour a line keeps while others are lit."""

THINNEST = 0.5
"""Width at 1x of a line whose number is nearly zero."""
WIDEST = (2.4, 8.0)
"""Width at 1x of a line at the limit of the scale: between these, as large as the neurons allow."""

_geometry: WeakKeyDictionary[Lines, list[QLineF]] = WeakKeyDictionary()


def widest_line(layout: NetworkLayout, style: Style) -> float:
    """Return the width of a line at the limit of the scale."""
    least, most = (width * style.scale for width in WIDEST)
    width = min(most, max(least, 0.13 * layout.node))
    return width * sqrt(style.theme.stroke)


def line_width(number: float, widest: float, style: Style) -> float:
    """Return the width of a signed bin or what lies between two: it grows with the magnitude, evenly."""
    thinnest = THINNEST * style.scale * sqrt(style.theme.stroke)
    return thinnest + (widest - thinnest) * abs(number) / BINS


def line_colour(bin_number: float, theme: Theme, dimmed: bool = False) -> str:
    """Return the colour of a signed bin: its sign's token, paler towards zero, but still seen."""
    if bin_number == 0:
        return mix(theme.paper, theme.quiet, DIMMED) if dimmed else theme.edge
    token = theme.positive if bin_number > 0 else theme.negative
    least = faintest_share(token, theme.paper)
    share = least + (1.0 - least) * abs(bin_number) / BINS
    return mix(theme.paper, token, share * (DIMMED if dimmed else 1.0))


@lru_cache(maxsize=1024)
def line_pen(bin_number: float, widest: float, style: Style, dimmed: bool = False) -> QPen:
    """Return the pen of a signed bin; dashes tell the sign without colour."""
    width = line_width(bin_number, widest, style)
    pen = QPen(QColor(line_colour(bin_number, style.theme, dimmed)), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if bin_number < 0:
        mark, space = max(6.0 * style.scale, 2.2 * width), max(2.5 * style.scale, 0.7 * width)
        pen.setDashPattern([mark / width, space / width])
    return pen


def _segments(lines: Lines) -> list[QLineF]:
    """Return the lines as Qt has them, made once a layout."""
    if lines not in _geometry:
        ends = zip(lines.x0.tolist(), lines.y0.tolist(), lines.x1.tolist(), lines.y1.tolist(), strict=True)
        _geometry[lines] = [QLineF(*end) for end in ends]
    return _geometry[lines]


def paint_lines(painter: QPainter, diagram: Diagram) -> None:
    """Paint every line, the weakest first; those that are not lit dimmed, below the others."""
    layout, lit = diagram.layout, diagram.lit
    groups: dict[tuple[bool, float, float], list[QLineF]] = defaultdict(list)
    for layer, lines in enumerate(layout.lines):
        numbers = _shares(diagram, layer, lines) if is_on_paper(painter) else _bins(diagram, layer, lines)
        marked = _marked(lines, layer, None if lit is None else lit.weights)
        there = _is_there(diagram, layer, lines)
        rows = zip(_segments(lines), numbers.tolist(), marked.tolist(), there.tolist(), strict=True)
        for segment, number, bright, is_there in rows:
            if is_there:
                groups[bright, abs(number), number].append(segment)
    widest = widest_line(layout, diagram.style)
    for key in sorted(groups):
        bright, _, number = key
        painter.setPen(line_pen(number, widest, diagram.style, dimmed=not bright))
        painter.drawLines(groups[key])


def line_bins(diagram: Diagram) -> tuple[bytes, ...]:
    """Return the widths of all lines, comparable: they are all that lines show of the numbers."""
    return tuple(_bins(diagram, layer, lines).tobytes() for layer, lines in enumerate(diagram.layout.lines))


def _bins(diagram: Diagram, layer: int, lines: Lines) -> NDArray[np.intp]:
    """Return the bin of every line; zeros while the numbers are not known."""
    return bins_of(_numbers(diagram, layer, lines), diagram.limit)


def _shares(diagram: Diagram, layer: int, lines: Lines) -> Floats:
    """Return where every line lies between the bins."""
    return BINS * shares_of(_numbers(diagram, layer, lines), diagram.limit)


def _numbers(diagram: Diagram, layer: int, lines: Lines) -> Floats:
    if layer >= len(diagram.content.weights):
        return np.zeros(lines.i.size)
    return np.asarray(diagram.weights(layer + 1)[lines.i, lines.j])


def _is_there(diagram: Diagram, layer: int, lines: Lines) -> NDArray[np.bool_]:
    """Return which lines there are: of pooled or normalised maps each leads to its own alone."""
    content = diagram.content
    if not content.kinds:
        return np.ones(lines.i.size, dtype=np.bool_)
    pairs = zip(lines.i.tolist(), lines.j.tolist(), strict=True)
    return np.array([content.joins(layer + 1, i, j) for i, j in pairs], dtype=np.bool_)


def _marked(lines: Lines, layer: int, lit: Collection[Weight] | None) -> NDArray[np.bool_]:
    """Return which lines are lit; all of them when nothing is dimmed."""
    if lit is None:
        return np.ones(lines.i.size, dtype=np.bool_)
    pairs = {weight.index for weight in lit if weight.layer == layer + 1}
    ends = zip(lines.i.tolist(), lines.j.tolist(), strict=True)
    return np.array([pair in pairs for pair in ends], dtype=np.bool_)

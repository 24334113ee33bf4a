r"""Typeset mathematics: LaTeX becomes outlines that stay crisp at any size, on screen and on paper.

ziamath sets the formula and hands it over as SVG made of a few absolute path commands and bars; these
become one QPainterPath. (Drawing the SVG itself through Qt adds black outlines in exported files.)
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath

REFERENCE_SIZE = 100.0
"""Font size at which formulas are set once; painting scales them."""


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


@lru_cache(maxsize=4096)
def typeset(latex: str) -> Typeset:
    """Return `latex` (mathematics, without dollar signs) as outlines.

    The first formula of a process takes about 150 ms (the import and the font), later new ones 5 to 30 ms,
    and known ones nothing: do not call it for new formulas in every frame.
    """
    import ziamath  # noqa: PLC0415  takes 140 ms, and most sessions show no formula at first

    ziamath.config.svg2 = False
    svg = ElementTree.fromstring(ziamath.Latex(latex, size=REFERENCE_SIZE).svg())
    path = QPainterPath()
    path.setFillRule(path.fillRule().WindingFill)
    for element in svg.iter():
        if element.tag.endswith("path"):
            _add_outline(path, element.attrib["d"])
        elif element.tag.endswith("rect"):
            path.addRect(QRectF(*(float(element.attrib[name]) for name in ("x", "y", "width", "height"))))
    left, top, width, height = map(float, svg.attrib["viewBox"].split())
    path.translate(-left, 0.0)
    return Typeset(path, width, -top, height + top)


def draw(painter: QPainter, formula: Typeset, x: float, baseline: float, size: float, colour: str) -> None:
    """Fill a formula in one colour, its left end at `x`."""
    painter.save()
    painter.translate(x, baseline)
    painter.scale(size / REFERENCE_SIZE, size / REFERENCE_SIZE)
    painter.fillPath(formula.path, QColor(colour))
    painter.restore()


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

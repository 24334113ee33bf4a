"""LaTeX set by ziamath, as outlines: one path a glyph or bar, in reading order.

ziamath writes SVG made of a few absolute path commands and bars. (Drawing that SVG itself through Qt adds
black outlines in exported files.)
"""

import re
from collections.abc import Iterable

import msgspec
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainterPath

from nnviz.paint.mathematics.remembered import Remembered

REFERENCE_SIZE = 100.0
"""Font size at which formulas are set once; painting scales them."""
ROOM = 1_000_000
"""Points of outlines that are remembered: some 30 MB."""


class Outlines(msgspec.Struct, frozen=True, eq=False):
    """The glyphs and bars of a formula at `REFERENCE_SIZE`, and its extent."""

    parts: tuple[QPainterPath, ...]
    width: float
    ascent: float
    descent: float


def _made(latex: str) -> Outlines:
    # These take 170 ms, and most sessions show no formula at first.
    from xml.etree import ElementTree  # noqa: PLC0415

    import ziamath  # noqa: PLC0415

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
    return Outlines(tuple(parts), width, -top, height + top)


def elements(paths: Iterable[QPainterPath]) -> int:
    """Return how many points outlines have, at 24 bytes each; one more path takes as much as ten."""
    return sum(path.elementCount() + 10 for path in paths)


outlines = Remembered(_made, lambda whole: elements(whole.parts), ROOM)
"""A formula as ziamath sets it, which takes 3 to 20 ms, or a second if it is very long."""


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

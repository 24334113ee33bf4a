"""Texts of an SVG where they were laid out and as wide, in whatever font a viewer has.

Each word stands on its own, centred where it is: of the ways to say how wide a text is, librsvg, Inkscape and
browsers have only this one in common. Browsers and Inkscape also take the length of each word, and browsers
the fonts themselves, cut down to the letters that occur.
"""

import html
import re
from collections.abc import Iterator

from PySide6.QtGui import QFont, QFontMetricsF

from nnviz.export.page.svg_fonts import font_face
from nnviz.paint.drawing.lettering import make_font
from nnviz.paint.drawing.theme import Style

FALLBACKS = "Arial, Helvetica, sans-serif"
BOLD = 600
_TEXT = re.compile(
    r'<text (?P<before>[^>]*) x="(?P<x>[^"]+)" (?P<rest>[^>]*font-size="(?P<size>[\d.]+)" '
    r'font-weight="(?P<weight>\d+)" font-style="(?P<slope>\w+)"[^>]*)>(?P<text>[^<]+)</text>'
)
_WORD = re.compile(r"\s*\S+\s*")
_DEFINITIONS = "<defs>"


def with_texts(svg: str, style: Style) -> str:
    """Place each word of a drawing by itself, and add the fonts and those to take in their place."""
    used: dict[tuple[str, str], tuple[QFont, set[str]]] = {}

    def placed(found: re.Match[str]) -> str:
        font, text = _font(found, style), html.unescape(found["text"])
        face = used.setdefault((found["weight"], found["slope"]), (font, set()))
        face[1].update(text)
        words = "".join(_words(text, float(found["x"]), font))
        return f'<text {found["before"]} {found["rest"].rstrip()} text-anchor="middle">{words}</text>'

    svg = _TEXT.sub(placed, svg)
    svg = svg.replace(f'font-family="{style.family}"', f'font-family="{style.family}, {FALLBACKS}"')
    faces = [
        font_face(font, style.family, weight, slope, "".join(sorted(letters)))
        for (weight, slope), (font, letters) in sorted(used.items())
    ]
    if not any(faces):
        return svg
    rules = "\n".join(face for face in faces if face)
    return svg.replace(_DEFINITIONS, f'{_DEFINITIONS}<style type="text/css">\n{rules}\n</style>', 1)


def _font(found: re.Match[str], style: Style) -> QFont:
    italic, bold = found["slope"] == "italic", int(found["weight"]) >= BOLD
    return make_font(style, float(found["size"]), italic, bold)


def _words(text: str, left: float, font: QFont) -> Iterator[str]:
    """Go through the words, each with the spaces after it, and place its middle."""
    metrics = QFontMetricsF(font)
    for word in _WORD.finditer(text):
        start, end = (metrics.horizontalAdvance(text[:place]) for place in word.span())
        length = (
            f' textLength="{end - start:.2f}" lengthAdjust="spacingAndGlyphs"' if len(word[0]) > 1 else ""
        )
        yield f'<tspan x="{left + (start + end) / 2:.2f}"{length}>{html.escape(word[0], quote=False)}</tspan>'

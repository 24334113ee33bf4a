"""Texts of an SVG as wide as they were laid out, in whatever font a viewer has."""

import html
import re

from PySide6.QtGui import QFontMetricsF

from nnviz.paint.lettering import make_font
from nnviz.paint.theme import Style

_TEXT = re.compile(
    r'<text (?P<rest>[^>]*font-size="(?P<size>[\d.]+)" font-weight="(?P<weight>\d+)" '
    r'font-style="(?P<slope>\w+)"[^>]*)>(?P<text>[^<]+)</text>'
)
BOLD = 600


def with_widths(svg: str, style: Style) -> str:
    """Say how wide each text is: with another font, labels would else run into their neighbours."""

    def completed(found: re.Match[str]) -> str:
        text = found["text"]
        if len(text) < 2:
            return found[0]
        italic, bold = found["slope"] == "italic", int(found["weight"]) >= BOLD
        font = make_font(style, float(found["size"]), italic, bold)
        width = QFontMetricsF(font).horizontalAdvance(html.unescape(text))
        length = f'textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"'
        return f"<text {found['rest'].rstrip()} {length}>{text}</text>"

    return _TEXT.sub(completed, svg)

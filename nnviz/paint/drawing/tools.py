"""Fonts and pens of every picture: sizes in the painter's units, so that one picture serves screen and paper.

Fonts have whole pixel sizes (Qt knows no others), so an exporter scales the painter, not the text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPen

from nnviz.paint.drawing.theme import Style

DASHES: dict[str, tuple[float, ...]] = {"solid": (), "dash": (5.0, 2.5), "dot": (1.0, 1.8)}
"""Lengths of marks and gaps in line widths."""


def font(style: Style, size: float = 0.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the style's typeface; `size` 0 is that of normal text."""
    made = QFont(style.family)
    made.setPixelSize(max(1, round(size or style.text)))
    made.setWeight(weight)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if style.tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    else:  # nor other variants of glyphs, which text copied from a PDF file would lack as well
        made.setFeature(QFont.Tag("calt"), 0)
    return made


@lru_cache(maxsize=256)
def metrics(style: Style, size: float = 0.0) -> QFontMetricsF:
    """Return the measures of `font(style, size)`; kept, as making is slow."""
    return QFontMetricsF(font(style, size))


def pen(style: Style, colour: str | QColor, width: float = 1.0, dash: str = "solid") -> QPen:
    """Return a pen of `width` at 1x, scaled by the style and strengthened by the theme; not to be changed."""
    return (
        _pen_of(style, colour, width, dash) if isinstance(colour, str) else _pen(style, colour, width, dash)
    )


@lru_cache(maxsize=1024)
def _pen_of(style: Style, colour: str, width: float, dash: str) -> QPen:
    return _pen(style, QColor(colour), width, dash)


def _pen(style: Style, colour: QColor, width: float, dash: str) -> QPen:
    made = QPen(colour, width * style.scale * style.theme.stroke)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(Qt.PenCapStyle.RoundCap if dash == "solid" else Qt.PenCapStyle.FlatCap)
    if DASHES[dash]:
        made.setDashPattern(DASHES[dash])
    return made


@lru_cache(maxsize=256)
def faded(colour: str, opacity: float) -> QColor:
    """Return `colour`, `opacity` of it covering what is below; not to be changed."""
    made = QColor(colour)
    made.setAlphaF(opacity)
    return made


def is_on_paper(painter: QPainter) -> bool:
    """Whether the device is a file of vectors, whose viewers do not smooth images."""
    return painter.paintEngine().type() in (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


@contextmanager
def saved(painter: QPainter) -> Iterator[QPainter]:
    """Give the painter back as it was, smooth lines switched on in between."""
    painter.save()
    try:
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        yield painter
    finally:
        painter.restore()

"""Text in pictures: fonts with figures of equal width, and names such as x₁² set as in a textbook."""

import re
from functools import lru_cache

import msgspec
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QRawFont, QTextLayout

from nnviz.numerals import LOWERED, RAISED, full_size, lowered, raised
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import font

_VARIABLE = re.compile(r"(?<![^\W\d_])([^\W\d_])(?:_?(\d+))?(?:\^(\d+))?(?![^\W\d_])")
_CALL = re.compile(r"([a-z]+)\((\w+)\)")
_SMALL_DIGITS = re.compile(f"([{LOWERED}]+|[{RAISED}]+)")
_SMALL = 0.72
_DROP, _RAISE = 0.22, -0.42
_SHARES = {Qt.AlignmentFlag.AlignLeft: 0.0, Qt.AlignmentFlag.AlignRight: 1.0}
"""How much of the room to spare goes to the left of a text; half of it otherwise."""
MANY_WORDS = 4
"""From so many words on, a name is a phrase."""


class TextRun(msgspec.Struct, frozen=True):
    """A piece of a name in one font; `size`, and `shift` down from the base line, are in text sizes.

    A run with `stacked` starts where the one before it started (an exponent above an index).
    """

    text: str
    italic: bool = False
    size: float = 1.0
    shift: float = 0.0
    stacked: bool = False


@lru_cache(maxsize=256)
def make_font(style: Style, size: float, italic: bool = False, bold: bool = False) -> QFont:
    """Return the style's font at a size in the painter's units (0: normal text); kept, as making is slow."""
    made = font(style, size, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setItalic(italic)
    return made


def without_font(text: str, style: Style) -> str:
    """Return the letters of a text that no font here has, each once: in pictures they are boxes."""
    letters = dict.fromkeys(letter for letter in text if not letter.isascii() and letter.isprintable())
    return "".join(letter for letter in letters if not _has_glyph(letter, style))


@lru_cache(maxsize=4096)
def _has_glyph(letter: str, style: Style) -> bool:
    layout = QTextLayout(letter, make_font(style, 0.0))
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes())


@lru_cache(maxsize=4096)
def text_width(text: str, style: Style, size: float = 0.0, bold: bool = False) -> float:
    """Return the width of plain text in the painter's units; kept, as frames repeat their texts."""
    pieces = _pieces_of(text, style, size, bold)
    return sum(QFontMetricsF(piece).horizontalAdvance(words) for words, piece, _ in pieces)


@lru_cache(maxsize=1024)
def _pieces_of(text: str, style: Style, size: float, bold: bool) -> tuple[tuple[str, QFont, float], ...]:
    """Return the pieces of plain text, each with its font and its shift down.

    It is one piece but where the font has no digits for powers and indices (Liberation Sans has only
    three of them): then its usual ones are set small, since Qt would take others from elsewhere.
    """
    whole = make_font(style, size, bold=bold)
    if not _SMALL_DIGITS.search(text) or _has_all(text, whole):
        return ((text, whole, 0.0),)
    em = size or style.text
    small = make_font(style, em * _SMALL, bold=bold)
    return tuple(
        (full_size(words), small, em * (_DROP if words[0] in LOWERED else _RAISE))
        if _SMALL_DIGITS.fullmatch(words)
        else (words, whole, 0.0)
        for words in _SMALL_DIGITS.split(text)
        if words
    )


def _has_all(text: str, of: QFont) -> bool:
    """Whether a font itself has every letter of a text."""
    raw = QRawFont.fromFont(of)
    return all(raw.supportsCharacter(ord(letter)) for letter in "".join(_SMALL_DIGITS.findall(text)))


@lru_cache(maxsize=256)
def _cap_height(style: Style, size: float, bold: bool = False) -> float:
    """Return the height of a capital letter."""
    return QFontMetricsF(make_font(style, size, bold=bold)).capHeight()


def elided(text: str, width: float, style: Style, size: float = 0.0) -> str:
    """Return `text`, its end replaced by an ellipsis where it is wider than `width`."""
    return QFontMetricsF(make_font(style, size)).elidedText(text, Qt.TextElideMode.ElideRight, width)


def spoken(name: str) -> str:
    """Return a name such as "x1^2" as plain text, "x₁²", for tooltips, screen readers and captions."""

    def plain(match: re.Match[str]) -> str:
        letter, index, power = match.groups(default="")
        return letter + lowered(index) + raised(power)

    return _VARIABLE.sub(plain, _without_signs(name))


def _without_signs(name: str) -> str:
    """Return "sin(x1)" as "sin x1" and "x1*x2" as "x1x2", as they are written by hand."""
    return _CALL.sub(r"\1 \2", name).replace("*", "\N{INVISIBLE TIMES}")


@lru_cache(maxsize=1024)
def runs_of(name: str) -> tuple[TextRun, ...]:
    """Divide a name into runs: single letters are variables (italic), digits after them are indices.

    In a name of many words they are words.
    """
    if len(name.split()) >= MANY_WORDS:
        return (TextRun(name),)
    runs: list[TextRun] = []
    name = _without_signs(name)
    end = 0
    for match in _VARIABLE.finditer(name):
        between = name[end : match.start()].replace("\N{INVISIBLE TIMES}", "")
        if between:
            runs.append(TextRun(between))
        letter, index, power = match.groups(default="")
        runs.append(TextRun(letter, italic=letter != "π"))
        if index:
            runs.append(TextRun(index, size=_SMALL, shift=_DROP))
        if power:
            runs.append(TextRun(power, size=_SMALL, shift=_RAISE, stacked=bool(index)))
        end = match.end()
    if name[end:].strip():
        runs.append(TextRun(name[end:].rstrip()))
    return tuple(runs)


@lru_cache(maxsize=1024)
def _placed(name: str, style: Style, size: float) -> tuple[tuple[tuple[TextRun, QFont, float], ...], float]:
    """Return each run with its font and left edge, and the width of all."""
    placed: list[tuple[TextRun, QFont, float]] = []
    x = start = 0.0
    for run in runs_of(name):
        run_font = make_font(style, size * run.size, run.italic)
        left = start if run.stacked else x
        placed.append((run, run_font, left))
        start = left
        x = max(x, left + QFontMetricsF(run_font).horizontalAdvance(run.text))
    return tuple(placed), x


def name_width(name: str, style: Style, size: float = 0.0) -> float:
    """Return the width of a name set with indices and powers."""
    return _placed(name, style, size or style.text)[1]


def shortened(name: str, width: float, style: Style) -> str:
    """Return a name, its end replaced by an ellipsis where it is wider than `width` as it is drawn."""
    return name if name_width(name, style) <= width else elided(name, width, style)


def draw_name(
    painter: QPainter,
    box: QRectF,
    name: str,
    style: Style,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    size: float = 0.0,
) -> None:
    """Draw a name with indices and powers, vertically centred in `box`, in the painter's pen."""
    size = size or style.text
    placed, width = _placed(name, style, size)
    base = box.center().y() + _cap_height(style, size) / 2
    slack = box.width() - width
    share = _SHARES.get(align, 0.5)
    for run, run_font, left in placed:
        painter.setFont(run_font)
        painter.drawText(QPointF(box.left() + share * slack + left, base + run.shift * size), run.text)


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    style: Style,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignHCenter,
    size: float = 0.0,
    bold: bool = False,
) -> None:
    """Draw one line of plain text, vertically centred in `box`, in the painter's pen; never clipped."""
    left = box.left() + _SHARES.get(align, 0.5) * (box.width() - text_width(text, style, size, bold))
    base = box.center().y() + _cap_height(style, size, bold) / 2
    for words, piece, shift in _pieces_of(text, style, size, bold):
        painter.setFont(piece)
        painter.drawText(QPointF(left, base + shift), words)
        left += QFontMetricsF(piece).horizontalAdvance(words) if len(text) > len(words) else 0.0

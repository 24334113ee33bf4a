"""Plain text with powers: in one font, whatever digits it has."""

import pytest
from PySide6.QtGui import QFontInfo

from nnviz.numerals import full_size, lowered, raised
from nnviz.paint.drawing import lettering
from nnviz.paint.drawing.lettering import make_font, text_width
from nnviz.paint.drawing.theme import Style

STYLE = Style(text=26.0, tabular=False)


def test_a_font_with_small_digits_writes_them_itself() -> None:
    assert [words for words, *_ in lettering._pieces_of("4.97·10⁻⁵", STYLE, 0.0, False)] == ["4.97·10⁻⁵"]


def test_a_font_without_writes_its_usual_ones_small(monkeypatch: pytest.MonkeyPatch) -> None:
    style = Style(text=27.0, tabular=False)  # nothing kept of the test before
    monkeypatch.setattr(lettering, "_has_all", lambda *_: False)
    pieces = lettering._pieces_of("10⁻⁵ and x₁₂", style, 0.0, False)
    assert [words for words, *_ in pieces] == ["10", "\N{MINUS SIGN}5", " and x", "12"]
    (_, base, level), (_, small, up), _, (_, _, down) = pieces
    assert {QFontInfo(piece).family() for _, piece, _ in pieces} == {
        QFontInfo(make_font(style, 0.0)).family()
    }
    assert small.pixelSize() < 0.8 * base.pixelSize()
    assert up < level == 0.0 < down
    plain = text_width("10", style)
    assert plain < text_width("10⁻⁵", style) < 2.0 * plain + text_width("\N{MINUS SIGN}", style)


def test_small_digits_and_back() -> None:
    assert full_size(raised(-120) + lowered(45)) == "\N{MINUS SIGN}12045"

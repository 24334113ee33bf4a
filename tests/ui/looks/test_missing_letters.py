"""The window says which letters of names it can show as boxes only."""

import pytest
from pytestqt.qtbot import QtBot
from windows import XOR, Opener, settled

from nnviz.experiment.spec.overrides import with_value
from nnviz.paint.drawing.lettering import without_font
from nnviz.paint.drawing.theme import Style

NOWHERE = "\U00012000"
"""A cuneiform sign: hardly any computer has a font for it."""


def test_letters_without_a_font_are_told_once(open_window: Opener, qtbot: QtBot) -> None:
    if not without_font(NOWHERE, Style()):
        pytest.skip("a font here has even this letter")
    window = open_window(with_value(XOR, "title", f"The letter {NOWHERE}"))
    sentence = f"No font on this computer has the letters {NOWHERE}; they are boxes in this window."
    qtbot.waitUntil(lambda: window.banner.sentence.startswith(sentence))
    window.banner.hide()
    window.document.edit(with_value(window.document.spec, "training.learning_rate", 0.01), "rate")
    settled(window, qtbot)
    assert window.banner.sentence == ""


def test_where_every_letter_has_a_font_nothing_is_said(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window(with_value(XOR, "title", "größer −0.5 w₂₁⁽¹⁾"))
    settled(window, qtbot)
    assert window.banner.sentence == ""

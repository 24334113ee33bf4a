"""Names of axes stay within their picture, however long they are."""

import pytest
from PySide6.QtCore import QRectF

from nnviz.paint.drawing.lettering import name_width, runs_of, shortened
from nnviz.paint.drawing.theme import Style
from nnviz.paint.output.plane import y_name_of

LONG = "A very long name of a measured quantity that nobody shortened"
PLOT = QRectF(40.0, 30.0, 200.0, 200.0)


def test_a_short_name_stands_above_its_axis() -> None:
    shown, place = y_name_of("x2", PLOT, Style())
    assert shown == "x2"
    assert place.center().x() == pytest.approx(PLOT.left())


def test_a_long_name_is_shortened_and_goes_to_the_right() -> None:
    shown, place = y_name_of(LONG, PLOT, Style())
    assert shown.endswith("…")
    assert place.left() >= PLOT.left() - Style().text
    assert place.right() < PLOT.center().x()
    assert name_width(shortened(LONG, 120.0, Style()), Style()) <= 121.0
    assert shortened(LONG, 1e4, Style()) == LONG


def test_letters_of_a_phrase_are_words_not_variables() -> None:
    assert not any(run.italic for run in runs_of(LONG))
    assert any(run.italic for run in runs_of("sin(x1)"))

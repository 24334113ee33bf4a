"""What does not fit is on another page: nothing is cut, nothing is lost."""

from itertools import pairwise

from PySide6.QtCore import QRectF

from nnviz.ui.pictures.pages import page_words, pages_of


def lines(*spans: tuple[float, float]) -> list[QRectF]:
    return [QRectF(0.0, top, 100.0, bottom - top) for top, bottom in spans]


def test_what_fits_is_one_page() -> None:
    assert pages_of(lines((0, 10), (12, 20)), 20.0) == [(0.0, 20.0)]
    assert pages_of([], 20.0) == [(0.0, 20.0)]
    assert page_words(0, 1) == ""


def test_pages_break_between_lines() -> None:
    pages = pages_of(lines((0, 10), (12, 22), (24, 34), (36, 46)), 24.0)
    assert pages == [(0.0, 24.0), (24.0, 46.0)]
    assert page_words(1, 2) == "2 of 2"


def test_what_stands_side_by_side_stays_together() -> None:
    assert pages_of(lines((0, 10), (12, 30), (15, 25)), 20.0) == [(0.0, 12.0), (12.0, 30.0)]


def test_what_is_higher_than_a_page_is_spread_over_several() -> None:
    pages = pages_of(lines((0, 5), (6, 50)), 20.0)
    assert pages[0] == (0.0, 6.0)
    assert pages[-1][1] == 50.0
    assert all(bottom - top <= 20.0 for top, bottom in pages)
    assert all(one[1] == other[0] for one, other in pairwise(pages))


def test_no_page_shows_the_margin_above_the_first_line_alone() -> None:
    assert pages_of(lines((5, 23), (24, 30)), 20.0)[0] == (0.0, 20.0)

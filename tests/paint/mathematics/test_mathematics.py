"""Formulas become outlines of the right size and place."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QPainterPath

from nnviz.paint.mathematics.digits import in_order, with_digits
from nnviz.paint.mathematics.outlines import REFERENCE_SIZE, outlines
from nnviz.paint.mathematics.typeset import Typeset, draw, outline_of, typeset

BAR = 5
"""Points of the bar of a fraction, which is as long as its digits are wide."""


def test_the_outline_lies_within_its_extent() -> None:
    for latex in (
        r"\frac{\partial L}{\partial w_{12}}",
        "z",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\hat y_j",
    ):
        formula = typeset(latex)
        bounds = _path(formula).boundingRect()
        assert bounds.left() >= -1
        assert bounds.right() <= formula.width + 1
        assert bounds.top() >= -formula.ascent - 1
        assert bounds.bottom() <= formula.descent + 1


def test_a_fraction_is_taller_than_a_letter_and_scales() -> None:
    letter, fraction = typeset("x"), typeset(r"\frac{x}{y}")
    assert fraction.ascent + fraction.descent > 1.5 * (letter.ascent + letter.descent)
    assert letter.extent(2 * REFERENCE_SIZE)[0] == 2 * letter.width


def test_drawing_fills_with_the_colour(qapp: QGuiApplication) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    draw(painter, typeset(r"\blacksquare"), 10.0, 30.0, 30.0, "#D55E00")
    painter.end()
    assert any(image.pixelColor(x, y).name() == "#d55e00" for x in range(60) for y in range(40))


def _path(formula: Typeset) -> QPainterPath:
    whole = QPainterPath()
    for line in formula.lines:
        whole.addPath(outline_of(line))
    return whole


def _points(formula: Typeset) -> list[tuple[float, float]]:
    path = _path(formula)
    points = [path.elementAt(k) for k in range(path.elementCount())]
    return [(point.x, point.y) for point in points]


@pytest.mark.parametrize(
    "latex",
    [
        "0.5321",
        r"\left({-}9.876\right)",
        r"1.234 \cdot 10^{{-}7}",
        r"\frac{1}{1 + e^{{-}\left(0.53\right)}}",
        r"\frac{12}{34} + 56^{78}",
        "w^{(1)}_{23}",
        r"\sum_{k=1} \sqrt{4 + 5} \cdot \hat{y}_{6}",
        r"\frac{\partial L}{\partial w^{(14)}_{5,23}}",
        r"e^{{-}z_{17}}",
    ],
)
def test_digits_put_in_place_are_those_that_are_set(latex: str) -> None:
    """Composed of known outlines, it is the same as set anew, but for the bearings of digits."""
    composed, whole = with_digits(in_order(latex)), outlines(in_order(latex))
    assert composed is not None
    for put_in, part in zip(composed, whole.parts, strict=True):
        assert put_in.elementCount() == part.elementCount()
        mine, other = put_in.boundingRect(), part.boundingRect()
        assert part.elementCount() == BAR or abs(mine.width() - other.width()) < 0.5
        assert abs(mine.height() - other.height()) < 0.5
        assert abs(mine.left() - other.left()) < 20.0
        assert abs(mine.top() - other.top()) < 1.5


def test_digits_of_an_exponent_never_get_into_the_index() -> None:
    assert _points(typeset("w^{(1)}_{23}")) == _points(typeset("w_{23}^{(1)}"))
    assert _points(typeset("w^{(1)}_{23}")) != _points(typeset("w^{(3)}_{12}"))
    assert with_digits(r"\sum_{k=1}^{3} k") is None


def test_numbers_of_one_pattern_are_equally_wide() -> None:
    widths = {typeset(text).width for text in ("0.1111", "0.9876", "7.4321", "0.0000")}
    assert len(widths) == 1


def test_a_new_number_of_a_known_pattern_is_not_set_again() -> None:
    typeset("3.141")
    known = outlines.made
    for k in range(1000, 1100):
        typeset(f"{k / 1000:.3f}")
    assert outlines.made <= known + 8  # digits seen for the first time


def test_decimal_points_of_a_matrix_stand_below_one_another() -> None:
    narrow, wide = typeset(r"\begin{pmatrix}1.5\\-12.25\end{pmatrix}"), typeset("-12.25")
    assert narrow.width > wide.width
    assert narrow.ascent + narrow.descent > 2 * wide.ascent
    bounds = _path(narrow).boundingRect()
    assert bounds.left() >= 0.0
    assert bounds.right() <= narrow.width


def test_numbers_with_a_power_of_ten_stand_under_the_others_by_their_decimal_point() -> None:
    power = r"1.223 \cdot 10^{-5}"
    mixed = typeset(rf"\begin{{pmatrix}}{power}\\0.123\end{{pmatrix}}")
    lefts = [outline_of(line).boundingRect().left() for line in mixed.lines[:2]]
    assert lefts[0] == pytest.approx(lefts[1], abs=0.1 * REFERENCE_SIZE)
    assert mixed.width < 1.3 * typeset(power).width


def test_of_a_matrix_only_the_rows_in_sight_are_painted(qapp: QGuiApplication) -> None:
    body = r"\\".join(f"{row}.25" for row in range(10, 30))
    formula = typeset(rf"\begin{{pmatrix}}{body}\end{{pmatrix}}")
    assert len(formula.lines) == 21  # a row each, and the brackets
    images = []
    for clip in (QRect(0, 0, 120, 60), QRect(0, 0, 120, 400)):
        image = QImage(120, 400, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        painter.setClipRect(clip)
        draw(painter, formula, 5.0, 200.0, 14.0, "#000000")
        painter.end()
        images.append(image)
    part, whole = images
    assert part.copy(0, 0, 120, 60) == whole.copy(0, 0, 120, 60)
    assert part != whole

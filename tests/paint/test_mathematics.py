"""Formulas become outlines of the right size and place."""

from PySide6.QtGui import QGuiApplication, QImage, QPainter

from nnviz.paint.mathematics import REFERENCE_SIZE, draw, typeset


def test_the_outline_lies_within_its_extent() -> None:
    for latex in (
        r"\frac{\partial L}{\partial w_{12}}",
        "z",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\hat y_j",
    ):
        formula = typeset(latex)
        bounds = formula.path.boundingRect()
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

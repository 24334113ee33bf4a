"""The check of a gradient on any device: two numbers, their agreeing digits, the error over epsilon."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from nnviz.explain.chain.difference import Difference
from nnviz.explain.chain.epsilon import EPSILONS
from nnviz.explain.formulas.numbers import plain
from nnviz.paint.charts.chart import Chart, paint_chart
from nnviz.paint.charts.series import Series
from nnviz.paint.drawing.axis import Axis
from nnviz.paint.drawing.lettering import make_font, text_width
from nnviz.paint.drawing.roles import text_colour
from nnviz.paint.drawing.theme import Style
from nnviz.paint.drawing.tools import saved

DIGITS = 12
"""Significant digits of the two numbers."""
_SMALLEST_ERROR = 1e-18
"""Errors of exactly 0 are drawn here, as a logarithm must be."""
_LOW = 11.0
"""Text sizes of a chart below which its curve needs the line of the name: a slider above it is called so."""


def paint_difference(
    painter: QPainter, rect: QRectF, found: Difference, curve: Sequence[Difference], style: Style
) -> None:
    """Paint the gradient, the central difference below it, and how its error depends on epsilon."""
    size = style.heading
    line = 1.45 * size
    with saved(painter):
        rows = (("back-propagation", found.gradient), ("central difference", found.estimate))
        for row, (name, value) in enumerate(rows):
            box = QRectF(rect.left(), rect.top() + row * line, rect.width(), line)
            _paint_number(painter, box, name, value, found.digits, style)
        text = _words(found.digits)
        painter.setPen(QColor(text_colour(style.theme.forward, style.theme)))
        painter.setFont(make_font(style, style.text, bold=True))
        painter.drawText(QPointF(rect.left(), rect.top() + 2.75 * line), text)
    chart = rect.adjusted(0.0, 3.1 * line, 0.0, 0.0)
    if chart.height() > 6 * style.text:
        is_low = chart.height() < _LOW * style.text
        paint_chart(painter, chart, _chart(found, curve, style, "" if is_low else "epsilon"), style)


def _words(digits: int) -> str:
    if digits == 0:
        return "They have no digit in common"
    return f"{digits} leading digit{'' if digits == 1 else 's'} agree{'s' if digits == 1 else ''}"


def _paint_number(
    painter: QPainter, box: QRectF, name: str, value: float, agreeing: int, style: Style
) -> None:
    """Paint a name at the left and its number at the right, the digits that agree strong."""
    theme, size = style.theme, style.heading
    metrics = QFontMetricsF(make_font(style, size))
    base = box.center().y() + metrics.capHeight() / 2
    painter.setFont(make_font(style, style.text))
    painter.setPen(QColor(theme.quiet))
    painter.drawText(QPointF(box.left(), base), name)
    text = plain(value, DIGITS)
    strong, weak = _divided(text, agreeing)
    x = box.right() - text_width(weak, style, size) - text_width(strong, style, size, bold=True)
    painter.setFont(make_font(style, size, bold=True))
    painter.setPen(QColor(text_colour(theme.forward, theme)))
    painter.drawText(QPointF(x, base), strong)
    painter.setFont(make_font(style, size))
    painter.setPen(QColor(theme.quiet))
    painter.drawText(QPointF(x + text_width(strong, style, size, bold=True), base), weak)


def _divided(text: str, digits: int) -> tuple[str, str]:
    """Divide a number after so many significant digits."""
    seen, begun = 0, False
    for place, letter in enumerate(text):
        if seen == digits or letter == "e":
            return text[:place], text[place:]
        begun = begun or letter in "123456789"
        seen += begun and letter.isdigit()
    return text, ""


def _chart(found: Difference, curve: Sequence[Difference], style: Style, name: str) -> Chart:
    ordered = sorted(curve, key=lambda each: each.epsilon)
    x = np.array([each.epsilon for each in ordered])
    y = np.array([max(each.error, _SMALLEST_ERROR) for each in ordered])
    series = Series("error", x, y, style.theme.ink, end=False)
    low, high = EPSILONS
    return Chart(
        (series,),
        Axis(name, low, high, log=True),
        Axis("|error|", log=True),
        legend=False,
        here=found.epsilon,
    )

"""The check of a gradient: where room is short, the curve of its errors has it."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.explain.chain.difference import Difference
from nnviz.paint.drawing.theme import Style
from nnviz.paint.mathematics import difference
from nnviz.paint.mathematics.difference import paint_difference

CURVE = [Difference(10.0**-k, 0.5 + 10.0 ** (k - 14), 0.5) for k in range(3, 12)]


@pytest.mark.parametrize(("height", "name"), [(170, ""), (400, "epsilon")])
def test_a_low_chart_leaves_the_name_of_its_axis_to_the_slider(qapp, monkeypatch, height, name):
    painted = []
    monkeypatch.setattr(
        difference, "paint_chart", lambda _painter, _rect, chart, _style: painted.append(chart)
    )
    image = QImage(300, height, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_difference(painter, QRectF(0.0, 0.0, 300.0, height), CURVE[2], CURVE, Style())
    (chart,) = painted
    assert chart.x.label == name

"""The canvas of a picture is chosen so that its ink is as wide as the page."""

import pytest
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from nnviz.export.page.fit import CLOSE, fitted

INK = QColor("black")


def square(painter: QPainter, canvas: QRectF) -> None:
    """Paint a square plot, as large as the canvas allows."""
    side = min(canvas.width(), canvas.height())
    plot = QRectF(0.0, 0.0, side, side)
    plot.moveCenter(canvas.center())
    painter.fillRect(plot, INK)


def indented(painter: QPainter, canvas: QRectF) -> None:
    painter.fillRect(canvas.adjusted(10.0, 0.0, -10.0, 0.0), INK)


def test_what_is_limited_by_its_height_gets_a_higher_canvas(qapp):
    canvas, part = fitted(square, QSizeF(200.0, 100.0), grows=True)
    assert (canvas.width(), canvas.height()) == pytest.approx((200.0, 200.0), abs=2 * CLOSE)
    assert (part.width(), part.height()) == pytest.approx((200.0, 200.0), abs=2 * CLOSE)


def test_what_leaves_space_at_its_sides_gets_a_wider_canvas(qapp):
    canvas, part = fitted(indented, QSizeF(200.0, 100.0), grows=True)
    assert (canvas.width(), canvas.height()) == pytest.approx((220.0, 100.0), abs=2 * CLOSE)
    assert part.width() == pytest.approx(200.0, abs=2 * CLOSE)


def test_what_does_not_grow_is_tried_once(qapp):
    canvas, part = fitted(square, QSizeF(200.0, 100.0), grows=False)
    assert (canvas.width(), canvas.height()) == (200.0, 100.0)
    assert part.width() == 200.0
    assert part.center().x() == pytest.approx(100.0, abs=2 * CLOSE)

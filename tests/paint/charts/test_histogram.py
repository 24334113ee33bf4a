"""Histograms: a layer without weights says so, and has no empty axes."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from nnviz.experiment.look.health import histogram
from nnviz.experiment.snapshot.health_view import Health
from nnviz.paint.charts.histogram import (
    bin_rows,
    histogram_axes,
    paint_histograms,
    why_empty,
    words_of_ends,
)
from nnviz.paint.charts.options import HealthOptions
from nnviz.paint.drawing.lettering import text_width
from nnviz.paint.drawing.theme import LIGHT, Style

SOME, NONE = histogram(np.array([1.0, 2.0, 2.0])), histogram(np.zeros(0))
INFINITE = histogram(np.array([np.inf, np.nan]))
HEALTH = Health((), 0.0, ((SOME, SOME, SOME), (NONE, SOME, NONE), (INFINITE, INFINITE, INFINITE)))
STYLE = Style(LIGHT, 13.0)


def test_why_there_is_nothing_to_see():
    assert why_empty(HEALTH, 1) == "no weights"
    assert why_empty(HEALTH, 2) == "no finite numbers"


def test_words_stand_where_no_histogram_is(qapp):
    del qapp
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    rect = QRectF(image.rect())
    with QPainter(image) as painter:
        paint_histograms(painter, rect, HEALTH, STYLE)
    axes = histogram_axes(rect, HEALTH, STYLE, HealthOptions())
    for number, words in ((1, "no weights"), (2, "no finite numbers")):
        plot = axes[number].plot
        corner = image.pixelColor(int(plot.center().x()), int(plot.bottom()))
        assert corner.name() == "#ffffff"  # no axis
        (row,) = bin_rows(HEALTH, axes[number], number, plot.center())
        assert row.values == (words,)
    rows = bin_rows(HEALTH, axes[0], 0, QPointF(axes[0].plot.right() - 1.0, axes[0].plot.center().y()))
    assert rows[1].values == ("2",)


def test_numbers_of_both_ends_do_not_touch(qapp):
    style = Style()
    assert words_of_ends(-0.0043, 0.0079, 200.0, style) == ("−0.0043", "0.0079")
    wide = text_width("−0.0043", style, 0.85 * style.text) + text_width("0.0079", style, 0.85 * style.text)
    assert words_of_ends(-0.0043, 0.0079, wide, style) == ("−0.004", "0.008")
    assert words_of_ends(-0.0043, 0.0079, 20.0, style) == ("", "0.008")

"""The answers of a network with many inputs, beside the truth."""

import re

import numpy as np
import pytest
from pictures import dataset, snapshot
from PySide6.QtCore import QBuffer, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from nnviz.data.dataset import Split
from nnviz.paint.drawing.theme import LIGHT, Style
from nnviz.paint.output.answers import READING, SHORT_READING, paint_agreement
from nnviz.paint.output.confusion import Confusion, paint_confusion
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.points_legend import paint_points_legend

pytestmark = pytest.mark.usefixtures("qapp")


def written(paint):
    """Return the texts of a picture."""
    drawing, file = QBuffer(), QSvgGenerator()
    file.setOutputDevice(drawing)
    with QPainter(file) as painter:
        paint(painter)
    svg = bytes(drawing.data().data()).decode()
    return [text.strip() for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def texts(width):
    """Return what is written where the answers to two points are painted so wide."""
    points = dataset([[-0.5, 0.0], [0.5, 0.0]], np.array([0, 1]), ("left", "right"))
    none = dataset(points.X[:0], points.y[:0], points.classes)
    seen = snapshot(Split(points, none, none), predictions=np.array([[0.1], [0.9]]))
    rect = QRectF(0.0, 0.0, width, 300.0)
    return written(lambda painter: paint_agreement(painter, rect, seen, Style(LIGHT), BoundaryOptions()))


def test_names_of_low_rows_do_not_overlap():
    names = tuple(f"row {number}" for number in range(10))
    table = Confusion("test", np.eye(10, dtype=np.int64), names)
    high, low = (
        written(lambda painter, h=height: paint_confusion(painter, QRectF(0, 0, 900, h), table, Style(LIGHT)))
        for height in (400.0, 150.0)
    )
    assert [high.count(name) for name in names] == [2] * 10  # of its row, and of its column
    assert 1 < sum(low.count(name) == 2 for name in names) < 10


def test_how_to_read_the_table_is_one_line_where_there_is_room():
    assert READING in texts(600.0)


def test_how_to_read_the_table_is_whole_in_a_narrow_column_too():
    assert READING not in texts(150.0)
    assert SHORT_READING in texts(150.0)


def test_names_of_narrow_columns_go_over_two_lines():
    table = Confusion("test", np.array([[70, 100], [36, 249]]), ("malignant", "benign"))
    texts = written(lambda painter: paint_confusion(painter, QRectF(0, 0, 165, 220), table, Style(LIGHT)))
    assert texts.count("malignant") == texts.count("benign") == 2  # of its row, and of its column


def test_the_kinds_of_points_are_written_as_far_as_there_is_room():
    points = dataset([[-0.5, 0.0], [0.5, 0.0]], np.array([0, 1]), ("left", "right"))
    none = dataset(points.X[:0], points.y[:0], points.classes)
    seen = snapshot(Split(points, none, points), predictions=np.array([[0.1], [0.9]]))

    def kinds(width):
        row = QRectF(0.0, 0.0, width, 20.0)
        return written(
            lambda painter: paint_points_legend(painter, row, seen, Style(LIGHT), BoundaryOptions())
        )

    assert kinds(400.0) == ["train", "test", "wrong"]
    assert kinds(120.0) == ["train", "test"]
    assert kinds(20.0) == ["train"]

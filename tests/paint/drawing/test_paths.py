import numpy as np
import pytest
from PySide6.QtCore import QPointF

from nnviz.paint.drawing.paths import band, polygon, polyline, segments


def test_a_polygon_holds_the_points_exactly() -> None:
    x, y = np.array([0.1, -2.5, 1e300]), np.array([3.0, 1 / 3, -0.0])
    assert [(point.x(), point.y()) for point in polygon(x, y)] == list(zip(x, y, strict=True))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_polyline_is_broken_where_a_point_is_not_finite(bad: float) -> None:
    y = np.array([bad, 1.0, 2.0, bad, bad, 3.0, 4.0, 5.0])
    path = polyline(np.arange(8.0), y)
    starts = [i for i in range(path.elementCount()) if path.elementAt(i).isMoveTo()]
    assert path.elementCount() == 5
    assert starts == [0, 2]
    assert path.boundingRect().left() == 1
    assert path.boundingRect().bottom() == 5


@pytest.mark.parametrize("n", [0, 1])
def test_few_points_make_short_paths(n: int) -> None:
    assert polyline(np.zeros(n), np.zeros(n)).elementCount() == n
    assert polyline(np.full(n, np.nan), np.zeros(n)).isEmpty()


def test_a_band_has_a_part_on_each_side_of_a_gap() -> None:
    x, low = np.arange(5.0), np.array([0.0, 0.0, np.nan, 0.0, 0.0])
    path = band(x, low, low + 2.0)
    inside = [path.contains(QPointF(at, 1.0)) for at in (0.5, 1.5, 2.5, 3.5)]
    assert inside == [True, False, False, True]


def test_segments_are_separate_lines() -> None:
    path = segments(np.array([0.0, 1.0, 5.0, 6.0]), np.array([0.0, 1.0, 2.0, 3.0]))
    kinds = [path.elementAt(i).isMoveTo() for i in range(path.elementCount())]
    assert kinds == [True, False, True, False]
    assert path.elementAt(3).x == 6

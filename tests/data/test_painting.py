"""Points drawn by hand, as new points: more, fewer, elsewhere, with other answers."""

import numpy as np
import pytest

from nnviz.data.errors import DataError
from nnviz.data.painting import (
    MOST,
    Reach,
    places_of,
    points_of_split,
    scattered,
    with_answers,
    with_more,
    with_moved,
    without,
)
from nnviz.data.points import Points
from nnviz.data.split import split

SQUARE = Points(x=((0.0, 0.0), (1.0, 0.0), (1.0, 1.0)), y=(0, 1, 1), domain=((-1.0, 2.0), (-1.0, 2.0)))


def test_a_brush_covers_an_ellipse():
    reach = Reach((0.0, 0.0), (2.0, 0.5))
    places = np.array([[1.9, 0.0], [0.0, 0.6], [0.0, -0.5]])
    np.testing.assert_array_equal(reach.covers(places), [True, False, True])
    np.testing.assert_array_equal(reach.covers(places[:, :1]), [True, True, True])


def test_points_are_added_moved_relabelled_and_taken_away():
    more = with_more(SQUARE, [(0.5, 0.5)], [2])
    assert (more.x[-1], more.y[-1], more.shape().classes) == ((0.5, 0.5), 2, 3)
    assert with_moved(SQUARE, 1, (0.2, 0.3), 1).x == ((0.0, 0.0), (0.2, 0.3), (1.0, 1.0))
    assert with_answers(SQUARE, np.array([True, False, True]), 3).y == (3, 1, 3)
    assert without(SQUARE, np.array([True, False, True])).x == ((1.0, 0.0),)
    assert len(without(SQUARE, np.ones(3, dtype=bool)).x) == 1  # one stays
    assert SQUARE.y == (0, 1, 1)


def test_there_is_a_bound():
    rows = [(0.0, 0.0)] * (MOST + 5)
    assert len(with_more(SQUARE, rows, [1] * len(rows)).x) == MOST


def test_any_data_set_becomes_points_with_its_range():
    parts = split(SQUARE.make(np.random.default_rng(0)), 0.0, 0.4, np.random.default_rng(1))
    points = points_of_split(parts)
    assert sorted(zip(points.x, points.y, strict=True)) == sorted(zip(SQUARE.x, SQUARE.y, strict=True))
    assert points.domain == SQUARE.domain
    line = Points(x=((0.5,), (1.5,)), y=((2.0,), (3.0,)))
    np.testing.assert_array_equal(places_of(line, along_a_line=True), [[0.5, 2.0], [1.5, 3.0]])


def test_the_range_holds_all_points_and_is_checked():
    dataset = Points(x=((0.0,), (5.0,)), y=(0, 1), domain=((-1.0, 1.0),)).make(np.random.default_rng(0))
    assert dataset.domain == ((-1.0, 5.0),)
    for domain in (((0.0, 1.0),), ((0.0, 1.0), (2.0, 2.0))):
        with pytest.raises(DataError, match=r"one \[low, high\] an input"):
            Points(x=SQUARE.x, y=SQUARE.y, domain=domain).shape()


def test_scattered_points_lie_in_the_range_and_are_the_same_again():
    rows = scattered(((-1.0, 1.0), (3.0, 4.0)), 50, 7)
    assert rows == scattered(((-1.0, 1.0), (3.0, 4.0)), 50, 7)
    assert len(rows) == 50
    assert all(-1 <= a <= 1 and 3 <= b <= 4 for a, b in rows)

"""The same points twice: as they are, and as the network sees them."""

import numpy as np
import pytest
from msgspec.structs import replace
from pictures import RECT, circle, dataset, render, snapshot
from PySide6.QtCore import QPointF, QRectF

from nnviz.data.dataset import Split
from nnviz.paint.drawing.theme import LIGHT, THEMES, Style
from nnviz.paint.output.boundary import boundary_axes, paint_boundary, point_near
from nnviz.paint.output.options import BoundaryOptions

pytestmark = pytest.mark.usefixtures("qapp")
TWICE = BoundaryOptions(truth=True)
PLAIN = BoundaryOptions(truth=True, wrong=False)
BLUE, ORANGE = (0x00, 0x72, 0xB2), (0xC7, 0x7A, 0x00)


def two_points(*outputs):
    """Class 0 at the left, class 1 at the right, and what the network answers to them."""
    points = dataset([[-0.5, 0.0], [0.5, 0.0]], np.array([0, 1]), ("left", "right"))
    none = dataset(points.X[:0], points.y[:0], points.classes)
    return snapshot(Split(points, none, none), predictions=np.array(outputs)[:, np.newaxis])


def painted(seen, options=PLAIN, style=None, width=360, height=300):
    return render(lambda p, r, s: paint_boundary(p, r, seen, s, options=options), style, width, height)


def colour_at(pixels, axes, x1):
    return tuple(pixels[round(float(axes.y.place(0.0))), round(float(axes.x.place(x1)))].tolist())


def test_left_are_the_true_classes_and_right_the_predicted_ones():
    seen = two_points(0.9, 0.1)
    pixels = painted(seen)
    truth, prediction = boundary_axes(RECT, seen, Style(LIGHT), TWICE)
    true = [colour_at(pixels, truth, x) for x in (-0.5, 0.5)]
    assert sorted(true) == sorted([BLUE, ORANGE])
    assert [colour_at(pixels, prediction, x) for x in (-0.5, 0.5)] == true[::-1]


def test_both_have_the_same_axes_beside_each_other():
    seen = snapshot(predictions=np.zeros((100, 1)))
    truth, prediction = boundary_axes(RECT, seen, Style(), TWICE)
    assert truth.plot.size() == prediction.plot.size()
    assert truth.plot.top() == prediction.plot.top()
    assert truth.plot.right() < prediction.plot.left()
    assert (truth.x.low, truth.x.high, truth.y.low, truth.y.high) == (
        prediction.x.low,
        prediction.x.high,
        prediction.y.low,
        prediction.y.high,
    )
    assert RECT.contains(truth.plot)
    assert RECT.contains(prediction.plot)


def test_wrong_points_are_ringed_at_the_right_only():
    seen = two_points(0.9, 0.9)
    truth, prediction = boundary_axes(RECT, seen, Style(), TWICE)
    changed = (painted(seen, TWICE) != painted(seen)).any(axis=2)
    rows = slice(round(truth.plot.top()), round(truth.plot.bottom()))
    assert not changed[rows, : round(truth.plot.right())].any()
    assert changed[rows, round(prediction.plot.left()) : round(prediction.plot.center().x())].any()
    assert not changed[rows, round(prediction.plot.center().x()) : round(prediction.plot.right())].any()


def test_before_the_first_answer_only_the_truth_is_known():
    seen = replace(two_points(0.9, 0.1), looks={})
    pixels = painted(seen)
    truth, prediction = boundary_axes(RECT, seen, Style(), TWICE)
    assert colour_at(pixels, truth, 0.5) in (BLUE, ORANGE)
    assert colour_at(pixels, prediction, 0.5) == (255, 255, 255)


def test_a_point_is_found_in_both():
    seen = snapshot(predictions=np.zeros((100, 1)))
    x1, x2 = seen.split.test.X[4]
    for axes in boundary_axes(RECT, seen, Style(), TWICE):
        cursor = QPointF(float(axes.x.place(float(x1))), float(axes.y.place(float(x2))))
        found = point_near(RECT, seen, Style(), options=TWICE, cursor=cursor)
        assert (found.index, found.part) == (4, "test")


def regression(outputs):
    X = np.linspace(-1, 1, 5)[:, np.newaxis]
    points = dataset(X, np.array([[-1.0], [-0.5], [0.0], [0.5], [1.0]]))
    none = dataset(X[:0], points.y[:0])
    return snapshot(Split(points, none, none), predictions=outputs)


def test_right_answers_of_a_regression_lie_on_the_diagonal():
    right = regression(np.array([[-1.0], [-0.5], [0.0], [0.5], [1.0]]))
    assert boundary_axes(RECT, right, Style(), TWICE) == ()
    blue = (painted(right) == BLUE).all(axis=2)
    rows, columns = np.nonzero(blue[40:240])
    assert len(rows) > 50
    assert np.corrcoef(columns, -rows)[0, 1] > 0.99
    constant = (painted(regression(np.zeros((5, 1)))) == BLUE).all(axis=2)
    assert np.ptp(np.nonzero(constant[40:240])[0]) < 14


def test_answers_that_are_no_numbers_are_left_out():
    outputs = np.array([[np.nan], [np.inf], [0.0], [0.5], [1.0]])
    fewer = (painted(regression(outputs)) == BLUE).all(axis=2).sum()
    whole = (painted(regression(np.nan_to_num(outputs, posinf=0.0))) == BLUE).all(axis=2).sum()
    assert 0 < fewer < whole


def test_of_one_input_the_classes_are_counted():
    seen = snapshot(circle(inputs=1), predictions=np.ones((100, 1)))
    assert boundary_axes(RECT, seen, Style(), TWICE) == ()
    assert len(np.unique(painted(seen, TWICE).reshape(-1, 3), axis=0)) > 20


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", [(90, 60), (220, 180), (1200, 300), (300, 900)], ids=str)
def test_every_size_in_every_theme(theme, size):
    names = ("a", "b", "a very long name of a class")
    X = np.random.default_rng(1).uniform(-1, 1, (60, 2))
    none = dataset(X[:0], [], names)
    split = Split(dataset(X, np.arange(60) % 3, names), none, none)
    seen = snapshot(split, predictions=np.eye(3)[np.arange(60) // 20])
    pixels = painted(seen, TWICE, Style(THEMES[theme]), *size)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 20
    if min(size) > 150:
        for axes in boundary_axes(QRectF(0, 0, *size), seen, Style(), TWICE):
            assert axes.plot.width() > 0.2 * min(size)

import numpy as np
import pytest
from msgspec.structs import replace
from pictures import RECT, circle, dataset, plane, render, snapshot
from PySide6.QtCore import QPointF, QRectF

from nnviz.data.base import classification
from nnviz.data.dataset import InputKind, Split
from nnviz.engine.classes import predicted_classes
from nnviz.experiment.snapshot.maps import InputPlane, Maps
from nnviz.paint.drawing.contour import contour_segments
from nnviz.paint.drawing.markers import marker
from nnviz.paint.drawing.theme import CLASS_MARKERS, DARK, LIGHT, PROJECTOR, Style
from nnviz.paint.output.boundary import boundary_axes, paint_boundary, paint_boundary_cursor, point_near
from nnviz.paint.output.colours import map_colours, probabilities, value_scale
from nnviz.paint.output.confusion import confusion_of
from nnviz.paint.output.options import BoundaryOptions
from nnviz.paint.output.plane import output_at
from nnviz.paint.output.points import crowding, shown_parts, wrong_points
from nnviz.paint.output.thumbnail import paint_thumbnail

pytestmark = pytest.mark.usefixtures("qapp")
BARE = BoundaryOptions(test=False, wrong=False)


def no_points(*_):
    """Paint no points, so that the map can be measured."""


def pixel(pixels, axes, x1, x2):
    return pixels[round(float(axes.y.place(x2))), round(float(axes.x.place(x1)))].astype(int)


def is_blue(colour):
    return colour[2] > colour[0] + 30


def is_orange(colour):
    return colour[0] > colour[2] + 30


def test_the_contour_of_a_slope_is_straight_and_exact():
    rows, columns = np.mgrid[0:9, 0:9].astype(float)
    pieces = contour_segments(columns + 0.5 * rows, 5.25)
    assert len(pieces) > 8
    np.testing.assert_allclose(pieces[..., 0] + 0.5 * pieces[..., 1], 5.25)


def test_the_contour_of_a_circle_closes():
    y, x = np.mgrid[-1:1:81j, -1:1:81j]
    pieces = contour_segments(np.hypot(x, y), 0.6)
    radius = np.hypot(pieces[..., 0] / 40 - 1, pieces[..., 1] / 40 - 1)
    np.testing.assert_allclose(radius, 0.6, atol=2e-3)
    ends, counts = np.unique(pieces.reshape(-1, 2).round(9), axis=0, return_counts=True)
    assert (counts == 2).all()
    assert len(ends) == len(pieces)


def test_a_saddle_has_two_pieces_that_do_not_cross():
    for values, joined in (([[1.0, 0.0], [0.0, 1.0]], 0.45), ([[1.0, 0.0], [0.0, 1.0]], 0.55)):
        pieces = contour_segments(np.array(values), joined)
        assert len(pieces) == 2
        np.testing.assert_array_less(0.0, np.linalg.norm(pieces[:, 0] - pieces[:, 1], axis=-1))
        # at .45 the middle (.5) belongs to the high corners (0, 0) and (1, 1): the low ones are cut off
        cut_off = np.array([[1.0, 0.0], [0.0, 1.0]]) if joined < 0.5 else np.array([[0.0, 0.0], [1.0, 1.0]])
        middles = pieces.mean(axis=1)
        assert all(np.linalg.norm(middles - corner, axis=-1).min() < 0.6 for corner in cut_off)


def test_no_contour_where_there_is_none_or_nan():
    assert contour_segments(np.zeros((5, 5)), 0.5).shape == (0, 2, 2)
    assert contour_segments(np.full((5, 5), np.nan), 0.5).shape == (0, 2, 2)


def test_outputs_become_probabilities_and_classes():
    np.testing.assert_allclose(probabilities(np.array([[0.2], [1.5]])), [[0.8, 0.2], [0.0, 1.0]])
    np.testing.assert_allclose(probabilities(np.array([[1.0, 3.0], [0.0, -1.0]])), [[0.25, 0.75], [0.5, 0.5]])
    assert predicted_classes(np.array([[0.5], [0.49]])).tolist() == [1, 0]
    assert predicted_classes(np.array([[0.1, 0.3, 0.2]])).tolist() == [1]


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_colours_stand_where_the_outputs_are(theme):
    seen = snapshot(boundary=plane(lambda a, b: 1.0 / (1.0 + np.exp(-8 * a - 4 * b))))
    style = Style(theme)
    pixels = render(lambda p, r, s: paint_boundary(p, r, seen, s, options=BARE, points=no_points), style)
    (axes,) = boundary_axes(RECT, seen, style)
    assert is_blue(pixel(pixels, axes, 0.9, 0.5))
    assert is_orange(pixel(pixels, axes, -0.9, -0.5))
    assert is_blue(pixel(pixels, axes, 0.1, 0.9))  # row 0 of the map is at the bottom


def test_samples_lie_at_the_edges_of_the_plot():
    steep = plane(lambda a, _: (a > 0.0).astype(float), side=41)
    seen = snapshot(boundary=steep)
    pixels = render(
        lambda p, r, s: paint_boundary(
            p, r, seen, s, options=BoundaryOptions(True, False, False), points=no_points
        )
    )
    (axes,) = boundary_axes(RECT, seen, Style())
    row = pixels[round(float(axes.y.place(0.5)))].astype(int)
    left, right = round(axes.plot.left()) + 2, round(axes.plot.right()) - 2
    blue = np.array([is_blue(row[x]) for x in range(left, right)])
    change = left + int(np.argmax(blue))
    assert abs(axes.x.value(change) - 0.025) < 0.06


def test_a_hard_boundary_has_two_colours():
    outputs = np.linspace(0, 1, 11)[None, :, None]
    assert len(np.unique(map_colours(outputs, LIGHT, None, hard=True).reshape(-1, 3), axis=0)) == 2
    assert len(np.unique(map_colours(outputs, LIGHT, None).reshape(-1, 3), axis=0)) == 11


def test_real_targets_are_centred_at_zero_if_they_have_both_signs():
    assert value_scale(np.array([-1.0, 3.0])).low == -3.0
    assert not value_scale(np.array([1.0, 3.0])).signed
    assert value_scale(np.array([2.0, 2.0])).high > 2.0


def test_the_output_between_samples():
    seen = snapshot(boundary=plane(lambda a, b: a + 10 * b, side=5))
    (axes,) = boundary_axes(RECT, seen, Style())
    for x1, x2 in ((0.0, 0.0), (0.33, -0.71), (1.0, 1.0), (-1.0, 0.2)):
        point = QPointF(float(axes.x.place(x1)), float(axes.y.place(x2)))
        assert output_at(seen.look(Maps).boundary, point, axes)[0] == pytest.approx(x1 + 10 * x2)


def test_wrong_points_are_those_in_the_wrong_class():
    split = circle()
    truth = np.concatenate([split.train.y, split.test.y])
    predictions = truth[:, None].astype(float)
    predictions[[3, 80], 0] = 1 - predictions[[3, 80], 0]
    seen = snapshot(split, predictions=predictions)
    assert [rows.tolist() for _, rows in wrong_points(seen, test=True)] == [[3], [5]]
    assert [rows.tolist() for _, rows in wrong_points(seen, test=False)] == [[3]]
    with_rings = render(lambda p, r, s: paint_boundary(p, r, seen, s))
    without = render(lambda p, r, s: paint_boundary(p, r, seen, s, options=BoundaryOptions(wrong=False)))
    assert (with_rings != without).any()


def test_the_point_under_the_cursor():
    seen = snapshot()
    (axes,) = boundary_axes(RECT, seen, Style())
    x1, x2 = seen.split.test.X[4]
    cursor = QPointF(float(axes.x.place(float(x1))) + 1, float(axes.y.place(float(x2))))
    found = point_near(RECT, seen, Style(), options=BoundaryOptions(), cursor=cursor)
    assert (found.index, found.part) == (4, "test")
    assert point_near(RECT, seen, Style(), options=BoundaryOptions(), cursor=QPointF(0, 0)) is None


def every_kind():
    grid = np.linspace(-1, 1, 30)
    X1 = grid[:, None]
    line = Split(dataset(X1, np.sin(3 * X1)), dataset(X1[:0], X1[:0]), dataset(X1[:0], X1[:0]))
    names = ("a", "b", "a very long name of a class")
    X = np.random.default_rng(1).uniform(-1, 1, (60, 2))
    three = Split(dataset(X, np.arange(60) % 3, names), dataset(X[:0], [], names), dataset(X[:0], [], names))
    real = Split(dataset(X, X[:, :1]), dataset(X[:0], X[:0, :1]), dataset(X, X[:, :1]))
    shares = InputPlane((-1.0, 1.0, -1.0, 1.0), np.random.default_rng(2).dirichlet(np.ones(3), (20, 20)))
    broken = plane(lambda a, _: np.full_like(a, np.nan))
    wide, answers = circle(inputs=30), np.random.default_rng(3).uniform(size=(100, 1))
    W = np.random.default_rng(4).normal(size=(60, 5))
    wide_real = Split(dataset(W, W[:, :1]), dataset(W[:0], W[:0, :1]), dataset(W[:0], W[:0, :1]))
    return {
        "no map yet": snapshot(),
        "map of NaN": snapshot(boundary=broken, predictions=np.full((100, 1), np.nan)),
        "line": snapshot(line, InputPlane((-1.0, 1.0, 0.0, 0.0), np.sin(3 * grid)[None, :, None])),
        "line of classes": snapshot(
            circle(inputs=1), InputPlane((-1.0, 1.0, 0.0, 0.0), grid[None, :, None] ** 2)
        ),
        "three classes": snapshot(three, shares, predictions=np.eye(3)[np.arange(60) % 3]),
        "real targets": snapshot(real, plane(lambda a, _: a)),
        "many inputs": snapshot(wide, predictions=answers),
        "many inputs, no answers": snapshot(wide),
        "many inputs, real": snapshot(wide_real, predictions=W[:, :1]),
        "no points": snapshot(circle(count=0)),
    }


@pytest.mark.parametrize("kind", every_kind())
@pytest.mark.parametrize("size", [(360, 300), (90, 60), (1200, 400)], ids=str)
def test_every_kind_paints_at_every_size(kind, size):
    seen = every_kind()[kind]
    centre = QPointF(size[0] / 2, size[1] / 2)

    def paint(painter, rect, style):
        paint_boundary(painter, rect, seen, style)
        paint_boundary_cursor(painter, rect, seen, style, options=BoundaryOptions(), cursor=centre)

    pixels = render(paint, width=size[0], height=size[1])
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) > 3


def test_answers_beyond_the_classes_have_columns_of_their_own():
    table = confusion_of("train", np.array([0, 0, 1]), np.array([3, 3, 3]), ("no", "yes"))
    assert table.classes == ("no", "yes", "2", "3")
    assert table.counts.tolist() == [[0, 0, 0, 2], [0, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0]]


def test_confusion_counts_rows_true_columns_predicted():
    table = confusion_of("test", np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 2]), ("a", "b", "c"))
    assert table.counts.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]


@pytest.mark.parametrize("shape", CLASS_MARKERS)
def test_markers_are_about_equally_large_and_centred(shape):
    box = marker(shape, 10.0).boundingRect()
    assert 17 <= box.width() <= 30
    assert abs(box.center().x()) < 0.5
    assert abs(box.center().y()) < 3.5


@pytest.mark.parametrize(
    "data", [circle().train, circle(count=0).train, circle(inputs=1).train, circle(inputs=30).train]
)
def test_thumbnails_of_any_data(data):
    pixels = render(lambda p, _, s: paint_thumbnail(p, QRectF(0, 0, 48, 48), data, s), width=48, height=48)
    colours = len(np.unique(pixels.reshape(-1, 3), axis=0))
    assert colours > 20 if len(data.X) else colours > 1


def test_a_thumbnail_of_images_shows_images():
    left_half = np.tile(np.repeat([1.0, -1.0], 4), (4, 8))
    data = classification(left_half, np.zeros(4), ("0",), image=(8, 8, 1))
    assert data.kind is InputKind.IMAGE
    pixels = render(lambda p, _, s: paint_thumbnail(p, QRectF(0, 0, 48, 48), data, s), width=48, height=48)
    assert (pixels[20, 8:12] < 64).all()  # the first image's left half is ink, its right half paper
    assert (pixels[20, 17:20] > 192).all()


def test_points_of_validation_are_shown_and_marked_when_wrong():
    whole = circle(60)
    X, y, none = whole.train.X, whole.train.y, whole.validation
    split = Split(whole.train, dataset(X[:10] * 0.9, y[:10], whole.train.classes), none)
    outputs = np.concatenate([y, 1 - y[:10]]).astype(np.float64)[:, np.newaxis]
    shown = snapshot(split, predictions=outputs)
    (_, train_rows), (part, rows) = wrong_points(shown, test=True)
    assert len(train_rows) == 0
    assert part is split.validation
    assert len(rows) == 10
    assert [name for name, _ in shown_parts(shown, test=False)] == ["train"]


def test_targets_keep_their_colours_where_other_parts_are_hidden():
    train = dataset([[-0.5, 0.0], [0.5, 0.0]], [0.2, 0.8])
    test = dataset([[0.0, 0.7]], [4.0])
    shown = snapshot(Split(train, dataset(test.X[:0], test.y[:0]), test))
    (axes,) = boundary_axes(RECT, shown, Style())
    without_test = BoundaryOptions(test=False)
    every = render(lambda p, rect, style: paint_boundary(p, rect, shown, style))
    fewer = render(lambda p, rect, style: paint_boundary(p, rect, shown, style, options=without_test))
    for x1, x2 in train.X:
        assert (pixel(every, axes, x1, x2) == pixel(fewer, axes, x1, x2)).all()


def test_axes_stay_where_the_output_is_not_finite():
    split = circle(inputs=1)
    line = InputPlane((-1.0, 1.0, 0.0, 1.0), np.full((1, 50, 1), np.nan))
    shown = snapshot(split, boundary=line)
    pixels = render(
        lambda p, rect, s: paint_boundary(p, rect, shown, s, options=BoundaryOptions()), width=360, height=300
    )
    left_of_the_plot, below_it = pixels[40:250, :25], pixels[-30:, 60:]
    assert len(np.unique(left_of_the_plot.reshape(-1, 3), axis=0)) > 3
    assert len(np.unique(below_it.reshape(-1, 3), axis=0)) > 3


def test_the_output_along_one_input_lies_over_the_points():
    split = circle(inputs=1)
    line = InputPlane((-1.0, 1.0, 0.0, 1.0), np.full((1, 50, 1), 1.0))
    many = replace(split, train=dataset(np.linspace(-1, 1, 400)[:, None], np.ones(400, int), ("no", "yes")))
    shown = snapshot(many, boundary=line)
    pixels = render(lambda p, rect, s: paint_boundary(p, rect, shown, s, options=BARE), width=360, height=300)
    ink = (pixels.max(axis=2) < 60).sum(axis=1)
    assert ink.max() > 200  # one row of the picture is the line from end to end


def test_rings_that_stand_close_together_are_drawn_finer_and_leave_the_points_to_be_seen():
    alone = np.array([[10.0, 10.0], [200.0, 10.0], [10.0, 200.0]])
    assert crowding(alone, 6.0) == crowding(np.zeros((0, 2)), 6.0) == 1.0
    crowd = np.full((50, 2), 10.0)
    assert crowding(crowd, 6.0) > crowding(np.concatenate([crowd, alone]), 6.0) > 10.0

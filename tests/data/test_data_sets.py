"""Every data set: as declared, the same from the same seed, finite, frozen; and as the labs define it."""

import numpy as np
import pytest

from nnviz.data.base import DataSet, classification, pixel_names
from nnviz.data.catalogue import DATA_SETS
from nnviz.data.dataset import PARTS, InputKind
from nnviz.data.errors import DataError
from nnviz.data.points import Points
from nnviz.data.prepare import prepare

SELF_CONTAINED = [name for name in DATA_SETS if name not in ("images", "points", "table", "csv")]


def made(data: DataSet, seed: int = 0):
    return data.make(np.random.default_rng(seed))


@pytest.mark.parametrize("name", SELF_CONTAINED)
def test_shape_is_as_declared(name):
    data = DATA_SETS[name]()
    dataset, shape = made(data), data.shape()
    drawn = getattr(data, "samples", len(dataset.X)) + getattr(data, "test_samples", 0)
    assert (dataset.inputs, dataset.kind, dataset.image) == (shape.inputs, shape.kind, shape.image)
    assert dataset.X.shape[1] == shape.inputs == len(dataset.feature_names) == len(dataset.domain)
    assert dataset.X.dtype == np.float64
    assert len(dataset.X) == len(dataset.y) == drawn
    assert len(dataset.classes) == shape.classes
    if shape.classes:
        assert dataset.y.dtype == np.int64
        np.testing.assert_array_equal(np.unique(dataset.y), np.arange(shape.classes))
    else:
        assert dataset.y.shape == (len(dataset.X), shape.targets)


@pytest.mark.parametrize("name", SELF_CONTAINED)
def test_the_seed_decides_the_points(name):
    data = DATA_SETS[name]()
    again, other = made(data), made(data, seed=1)
    np.testing.assert_array_equal(made(data).X, again.X)
    np.testing.assert_array_equal(made(data).y, again.y)
    if name != "xor":  # its points are fixed
        assert not np.array_equal(again.X, other.X)


@pytest.mark.parametrize("name", SELF_CONTAINED)
def test_points_are_finite_frozen_and_in_the_domain(name):
    dataset = made(DATA_SETS[name]())
    assert np.isfinite(dataset.X).all()
    assert np.isfinite(dataset.y).all()
    assert not dataset.X.flags.writeable
    assert not dataset.y.flags.writeable
    for column, (low, high) in zip(dataset.X.T, dataset.domain, strict=True):
        assert low <= column.min()
        assert column.max() <= high


@pytest.mark.parametrize("name", [n for n in SELF_CONTAINED if "noise" in DATA_SETS[n].__struct_fields__])
def test_noise_moves_points_or_targets_but_never_classes(name):
    quiet, noisy = (made(DATA_SETS[name](noise=noise)) for noise in (0.0, 0.3))
    if quiet.is_classification:
        np.testing.assert_array_equal(quiet.y, noisy.y)
        shift = noisy.X - quiet.X
    else:
        np.testing.assert_array_equal(quiet.X, noisy.X)
        shift = noisy.y - quiet.y
    assert 0.15 < shift.std() < 0.45


def test_xor_has_the_21_points_of_lab_a_in_their_order():
    dataset = made(DATA_SETS["xor"]())
    expected, labels = [], []
    for i in range(11):
        expected.append((0.1 * i, 0.1 * i))
        labels.append(0)
        if i != 5:
            expected.append((0.1 * i, 1 - 0.1 * i))
            labels.append(1)
    assert len(expected) == 21
    np.testing.assert_allclose(dataset.X, expected, rtol=0, atol=1e-15)
    np.testing.assert_array_equal(dataset.y, labels)


def test_two_positions_are_the_truth_table_of_xor():
    dataset = made(DATA_SETS["xor"](positions=2))
    np.testing.assert_array_equal(dataset.X, [(0, 0), (0, 1), (1, 1), (1, 0)])
    np.testing.assert_array_equal(dataset.y, [0, 1, 0, 1])


def test_linear_is_class_0_below_the_diagonal():
    dataset = made(DATA_SETS["linear"]())
    assert dataset.X.shape == (100, 2)
    assert dataset.X.min() >= 0
    assert dataset.X.max() <= 1
    np.testing.assert_array_equal(dataset.y == 0, dataset.X[:, 0] > dataset.X[:, 1])


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("circle", lambda x1, x2: (x1**2 + x2**2) ** 0.5 < 0.75),
        ("diamond", lambda x1, x2: abs(x1) + abs(x2) < 1),
        ("square", lambda x1, x2: max(abs(x1), abs(x2)) < 0.5),
        ("thick_angle", lambda x1, x2: -0.5 < max(x1, x2) < 0.5),
        ("thin_angle", lambda x1, x2: 0 < max(x1, x2) < 0.5),
    ],
)
def test_patterns_are_those_of_lab_d(name, inside):
    dataset = made(DATA_SETS[name]())
    assert dataset.X.shape == (500, 2)
    assert np.abs(dataset.X).max() <= 1
    assert dataset.y.tolist() == [int(inside(x1, x2)) for x1, x2 in dataset.X.tolist()]


def test_circles_and_moons_are_scikit_learns():
    circles = made(DATA_SETS["circles"](noise=0.0, factor=0.4))
    radius = np.hypot(*circles.X.T)
    np.testing.assert_allclose(radius, np.where(circles.y == 1, 0.4, 1.0), rtol=1e-12)
    moons = made(DATA_SETS["moons"](noise=0.0))
    upper = moons.X[moons.y == 0]
    np.testing.assert_allclose(np.hypot(*upper.T), 1.0, rtol=1e-12)


def test_breast_cancer_leaves_114_tumours_for_the_test():
    split = prepare(DATA_SETS["breast_cancer"](), np.random.SeedSequence(0)).split
    assert len(split.train.X) == 455
    assert len(split.test.X) == 114
    assert split.train.classes == ("malignant", "benign")


def test_plane_is_linear():
    dataset = made(DATA_SETS["plane"]())
    np.testing.assert_allclose(dataset.y[:, 0], dataset.X @ [0.5, 0.5], atol=1e-15)


def test_bumps_are_three_up_and_three_down():
    height = DATA_SETS["gauss_regression"].height
    tops = height(np.array([(x1, x2) for x2 in (-0.45, 0.45) for x1 in (-0.65, 0.0, 0.65)]))
    np.testing.assert_allclose(tops, [-1, 1, -1, 1, -1, 1], atol=0.02)


@pytest.mark.parametrize(
    ("name", "value"),
    [("sine", lambda x: np.sin(np.pi * x)), ("absolute", np.abs), ("step", lambda x: np.sign(x) / 2)],
)
def test_functions(name, value):
    dataset = made(DATA_SETS[name]())
    np.testing.assert_allclose(dataset.y, value(dataset.X), atol=1e-15)


def test_points_with_classes_keep_their_order():
    dataset = made(Points(x=((0.0, 1.0), (2.0, 3.0)), y=(1, 0)))
    np.testing.assert_array_equal(dataset.X, [(0, 1), (2, 3)])
    np.testing.assert_array_equal(dataset.y, [1, 0])
    assert dataset.classes == ("0", "1")


def test_points_with_real_targets():
    dataset = made(Points(x=((0.0,), (1.0,)), y=((0.5, 2.0), (1.5, -1.0))))
    assert not dataset.is_classification
    np.testing.assert_array_equal(dataset.y, [(0.5, 2.0), (1.5, -1.0)])
    one = made(Points(x=((0.0,), (1.0,)), y=(0.5, 1.0)))
    np.testing.assert_array_equal(one.y, [(0.5,), (1.0,)])


def test_inputs_are_a_line_a_plane_a_table_or_an_image():
    y = np.zeros(3)
    by_columns = [classification(np.arange(3.0 * n).reshape(3, n), y, ("a",)) for n in (1, 2, 3, 64)]
    assert [each.kind for each in by_columns] == [
        InputKind.LINE,
        InputKind.PLANE,
        InputKind.TABLE,
        InputKind.TABLE,
    ]
    assert [each.has_axes for each in by_columns] == [True, True, False, False]
    pixels = classification(np.arange(6.0).reshape(3, 2), y, ("a",), image=(1, 2, 1))
    assert (pixels.kind, pixels.has_axes, pixels.inputs) == (InputKind.IMAGE, False, 2)


def test_images_stay_images_when_they_are_divided_and_their_pixels_have_names():
    prepared = prepare(DATA_SETS["digits"](validation_fraction=0.1), np.random.SeedSequence(0))
    for part in PARTS:
        assert getattr(prepared.split, part).image == (8, 8, 1)
    names = prepared.split.train.feature_names
    assert (names[0], names[9], names[-1]) == ("pixel 0,0", "pixel 1,1", "pixel 7,7")
    assert pixel_names((1, 2, 3))[2:4] == ("pixel 0,0,2", "pixel 0,1,0")


def test_whole_numbers_mixed_with_fractions_are_refused():
    with pytest.raises(DataError, match="write real targets as rows"):
        Points(x=((0.0,), (1.0,)), y=(1, 0.5)).shape()


def test_digits_are_scaled_from_0_to_16_to_one_on_either_side():
    dataset = made(DATA_SETS["digits"]())
    raw = (dataset.X + 1) * 8
    np.testing.assert_array_equal(raw, np.rint(raw))
    assert (raw.min(), raw.max()) == (0, 16)

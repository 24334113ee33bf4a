import numpy as np
import pytest

from nnviz.data.base import classification
from nnviz.data.catalogue import DATA_SETS
from nnviz.data.features import FEATURES, available_features, expand
from nnviz.data.points import Points
from nnviz.data.prepare import prepare, targets

SEED = np.random.SeedSequence(5)


def test_features_are_what_their_names_say():
    X = np.array([(0.5, -2.0), (3.0, 0.25)])
    expected = [
        (0.5, -2.0, 0.25, 4.0, -1.0, np.sin(0.5), np.sin(-2.0)),
        (3.0, 0.25, 9.0, 0.0625, 0.75, np.sin(3.0), np.sin(0.25)),
    ]
    np.testing.assert_allclose(expand(X, tuple(FEATURES)), expected, rtol=1e-15)


def test_no_features_are_the_coordinates():
    X = np.ones((2, 5))
    assert expand(X, ()) is X


@pytest.mark.parametrize(
    ("inputs", "names"), [(1, ("x1", "x1^2", "sin(x1)")), (2, tuple(FEATURES)), (3, ()), (30, ())]
)
def test_features_exist_for_points_of_one_or_two_coordinates(inputs, names):
    assert available_features(inputs) == names


def test_inputs_are_the_chosen_features_of_raw_points():
    prepared = prepare(DATA_SETS["circle"](features=("x1^2", "x2^2")), SEED)
    assert prepared.features == ("x1^2", "x2^2")
    X = prepared.split.train.X
    np.testing.assert_array_equal(prepared.to_inputs(X), X**2)


def test_standardizing_uses_the_training_points_alone():
    prepared = prepare(DATA_SETS["breast_cancer"](test_fraction=0.5), SEED)
    inputs = prepared.to_inputs(prepared.split.train.X)
    np.testing.assert_allclose(inputs.mean(axis=0), 0, atol=1e-10)
    np.testing.assert_allclose(inputs.std(axis=0), 1, atol=1e-10)
    assert abs(prepared.to_inputs(prepared.split.test.X).mean(axis=0)).max() > 1e-3


def test_a_constant_input_is_not_divided_by_zero():
    prepared = prepare(DATA_SETS["points"](x=((1.0, 2.0), (1.0, 4.0)), y=(0, 1), standardize=True), SEED)
    np.testing.assert_array_equal(prepared.to_inputs(prepared.split.train.X), [(0, -1), (0, 1)])


def test_preparing_twice_gives_the_same_points():
    data = DATA_SETS["moons"](test_fraction=0.25)
    first, second = prepare(data, SEED).split, prepare(data, SEED).split
    np.testing.assert_array_equal(first.train.X, second.train.X)
    np.testing.assert_array_equal(first.test.X, second.test.X)


def test_the_split_does_not_change_the_points():
    whole = prepare(DATA_SETS["linear"](), SEED).split.train.X
    divided = prepare(DATA_SETS["linear"](test_fraction=0.3), SEED).split
    together = np.concatenate([divided.train.X, divided.test.X])
    assert sorted(map(tuple, whole)) == sorted(map(tuple, together))


def test_targets_of_classes():
    dataset = classification(np.zeros((3, 2)), [0, 2, 1], "abc")
    np.testing.assert_array_equal(targets(dataset, 3), [(1, 0, 0), (0, 0, 1), (0, 1, 0)])
    np.testing.assert_array_equal(targets(dataset, 4)[:, 3], 0)
    two = classification(np.zeros((2, 2)), [1, 0], "ab")
    np.testing.assert_array_equal(targets(two, 1), [(1,), (0,)])


def test_the_largest_numbers_are_standardized():
    data = Points(x=((1e200,), (-1e200,), (3e200,), (-3e200,)), y=(1, 0, 1, 0), standardize=True)
    prepared = prepare(data, np.random.SeedSequence(0))
    inputs = prepared.to_inputs(prepared.split.train.X)[:, 0]
    assert inputs.mean() == pytest.approx(0, abs=1e-15)
    assert inputs.std() == pytest.approx(1)
    tiny = Points(x=((1e-200,), (3e-200,)), y=(1, 0), standardize=True)
    prepared = prepare(tiny, np.random.SeedSequence(0))
    assert prepared.to_inputs(prepared.split.train.X)[:, 0].tolist() == pytest.approx([-1, 1])

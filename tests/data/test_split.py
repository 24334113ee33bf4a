import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnviz.data.base import classification, regression
from nnviz.data.split import split


def numbered(labels):
    """Return a data set whose points are their own row numbers."""
    X = np.arange(len(labels), dtype=float)[:, np.newaxis]
    return classification(X, labels, [str(k) for k in range(max(labels) + 1)])


@given(
    labels=st.lists(st.integers(0, 3), min_size=1, max_size=60),
    validation=st.floats(0, 0.9),
    test=st.floats(0, 0.9),
    seed=st.integers(0, 1000),
)
def test_every_point_is_in_exactly_one_part_and_keeps_its_label(labels, validation, test, seed):
    dataset = numbered(labels)
    parts = split(dataset, validation, test, np.random.default_rng(seed))
    rows = [part.X[:, 0].astype(int) for part in (parts.train, parts.validation, parts.test)]
    assert sorted(np.concatenate(rows).tolist()) == list(range(len(labels)))
    assert len(rows[0]) >= 1
    for part, own in zip((parts.train, parts.validation, parts.test), rows, strict=True):
        assert own.tolist() == sorted(own.tolist())
        np.testing.assert_array_equal(part.y, dataset.y[own])


def test_nothing_is_taken_without_fractions():
    dataset = numbered([0, 1, 0, 1])
    parts = split(dataset, 0.0, 0.0, np.random.default_rng(0))
    np.testing.assert_array_equal(parts.train.X, dataset.X)
    assert len(parts.validation.X) == len(parts.test.X) == 0
    assert parts.test.X.shape == (0, 1)


@pytest.mark.parametrize(
    ("n", "fraction", "expected"), [(569, 0.2, 114), (1000, 0.2, 200), (10, 0.25, 3), (500, 0.1, 50)]
)
def test_sizes_are_rounded_up_as_in_scikit_learn(n, fraction, expected):
    parts = split(numbered([i % 2 for i in range(n)]), 0.0, fraction, np.random.default_rng(0))
    assert len(parts.test.X) == expected


def test_classes_are_divided_in_proportion():
    labels = [0] * 60 + [1] * 30 + [2] * 10
    parts = split(numbered(labels), 0.2, 0.3, np.random.default_rng(3))
    assert np.bincount(parts.test.y).tolist() == [18, 9, 3]
    assert np.bincount(parts.validation.y).tolist() == [12, 6, 2]


def test_regression_is_divided_too():
    dataset = regression(np.zeros((10, 1)), np.arange(10.0)[:, np.newaxis])
    parts = split(dataset, 0.0, 0.3, np.random.default_rng(0))
    assert len(parts.test.y) == 3


def test_the_seed_decides():
    dataset = numbered([0, 1] * 50)
    first, again, other = (split(dataset, 0.0, 0.5, np.random.default_rng(s)).test.X for s in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)

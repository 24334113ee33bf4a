"""Dividing a data set into training, validation and test."""

import math

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.data.dataset import Dataset, Split

Indices = NDArray[np.int64]

TRAIN, VALIDATION, TEST = 0, 1, 2
"""The parts, as they are said of each point."""


def split(
    dataset: Dataset,
    validation_fraction: float,
    test_fraction: float,
    rng: np.random.Generator,
    *,
    stratified: bool = True,
) -> Split:
    """Divide a data set at random, classes in proportion if `stratified`; each part keeps the order.

    Test and validation get fraction · n_samples points, rounded up (as scikit-learn does), of each class
    as many as its share, to one point. Regression is divided as if it were one class. At least one
    point stays for training.
    """
    n = len(dataset.X)
    labels = np.asarray(
        dataset.y if dataset.is_classification and stratified else np.zeros(n), dtype=np.int64
    )
    left = np.arange(n)
    parts: list[Indices] = []
    for fraction in (test_fraction, validation_fraction):
        count = min(math.ceil(fraction * n - 1e-9), len(left) - 1)
        parts.append(_draw(left, labels, count, rng))
        remains = np.ones(n, dtype=bool)  # setdiff1d would load NumPy's masked arrays
        remains[parts[-1]] = False
        left = left[remains[left]]
    test, validation = parts
    return Split(train=_take(dataset, left), validation=_take(dataset, validation), test=_take(dataset, test))


def parted(dataset: Dataset, train: Indices, test: Indices) -> Split:
    """Divide a data set as given, without validation."""
    return Split(_take(dataset, train), _take(dataset, train[:0]), _take(dataset, test))


def by_parts(dataset: Dataset, parts: NDArray[np.int8]) -> Split:
    """Divide a data set as is said of each point."""
    each = (np.flatnonzero(parts == part) for part in (TRAIN, VALIDATION, TEST))
    train, validation, test = (_take(dataset, rows) for rows in each)
    return Split(train=train, validation=validation, test=test)


def _draw(rows: Indices, labels: NDArray[np.int64], count: int, rng: np.random.Generator) -> Indices:
    """Return `count` of the rows in ascending order, classes in proportion (largest remainders first)."""
    if count == 0:
        return rows[:0]
    groups = [rows[labels[rows] == label] for label in np.unique(labels[rows])]
    wanted = quotas(np.array([len(group) for group in groups]), count)
    drawn = [rng.permutation(group)[:quota] for group, quota in zip(groups, wanted, strict=True)]
    return np.sort(np.concatenate(drawn))


def quotas(sizes: Indices, count: int) -> Indices:
    """Return how many of each group are drawn, `count` in all, in proportion: largest remainders first."""
    shares = sizes * count / sizes.sum()
    wanted: Indices = np.floor(shares).astype(np.int64)
    wanted[np.argsort(wanted - shares, kind="stable")[: count - int(wanted.sum())]] += 1
    return wanted


def _take(dataset: Dataset, rows: Indices) -> Dataset:
    X: Floats = dataset.X[rows]
    y = dataset.y[rows]
    X.flags.writeable = False
    y.flags.writeable = False
    return replace(dataset, X=X, y=y)

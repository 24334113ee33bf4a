"""Dividing a data set into training, validation and test."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnviz.data.base import Floats
from nnviz.data.dataset import Dataset, Split

Indices = NDArray[np.int64]


def split(
    dataset: Dataset, validation_fraction: float, test_fraction: float, rng: np.random.Generator
) -> Split:
    """Divide a data set at random, classes in proportion (stratified); each part keeps the order.

    Each class gives round(fraction · its size) of its points to validation and to test, so every part has
    the classes in the same shares up to one point. Regression is divided as if it were one class.
    At least one point stays for training.
    """
    part = np.zeros(len(dataset.X), dtype=np.int64)
    labels = dataset.y if dataset.is_classification else part
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        n_validation = round(validation_fraction * len(members))
        n_test = min(round(test_fraction * len(members)), len(members) - n_validation)
        part[members[:n_validation]] = 1
        part[members[n_validation : n_validation + n_test]] = 2
    if not (part == 0).any():
        part[0] = 0
    train, validation, test = (_take(dataset, np.flatnonzero(part == k)) for k in range(3))
    return Split(train=train, validation=validation, test=test)


def _take(dataset: Dataset, rows: Indices) -> Dataset:
    X: Floats = dataset.X[rows]
    y = dataset.y[rows]
    X.flags.writeable = False
    y.flags.writeable = False
    return replace(dataset, X=X, y=y)

"""From parameters to what a network trains on: points drawn, divided, and mapped to inputs and targets."""

import msgspec
import numpy as np

from nnviz.arrays import Floats
from nnviz.data.base import DataSet
from nnviz.data.dataset import Dataset, Split
from nnviz.data.features import expand
from nnviz.data.held import divided_of, points_of


class Prepared(msgspec.Struct, frozen=True, eq=False, weakref=True):
    """A divided data set and the map from raw points to inputs of the network.

    Attributes
    ----------
    split : Split
        Raw points, before derived features.
    features : tuple of str
        Names of the network's inputs, one each.
    offset, scale : ndarray, shape (n_inputs,)
        Inputs are (feature - offset) / scale; 0 and 1 unless standardized.
    """

    split: Split
    features: tuple[str, ...]
    offset: Floats
    scale: Floats
    _derived: tuple[str, ...]

    @property
    def is_scaled(self) -> bool:
        """Whether the inputs are other numbers than the features."""
        return bool((self.offset != 0.0).any() or (self.scale != 1.0).any())

    def to_inputs(self, X: Floats) -> Floats:
        """Return the inputs of the network for raw points X, shape (n, n_features) -> (n, n_inputs)."""
        return np.ascontiguousarray((expand(X, self._derived) - self.offset) / self.scale)


def prepare(data: DataSet, seed: np.random.SeedSequence) -> Prepared:
    """Draw the points, divide them, and find the statistics of the training inputs.

    Raises
    ------
    DataError
        If the data set cannot be made.
    """
    make_seed, split_seed = np.random.SeedSequence(seed.entropy, spawn_key=seed.spawn_key).spawn(2)
    dataset = points_of(data, np.random.default_rng(make_seed))
    parts = divided_of(data, dataset, np.random.default_rng(split_seed))
    return prepared_from(data, parts)


def prepared_from(data: DataSet, parts: Split) -> Prepared:
    """Return the inputs of points that are drawn and divided already."""
    inputs = expand(parts.train.X, data.features)
    offset, scale = mean_and_deviation(inputs) if data.standardize else _identity(inputs.shape[1])
    names = data.features or parts.train.feature_names
    return Prepared(parts, names, offset, scale, data.features)


def targets(dataset: Dataset, n_outputs: int) -> Floats:
    """Return what the outputs should be, shape (n_samples, n_outputs).

    Real targets as they are; classes as 0 or 1 for one output, else one-hot.
    """
    if not dataset.is_classification:
        return np.array(dataset.y, dtype=np.float64)
    if n_outputs == 1:
        return dataset.y[:, np.newaxis].astype(np.float64)
    return np.eye(n_outputs)[dataset.y]


def mean_and_deviation(inputs: Floats) -> tuple[Floats, Floats]:
    """Return mean and deviation of each column, computed where the squares of the numbers do not overflow.

    A column that holds one number becomes 0: its mean is that number to the bit, its deviation counts as 1.
    """
    largest = np.abs(inputs).max(axis=0, initial=0.0)
    scale = np.where((largest > 1e100) | ((largest > 0) & (largest < 1e-100)), largest, 1.0)
    scaled = inputs / scale
    deviation = scaled.std(axis=0) * scale
    is_constant = (inputs == inputs[:1]).all(axis=0)
    mean = np.where(is_constant, inputs[:1].sum(axis=0), scaled.mean(axis=0) * scale)
    return mean, np.where((deviation > 0) & ~is_constant, deviation, 1.0)


def _identity(n_inputs: int) -> tuple[Floats, Floats]:
    return np.zeros(n_inputs), np.ones(n_inputs)

"""From an experiment's text to what the engine takes: arrays, network, training, initial weights."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnviz.data import Dataset, Prepared, prepare, targets
from nnviz.engine import Network, Training, initial_parameters
from nnviz.experiment.seeds import data_seed, initial_weights_generator
from nnviz.experiment.sections import NetworkSpec, TrainingSpec
from nnviz.experiment.snapshot import Split
from nnviz.experiment.spec import Spec

Floats = NDArray[np.float64]
Parameters = tuple[list[Floats], list[Floats]]

PARTS = ("train", "validation", "test")


@dataclass(frozen=True, eq=False)
class Examples:
    """One part of the split as the network sees it.

    Attributes
    ----------
    X : ndarray, shape (n_samples, n_inputs)
    Y : ndarray, shape (n_samples, n_outputs)
        Real targets, or classes as 0 and 1 (one-hot for several outputs).
    """

    X: Floats
    Y: Floats


@dataclass(frozen=True, eq=False)
class Problem:
    """The data of an experiment, ready for a network with so many outputs."""

    prepared: Prepared
    parts: dict[str, Examples]

    @property
    def split(self) -> Split:
        """The raw points."""
        return self.prepared.split

    @property
    def is_classification(self) -> bool:
        """Whether accuracy means something."""
        return self.split.train.is_classification


def load(spec: Spec) -> Prepared:
    """Draw or read the data and divide it; may take a second.

    Raises
    ------
    DataError
        If the data cannot be made or read.
    """
    return prepare(spec.data, data_seed(spec.data.seed))


def problem_of(prepared: Prepared, n_outputs: int) -> Problem:
    """Return the data as inputs and targets, those parts that have samples."""

    def examples(part: Dataset) -> Examples:
        return Examples(prepared.to_inputs(part.X), targets(part, n_outputs))

    parts = {name: getattr(prepared.split, name) for name in PARTS}
    return Problem(prepared, {name: examples(part) for name, part in parts.items() if len(part.X)})


def network_of(spec: NetworkSpec) -> Network:
    """Return the engine's network."""
    depth = len(spec.layers) - 1
    activations = (spec.activation,) * depth if isinstance(spec.activation, str) else spec.activation
    return Network(spec.layers, activations, spec.bias, _dropout(spec.dropout, depth), spec.dtype)


def training_of(spec: TrainingSpec) -> Training:
    """Return the engine's training: the same keys, without those that only the session needs."""
    keys = Training.__dataclass_fields__
    return Training(**{key: getattr(spec, key) for key in keys})


def initial_parameters_of(spec: Spec) -> Parameters:
    """Return the weights a run of this experiment starts from: those in the file, or those of its seed."""
    network = network_of(spec.network)
    weights, biases = initial_parameters(
        network, spec.network.init, initial_weights_generator(spec.training.seed)
    )
    if spec.network.weights is not None:
        weights = [np.array(rows, dtype=np.float64) for rows in spec.network.weights]
    if spec.network.biases is not None:
        biases = [np.array(row, dtype=np.float64) for row in spec.network.biases]
    return weights, biases


def _dropout(rates: float | tuple[float, ...], depth: int) -> tuple[float, ...]:
    """Return one rate a layer after the input; the output layer has none."""
    if isinstance(rates, float):
        return (rates,) * (depth - 1) + (0.0,)
    return (*rates, 0.0) if len(rates) == depth - 1 else rates

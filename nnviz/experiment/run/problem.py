"""From an experiment's text to what the engine takes: arrays, network, training, initial weights."""

from itertools import accumulate, pairwise

import msgspec
import numpy as np

from nnviz.arrays import Floats, Parameters
from nnviz.data.dataset import PARTS, Dataset, Split
from nnviz.data.errors import DataError
from nnviz.data.prepare import Prepared, prepare, targets
from nnviz.engine.kernels.network import Network
from nnviz.engine.start import initial_parameters
from nnviz.experiment.spec.errors import refused, refused_data
from nnviz.experiment.spec.layer_lists import for_each_layer
from nnviz.experiment.spec.seeds import data_seed, initial_weights_generator
from nnviz.experiment.spec.spec import Spec

WORTH_COMPILING = 300_000
"""Products of a weight and an activation: about a second, interpreted."""


class Examples(msgspec.Struct, frozen=True, eq=False):
    """One part of the split as the network sees it.

    Attributes
    ----------
    X : ndarray, shape (n_samples, n_inputs)
    Y : ndarray, shape (n_samples, n_outputs)
        Real targets, or classes as 0 and 1 (one-hot for several outputs).
    """

    X: Floats
    Y: Floats


class Problem(msgspec.Struct, frozen=True, eq=False):
    """The data of an experiment, ready for a network with so many outputs.

    Attributes
    ----------
    examples : Examples
        Those of all parts of the split, one part after the other.
    rows : dict of str to slice
        Where those of each part are; parts without samples are left out.
    """

    prepared: Prepared
    examples: Examples
    rows: dict[str, slice]

    @property
    def split(self) -> Split:
        """The raw points."""
        return self.prepared.split

    def part(self, name: str) -> Examples:
        """Return the examples of one part that has samples."""
        return Examples(self.examples.X[self.rows[name]], self.examples.Y[self.rows[name]])


def load(spec: Spec) -> Prepared:
    """Draw or read the data and divide it; may take a second.

    Raises
    ------
    SpecError
        If the data cannot be made or read.
    """
    try:
        prepared = prepare(spec.data, data_seed(spec.data.seed))
    except DataError as error:
        raise refused_data(spec.data, error) from None
    _require_fitting(spec, prepared)
    return prepared


def _require_fitting(spec: Spec, prepared: Prepared) -> None:
    """Refuse points of another kind than was known: a sample of a table may have other categories."""
    layers, classes = spec.network.built.layers, len(prepared.split.train.classes)
    if len(prepared.features) != spec.network.built.inputs or classes > max(2, layers[-1].size_out):
        reason = (
            "the rows that it draws have other categories than the network was made for: open the table anew."
        )
        raise refused("data.seed", spec.data.seed, reason)


def products_of(network: Network) -> int:
    """Return how many products of a weight and an activation one sample takes: what work is measured in."""
    if network.is_dense:
        return max(1, network.parameter_count)
    return max(1, sum(layer.products for layer in network.layers[1:]))


UNIT_WORK = 14
"""How many products of a weight and an activation take as long as the rest of a unit, interpreted."""


def epoch_work(spec: Spec, prepared: Prepared) -> int:
    """Return the cost of an epoch of interpreted training, measured in products."""
    layers = spec.network.built.layers[1:]
    work = sum(layer.products + UNIT_WORK * layer.size_out for layer in layers)
    return work * len(prepared.split.train.X)


def problem_of(prepared: Prepared, n_outputs: int) -> Problem:
    """Return the data as inputs and targets."""
    every: dict[str, Dataset] = {name: getattr(prepared.split, name) for name in PARTS}
    parts = {name: part for name, part in every.items() if len(part.X)}
    X = np.concatenate([prepared.to_inputs(part.X) for part in parts.values()])
    Y = np.concatenate([targets(part, n_outputs) for part in parts.values()])
    ends = accumulate((len(part.X) for part in parts.values()), initial=0)
    rows = [slice(begin, end) for begin, end in pairwise(ends)]
    return Problem(prepared, Examples(X, Y), dict(zip(parts, rows, strict=True)))


def require_range(spec: Spec, problem: Problem) -> None:
    """Refuse inputs and targets that single precision cannot hold, where the experiment asks for it."""
    dtype = spec.network.dtype
    if dtype == "float64":
        return
    largest = float(np.finfo(dtype).max)
    for name, values in (("inputs", problem.examples.X), ("targets", problem.examples.Y)):
        reached = max(float(values.max(initial=0.0)), -float(values.min(initial=0.0)))
        if reached > largest:
            remedy = "take float64" + (", or standardize the inputs" if name == "inputs" else "")
            reason = f"the {name} reach {reached:.3g}, and {dtype} ends at {largest:.2g}: {remedy}."
            raise refused("network.dtype", dtype, reason)


def initial_parameters_of(spec: Spec) -> Parameters:
    """Return the weights a run of this experiment starts from: those in the file, or those of its seed.

    Where the file gives weights but no biases, these start at zero.
    """
    network = spec.network.built
    generator = initial_weights_generator(spec.training.seed)
    weights, biases = initial_parameters(network, spec.network.init, generator, spec.network.init_scale)
    if spec.network.weights is not None:
        weights, biases = network.zeros()
        given = for_each_layer(spec.network.weights, network.computed)
        for layer, array, rows in zip(network.computed, weights, given, strict=True):
            numbers = np.array(rows, dtype=np.float64)
            (array if numbers.shape == array.shape else layer.learned(array))[...] = numbers
    if spec.network.biases is not None:
        given = for_each_layer(spec.network.biases, network.computed)
        biases = [np.array(row, dtype=np.float64) for row in given]
    return weights, biases

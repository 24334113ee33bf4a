"""The first training examples as the network sees them, from what a snapshot holds."""

from nnviz.arrays import Floats
from nnviz.data.prepare import prepared_from, targets
from nnviz.experiment.snapshot.instants.data_instant import DataInstant


def training_example(snapshot: DataInstant, index: int) -> tuple[Floats, Floats]:
    """Return inputs and targets of a training example, shapes (n_inputs,) and (n_outputs,)."""
    train = snapshot.split.train
    prepared = prepared_from(snapshot.spec.data, snapshot.split)
    row = slice(index, index + 1)
    return prepared.to_inputs(train.X[row])[0], targets(train, snapshot.spec.network.built.outputs)[index]

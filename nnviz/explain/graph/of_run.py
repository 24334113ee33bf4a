"""The network of a run as the text of a computational graph, with a training sample that tells most."""

import numpy as np

from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.explain.graph.of_network import program_by_layers, program_by_neurons
from nnviz.explain.graph.training_example import training_example


def telling_example(snapshot: NetworkInstant) -> int:
    """Return the first training sample that has no input of 0: zeros would hide half of the derivatives."""
    points = snapshot.split.train.X
    return int(np.argmax(np.all(points != 0.0, axis=1)))


def program_of(snapshot: NetworkInstant, index: int, by_neurons: bool) -> str:
    """Return the graph of the network with a training sample; ValueError where it is too large."""
    x, y = training_example(snapshot, index)
    make = program_by_neurons if by_neurons else program_by_layers
    network, loss = snapshot.spec.network.built, snapshot.spec.training.loss
    return make(network, loss, snapshot.weights, snapshot.biases, x, y)

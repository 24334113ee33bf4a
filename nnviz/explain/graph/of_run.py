"""The network of a run as a computational graph, with a training sample that tells most."""

import numpy as np

from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.explain.graph.expression import parse
from nnviz.explain.graph.graph import Graph, build
from nnviz.explain.graph.layers import layers_graph
from nnviz.explain.graph.of_network import is_written_out, program_by_layers, program_by_neurons
from nnviz.explain.graph.training_example import training_example


def telling_example(snapshot: NetworkInstant) -> int:
    """Return the first training sample that has no input of 0: zeros would hide half of the derivatives."""
    points = snapshot.split.train.X
    return int(np.argmax(np.all(points != 0.0, axis=1)))


def graph_of(snapshot: NetworkInstant, index: int, by_neurons: bool = False) -> Graph | str:
    """Return the graph of the network with a training sample: as text, or of layers where that is too long.

    Raises
    ------
    ValueError
        If there are too many neurons for a graph of neurons.
    """
    x, y = training_example(snapshot, index)
    network, loss = snapshot.spec.network.built, snapshot.spec.training.loss
    parts = network, loss, snapshot.weights, snapshot.biases, x, y
    if by_neurons:
        return program_by_neurons(*parts)
    return program_by_layers(*parts) if is_written_out(network) else layers_graph(*parts)


def built(graph: Graph | str) -> Graph:
    """Return a graph from its text."""
    return build(parse(graph)) if isinstance(graph, str) else graph

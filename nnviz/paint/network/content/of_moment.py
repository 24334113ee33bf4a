"""What a network diagram shows of one moment of a run."""

import numpy as np

from nnviz.arrays import Floats
from nnviz.experiment.snapshot.gradients import Gradients
from nnviz.experiment.snapshot.instants.network_instant import NetworkInstant
from nnviz.experiment.snapshot.maps import Maps
from nnviz.explain.formulas.names import output_names
from nnviz.paint.network.content.pictured import is_pictured, lines_of, pictured_of, words_of
from nnviz.paint.network.content.record import NetworkContent, Quantity


def content_of(
    snapshot: NetworkInstant,
    quantity: Quantity = Quantity.WEIGHTS,
    sample: int | None = None,
    backward: bool = False,
) -> NetworkContent:
    """Return what a diagram shows of a snapshot; lines stay neutral while `quantity` is not known.

    Where units are pictures, `sample` is the row of the coming update's batch that they are of, `backward`
    whether they show its errors.
    """
    gradients, maps = snapshot.look(Gradients) or Gradients(), snapshot.look(Maps) or Maps()
    weights, biases = {
        Quantity.WEIGHTS: (snapshot.weights, snapshot.biases),
        Quantity.GRADIENTS: (gradients.weights, gradients.biases),
        Quantity.CHANGES: (gradients.weights_change, gradients.biases_change),
    }[quantity]
    network = snapshot.spec.network
    if is_pictured(snapshot):
        return _of_images(snapshot, quantity, (weights, biases), sample, backward)
    dense = network.built.is_dense
    return NetworkContent(
        layers=tuple(layer.size_out for layer in network.built.layers),
        activations=network.activations,
        input_names=snapshot.input_names,
        output_names=output_names(snapshot.split.train.classes, network.built.outputs),
        weights=weights if dense else lines_of(network.built.layers, weights),
        biases=biases,
        responses=maps.responses,
        quantity=quantity,
        biased=network.biased,
        dense=dense,
        words=() if dense else tuple(words_of(layer) for layer in network.built.layers),
        kinds=() if dense else tuple(layer.kind for layer in network.built.layers[1:]),
        switchable=snapshot.split.train.has_axes,
        activity=tuple(np.abs(r).reshape(len(r), -1).mean(axis=1) for r in maps.responses),
    )


def _of_images(
    snapshot: NetworkInstant,
    quantity: Quantity,
    numbers: tuple[tuple[Floats, ...], tuple[Floats, ...]],
    sample: int | None,
    backward: bool,
) -> NetworkContent:
    """Return what a diagram shows of a network that sees images."""
    network, image = snapshot.spec.network.built, snapshot.split.train.image
    weights, biases = numbers
    found = pictured_of(snapshot, weights, biases, sample, backward or quantity is Quantity.GRADIENTS)
    first = image if image is not None and network.is_dense else network.layers[0].maps
    return NetworkContent(
        layers=found.layers,
        activations=network.activations,
        input_names=(),
        output_names=output_names(snapshot.split.train.classes, network.outputs),
        weights=found.weights,
        biases=found.biases,
        responses=found.responses,
        quantity=quantity,
        biased=tuple(layer.has_parameters and layer.bias for layer in network.computed),
        dense=False,
        words=found.words,
        kinds=found.kinds,
        kernels=found.kernels,
        shown=found.shown,
        gray=len(first) == 3 and first[2] in (1, 3),
        sizes=(first[:2], *(layer.maps[:2] for layer in network.computed)),
        activity=found.activity,
    )

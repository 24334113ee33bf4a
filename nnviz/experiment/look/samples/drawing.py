"""What every layer answers to a drawing of the user's own."""

import numpy as np

from nnviz.arrays import Floats
from nnviz.data.prepare import Prepared
from nnviz.engine.evaluate import forward
from nnviz.engine.kernels.network import Network
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.drawing import Drawing, DrawingAnswers


class DrawingWish(Wish, frozen=True):
    """To see the answers to a drawing; none where it has another size than the inputs."""

    drawing: Drawing

    def look(self, present: Present) -> DrawingAnswers | None:
        """Return the answers of this moment."""
        run = present.run
        return _answers(self.drawing, run.network, present.weights, present.biases, run.prepared)

    def closely(self, still: Still) -> DrawingAnswers | None:
        """Return the answers of a snapshot's weights."""
        return _answers(self.drawing, still.network, still.weights, still.biases, still.prepared)


def _answers(
    drawing: Drawing, network: Network, weights: list[Floats], biases: list[Floats], prepared: Prepared
) -> DrawingAnswers | None:
    if len(drawing.values) != prepared.split.train.inputs:
        return None
    inputs = prepared.to_inputs(np.array([drawing.values], dtype=np.float64))
    activations = forward(network, weights, biases, inputs)[1:]
    layers = network.computed
    shaped = (a[0].reshape(layer.shape_out) for layer, a in zip(layers, activations, strict=True))
    return DrawingAnswers(drawing, tuple(layers), tuple(shaped))

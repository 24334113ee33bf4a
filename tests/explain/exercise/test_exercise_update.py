"""The numbers of an exercise are those of the engine's own update."""

from itertools import pairwise

import numpy as np
import pytest

from nnviz.engine.choices.activations import ACTIVATIONS
from nnviz.engine.choices.losses import LOSSES
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.trainer import Trainer
from nnviz.explain.exercise.quantity import AskedQuantity
from nnviz.explain.exercise.update import Update
from nnviz.parts import Bias, Unit, Weight

OUTPUTS = [
    (activation, loss)
    for activation in ACTIVATIONS
    for loss in LOSSES
    if ACTIVATIONS[activation].is_probability or not LOSSES[loss].needs_probabilities
]


def traced(activation: str, output: str, loss: str, reduction: str, seed: int):
    rng = np.random.default_rng(seed)
    layers = (2, 3, 2, int(rng.integers(1, 4)) + (output == "softmax"))
    network = Network(layers, (activation, activation, output))
    training = Training(loss=loss, reduction=reduction, learning_rate=0.3, batch_size=2, l1=0.01, l2=0.02)
    weights = [rng.normal(0.0, 0.8, shape) for shape in pairwise(layers)]
    biases = [rng.normal(0.0, 0.5, units) for units in layers[1:]]
    X, Y = rng.normal(0.0, 1.0, (2, 2)), np.eye(layers[-1])[rng.integers(0, layers[-1], 2)]
    trace = Trainer(network, training, X, Y, weights, biases, seed=0).trace()
    update = Update(trace, network, training)
    return trace, update


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_every_number_is_that_of_the_engine(output, loss):
    hidden = [name for name in ACTIVATIONS if not ACTIVATIONS[name].output_only]
    for seed, activation in enumerate(hidden):
        trace, update = traced(activation, output, loss, ("mean", "sum")[seed % 2], seed)
        get = update.values()
        close = {"rel": 1e-11, "abs": 1e-13}
        assert get(AskedQuantity("loss")) == pytest.approx(trace.loss, **close)
        for layer, values in enumerate(trace.layers, start=1):
            for (s, j), z in np.ndenumerate(values.z):
                unit = Unit(layer, j)
                assert get(AskedQuantity("z", unit, s)) == pytest.approx(z, **close)
                assert get(AskedQuantity("a", unit, s)) == pytest.approx(values.a[s, j], **close)
                assert get(AskedQuantity("delta", unit, s)) == pytest.approx(values.delta[s, j], **close)
            for (i, j), gradient in np.ndenumerate(values.weights_gradient):
                line = Weight(layer, i, j)
                assert get(AskedQuantity("gradient", line)) == pytest.approx(gradient, **close)
                assert get(AskedQuantity("new", line)) == pytest.approx(values.weights_after[i, j], **close)
            for (j,), gradient in np.ndenumerate(values.biases_gradient):
                assert get(AskedQuantity("gradient", Bias(layer, j))) == pytest.approx(gradient, **close)
                assert get(AskedQuantity("new", Bias(layer, j))) == pytest.approx(
                    values.biases_after[j], **close
                )

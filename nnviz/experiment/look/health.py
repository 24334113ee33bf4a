"""How well a network can learn at one moment, layer by layer: gradients, flat and dead units, step sizes.

Gradients and activations are those of all training points (of evenly chosen ones where there are many),
without dropout, computed by the engine's own kernels; the change is that of the coming update.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats
from nnviz.engine import Network, Trace, Trainer, Training
from nnviz.experiment.run.problem import Problem, network_of, training_of
from nnviz.experiment.snapshot.health_view import Health, Histogram, LayerHealth
from nnviz.experiment.spec.spec import Spec

MOST_POINTS = 256
"""Training points that are looked at."""
FEW_POINTS = 32
"""The same while the engine is not compiled yet, which is a thousand times slower."""
BINS = 24
FLAT_SIGMOID = 0.0125
"""a (1 - a) below this is a slope of less than 5 % of the greatest, 0.25."""
FLAT_TANH = 0.05
"""The same for 1 - a^2, whose greatest value is 1."""
NEARLY_ALL = 0.95
"""A unit that is flat for this share of the points is called saturated."""


class HealthProbe:
    """Measures the health of networks of one experiment on its training points."""

    def __init__(self, problem: Problem, spec: Spec, points: int = MOST_POINTS) -> None:
        self._network = network_of(spec.network)
        examples = problem.part("train")
        count = len(examples.X)
        chosen = np.unique(np.linspace(0, count - 1, min(count, points)).astype(np.int64))
        self._whole = Trainer(
            self._network.without_dropout(),
            _over_all_points(training_of(spec.training)),
            examples.X[chosen],
            examples.Y[chosen],
            *self._network.zeros(),
        )

    def measure(self, trainer: Trainer, histograms: bool = False) -> Health:
        """Return the health of the network at the moment at which `trainer` stands; it does not move."""
        self._whole.set_parameters(trainer.weights(), trainer.biases())
        whole, coming = self._whole.trace(), trainer.trace()
        layers = tuple(_layer_health(whole, coming, self._network, k) for k in range(self._network.depth))
        return Health(layers, whole.data_loss, _histograms(whole) if histograms else ())


def _over_all_points(training: Training) -> Training:
    """Return the training whose one update takes the mean gradient of all points."""
    return replace(training, batch_size=0, shuffle=False, reduction="mean", optimizer="sgd", order="right")


def _layer_health(whole: Trace, coming: Trace, network: Network, number: int) -> LayerHealth:
    layer, change = whole.layers[number], coming.layers[number]
    activation = network.activations[number]
    flat = _flat(activation, layer.a)
    dead = np.all(layer.a == 0.0, axis=0) if activation == "relu" else None
    with np.errstate(all="ignore"):
        length = float(np.linalg.norm(change.weights))
        step = float(np.linalg.norm(change.weights_after - change.weights))
        gradient = np.append(layer.weights_gradient.ravel(), layer.biases_gradient)
        norm = float(np.linalg.norm(gradient))
    return LayerHealth(
        gradient_norm=norm,
        update_ratio=step / length if length > 0.0 else float("nan"),
        saturated=float("nan") if flat is None else float(flat.mean()),
        dead=float("nan") if dead is None else float(dead.mean()),
        saturated_units=() if flat is None else _places(flat.mean(axis=0) >= NEARLY_ALL),
        dead_units=() if dead is None else _places(dead),
    )


def _flat(activation: str, a: Floats) -> NDArray[np.bool_] | None:
    if activation == "sigmoid":
        return np.asarray(a * (1.0 - a) < FLAT_SIGMOID)
    if activation == "tanh":
        return np.asarray(1.0 - a * a < FLAT_TANH)
    return None


def _places(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(mask).tolist())


def _histograms(whole: Trace) -> tuple[tuple[Histogram, Histogram, Histogram], ...]:
    return tuple(
        (
            histogram(np.append(layer.weights.ravel(), layer.biases)),
            histogram(layer.a),
            histogram(np.append(layer.weights_gradient.ravel(), layer.biases_gradient)),
        )
        for layer in whole.layers
    )


def histogram(values: Floats) -> Histogram:
    """Return how the finite ones of `values` are spread, in bins of equal width."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    if not high - low > 1e-9 * max(abs(low), abs(high)):  # all the same: one bin in the middle
        half = 0.5 * abs(low) or 0.5
        low, high = low - half, high + half
    counts, edges = np.histogram(known, BINS, (low, high))
    return Histogram(counts.astype(np.int64), edges)

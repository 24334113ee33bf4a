"""How well a network can learn at one moment, layer by layer: gradients, flat and dead units, step sizes.

Gradients and activations are those of all training points, without dropout, computed by the engine's own
kernels, slice by slice, so that nobody has to wait for all of them at once; a slice is the same whether the
engine is compiled or not. The change is that of the coming updates, over an epoch or its beginning.
"""

from collections.abc import Generator, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nnviz.arrays import Floats, Parameters
from nnviz.engine.choices.activations import ACTIVATIONS, activation_slope
from nnviz.engine.kernels.network import Network
from nnviz.engine.kernels.training import Training
from nnviz.engine.layers.layer import Layer
from nnviz.engine.trace import Trace
from nnviz.engine.trainer import Trainer
from nnviz.experiment.run.problem import Examples, Problem, products_of
from nnviz.experiment.snapshot.health_view import Health, Histogram, LayerHealth
from nnviz.experiment.spec.spec import Spec

SLICE_WORK = 200_000
"""Products of a weight and an activation in one slice of the points."""
FEWEST_IN_SLICE, MOST_IN_SLICE = 32, 4096
STEPS_WORK = 100_000
"""Products in the coming updates that are looked at, unless one update takes more."""
MOST_STEPS = 512
MOST_WORK = 100_000_000
"""Products in one measurement of a network with kernels: where all points take more, some stand for them."""
MOST_VALUES = 1_000_000
"""Activations of a layer that its histogram counts; of more, evenly chosen points."""
BINS = 24
LARGEST_SUM = float(np.finfo(np.float64).max)
NARROWEST = 1e-300
"""What is below it has no 24th part, as far as computers count."""
FLAT = 0.05
"""A slope below this share of the function's greatest is called flat."""
NEARLY_ALL = 0.95
"""A unit that is flat for this share of the points is called saturated."""


class Steps(NamedTuple):
    """The coming updates: how many, and the mean share of their length by which they change weights."""

    number: int
    ratios: tuple[float, ...]


class HealthProbe:
    """Measures the health of networks of one experiment on all its training points."""

    def __init__(self, problem: Problem, spec: Spec) -> None:
        self._network = spec.network.built.without_dropout()
        examples = problem.part("train")
        self._of = len(examples.X)
        self._examples = _few_enough(self._network, examples)
        self._slices: list[Trainer] = []

    def measure(self, trainer: Trainer, histograms: bool = False) -> Health:
        """Return the health of the network at the moment at which `trainer` stands; it does not move."""
        measuring = self.measuring(trainer, histograms)
        while True:
            try:
                next(measuring)
            except StopIteration as end:
                health: Health = end.value
                return health

    def measuring(self, trainer: Trainer, histograms: bool = False) -> Generator[None, None, Health]:
        """Measure in pieces: yields after each slice of the points, and returns the health.

        It is that of the moment at which `trainer` stood at the beginning, wherever it goes meanwhile.

        The gradient is that of the loss that is trained, penalties included: its mean over an epoch. Where a
        batch takes the sum, it is divided by the samples of a batch, so that it can be compared.
        """
        parameters = trainer.parameters()
        training, steps = trainer.training, coming_steps(trainer)
        count = len(self._examples.X)
        layers = [_LayerSums(layer) for layer in self._network.computed]
        losses = 0.0
        for piece in self._pieces(training, parameters):
            yield
            piece.set_parameters(*parameters)
            whole = piece.trace()
            losses += float(np.sum(whole.sample_losses))
            for number, layer in enumerate(layers):
                layer.add(whole, number, count if histograms else 0)
        found = tuple(layer.health(count, ratio) for layer, ratio in zip(layers, steps.ratios, strict=True))
        spread = tuple(layer.histograms(count) for layer in layers) if histograms else ()
        return Health(found, losses / count, spread, steps.number, (count, self._of))

    def _pieces(self, training: Training, parameters: Parameters) -> Iterator[Trainer]:
        """Yield a trainer for each slice of the points, made when it is needed first."""
        points = len(self._examples.X)
        wanted = _sums_over_all_points(training, points)
        if self._slices and self._slices[0].training != wanted:
            self._slices.clear()
        size = min(max(FEWEST_IN_SLICE, SLICE_WORK // products_of(self._network)), MOST_IN_SLICE)
        for place, begin in enumerate(range(0, points, size)):
            if place == len(self._slices):
                made = wanted if place == 0 else replace(wanted, l1=0.0, l2=0.0)  # penalties count once
                X, Y = self._examples.X[begin : begin + size], self._examples.Y[begin : begin + size]
                self._slices.append(Trainer(self._network, made, X, Y, *parameters))
            yield self._slices[place]


def _few_enough(network: Network, examples: Examples) -> Examples:
    """Return all points; of a network with kernels, whose work is large, evenly chosen ones of too many."""
    if network.is_dense:
        return examples
    every = -(-len(examples.X) * products_of(network) // MOST_WORK)
    return examples if every <= 1 else Examples(examples.X[::every], examples.Y[::every])


def _sums_over_all_points(training: Training, points: int) -> Training:
    """Return the training whose one update takes the summed gradient of its points.

    The penalties, which a batch has once, are made so large that after the division by the points there is
    what a batch has (of a sum: divided by its samples).
    """
    batch = training.samples_per_update(points)
    factor = points / batch if training.reduction == "sum" else float(points)
    return replace(
        training,
        batch_size=0,
        shuffle=False,
        reduction="sum",
        optimizer="sgd",
        order="right",
        schedule="constant",
        learning_rate=0.0,
        weight_decay=0.0,
        l1=training.l1 * factor,
        l2=training.l2 * factor,
    )


def coming_steps(trainer: Trainer) -> Steps:
    """Return how far the coming updates go, up to an epoch of them; the trainer stays where it is.

    Looking at more than one shows a layer whose gradient is 0 at the coming point alone.
    """
    work = products_of(trainer.network) * trainer.training.samples_per_update(len(trainer.X))
    wanted = min(trainer.updates_per_epoch, MOST_STEPS, max(1, STEPS_WORK // work))
    here, divergence = trainer.state(), trainer.divergence
    coming = range(here.update + 1, here.update + wanted + 1)
    kept = trainer.room_for(coming)
    done = trainer.run(wanted, kept)
    trainer.restore(here)
    trainer.divergence = divergence
    if done == 0:
        return Steps(0, (float("nan"),) * trainer.network.depth)
    rows = (here.parameters, *kept.after(coming[:done]))
    moments = [trainer.unpacked(row)[0] for row in rows]
    with np.errstate(all="ignore"):
        ratios = [list(map(_ratio, before, after)) for before, after in pairwise(moments)]
        return Steps(done, tuple(np.mean(ratios, axis=0).tolist()))


def _ratio(before: Floats, after: Floats) -> float:
    length = float(np.linalg.norm(before))
    return float(np.linalg.norm(after - before)) / length if length > 0.0 else float("nan")


class _LayerSums:
    """What the points seen so far add up to in one layer."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self._activation = ACTIVATIONS[layer.activation]
        self._parameters: Floats = np.zeros(0)
        self._gradient: Floats = np.zeros(0)
        self._flat: NDArray[np.int64] = np.zeros(0, np.int64)
        self._passing: NDArray[np.int64] = np.zeros(0, np.int64)
        self._activations: list[Floats] = []

    def add(self, whole: Trace, number: int, points: int) -> None:
        """Take in a slice; of its activations so many that a histogram of all `points` is not too large."""
        layer = whole.layers[number]
        gradient = np.append(self._layer.learned(layer.weights_gradient).ravel(), layer.biases_gradient)
        slopes = self._slopes(layer.z, layer.a)
        places = tuple(range(slopes.ndim - 1))  # samples and, of a map, its pixels
        flat = np.count_nonzero(slopes < FLAT * (self._activation.steepest or 0.0), axis=places)
        passing = np.count_nonzero(slopes != 0.0, axis=places)
        if len(self._gradient) == 0:
            self._parameters = np.append(self._layer.learned(layer.weights).ravel(), layer.biases)
            self._gradient, self._flat, self._passing = gradient, flat, passing
        else:
            with np.errstate(all="ignore"):
                self._gradient = self._gradient + gradient
            self._flat, self._passing = self._flat + flat, self._passing + passing
        if points:
            every = -(-points * self._layer.size_out // MOST_VALUES)
            self._activations.append(layer.a[::every])

    def _slopes(self, z: Floats, a: Floats) -> Floats:
        if self._activation.output_only:  # its slope is a matrix
            return np.ones_like(z)
        with np.errstate(all="ignore"):
            row: Floats = activation_slope(self._activation.code, z.ravel(), a.ravel())
        return row.reshape(z.shape)

    def health(self, points: int, update_ratio: float) -> LayerHealth:
        """Return the layer's health, when all points are in."""
        flattens, blocks = self._activation.steepest is not None, self._activation.blocks
        dead = self._passing == 0
        with np.errstate(all="ignore"):
            norm = float(np.linalg.norm(self._gradient / points))
        norm = norm if self._layer.has_parameters else float("nan")
        points *= self._layer.pixels
        return LayerHealth(
            gradient_norm=norm,
            update_ratio=update_ratio,
            saturated=float(self._flat.mean() / points) if flattens else float("nan"),
            dead=float(dead.mean()) if blocks else float("nan"),
            saturated_units=_places(self._flat >= NEARLY_ALL * points) if flattens else (),
            dead_units=_places(dead) if blocks else (),
        )

    def histograms(self, points: int) -> tuple[Histogram, Histogram, Histogram]:
        """Return how weights, activations and gradients are spread, when all points are in."""
        with np.errstate(all="ignore"):
            gradient = self._gradient / points
        return (
            histogram(self._parameters),
            histogram(np.concatenate([each.ravel() for each in self._activations])),
            histogram(gradient),
        )


def _places(mask: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(mask).tolist())


def histogram(values: Floats) -> Histogram:
    """Return how the finite ones of `values` are spread, in bins of equal width."""
    known = values[np.isfinite(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 0.0)
    if max(abs(low), abs(high)) > LARGEST_SUM / 4.0:
        eighths, most = histogram(known / 8.0), LARGEST_SUM / 8.0
        return Histogram(eighths.counts, np.clip(eighths.edges, -most, most) * 8.0)
    if not high - low > max(1e-9 * max(abs(low), abs(high)), NARROWEST):  # all the same: in the middle
        half = max(abs(low), abs(high))
        half = 0.5 * half if half > NARROWEST else 0.5
        low, high = low - half, high + half
    counts, edges = np.histogram(known, BINS, (low, high))
    return Histogram(counts.astype(np.int64), edges)

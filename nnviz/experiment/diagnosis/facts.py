"""What is known of a run at one moment: all that causes are looked for in."""

import msgspec
import numpy as np

from nnviz.arrays import Floats, Parameters
from nnviz.engine.choices.activations import ACTIVATIONS, Activation
from nnviz.engine.layers.layer import Layer
from nnviz.experiment.diagnosis.quality import Quality
from nnviz.experiment.run.problem import Problem
from nnviz.experiment.snapshot.health_view import Health
from nnviz.experiment.spec.spec import Spec

DRAWN = ("dense", "conv")
"""Kinds of layers whose weights begin at random: others have none, or begin at 1."""
FLAT_CURVE = 0.02
"""A loss that changes by less than this share in the second half of its curve stands still."""


class Facts(msgspec.Struct, frozen=True, eq=False):
    """One moment of a run.

    Attributes
    ----------
    spec : Spec
    problem : Problem
    start, now : (weights, biases)
        Where training began, and where it stands.
    health : Health
        Of now.
    quality : Quality
        Of now.
    update, epoch : int, float
        Done so far.
    curve_epochs, curve : ndarray, shape (n,)
        The training loss so far.
    """

    spec: Spec
    problem: Problem
    start: Parameters
    now: Parameters
    health: Health
    quality: Quality
    update: int
    epoch: float
    curve_epochs: Floats
    curve: Floats

    def noun(self, layer: int) -> str:
        """Return what a layer has (1 is the first after the input): "unit" or "map"."""
        return "map" if self.layers[layer - 1].makes_maps else "unit"

    @property
    def X(self) -> Floats:  # noqa: N802 (the word of the textbooks)
        """The inputs of the training points, as the network gets them."""
        return self.problem.part("train").X

    @property
    def Y(self) -> Floats:  # noqa: N802
        """Their targets."""
        return self.problem.part("train").Y

    @property
    def hidden(self) -> tuple[Activation, ...]:
        """The functions of the hidden layers."""
        return tuple(ACTIVATIONS[name] for name in self.spec.network.activations[:-1])

    @property
    def output(self) -> Activation:
        """The function of the output layer."""
        return ACTIVATIONS[self.spec.network.activations[-1]]

    @property
    def layers(self) -> tuple[Layer, ...]:
        """The layers after the inputs."""
        return self.spec.network.built.layers[1:]

    def drawn(self, parameters: Parameters) -> list[tuple[int, Floats]]:
        """Return the number and the weights of each layer whose weights are drawn: dense, or with kernels."""
        weights = enumerate(zip(self.layers, parameters[0], strict=True), start=1)
        return [(number, w) for number, (layer, w) in weights if layer.kind in DRAWN]

    @property
    def are_classes(self) -> bool:
        """Whether the targets are classes."""
        return self.problem.split.train.is_classification

    @property
    def stands_still(self) -> bool:
        """Whether the loss has hardly changed in the second half of what was trained."""
        if len(self.curve) < 4:
            return False
        half = float(np.interp(self.curve_epochs[-1] / 2, self.curve_epochs, self.curve))
        last = float(self.curve[-1])
        return bool(np.isfinite(last)) and abs(half - last) < FLAT_CURVE * abs(half)

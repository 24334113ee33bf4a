"""What every layer makes of one sample, and of its error."""

from typing import Self

import numpy as np

from nnviz.arrays import Floats
from nnviz.engine.evaluate import forward
from nnviz.engine.kernels.network import Network
from nnviz.experiment.look.coming_update import coming_update
from nnviz.experiment.look.present import Present
from nnviz.experiment.look.still import Still
from nnviz.experiment.look.wish import Wish
from nnviz.experiment.snapshot.coming_update import Example
from nnviz.experiment.snapshot.sample_maps import SampleMaps

FIRST = Example("train", 0)
"""The sample that is seen until another one is chosen."""


class SampleMapsWish(Wish, frozen=True):
    """To see what every layer makes of a sample of the split; with `backward` of its error, too."""

    example: Example = FIRST
    backward: bool = False

    def joined(self, other: Self) -> Self:
        """Return the wish for the sample that somebody chose."""
        chosen = self.example if self.example != FIRST else other.example
        return type(self)(chosen, self.backward or other.backward)

    def look(self, present: Present) -> SampleMaps | None:
        """Return the maps; those of the first sample where the chosen one no longer exists."""
        run = present.run
        example, own = self.example, np.array([self.example.inputs])
        if own.shape != (1, run.network.inputs):
            example = example if _exists(run.problem.rows, example) else FIRST
            own = run.problem.part(example.part).X[[example.index]]
        a = _maps(run.network, present.weights, present.biases, own)
        delta: tuple[Floats, ...] = ()
        if self.backward:
            delta = tuple(layer.delta[0] for layer in coming_update(run, example).trace.layers)
        return SampleMaps(example, a, delta)

    def closely(self, still: Still) -> SampleMaps | None:
        """Return the maps of a snapshot's weights."""
        split = still.prepared.split
        parts = {"train": split.train, "validation": split.validation, "test": split.test}
        own = np.array([self.example.inputs])
        if own.shape == (1, still.network.inputs):
            return SampleMaps(self.example, _maps(still.network, still.weights, still.biases, own))
        part = parts.get(self.example.part, split.train)
        row = self.example.index if self.example.index < len(part.X) else 0
        if not len(part.X):
            return None
        X = still.prepared.to_inputs(part.X[[row]])
        example = Example(self.example.part or "train", row)
        return SampleMaps(example, _maps(still.network, still.weights, still.biases, X))

    @classmethod
    def on_paper(cls) -> "SampleMapsWish":
        """Ask for the maps of the first sample."""
        return cls()


def _exists(rows: dict[str, slice], example: Example) -> bool:
    part = rows.get(example.part)
    return part is not None and 0 <= example.index < part.stop - part.start


def _maps(network: Network, weights: list[Floats], biases: list[Floats], X: Floats) -> tuple[Floats, ...]:
    layers = zip(network.layers, forward(network, weights, biases, X), strict=True)
    maps = tuple(a[0].reshape(layer.shape_out) for layer, a in layers)
    for values in maps:
        values.flags.writeable = False
    return maps
